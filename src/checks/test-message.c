/* test-message.c - Mail Doctor as the other program: does one plain message to the own address leave, and arrive?
 *
 * Only with the person's consent.  It is sent by libcurl, on a connection of its own, and looked for by its Message-ID:
 * in the inbox and the spam folder every second or so, elsewhere from time to time.  The mailbox is not changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-test-message"

#include "config.h"

#include "checks/products.h"
#include "protocols/message.h"

#include <string.h>

#define SEND_MS 50000
#define WATCH_MS 60000
#define FIRST_PAUSE_MS 300 /* most messages to the own address are there at once */
#define PAUSE_MS 1200
#define MAX_FOLDERS 40
#define ELSEWHERE_EVERY 6 /* rounds */
#define MAX_RESULTS_BYTES 300
#define MINIMUM_ROUND_MS 200
#define N_BODY_LINES 40

/* Where the message was found. */
typedef struct
{
  char *folder;       /* (owned) (nullable) */
  gboolean spam;
  GBytes *headers;    /* (owned) (nullable) */
} Sighting;

/* ── sending ── */

/* A way that has signed in; else the configured one when the mail program does not sign in at all. */
static const MdSignedIn *
choose_way (MdContext *context)
{
  const char *const checks[] = { "outgoing-login", "other-login" };
  const MdSignedIn *first = md_context_get_product (context, checks[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      const MdSignedIn *way = md_context_get_product (context, checks[i]);

      if (way != NULL && way->accepted && way->address != NULL)
        return way;
    }
  return md_context_get_case (context)->no_auth && first != NULL && first->address != NULL ? first : NULL;
}

static MdReplyPhase
phase_of (const char *stage)
{
  static const struct
  {
    const char *stage;
    MdReplyPhase phase;
  } phases[] = {
    { "connect", MD_PHASE_BANNER }, { "tls", MD_PHASE_STARTTLS }, { "login", MD_PHASE_AUTH },
    { "mail", MD_PHASE_MAIL },      { "rcpt", MD_PHASE_RCPT },    { "data", MD_PHASE_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_str_equal (phases[i].stage, stage))
      return phases[i].phase;
  return MD_PHASE_DATA;
}

static const char *
word_of_failure (const char *stage)
{
  if (g_str_equal (stage, "connect"))
    return "no-connection";
  return g_str_equal (stage, "tls") ? "tls-failed" : "closed";
}

static void
report_refusal (MdContext *context, const MdSignedIn *way, const MdSendResult *result)
{
  g_autofree char *code = g_strdup_printf ("%ld", result->code);
  const char *reply = result->reply != NULL ? result->reply : "";
  g_auto (GStrv) lines = g_strsplit (reply, "\n", -1);
  g_autoptr (MdSmtpReply) parsed = md_smtp_reply_parse ((const char *const *) lines);

  md_context_report (context, MD_FINDING_TEST_REFUSED, "host", way->endpoint->host, "stage", result->stage, "code",
                     code, "reply", reply, NULL);
  md_report_reply (context, MD_SUBJECT_OUTGOING, way->endpoint, phase_of (result->stage), (guint) result->code,
                   parsed != NULL ? parsed->enhanced : NULL, parsed != NULL ? parsed->text : reply);
}

static void
add_sending_evidence (MdContext *context, const MdSignedIn *way, const MdSendResult *result)
{
  static const char *const words[] = {
    [MD_SEND_OK] = "accepted",   [MD_SEND_REFUSED] = "refused",     [MD_SEND_STALLED] = "stalled",
    [MD_SEND_FAILED] = "failed", [MD_SEND_CANCELLED] = "cancelled",
  };
  g_autofree char *target = md_endpoint_to_string (way->endpoint);
  MdEvidence *evidence = md_evidence_new (MD_STEP_S8, "smtp-send", target, words[result->outcome], result->micros);

  for (gsize i = 0; result->lines[i] != NULL; i++)
    md_evidence_add_line (evidence, result->lines[i]);
  md_context_add_evidence (context, evidence);
}

/* TRUE when the server took it. */
static gboolean
send_it (MdContext *context, const MdSignedIn *way, const char *recipient, const MdMessage *message)
{
  const char *sender = md_case_get_sender (md_context_get_case (context));
  MdWait wait = md_wait_within (md_context_get_wait (context), SEND_MS);
  g_autoptr (MdSendResult) result
      = md_message_send (md_context_get_world (context), way->endpoint, way->address, way->accepted ? way->user : NULL,
                         way->accepted ? way->password : NULL, way->is_token, sender, recipient, message, &wait);
  g_autofree char *bytes = g_strdup_printf ("%" G_GINT64_FORMAT, result->bytes);

  add_sending_evidence (context, way, result);
  switch (result->outcome)
    {
    case MD_SEND_OK:
      md_context_report (context, MD_FINDING_TEST_SENT, "host", way->endpoint->host, "recipient", recipient,
                         "message_id", message->message_id, NULL);
      return TRUE;
    case MD_SEND_REFUSED:
      report_refusal (context, way, result);
      return FALSE;
    case MD_SEND_STALLED:
      md_context_report (context, MD_FINDING_TEST_STALLED, "host", way->endpoint->host, "bytes", bytes, NULL);
      return FALSE;
    case MD_SEND_FAILED:
      md_context_report (context, MD_FINDING_TEST_NOT_POSSIBLE, "reason", word_of_failure (result->stage), NULL);
      return FALSE;
    case MD_SEND_CANCELLED:
    default:
      return FALSE;
    }
}

/* ── watching it arrive ── */

static const char *
obstacle_of (const MdDialogue *dialogue)
{
  switch ((int) dialogue->end)
    {
    case MD_DIALOGUE_READY:
      return "not-trusted";
    case MD_DIALOGUE_NO_CONNECTION:
      return "no-connection";
    case MD_DIALOGUE_SILENT:
      return "timed-out";
    case MD_DIALOGUE_CLOSED:
      return "closed";
    case MD_DIALOGUE_TLS_FAILED:
      return "tls-failed";
    default:
      return "not-ready";
    }
}

/* A second sign-in with what the server has accepted already; NULL, with @reason, when that did not work. */
static MdDialogue *
open_mailbox (MdContext *context, const MdReader *reader, const char **reason)
{
  const char *const addresses[] = { reader->address, NULL };
  const MdWait *wait = md_context_get_wait (context);
  g_autoptr (MdDialogue) dialogue = md_dialogue_run (md_context_get_world (context), reader->endpoint, addresses,
                                                     &md_dialogue_limits_default, wait);
  g_autoptr (MdImapReply) reply = NULL;
  g_autofree char *token_error = NULL;

  *reason = obstacle_of (dialogue);
  if (dialogue->imap == NULL || !md_dialogue_is_trusted (dialogue))
    return NULL;
  *reason = "no-login";
  if (md_imap_login (dialogue->imap, wait, reader->mechanism, reader->user, reader->password, &reply, &token_error)
          != MD_WIRE_OK
      || reply == NULL || reply->condition != MD_IMAP_OK)
    return NULL;
  return g_steal_pointer (&dialogue);
}

static gboolean
is_spam_folder (const MdImapFolder *folder)
{
  static const char *const names[] = { "junk", "spam", "bulk mail", "correo no deseado", "no deseado", "junk e-mail",
                                       "junk email" };
  const char *leaf = folder->name;

  if (folder->special != NULL)
    return g_ascii_strcasecmp (folder->special, "\\Junk") == 0;
  for (const char *at = folder->name; *at != '\0'; at++)
    if ((*at == '/' || *at == '.') && at[1] != '\0')
      leaf = at + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (leaf, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Folders that also hold what was sent say nothing about arriving. */
static gboolean
is_worth_a_look (const MdImapFolder *folder)
{
  static const char *const others[] = { "\\Sent", "\\Drafts", "\\All", "\\Flagged", "\\Important" };

  if (!folder->selectable || g_ascii_strcasecmp (folder->name, "INBOX") == 0)
    return FALSE;
  for (gsize i = 0; folder->special != NULL && i < G_N_ELEMENTS (others); i++)
    if (g_ascii_strcasecmp (folder->special, others[i]) == 0)
      return FALSE;
  return g_ascii_strcasecmp (folder->name, "Sent") != 0 && g_ascii_strcasecmp (folder->name, "Drafts") != 0;
}

/* MD_WIRE_OK when the folder could be searched, whatever was in it. */
static MdWireStatus
look_into (MdImap *imap, const char *raw_name, const char *message_id, const MdWait *wait, Sighting *sighting)
{
  g_autoptr (MdImapReply) opened = NULL;
  g_autoptr (MdImapReply) searched = NULL;
  g_autoptr (MdImapReply) fetched = NULL;
  g_autoptr (GArray) uids = NULL;
  guint32 n_messages = 0;
  MdWireStatus status = md_imap_examine (imap, wait, raw_name, &n_messages, &opened);

  if (status != MD_WIRE_OK || opened == NULL || opened->condition != MD_IMAP_OK || n_messages == 0)
    return status;
  status = md_imap_search_header (imap, wait, "Message-ID", message_id, &uids, &searched);
  if (status != MD_WIRE_OK || uids == NULL || uids->len == 0)
    return status;
  sighting->folder = g_strdup (raw_name);
  return md_imap_fetch_headers (imap, wait, g_array_index (uids, guint32, uids->len - 1), &sighting->headers, &fetched);
}

static MdWireStatus
look_everywhere (MdImap *imap, GPtrArray *folders, gboolean elsewhere_too, const char *message_id, const MdWait *wait,
                 Sighting *sighting)
{
  MdWireStatus status = look_into (imap, "INBOX", message_id, wait, sighting);

  for (guint i = 0; folders != NULL && i < MIN (folders->len, MAX_FOLDERS); i++)
    {
      const MdImapFolder *folder = g_ptr_array_index (folders, i);

      if (status != MD_WIRE_OK || sighting->folder != NULL)
        break;
      if (!is_worth_a_look (folder) || !(elsewhere_too || is_spam_folder (folder)))
        continue;
      status = look_into (imap, folder->raw_name, message_id, wait, sighting);
      if (sighting->folder == NULL)
        continue;
      g_free (sighting->folder);
      sighting->folder = g_strdup (folder->name);
      sighting->spam = is_spam_folder (folder);
    }
  return status;
}

/* The value of the first Authentication-Results header, in one line without its comments' line breaks; RFC 8601. */
static char *
authentication_results (GBytes *headers)
{
  static const char name[] = "authentication-results:";
  gsize length = 0;
  const char *bytes = headers != NULL ? g_bytes_get_data (headers, &length) : NULL;
  g_autofree char *text = bytes != NULL ? g_strndup (bytes, length) : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2000);
  g_autoptr (GString) value = NULL;
  g_autofree char *valid = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (value == NULL && g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0)
        value = g_string_new (g_strstrip (lines[i] + strlen (name)));
      else if (value != NULL && (lines[i][0] == ' ' || lines[i][0] == '\t'))
        g_string_append_printf (value, " %s", g_strstrip (lines[i]));
      else if (value != NULL)
        break;
    }
  if (value == NULL || value->len == 0)
    return NULL;
  valid = g_utf8_make_valid (value->str, (gssize) MIN (value->len, MAX_RESULTS_BYTES));
  return g_steal_pointer (&valid);
}

static void
report_sighting (MdContext *context, const Sighting *sighting, gint64 sent_at)
{
  gint64 micros = g_get_monotonic_time () - sent_at;
  g_autofree char *seconds = g_strdup_printf ("%.1f", (double) micros / 1e6);
  g_autofree char *results = authentication_results (sighting->headers);

  if (sighting->folder == NULL)
    md_context_report (context, MD_FINDING_TEST_NOT_ARRIVED, "seconds", seconds, NULL);
  else if (sighting->spam)
    md_context_report (context, MD_FINDING_TEST_IN_SPAM, "folder", sighting->folder, "seconds", seconds, NULL);
  else
    md_context_report (context, MD_FINDING_TEST_ARRIVED, "folder", sighting->folder, "seconds", seconds, NULL);
  if (results != NULL)
    md_context_report (context, MD_FINDING_TEST_AUTHENTICATED, "results", results, NULL);
}

static void
add_watching_evidence (MdContext *context, const MdReader *reader, MdImap *imap, const Sighting *sighting,
                       gint64 sent_at)
{
  g_autofree char *target = md_endpoint_to_string (reader->endpoint);
  MdEvidence *evidence
      = md_evidence_new (MD_STEP_S8, "imap-watch", target, sighting->folder != NULL ? "arrived" : "not-arrived",
                         g_get_monotonic_time () - sent_at);

  md_evidence_add_transcript (evidence, md_wire_get_transcript (md_imap_get_wire (imap)));
  md_context_add_evidence (context, evidence);
}

static void
watch (MdContext *context, const MdReader *reader, MdImap *imap, const char *message_id, gint64 sent_at)
{
  const MdWait *outer = md_context_get_wait (context);
  MdWait wait = md_wait_within (outer, WATCH_MS);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (MdImapReply) listed = NULL;
  MdWireStatus status = md_imap_list (imap, &wait, &folders, &listed);
  Sighting sighting = { NULL };
  guint pause_ms = FIRST_PAUSE_MS;

  for (guint round = 1; status == MD_WIRE_OK && sighting.folder == NULL; round++)
    {
      status = look_everywhere (imap, folders, round % ELSEWHERE_EVERY == 0, message_id, &wait, &sighting);
      if (sighting.folder != NULL || md_wait_left_ms (&wait) < PAUSE_MS + MINIMUM_ROUND_MS
          || !md_wait_sleep (&wait, pause_ms))
        break;
      pause_ms = MIN (pause_ms * 2, PAUSE_MS);
    }
  add_watching_evidence (context, reader, imap, &sighting, sent_at);
  if (sighting.folder != NULL || status == MD_WIRE_OK || status == MD_WIRE_TIMED_OUT)
    {
      if (!md_wait_is_cancelled (&wait))
        report_sighting (context, &sighting, sent_at);
    }
  else if (status != MD_WIRE_CANCELLED)
    md_context_report (context, MD_FINDING_TEST_NOT_WATCHED, "reason", md_wire_status_name (status), NULL);
  g_free (sighting.folder);
  g_clear_pointer (&sighting.headers, g_bytes_unref);
}

/* ── the check ── */

/* Words, not sentences: both languages of the program at once.  Longer than any packet, so that a way that swallows
 * large packets shows itself. */
static MdMessage *
make_message (const char *sender, const char *recipient)
{
  g_autoptr (GString) body = g_string_new ("Mail Doctor " MD_VERSION " (Doctor de correo)\n\n");

  for (guint i = 1; i <= N_BODY_LINES; i++)
    g_string_append_printf (body, "%2u/%u test / prueba . . . . . . . . . . . . . . . . . . . .\n", i, N_BODY_LINES);
  return md_message_new_test (sender, recipient, "Mail Doctor: test / prueba", body->str);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSignedIn *way = choose_way (context);
  const MdReader *reader = md_context_get_product (context, "incoming-login");
  const char *recipient = kase->to != NULL ? kase->to : kase->email;
  const char *sender = md_case_get_sender (kase);
  g_autoptr (MdMessage) message = NULL;
  g_autoptr (MdDialogue) mailbox = NULL;
  const char *reason = "no-imap";
  gint64 sent_at;

  if (way == NULL || recipient == NULL || sender == NULL)
    {
      md_context_report (context, MD_FINDING_TEST_NOT_POSSIBLE, "reason",
                         way == NULL ? "no-login" : "no-address", NULL);
      return TRUE;
    }
  message = make_message (sender, recipient);
  if (!send_it (context, way, recipient, message))
    return TRUE;
  sent_at = g_get_monotonic_time ();
  if (kase->to != NULL && kase->email != NULL && g_ascii_strcasecmp (kase->to, kase->email) != 0)
    reason = "other-recipient";
  else if (reader != NULL)
    mailbox = open_mailbox (context, reader, &reason);
  if (mailbox != NULL)
    watch (context, reader, mailbox->imap, message->message_id, sent_at);
  else if (!md_wait_is_cancelled (md_context_get_wait (context)))
    md_context_report (context, MD_FINDING_TEST_NOT_WATCHED, "reason", reason, NULL);
  return TRUE;
}

const MdCheck md_check_test_message = {
  .id = "test-message",
  .step = MD_STEP_S8,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-login", "other-login", "incoming-login" },
  .inputs = MD_INPUT_EMAIL,
  .asks_first = MD_CONSENT_SEND_TEST,
  .budget_ms = 130000,
  .run = run,
};

/* mailbox-search.c - is the message that is waited for somewhere in the mailbox?  Every folder is searched at once
 *
 * By Message-ID where it is known, by sender, subject and time otherwise; what else came from that sender is kept too,
 * for the checks that look at how its messages travel.  Nothing is changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox-search"

#include "config.h"

#include "checks/mailbox-found.h"
#include "checks/mailbox-read.h"
#include "checks/sign-in.h"
#include "reading/headers.h"

#include <string.h>

#define DAY_SECONDS 86400
#define USUAL_DAYS 30 /* without a time, no older message is what somebody waits for */

enum
{
  BY_ID,
  BY_WORDS,
  BY_SENDER,
  N_SEARCHES,
};

static MdMailboxSearch *
new_search (void)
{
  MdMailboxSearch *self = g_new0 (MdMailboxSearch, 1);

  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  self->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  return self;
}

/* Without angle brackets; (transfer full) (nullable). */
static char *
bare_id (const char *message_id)
{
  g_autofree char *id = g_strdup (message_id);
  gsize length;

  if (id == NULL)
    return NULL;
  g_strstrip (id);
  length = strlen (id);
  if (length > 2 && id[0] == '<' && id[length - 1] == '>')
    return g_strndup (id + 1, length - 2);
  return g_steal_pointer (&id);
}

/* What is asked of the server; an unused one asks for what no message has. */
static void
describe (const MdCase *kase, const char *message_id, MdImapSearch searches[N_SEARCHES])
{
  gint64 usual = g_get_real_time () / G_USEC_PER_SEC - (gint64) USUAL_DAYS * DAY_SECONDS;

  searches[BY_ID] = (MdImapSearch) { .header = "Message-ID", .value = message_id };
  searches[BY_WORDS] = (MdImapSearch) { .from = kase->sender, .subject = kase->subject, .since = kase->sent };
  if (kase->sent == 0 && kase->subject == NULL)
    searches[BY_WORDS].since = usual;
  searches[BY_SENDER] = (MdImapSearch) { .from = kase->sender };
}

/* The searches that the case has words for, closed up; @which tells what each is.  Their number. */
static gsize
choose_searches (const MdCase *kase, const MdImapSearch all[N_SEARCHES], MdImapSearch *chosen, guint *which)
{
  const gboolean wanted[N_SEARCHES] = {
    [BY_ID] = all[BY_ID].value != NULL,
    [BY_WORDS] = kase->sender != NULL || kase->subject != NULL,
    [BY_SENDER] = kase->sender != NULL,
  };
  gsize n = 0;

  for (guint i = 0; i < N_SEARCHES; i++)
    if (wanted[i])
      {
        chosen[n] = all[i];
        which[n++] = i;
      }
  return n;
}

static gboolean
is_same (const MdMailboxMessage *a, const MdMailboxMessage *b)
{
  return a->folder == b->folder && a->uid == b->uid;
}

static gboolean
contains (const GPtrArray *messages, const MdMailboxMessage *message)
{
  for (guint i = 0; i < messages->len; i++)
    if (is_same (g_ptr_array_index (messages, i), message))
      return TRUE;
  return FALSE;
}

/* Fetches what was found; what came from the sender besides goes to earlier. */
static MdWireStatus
take_hits (MdMailboxSearch *self, const MdMailbox *mailbox, MdImap *imap, const MdWait *wait, GArray *wanted,
           GArray *others)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  MdWireStatus status
      = md_mailbox_fetch_headers (mailbox, imap, wait, wanted, MD_MAILBOX_MAX_FOUND, self->found);

  if (status == MD_WIRE_OK)
    status = md_mailbox_fetch_headers (mailbox, imap, wait, others, MD_MAILBOX_MAX_FOUND + MD_MAILBOX_MAX_EARLIER,
                                       more);
  while (more->len > 0 && self->earlier->len < MD_MAILBOX_MAX_EARLIER)
    {
      MdMailboxMessage *message = g_ptr_array_steal_index (more, 0);

      if (contains (self->found, message))
        md_mailbox_message_free (message);
      else
        g_ptr_array_add (self->earlier, message);
    }
  return status;
}

/* Among what came from the sender, those whose subject holds @subject. */
static void
pick_by_subject (MdMailboxSearch *self, const char *subject)
{
  g_autofree char *wanted = g_utf8_casefold (subject, -1);

  for (guint i = 0; i < self->earlier->len;)
    {
      const MdMailboxMessage *message = g_ptr_array_index (self->earlier, i);
      gsize length;
      const char *bytes = g_bytes_get_data (message->headers, &length);
      g_autoptr (MdHeaders) headers = md_headers_parse (bytes, length);
      g_autofree char *text = md_headers_dup_text (headers, "Subject");
      g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

      if (folded != NULL && strstr (folded, wanted) != NULL)
        g_ptr_array_add (self->found, g_ptr_array_steal_index (self->earlier, i));
      else
        i++;
    }
}

static MdWireStatus
search (MdMailboxSearch *self, const MdMailbox *mailbox, const MdCase *kase, MdImap *imap, const MdWait *wait)
{
  g_autofree char *message_id = bare_id (kase->message_id);
  g_autoptr (GPtrArray) folders = md_mailbox_for_commands (mailbox, MD_ROLES_RECEIVED | MD_ROLE_BIT (MD_ROLE_ALL));
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (MdImapHit));
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (MdImapHit));
  MdImapSearch all[N_SEARCHES], chosen[N_SEARCHES];
  MdImapFinding findings[N_SEARCHES] = { { NULL } };
  guint which[N_SEARCHES];
  gboolean by_hand = FALSE;
  gsize n;
  MdWireStatus status;

  describe (kase, message_id, all);
  n = choose_searches (kase, all, chosen, which);
  status = md_imap_search (imap, wait, folders, chosen, n, findings);
  self->complete = status == MD_WIRE_OK && mailbox->complete;
  for (gsize i = 0; i < n; i++)
    {
      /* Where the Message-ID finds it, words would only bring others along. */
      gboolean settled = which[i] != BY_ID && wanted->len > 0 && which[0] == BY_ID;
      GArray *to = which[i] == BY_SENDER || settled ? others : wanted;

      /* Some servers search for no letters beyond ASCII: then what came from the sender is looked through here. */
      gboolean refused = which[i] == BY_WORDS && findings[i].n_failed > 0 && kase->sender != NULL
                         && kase->subject != NULL && !g_str_is_ascii (kase->subject);

      g_array_append_vals (to, findings[i].hits->data, findings[i].hits->len);
      self->complete = self->complete && (findings[i].n_failed == 0 || refused);
      by_hand = by_hand || refused;
      md_imap_finding_clear (&findings[i]);
    }
  if (status == MD_WIRE_OK)
    status = take_hits (self, mailbox, imap, wait, wanted, others);
  if (by_hand && self->found->len == 0)
    pick_by_subject (self, kase->subject);
  return status;
}

static gboolean
run (MdContext *context, GError **error)
{
  MdMailbox *mailbox = md_context_get_product (context, "mailbox-survey");
  const MdCase *kase = md_context_get_case (context);
  const MdWait *wait = md_context_get_wait (context);
  g_autoptr (MdImap) imap = mailbox != NULL ? g_steal_pointer (&mailbox->imap) : NULL;
  MdMailboxSearch *self = new_search ();
  MdMailboxTalk talk;
  MdWireStatus status;

  md_context_leave (context, self, (GDestroyNotify) md_mailbox_search_free);
  if (kase->sender == NULL && kase->subject == NULL && kase->message_id == NULL)
    self->obstacle = "not-described";
  else if (imap == NULL)
    self->obstacle = mailbox != NULL && mailbox->obstacle != NULL ? mailbox->obstacle : "no-login";
  if (self->obstacle != NULL)
    {
      md_context_report (context, MD_FINDING_MESSAGE_NOT_SEARCHED, "reason", self->obstacle, NULL);
      return TRUE;
    }
  talk = md_mailbox_talk_begin (imap);
  status = search (self, mailbox, kase, imap, wait);
  md_mailbox_choose_found (self);
  if (status != MD_WIRE_OK && self->found->len == 0)
    self->obstacle = md_mailbox_obstacle (status);
  md_mailbox_talk_end (&talk, context, "imap-search", mailbox->host, self->found->len > 0 ? "found" : "not-found");
  if (status == MD_WIRE_OK)
    self->imap = g_steal_pointer (&imap);
  if (!md_wait_is_cancelled (wait))
    md_mailbox_report_found (context, mailbox, self);
  return TRUE;
}

/* A Message-ID or a subject will do as well. */
static gboolean
waives (const MdCase *kase, const char *need)
{
  return (g_str_equal (need, "sender") && (kase->message_id != NULL || kase->subject != NULL))
         || md_token_waives (kase, need);
}

const MdCheck md_check_mailbox_search = {
  .id = "mailbox-search",
  .step = MD_STEP_R1,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD | MD_INPUT_SENDER,
  .budget_ms = 45000,
  .consumes = TRUE,
  .waives = waives,
  .run = run,
};

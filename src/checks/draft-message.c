/* draft-message.c - the person's own message the same way as the plain one: does it make a difference?
 *
 * Only with a consent of its own.  It goes where the plain one went, and to nobody else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-draft-message"

#include "config.h"

#include "checks/mailbox-found.h"
#include "checks/round-trip.h"
#include "mailauth/authres.h"

#define LATE_SECONDS 60
#define MAX_DRAFT_BYTES (25 * 1024 * 1024)

static const MdTripCodes codes = {
  .sent = MD_FINDING_DRAFT_SENT,
  .refused = MD_FINDING_DRAFT_REFUSED,
  .stalled = MD_FINDING_DRAFT_STALLED,
  .not_possible = MD_FINDING_DRAFT_NOT_POSSIBLE,
  .arrived = MD_FINDING_DRAFT_ARRIVED,
  .in_spam = MD_FINDING_DRAFT_IN_SPAM,
  .not_arrived = MD_FINDING_DRAFT_NOT_ARRIVED,
  .not_watched = MD_FINDING_DRAFT_NOT_WATCHED,
  .authenticated = MD_FINDING_DRAFT_AUTHENTICATED,
};

static MdMessage *
make_message (const MdCase *kase, const char **reason)
{
  g_autofree char *bytes = NULL;
  gsize length;

  *reason = "unreadable";
  if (!g_file_get_contents (kase->draft, &bytes, &length, NULL))
    return NULL;
  *reason = "too-large";
  if (length > MAX_DRAFT_BYTES)
    return NULL;
  *reason = "empty";
  return length > 0 ? md_message_new_draft (md_case_get_sender (kase), md_trip_recipient (kase), bytes, length) : NULL;
}

/* What the receiving server wrote about @method in the message: its result; "" nothing. */
static char *
result_of (const MdArrival *arrival, const char *method)
{
  g_autofree char *text = arrival->raw != NULL ? md_mailbox_results (arrival->raw) : NULL;
  g_autoptr (MdAuthRes) results = text != NULL ? md_authres_parse (text) : NULL;

  for (guint i = 0; results != NULL && i < results->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (results->results, i);

      if (g_str_equal (result->method, method))
        return g_strdup (result->result);
    }
  return g_strdup ("");
}

static void
add_evidence (MdContext *context, const MdArrival *plain, const MdArrival *draft, const char *plain_seconds,
              const char *draft_seconds)
{
  static const char *const methods[] = { "spf", "dkim", "dmarc", "arc" };
  gboolean same = g_str_equal (plain->folder, draft->folder);
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "round-trips", draft->message_id,
                                          same ? "alike" : "differ", 0);

  md_evidence_add_pair (evidence, "folder", plain->folder, draft->folder, !same);
  md_evidence_add_pair (evidence, "seconds", plain_seconds, draft_seconds,
                        ABS (plain->seconds - draft->seconds) > LATE_SECONDS);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *first = result_of (plain, methods[i]);
      g_autofree char *second = result_of (draft, methods[i]);

      if (first[0] != '\0' || second[0] != '\0')
        md_evidence_add_pair (evidence, methods[i], first, second, !g_str_equal (first, second));
    }
  md_context_add_evidence (context, evidence);
}

/* Side by side, when both were watched. */
static void
compare (MdContext *context, const MdArrival *plain, const MdArrival *draft)
{
  g_autofree char *plain_seconds = NULL;
  g_autofree char *draft_seconds = NULL;
  gboolean same;

  if (plain == NULL || !plain->watched || !draft->watched || plain->folder == NULL || draft->folder == NULL)
    return;
  plain_seconds = g_strdup_printf ("%.1f", plain->seconds);
  draft_seconds = g_strdup_printf ("%.1f", draft->seconds);
  same = g_str_equal (plain->folder, draft->folder);
  md_context_report (context, same ? MD_FINDING_ROUND_TRIPS_ALIKE : MD_FINDING_ROUND_TRIPS_DIFFER, "plain",
                     plain->folder, "draft", draft->folder, "plain_seconds", plain_seconds, "draft_seconds",
                     draft_seconds, NULL);
  add_evidence (context, plain, draft, plain_seconds, draft_seconds);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSignedIn *way = md_trip_choose_way (context);
  MdArrival *plain = md_context_get_product (context, "test-message");
  g_autoptr (MdMessage) message = NULL;
  const char *reason = way == NULL ? "no-login" : "no-address";
  MdArrival *draft;

  if (way != NULL && md_trip_recipient (kase) != NULL && md_case_get_sender (kase) != NULL)
    message = make_message (kase, &reason);
  if (message == NULL)
    {
      md_context_report (context, codes.not_possible, "reason", reason, NULL);
      return TRUE;
    }
  draft = g_new0 (MdArrival, 1);
  md_context_leave (context, draft, (GDestroyNotify) md_arrival_free);
  draft->message_id = g_strdup (message->message_id);
  draft->sent = md_trip_send (context, &codes, way, message);
  if (!draft->sent)
    return TRUE;
  if (md_trip_is_elsewhere (kase))
    md_trip_report_elsewhere (context, &codes);
  else
    md_trip_watch (context, &codes, plain != NULL ? g_steal_pointer (&plain->imap) : NULL, draft);
  compare (context, plain, draft);
  return TRUE;
}

const MdCheck md_check_draft_message = {
  .id = "draft-message",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "test-message", "outgoing-login", "other-login", "incoming-login" },
  .inputs = MD_INPUT_EMAIL | MD_INPUT_DRAFT,
  .uses = MD_INPUT_TEST_TO,
  .asks_first = MD_CONSENT_SEND_DRAFT,
  .budget_ms = 130000,
  .run = run,
};

/* test-message.c - Mail Doctor as the other program: does one plain message leave, and arrive?
 *
 * Only with the person's consent.  To the own address, where it is watched arriving, or to a second one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-test-message"

#include "config.h"

#include "checks/round-trip.h"

#define N_BODY_LINES 40

static const MdTripCodes codes = {
  .sent = MD_FINDING_TEST_SENT,
  .refused = MD_FINDING_TEST_REFUSED,
  .stalled = MD_FINDING_TEST_STALLED,
  .not_possible = MD_FINDING_TEST_NOT_POSSIBLE,
  .arrived = MD_FINDING_TEST_ARRIVED,
  .in_spam = MD_FINDING_TEST_IN_SPAM,
  .not_arrived = MD_FINDING_TEST_NOT_ARRIVED,
  .not_watched = MD_FINDING_TEST_NOT_WATCHED,
  .authenticated = MD_FINDING_TEST_AUTHENTICATED,
};

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
  const MdSignedIn *way = md_trip_choose_way (context);
  MdMailbox *mailbox = md_context_get_product (context, "mailbox-survey");
  const char *recipient = md_trip_recipient (kase);
  const char *sender = md_case_get_sender (kase);
  g_autoptr (MdMessage) message = NULL;
  MdArrival *arrival;

  if (way == NULL || recipient == NULL || sender == NULL)
    {
      md_context_report (context, codes.not_possible, "reason", way == NULL ? "no-login" : "no-address", NULL);
      return TRUE;
    }
  arrival = g_new0 (MdArrival, 1);
  md_context_leave (context, arrival, (GDestroyNotify) md_arrival_free);
  message = make_message (sender, recipient);
  arrival->message_id = g_strdup (message->message_id);
  arrival->sent = md_trip_send (context, &codes, way, message);
  if (!arrival->sent)
    return TRUE;
  if (md_trip_is_elsewhere (kase))
    md_trip_report_elsewhere (context, &codes);
  else
    md_trip_watch (context, &codes, mailbox != NULL ? g_steal_pointer (&mailbox->imap) : NULL, arrival);
  return TRUE;
}

const MdCheck md_check_test_message = {
  .id = "test-message",
  .step = MD_STEP_S8,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-login", "other-login", "incoming-login", "mailbox-survey" },
  .inputs = MD_INPUT_EMAIL,
  .uses = MD_INPUT_TEST_TO,
  .asks_first = MD_CONSENT_SEND_TEST,
  .budget_ms = 130000,
  .run = run,
};

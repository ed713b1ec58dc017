/* test-pieces.c - the parts of the window that need no display: the draft of an account, the picture's state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/account-draft.h"
#include "ui/journey-state.h"

#include <string.h>

/* ── account draft ── */

static const struct
{
  const char *story;
  const char *email;
  const char *outgoing;
  const char *incoming;
  MdDraftState want;
} drafts[] = {
  { "nothing typed", "", "", "", MD_DRAFT_NO_ADDRESS },
  { "no @", "ana", "", "", MD_DRAFT_NO_ADDRESS },
  { "no domain", "ana@", "", "", MD_DRAFT_NO_ADDRESS },
  { "address alone", "ana@example.org", "", "", MD_DRAFT_GOOD },
  { "blanks around it", "  ana@example.org ", "", "", MD_DRAFT_GOOD },
  { "servers, too", "ana@example.org", "smtp.example.org", "imap.example.org", MD_DRAFT_GOOD },
  { "outgoing is no name", "ana@example.org", "smtp example org", "", MD_DRAFT_BAD_OUTGOING },
  { "incoming is no name", "ana@example.org", "", "imap..org", MD_DRAFT_BAD_INCOMING },
};

static void
test_draft (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      MdAccountDraft draft;

      md_account_draft_init (&draft);
      g_free (draft.email);
      draft.email = g_strdup (drafts[i].email);
      g_free (draft.outgoing.host);
      draft.outgoing.host = g_strdup (drafts[i].outgoing);
      g_free (draft.incoming.host);
      draft.incoming.host = g_strdup (drafts[i].incoming);
      draft.edited = TRUE;
      g_test_message ("%s", drafts[i].story);
      g_assert_cmpint (md_account_draft_check (&draft), ==, drafts[i].want);
      if (drafts[i].want == MD_DRAFT_GOOD)
        {
          g_autoptr (MdCase) base = md_case_new ();
          g_autoptr (MdCase) kase = md_account_draft_to_case (&draft, base);

          g_assert_cmpstr (kase->email, ==, "ana@example.org");
          g_assert_cmpint (kase->outgoing != NULL, ==, drafts[i].outgoing[0] != '\0');
        }
      md_account_draft_clear (&draft);
    }
}

/* ── journey ── */

static const struct
{
  const char *story;
  MdFindingCode code;
  MdSubject subject;
  MdLeg leg;
  MdStatus want;
} legs[] = {
  { "nothing found", MD_FINDING_NONE, MD_SUBJECT_ANY, MD_LEG_TO_OUTGOING, MD_STATUS_WAITING },
  { "no internet", MD_FINDING_NO_RESOLVER_ANSWERS, MD_SUBJECT_NETWORK, MD_LEG_TO_OUTGOING, MD_STATUS_PROBLEM },
  { "no route for receiving either", MD_FINDING_NO_ROUTE, MD_SUBJECT_NETWORK, MD_LEG_FROM_INCOMING, MD_STATUS_PROBLEM },
  { "an answer is no leg", MD_FINDING_ANSWER_TWO_STEP_ON, MD_SUBJECT_ACCOUNT, MD_LEG_TO_OUTGOING, MD_STATUS_WAITING },
};

static void
test_legs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (legs); i++)
    {
      g_autoptr (MdCase) kase = md_case_new ();
      g_autoptr (MdRecord) record = md_record_new ("send", kase);
      MdStepRecord *step = md_step_record_new (MD_STEP_S1);
      MdJourneyState state;

      if (legs[i].code != MD_FINDING_NONE)
        g_ptr_array_add (step->findings, md_finding_new (MD_STEP_S1, legs[i].subject, legs[i].code, NULL));
      g_ptr_array_add (record->steps, step);
      md_journey_state_read (&state, record);
      g_test_message ("%s", legs[i].story);
      g_assert_cmpint (state.legs[legs[i].leg], ==, legs[i].want);
      md_journey_state_clear (&state);
    }
}

static void
test_login_legs (void)
{
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (MdRecord) record = md_record_new ("send", kase);
  MdStepRecord *step = md_step_record_new (MD_STEP_S3);
  MdJourneyState state;

  kase->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example.org", 587, MD_SECURITY_STARTTLS);
  g_ptr_array_add (step->findings,
                   md_finding_new (MD_STEP_S3, MD_SUBJECT_INCOMING, MD_FINDING_LOGIN_ACCEPTED, "host",
                                   "imap.example.org", "port", "993", "user", "ana", "mechanism", "PLAIN", NULL));
  g_ptr_array_add (step->findings,
                   md_finding_new (MD_STEP_S3, MD_SUBJECT_OUTGOING, MD_FINDING_LOGIN_REFUSED, "host",
                                   "smtp.example.org", "port", "587", "user", "ana", "reply", "535 5.7.8 no", NULL));
  g_ptr_array_add (record->steps, step);
  md_journey_state_read (&state, record);
  g_assert_cmpint (state.legs[MD_LEG_FROM_INCOMING], ==, MD_STATUS_OK);
  g_assert_cmpint (state.legs[MD_LEG_TO_OUTGOING], ==, MD_STATUS_PROBLEM);
  g_assert_cmpint (state.legs[MD_LEG_ONWARD], ==, MD_STATUS_WAITING);
  g_assert_cmpstr (state.outgoing, ==, "smtp.example.org");
  g_assert_null (state.incoming);
  md_journey_state_clear (&state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/draft", test_draft);
  g_test_add_func ("/pieces/legs", test_legs);
  g_test_add_func ("/pieces/login-legs", test_login_legs);
  return g_test_run ();
}

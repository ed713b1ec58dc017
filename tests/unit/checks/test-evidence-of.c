/* test-evidence-of.c - every kind of connection leaves its stages, in order, and where it ended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/evidence-of.h"

static MdEvidence *
evidence_new (void)
{
  return md_evidence_new (MD_STEP_S2, "sample", "smtp.example.org:587", "sample", 0);
}

/* "connect 0.0-0.1; greeting 0.1-0.3!": with a mark where it ended. */
static char *
stages_text (const MdEvidence *evidence)
{
  GString *text = g_string_new (NULL);
  gsize n = 0;
  const MdStage *stages = md_evidence_get_stages (evidence, &n);

  for (gsize i = 0; i < n; i++)
    {
      char from[G_ASCII_DTOSTR_BUF_SIZE], until[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (from, sizeof from, "%.1f", stages[i].from);
      g_ascii_formatd (until, sizeof until, "%.1f", stages[i].until);
      g_string_append_printf (text, "%s%s %s-%s%s", i > 0 ? "; " : "", stages[i].word, from, until,
                              stages[i].failed ? "!" : "");
    }
  return g_string_free (text, FALSE);
}

#define ASSERT_STAGES(evidence, want)                                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *got = stages_text (evidence);                                                                     \
    g_assert_cmpstr (got, ==, want);                                                                                   \
  }                                                                                                                    \
  G_STMT_END

static const struct
{
  const char *story;
  MdSecurity security;
  MdDialogueEnd end;
  double lookup;
  double from[MD_N_STAGES];
  double until[MD_N_STAGES];
  const char *want;
} dialogues[] = {
  { "STARTTLS, ready", MD_SECURITY_STARTTLS, MD_DIALOGUE_READY, 0.5, { 0, .1, .2, .3, .4, .6, .7 },
    { .1, .2, .3, .4, .6, .7, .7 },
    "lookup 0.0-0.5; connect 0.5-0.6; greeting 0.6-0.7; ehlo 0.7-0.8; starttls 0.8-0.9; tls 0.9-1.1; "
    "ehlo-tls 1.1-1.2" },
  { "implicit TLS: the greeting comes behind it", MD_SECURITY_TLS, MD_DIALOGUE_READY, 0, { 0, .4, 0, 0, .1, .5, .6 },
    { .1, .5, 0, 0, .4, .6, .6 }, "connect 0.0-0.1; tls 0.1-0.4; greeting 0.4-0.5; ehlo-tls 0.5-0.6" },
  { "silent", MD_SECURITY_STARTTLS, MD_DIALOGUE_SILENT, 0, { 0, .1 }, { .1, 25.1 },
    "connect 0.0-0.1; greeting 0.1-25.1!" },
  { "nobody there", MD_SECURITY_TLS, MD_DIALOGUE_NO_CONNECTION, 0.1, { 0 }, { 5 },
    "lookup 0.0-0.1; connect 0.1-5.1!" },
  { "stopped by the person", MD_SECURITY_TLS, MD_DIALOGUE_CANCELLED, 0, { 0 }, { 2 }, "connect 0.0-2.0" },
};

static void
test_dialogues (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogues); i++)
    {
      g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "h.example", 25, dialogues[i].security);
      g_autoptr (MdEvidence) evidence = evidence_new ();
      MdDialogue dialogue = { .endpoint = endpoint, .end = dialogues[i].end, .lookup_seconds = dialogues[i].lookup };

      for (guint stage = 0; stage < MD_N_STAGES; stage++)
        {
          dialogue.stage_from[stage] = dialogues[i].from[stage];
          dialogue.stage_until[stage] = dialogues[i].until[stage];
        }
      g_test_message ("%s", dialogues[i].story);
      md_evidence_add_dialogue_stages (evidence, &dialogue);
      ASSERT_STAGES (evidence, dialogues[i].want);
    }
}

/* The sign-in follows at once, however long the password was waited for. */
static void
test_logins (void)
{
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_POP3, "h.example", 995, MD_SECURITY_TLS);
  const MdDialogue dialogue = { .endpoint = endpoint, .end = MD_DIALOGUE_READY, .lookup_seconds = 0.1, .seconds = 0.4,
                                .stage_until = { [MD_STAGE_CONNECT] = 0.1 } };
  g_autoptr (MdEvidence) accepted = evidence_new ();
  g_autoptr (MdEvidence) refused = evidence_new ();

  md_evidence_add_login_stages (accepted, &dialogue, 0.2, TRUE);
  ASSERT_STAGES (accepted, "lookup 0.0-0.1; connect 0.1-0.2; login 0.5-0.7");
  md_evidence_add_login_stages (refused, NULL, 0.2, FALSE);
  ASSERT_STAGES (refused, "login 0.0-0.2!");
}

static void
test_managesieve (void)
{
  const MdManageSieveTalk ready = { .end = MD_DIALOGUE_READY, .stage_until = { .1, .2, .4 } };
  const MdManageSieveTalk closed = { .end = MD_DIALOGUE_CLOSED, .stage_until = { .1, .2 } };
  g_autoptr (MdEvidence) good = evidence_new ();
  g_autoptr (MdEvidence) refused = evidence_new ();
  g_autoptr (MdEvidence) cut = evidence_new ();

  md_evidence_add_managesieve_stages (good, &ready, 0.1, 0.2, TRUE);
  ASSERT_STAGES (good, "lookup 0.0-0.1; connect 0.1-0.2; greeting 0.2-0.3; tls 0.3-0.5; login 0.5-0.7");
  md_evidence_add_managesieve_stages (refused, &ready, 0, 0.2, FALSE);
  ASSERT_STAGES (refused, "connect 0.0-0.1; greeting 0.1-0.2; tls 0.2-0.4; login 0.4-0.6!");
  md_evidence_add_managesieve_stages (cut, &closed, 0, 0, FALSE);
  ASSERT_STAGES (cut, "connect 0.0-0.1; greeting 0.1-0.2!");
}

static void
test_web (void)
{
  const MdHttpResult whole = { .outcome = MD_HTTP_OK, .stage_until = { .1, .2, .4, .9 } };
  const MdHttpResult in_clear = { .outcome = MD_HTTP_OK, .stage_until = { .1, .2, 0, .9 } };
  const MdHttpResult bad_name = { .outcome = MD_HTTP_NAME, .stage_until = { .1 } };
  const MdHttpResult bad_tls = { .outcome = MD_HTTP_TLS, .stage_until = { .1, .2, .4 } };
  const struct
  {
    const MdHttpResult *result;
    const char *want;
  } rows[] = {
    { &whole, "lookup 0.0-0.1; connect 0.1-0.2; tls 0.2-0.4; answer 0.4-0.9" },
    { &in_clear, "lookup 0.0-0.1; connect 0.1-0.2; answer 0.2-0.9" },
    { &bad_name, "lookup 0.0-0.1!" },
    { &bad_tls, "lookup 0.0-0.1; connect 0.1-0.2; tls 0.2-0.4!" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdEvidence) evidence = evidence_new ();

      md_evidence_add_http_stages (evidence, rows[i].result);
      ASSERT_STAGES (evidence, rows[i].want);
    }
}

static void
test_sending (void)
{
  const MdSendResult sent = { .outcome = MD_SEND_OK, .micros = 900000, .connect_seconds = .1, .tls_seconds = .3 };
  const MdSendResult cut = { .outcome = MD_SEND_FAILED, .micros = 500000, .connect_seconds = .1 };
  g_autoptr (MdEvidence) good = evidence_new ();
  g_autoptr (MdEvidence) bad = evidence_new ();

  md_evidence_add_send_stages (good, &sent);
  ASSERT_STAGES (good, "connect 0.0-0.1; tls 0.1-0.3; message 0.3-0.9");
  md_evidence_add_send_stages (bad, &cut);
  ASSERT_STAGES (bad, "connect 0.0-0.1; tls 0.1-0.5!");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/evidence/dialogues", test_dialogues);
  g_test_add_func ("/checks/evidence/logins", test_logins);
  g_test_add_func ("/checks/evidence/managesieve", test_managesieve);
  g_test_add_func ("/checks/evidence/web", test_web);
  g_test_add_func ("/checks/evidence/sending", test_sending);
  return g_test_run ();
}

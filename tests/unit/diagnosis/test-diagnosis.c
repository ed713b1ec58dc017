/* test-diagnosis.c - from findings to the first cause, one story a row; and the table behind it
 *
 * A story's findings are written "code/subject:parameter=value"; parameters that do not matter are filled with "x".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/rules.h"

#include "stories.h"

#include <string.h>

static MdSubject
subject_from_name (const char *name)
{
  for (guint subject = MD_SUBJECT_ANY; subject <= MD_SUBJECT_LOG; subject++)
    if (strcmp (md_subject_name ((MdSubject) subject), name) == 0)
      return (MdSubject) subject;
  g_error ("no subject '%s'", name);
}

static const char *
value_of (char **parts, const char *parameter)
{
  for (guint i = 1; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], parameter) && parts[i][strlen (parameter)] == '=')
      return parts[i] + strlen (parameter) + 1;
  return "x";
}

/* The step that a finding of that subject usually belongs to. */
static MdStepId
step_of (MdFindingCode code)
{
  if (code < MD_FINDING_SETTINGS_FOUND)
    return MD_STEP_S1;
  if (code >= MD_FINDING_ELSEWHERE_25_OPEN && code <= MD_FINDING_FIREWALL_NONE_SEEN)
    return MD_STEP_S4;
  return MD_STEP_S2;
}

static MdFinding *
make_finding (MdFindingCode code, MdSubject subject, char **parts)
{
  const char *const *names = md_finding_code_parameters (code);
  const char *pairs[2 * MD_FINDING_MAX_PARAMETERS + 1] = { NULL };

  for (guint i = 0; names[i] != NULL; i++)
    {
      pairs[2 * i] = names[i];
      pairs[2 * i + 1] = value_of (parts, names[i]);
    }
  return md_finding_new (step_of (code), subject, code, pairs[0], pairs[1], pairs[2], pairs[3], pairs[4], pairs[5],
    pairs[6],
                         pairs[7], pairs[8], pairs[9], pairs[10], pairs[11], pairs[12], pairs[13], pairs[14],
                           pairs[15], pairs[16], pairs[17], pairs[18], pairs[19], NULL);
}

static GPtrArray *
read_findings (const char *text)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", -1);
      g_auto (GStrv) head = g_strsplit (parts[0] != NULL ? parts[0] : "", "/", 2);
      MdFindingCode code;

      if (words[i][0] == '\0')
        continue;
      if (!md_finding_code_from_id (head[0], &code))
        g_error ("no finding '%s'", head[0]);
      g_ptr_array_add (findings, make_finding (code, subject_from_name (head[1]), parts));
    }
  return findings;
}

static const MdCause *
find_cause (const MdVerdict *verdict, const char *id)
{
  for (guint i = 0; i < verdict->causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (verdict->causes, i);

      if (strcmp (md_cause_id (cause->code), id) == 0)
        return cause;
    }
  return NULL;
}

static char *
describe (const MdVerdict *verdict)
{
  GString *text = g_string_new (md_verdict_status_name (verdict->status));

  for (guint i = 0; i < verdict->causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (verdict->causes, i);

      g_string_append_printf (text, " %s=%.2f", md_cause_id (cause->code), cause->confidence);
      for (guint j = 0; j < cause->because->len; j++)
        g_string_append_printf (text, "%c%s", j == 0 ? '<' : ',',
                                md_finding_code_id (md_finding_get_code (g_ptr_array_index (cause->because, j))));
    }
  return g_string_free (text, FALSE);
}

static void
test_stories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      const Story *story = &stories[i];
      g_autoptr (GPtrArray) findings = read_findings (story->findings);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      g_autofree char *got = describe (verdict);
      const char *first = verdict->causes->len > 0
                              ? md_cause_id (((const MdCause *) g_ptr_array_index (verdict->causes, 0))->code)
                              : NULL;

      g_test_message ("%s: %s", story->story, got);
      if (verdict->status != story->status || (story->first != NULL && g_strcmp0 (first, story->first) != 0)
          || (story->also != NULL && find_cause (verdict, story->also) == NULL)
          || (story->absent != NULL && find_cause (verdict, story->absent) != NULL))
        {
          g_test_message ("FAILED: wanted %s, first %s, also %s, not %s", md_verdict_status_name (story->status),
                          story->first, story->also, story->absent);
          g_test_fail ();
        }
    }
}

/* The same findings in many orders give the same verdict, letter by letter. */
static void
test_any_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (GPtrArray) findings = read_findings (stories[i].findings);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      g_autofree char *want = describe (verdict);

      for (guint round = 0; round < 10; round++)
        {
          g_autoptr (MdVerdict) again = NULL;
          g_autofree char *got = NULL;

          for (guint n = findings->len; n > 1; n--)
            {
              guint other = (guint) g_test_rand_int_range (0, (gint32) n);
              gpointer kept = findings->pdata[n - 1];

              findings->pdata[n - 1] = findings->pdata[other];
              findings->pdata[other] = kept;
            }
          again = md_diagnose (findings);
          got = describe (again);
          g_assert_cmpstr (got, ==, want);
          g_assert_cmpuint (again->ruled_out->len, ==, verdict->ruled_out->len);
        }
    }
}

static void
test_confidence_falls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (GPtrArray) findings = read_findings (stories[i].findings);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      double last = 1.0;

      for (guint j = 0; j < verdict->causes->len; j++)
        {
          const MdCause *cause = g_ptr_array_index (verdict->causes, j);

          g_assert_cmpfloat (cause->confidence, <=, last);
          g_assert_cmpfloat (cause->confidence, >, 0.0);
          g_assert_cmpuint (cause->because->len, >, 0);
          for (guint k = 0; k < j; k++)
            g_assert_cmpint (cause->code, !=, ((const MdCause *) g_ptr_array_index (verdict->causes, k))->code);
          last = cause->confidence;
        }
    }
}

static gboolean
rules_out (const MdVerdict *verdict, const char *id)
{
  for (guint i = 0; i < verdict->ruled_out->len; i++)
    if (strcmp (md_cause_id (g_array_index (verdict->ruled_out, MdCauseCode, i)), id) == 0)
      return TRUE;
  return FALSE;
}

static void
test_ruled_out (void)
{
  g_autoptr (GPtrArray) findings = read_findings (HEALTHY_LINE HEALTHY_SERVER READS
                                                  "login-refused/outgoing passwords-differ/account");
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const char *const want[] = { "no-internet", "captive-portal", "dns-resolution-failure", "clock-wrong",
    "smtp-host-not-found",
                               "outbound-port-blocked", "certificate-expired" };

  for (gsize i = 0; i < G_N_ELEMENTS (want); i++)
    g_assert_true (rules_out (verdict, want[i]));
  g_assert_false (rules_out (verdict, "stale-sending-password"));
  g_assert_false (rules_out (verdict, "bad-credentials"));
}

static void
test_reply_sureness (void)
{
  g_autoptr (GPtrArray) low = read_findings ("envelope-refused/outgoing " REPLY ("policy-rejected", "low"));
  g_autoptr (GPtrArray) strange = read_findings (REPLY ("no-such-cause", "high"));
  g_autoptr (MdVerdict) verdict = md_diagnose (low);
  g_autoptr (MdVerdict) unsure = md_diagnose (strange);
  const MdCause *cause = find_cause (verdict, "policy-rejected");

  g_assert_nonnull (cause);
  g_assert_cmpfloat (cause->confidence, ==, 0.5);
  g_assert_cmpstr (md_cause_get_parameter (cause, "host"), ==, "x");
  g_assert_null (md_cause_get_parameter (cause, "no-such"));
  g_assert_cmpint (unsure->status, ==, MD_VERDICT_UNSURE);
}

/* Only causes that are mended in the mail program say which one it is; it changes nothing else. */
static void
test_program (void)
{
  static const struct
  {
    const char *findings;
    const char *cause;
    gboolean has_program;
  } cases[] = {
    { "program-known/account:program=kmail setting-wrong/outgoing:field=port", "settings-differ", TRUE },
    { "program-known/account:program=kmail " REPLY ("greylisted", "high"), "greylisted", FALSE },
    { "setting-wrong/outgoing:field=port", "settings-differ", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) findings = read_findings (cases[i].findings);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      const MdCause *cause = find_cause (verdict, cases[i].cause);

      g_assert_nonnull (cause);
      g_assert_cmpuint (verdict->causes->len, ==, 1);
      g_assert_cmpstr (md_cause_get_parameter (cause, "program"), ==, cases[i].has_program ? "kmail" : NULL);
    }
}

/* Whatever is wrong, no verdict calls it well, and none is empty. */
static void
test_nothing_is_overlooked (void)
{
  for (guint code = 0; code < MD_N_FINDINGS; code++)
    {
      g_autofree char *alone = g_strdup_printf ("%s/outgoing", md_finding_code_id ((MdFindingCode) code));
      g_autofree char *besides = g_strconcat (alone, " login-accepted/outgoing", NULL);
      g_autoptr (GPtrArray) findings = read_findings (alone);
      g_autoptr (GPtrArray) more = read_findings (besides);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      g_autoptr (MdVerdict) second = md_diagnose (more);
      MdStepId step = step_of ((MdFindingCode) code);

      if (md_finding_code_severity ((MdFindingCode) code) != MD_SEVERITY_PROBLEM)
        continue;
      g_test_message ("%s", md_finding_code_id ((MdFindingCode) code));
      g_assert_cmpint (verdict->status, !=, MD_VERDICT_OK);
      g_assert_cmpuint (verdict->causes->len, >, 0);
      if (step != MD_STEP_S1 && step != MD_STEP_S4)
        g_assert_cmpint (second->status, !=, MD_VERDICT_OK);
    }
}

/* Any two faults together: both orders agree, and the list keeps its order. */
static void
test_pairs (void)
{
  for (guint a = 0; a < MD_N_FINDINGS; a++)
    for (guint b = 0; b < a; b++)
      {
        const char *first = md_finding_code_id ((MdFindingCode) a), *second = md_finding_code_id ((MdFindingCode) b);
        g_autofree char *one = g_strdup_printf ("%s/outgoing %s/incoming %s/outgoing", first, first, second);
        g_autofree char *two = g_strdup_printf ("%s/outgoing %s/outgoing %s/incoming", second, first, first);
        g_autoptr (GPtrArray) one_findings = read_findings (one);
        g_autoptr (GPtrArray) two_findings = read_findings (two);
        g_autoptr (MdVerdict) one_verdict = md_diagnose (one_findings);
        g_autoptr (MdVerdict) two_verdict = md_diagnose (two_findings);
        g_autofree char *want = describe (one_verdict);
        g_autofree char *got = describe (two_verdict);

        g_assert_cmpstr (got, ==, want);
      }
}

/* ── the table ── */

static gboolean
terms_are_good (const MdRuleTerm *terms, gsize n_terms)
{
  for (gsize i = 0; i < n_terms && !(terms[i].code == 0 && terms[i].subject == MD_SUBJECT_ANY); i++)
    if (terms[i].code < 0 || terms[i].code >= MD_N_FINDINGS || terms[i].subject > MD_SUBJECT_LOG
        || (terms[i].names != NULL && !md_cause_from_id (terms[i].names, &(MdCauseCode){ 0 })))
      return FALSE;
  return TRUE;
}

static void
assert_sound (const MdRule *rules, gsize n_rules)
{
  for (gsize i = 0; i < n_rules; i++)
    {
      g_assert_cmpint (rules[i].cause, >=, 0);
      g_assert_cmpint (rules[i].cause, <, MD_N_CAUSES);
      g_assert_cmpfloat (rules[i].confidence, >=, 0.25);
      g_assert_cmpfloat (rules[i].confidence, <, 1.0);
      g_assert_true (terms_are_good (rules[i].all, MD_RULE_MAX_TERMS));
      g_assert_true (terms_are_good (rules[i].none, MD_RULE_MAX_TERMS));
      g_assert_true ((rules[i].all[0].code != 0 || rules[i].all[0].subject != 0) || rules[i].one_of[0] != NULL);
      for (gsize j = 0; j < 2 && rules[i].one_of[j] != NULL; j++)
        g_assert_true (terms_are_good (rules[i].one_of[j], 100));
      for (gsize j = 0; j < MD_RULE_MAX_GROUPS && rules[i].explains[j] != NULL; j++)
        g_assert_true (terms_are_good (rules[i].explains[j], 100));
      for (gsize j = 0; j < i; j++)
        g_assert_false (rules[i].cause == rules[j].cause && memcmp (rules[i].all, rules[j].all,
          sizeof rules[i].all) == 0
                        && memcmp (rules[i].none, rules[j].none, sizeof rules[i].none) == 0
                        && memcmp (rules[i].one_of, rules[j].one_of, sizeof rules[i].one_of) == 0);
    }
}

static void
test_table_is_sound (void)
{
  gsize n_rules, n_exclusions;
  const MdExclusion *exclusions = md_exclusions_get (&n_exclusions);

  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      const MdRule *rules = md_rules_get ((MdGuide) guide, &n_rules);

      assert_sound (rules, n_rules);
    }
  for (gsize i = 0; i < n_exclusions; i++)
    g_assert_true (terms_are_good (exclusions[i].all, MD_RULE_MAX_TERMS) && terms_are_good (exclusions[i].none,
      MD_RULE_MAX_TERMS));
}

/* Every cause of the first article that a finding can name has a rule; the others come from a server's own words. */
static void
test_every_cause_has_a_way (void)
{
  const char *const by_rule[] = {
    "no-internet", "captive-portal", "dns-resolution-failure", "smtp-host-not-found", "server-unreachable",
    "connection-refused", "wrong-port", "port25-blocked", "outbound-port-blocked", "access-location-blocked",
    "ipv6-broken",
    "network-unstable", "resolver-slow", "path-mtu-blackhole", "vpn-blocks-mail", "local-firewall", "smtp-redirected",
    "smtp-service-down", "server-slow", "settings-differ", "incoming-problem", "tls-mode-mismatch", "tls-required",
    "starttls-not-offered", "tls-version-unsupported", "tls-certificate-invalid", "tls-interception", "clock-wrong",
    "certificate-expired", "certificate-name-mismatch", "certificate-untrusted", "auth-not-enabled",
    "auth-method-unsupported", "bad-credentials", "wrong-username-form", "app-password-required", "oauth2-required",
    "smtp-access-disabled", "too-many-auth-attempts", "auth-temporary-failure", "stale-sending-password",
    "login-banned",
    "oauth-token-expired", "sender-not-authorized", "helo-rejected", "sending-limit-exceeded", "account-compromised",
    "account-suspended", "sender-mailbox-full", "ip-blocklisted", "dynamic-ip-listed", "spf-fail", "spf-missing",
    "spf-error",
    "dkim-missing", "dkim-fail", "dmarc-fail", "dmarc-missing", "unauthenticated-mail", "sender-domain-invalid",
    "spf-permissive", "message-too-large", "server-temporary-failure", "provider-outage", "protocol-error",
    "outbox-stuck",
    "client-fault", "wrong-outgoing-server", "sent-copy-failed",
  };
  const char *const by_reply[] = {
    "too-many-connections", "web-login-required", "relay-denied", "too-many-recipients", "domain-blocklisted",
    "sender-verify-failed", "server-storage-full", "message-malformed", "recipient-mx-unreachable", "client-outdated",
    "keyring-locked",
  };
  gsize n_rules;
  const MdRule *rules = md_rules_get (MD_GUIDE_SEND, &n_rules);

  for (gsize i = 0; i < G_N_ELEMENTS (by_rule); i++)
    {
      gboolean found = FALSE;

      for (gsize j = 0; j < n_rules; j++)
        found = found || strcmp (md_cause_id (rules[j].cause), by_rule[i]) == 0;
      if (!found)
        g_test_message ("no rule for %s", by_rule[i]);
      g_assert_true (found);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (by_reply); i++)
    {
      g_autofree char *text = g_strdup_printf ("envelope-refused/outgoing " REPLY ("%s", "high"), by_reply[i]);
      g_autoptr (GPtrArray) findings = read_findings (text);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);

      g_assert_cmpint (verdict->status, ==, MD_VERDICT_PROBLEM);
      g_assert_cmpstr (md_cause_id (((const MdCause *) g_ptr_array_index (verdict->causes, 0))->code), ==, by_reply[i]);
    }
}

/* Who waits for a message is its recipient. */
static void
test_actor (void)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  g_autoptr (GPtrArray) theirs = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  g_autoptr (MdVerdict) waited_for = NULL;
  g_autoptr (MdVerdict) sent = NULL;

  g_ptr_array_add (own, md_finding_new (MD_STEP_R1, MD_SUBJECT_MESSAGE, MD_FINDING_MESSAGE_IN_SPAM, "folder", "Junk",
                                        "from", "x", "subject", "x", "date", "x", NULL));
  g_ptr_array_add (theirs, md_finding_new_for_answer (MD_QUESTION_RECIPIENT_SPAM, MD_ANSWER_YES));
  waited_for = md_diagnose (own);
  sent = md_diagnose (theirs);
  g_assert_cmpint (md_cause_get_actor (find_cause (waited_for, "in-spam-folder")), ==, MD_ACTOR_USER);
  g_assert_cmpint (md_cause_get_actor (find_cause (sent, "in-spam-folder")), ==, MD_ACTOR_RECIPIENT);
}

/* In order is what was looked at; what could not be asked leaves it open. */
static void
test_what_could_not_be_asked (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  g_autoptr (MdVerdict) well = NULL;
  g_autoptr (MdVerdict) open = NULL;

  g_ptr_array_add (findings, md_finding_new (MD_STEP_D5, MD_SUBJECT_MESSAGE, MD_FINDING_MESSAGE_WAY, "hops", "2",
                                             "seconds", "3", NULL));
  well = md_diagnose (findings);
  g_assert_cmpint (well->status, ==, MD_VERDICT_OK);
  g_ptr_array_add (findings, md_finding_new (MD_STEP_D5, MD_SUBJECT_DOMAIN, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain",
                                             "example.org", "record", "DKIM", "status", "timed-out", NULL));
  open = md_diagnose (findings);
  g_assert_cmpint (open->status, ==, MD_VERDICT_UNSURE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/stories", test_stories);
  g_test_add_func ("/diagnosis/any-order", test_any_order);
  g_test_add_func ("/diagnosis/confidence-falls", test_confidence_falls);
  g_test_add_func ("/diagnosis/ruled-out", test_ruled_out);
  g_test_add_func ("/diagnosis/reply-sureness", test_reply_sureness);
  g_test_add_func ("/diagnosis/program", test_program);
  g_test_add_func ("/diagnosis/nothing-is-overlooked", test_nothing_is_overlooked);
  g_test_add_func ("/diagnosis/actor", test_actor);
  g_test_add_func ("/diagnosis/pairs", test_pairs);
  g_test_add_func ("/diagnosis/table-is-sound", test_table_is_sound);
  g_test_add_func ("/diagnosis/what-could-not-be-asked", test_what_could_not_be_asked);
  g_test_add_func ("/diagnosis/every-cause-has-a-way", test_every_cause_has_a_way);
  return g_test_run ();
}

/* test-words.c - the tables every room speaks through are complete, unique and readable back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/finding.h"
#include "core/record.h"

#include <string.h>

static void
test_finding_codes (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < MD_N_FINDINGS; i++)
    {
      const char *id = md_finding_code_id ((MdFindingCode) i);
      const char *const *names = md_finding_code_parameters ((MdFindingCode) i);
      MdFindingCode back;

      g_assert_true (g_hash_table_add (seen, (gpointer) id));
      g_assert_true (md_finding_code_from_id (id, &back) && back == (MdFindingCode) i);
      g_assert_cmpuint (g_strv_length ((char **) names), <=, MD_FINDING_MAX_PARAMETERS);
      for (guint a = 0; names[a] != NULL; a++)
        for (guint b = 0; b < a; b++)
          g_assert_cmpstr (names[a], !=, names[b]);
    }
}

static void
test_causes (void)
{
  for (guint i = 0; i < MD_N_CAUSES; i++)
    {
      MdCauseCode back;

      g_assert_true (md_cause_from_id (md_cause_id ((MdCauseCode) i), &back));
      g_assert_cmpint (back, ==, i);
      g_assert_nonnull (md_actor_name (md_cause_actor ((MdCauseCode) i)));
    }
}

static void
test_questions (void)
{
  for (guint i = 0; i < MD_N_QUESTIONS; i++)
    {
      g_autoptr (MdFinding) yes = md_finding_new_for_answer ((MdQuestion) i, MD_ANSWER_YES);
      g_autoptr (MdFinding) no = md_finding_new_for_answer ((MdQuestion) i, MD_ANSWER_NO);
      MdQuestion back;

      g_assert_true (md_question_from_id (md_question_id ((MdQuestion) i), &back) && back == (MdQuestion) i);
      g_assert_true (yes != NULL || no != NULL);
      g_assert_null (md_finding_new_for_answer ((MdQuestion) i, MD_ANSWER_NOT_TRIED));
    }
}

static void
test_steps (void)
{
  for (guint i = 0; i < MD_N_STEPS; i++)
    {
      MdStepId back;

      g_assert_true (md_step_id_from_name (md_step_id_name ((MdStepId) i), &back) && back == (MdStepId) i);
    }
  g_assert_false (md_step_id_from_name ("S9", &(MdStepId) { 0 }));
}

static void
test_parameters (void)
{
  g_autoptr (MdFinding) finding = md_finding_new (MD_STEP_S2, MD_SUBJECT_OTHER, MD_FINDING_PORT_TIMED_OUT, "port", "587",
                                                  "host", "smtp.example.org", NULL);

  g_assert_cmpstr (md_finding_get (finding, "host"), ==, "smtp.example.org");
  g_assert_cmpstr (md_finding_get (finding, "port"), ==, "587");
  g_assert_null (md_finding_get (finding, "address"));
  g_assert_cmpint (md_finding_get_severity (finding), ==, MD_SEVERITY_WARNING);
}

static void
test_missing_parameter (void)
{
  if (g_test_subprocess ())
    {
      md_finding_unref (md_finding_new (MD_STEP_S2, MD_SUBJECT_OUTGOING, MD_FINDING_PORT_REFUSED, "host", "x", NULL));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*'port' is missing*");
}

static void
test_case_changes_are_copies (void)
{
  g_autoptr (MdCase) first = md_case_new ();
  g_autoptr (MdCase) second = NULL;
  g_autofree char *domain = NULL;

  first->email = g_strdup ("ana@Correo.Example");
  first->password = md_secret_new ("one", -1);
  second = md_case_copy (first);
  g_free (second->email);
  second->email = g_strdup ("eva@otro.example");
  domain = md_case_dup_domain (first);
  g_assert_cmpstr (domain, ==, "correo.example");
  g_assert_cmpstr (md_case_get_user (first, MD_SUBJECT_OUTGOING), ==, "ana@Correo.Example");
  g_assert_true (md_case_get_password (second, MD_SUBJECT_INCOMING) == first->password);
  g_assert_cmpint (md_case_get_inputs (first), ==, MD_INPUT_EMAIL | MD_INPUT_DOMAIN | MD_INPUT_PASSWORD);
}

static void
test_address_form (void)
{
  static const struct
  {
    const char *address;
    gboolean want;
  } stories[] = { { "ana@correo.example", TRUE }, { "ana.correo.example", FALSE }, { "@correo.example", FALSE },
                  { "ana@", FALSE },             { "ana@localhost", FALSE },      { "ana b@c.example", FALSE },
                  { "\"a b\"@c.example", FALSE }, { "ana@ñandú.example", TRUE },   { "", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    g_assert_cmpint (md_address_has_form (stories[i].address), ==, stories[i].want);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/finding-codes", test_finding_codes);
  g_test_add_func ("/words/causes", test_causes);
  g_test_add_func ("/words/questions", test_questions);
  g_test_add_func ("/words/steps", test_steps);
  g_test_add_func ("/finding/parameters", test_parameters);
  g_test_add_func ("/finding/missing-parameter", test_missing_parameter);
  g_test_add_func ("/case/changes-are-copies", test_case_changes_are_copies);
  g_test_add_func ("/case/address-form", test_address_form);
  return g_test_run ();
}

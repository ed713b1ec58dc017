/* test-helper.c - what the helper asks next for every cause, the help of every check, and how letters are spelt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice/help-texts.h"
#include "advice/helper.h"
#include "advice/letters.h"
#include "advice/spelling.h"
#include "diagnosis/rules.h"

#include <string.h>

static void
assert_in_both (const char *msgid)
{
  if (md_text (MD_LANG_ES, msgid) == msgid)
    g_error ("not in Spanish: %s", msgid);
}

/* One to three asks, none twice, each on a page; a question's words are those of its page. */
static void
assert_asks (const MdHelperAsk *(*get) (MdCauseCode cause, guint index), MdCauseCode cause, GHashTable *used)
{
  g_assert_nonnull (get (cause, 0));
  for (guint i = 0; get (cause, i) != NULL; i++)
    {
      const MdHelperAsk *ask = get (cause, i);
      g_autofree char *english = md_helper_ask_text (MD_LANG_EN, ask);
      g_autofree char *spanish = md_helper_ask_text (MD_LANG_ES, ask);

      g_hash_table_add (used, (gpointer) ask);
      g_assert_cmpuint (i, <, MD_HELPER_MAX_ASKS);
      g_assert_cmpstr (english, !=, spanish);
      for (guint j = 0; j < i; j++)
        g_assert_true (get (cause, j) != ask);
      if (ask->question != MD_HELPER_NO_QUESTION)
        g_assert_cmpint (ask->step, ==, md_question_step (ask->question));
      else
        assert_in_both (ask->text);
    }
}

static void
test_asks (void)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

  for (guint cause = 0; cause < MD_N_CAUSES; cause++)
    assert_asks (md_helper_ask_get, (MdCauseCode) cause, used);
  for (guint status = MD_VERDICT_OK; status <= MD_VERDICT_UNSURE; status++)
    for (guint i = 0; md_helper_ask_get_without_cause ((MdVerdictStatus) status, i) != NULL; i++)
      g_hash_table_add (used, (gpointer) md_helper_ask_get_without_cause ((MdVerdictStatus) status, i));
  for (guint i = 0; md_helper_ask_nth (i) != NULL; i++)
    if (!g_hash_table_contains (used, md_helper_ask_nth (i)))
      g_error ("nobody asks: %s", md_helper_ask_text (MD_LANG_EN, md_helper_ask_nth (i)));
}

static gboolean
has_term (const MdRuleTerm *terms, gsize n_terms, MdFindingCode code)
{
  for (gsize i = 0; terms != NULL && i < n_terms && terms[i].code != MD_FINDING_NONE; i++)
    if (terms[i].code == code)
      return TRUE;
  return FALSE;
}

static gboolean
rule_looks_at (const MdRule *rule, MdFindingCode code)
{
  return code != MD_FINDING_NONE
         && (has_term (rule->all, MD_RULE_MAX_TERMS, code) || has_term (rule->none, MD_RULE_MAX_TERMS, code));
}

static MdFindingCode
code_of_answer (MdQuestion question, MdAnswer answer)
{
  g_autoptr (MdFinding) finding = md_finding_new_for_answer (question, answer);

  return finding != NULL ? md_finding_get_code (finding) : MD_FINDING_NONE;
}

/* TRUE when an answer to @question can change which causes are named, or their order. */
static gboolean
question_decides (MdQuestion question)
{
  MdFindingCode yes = code_of_answer (question, MD_ANSWER_YES), no = code_of_answer (question, MD_ANSWER_NO);

  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      gsize n_rules;
      const MdRule *rules = md_rules_get ((MdGuide) guide, &n_rules);

      for (gsize i = 0; i < n_rules; i++)
        if (rule_looks_at (&rules[i], yes) || rule_looks_at (&rules[i], no))
          return TRUE;
    }
  return question == MD_QUESTION_BULK || question == MD_QUESTION_SENDER_GOT_ERROR
         || question == MD_QUESTION_OTHERS_ARRIVE; /* these decide what to do, not which cause it is */
}

static void
test_questions_decide (void)
{
  for (guint cause = 0; cause < MD_N_CAUSES; cause++)
    for (guint i = 0; md_helper_ask_get ((MdCauseCode) cause, i) != NULL; i++)
      {
        const MdHelperAsk *ask = md_helper_ask_get ((MdCauseCode) cause, i);

        if (ask->question != MD_HELPER_NO_QUESTION && !question_decides (ask->question))
          g_error ("%s: no rule looks at %s", md_cause_id ((MdCauseCode) cause), md_question_id (ask->question));
      }
}

static void
test_help_of_steps (void)
{
  for (guint step = 0; step < MD_N_STEPS; step++)
    {
      const char *english = md_help_tells_apart (MD_LANG_EN, (MdStepId) step);

      g_assert_nonnull (english);
      g_assert_cmpstr (english, !=, "");
      g_assert_cmpstr (english, !=, md_help_tells_apart (MD_LANG_ES, (MdStepId) step));
      g_assert_cmpstr (md_step_leaves (MD_LANG_ES, (MdStepId) step), !=, "");
    }
}

static void
test_spelling (void)
{
  static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  g_auto (GStrv) lines = md_spelling_lines (MD_LANG_ES, "KX7M-42PD");

  for (const char *letter = letters; *letter != '\0'; letter++)
    for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
      {
        const char *word = md_spelling_word (lang, *letter);

        g_assert_nonnull (word);
        if (g_ascii_isalpha (*letter))
          g_assert_cmpint (word[0], ==, *letter);
      }
  g_assert_null (md_spelling_word (MD_LANG_EN, 'O'));
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_cmpstr (lines[0], ==, "K de kilo · X de xilófono · siete · M de Madrid");
}

/* Whoever must act and is not the person gets a text, in every guide in which the cause can be named. */
static void
test_letters (void)
{
  for (guint code = 0; code < MD_N_CAUSES; code++)
    for (guint guide = 0; guide < MD_N_GUIDES; guide++)
      {
        g_autoptr (GPtrArray) because = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
        g_autoptr (GPtrArray) causes = g_ptr_array_new ();
        g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (MdCauseCode));
        g_autoptr (MdCase) kase = md_case_new ();
        MdCause cause = { (MdCauseCode) code, 0.9, because };
        const MdVerdict verdict = { MD_VERDICT_PROBLEM, causes, none };
        MdStepId step = md_guide_first_step ((MdGuide) guide);
        MdLetter letter;

        g_ptr_array_add (because, md_finding_new (step, MD_SUBJECT_ACCOUNT, MD_FINDING_ANSWER_MANY_SENT, NULL));
        g_ptr_array_add (causes, &cause);
        kase->email = g_strdup ("ana@example.org");
        if (md_cause_get_actor (&cause) == MD_ACTOR_USER)
          continue;
        if (!md_letter_for_verdict (&verdict, (MdGuide) guide, &letter))
          g_error ("%s: nobody gets a text in guide %s", md_cause_id ((MdCauseCode) code),
                   md_guide_name ((MdGuide) guide));
        for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
          {
            g_autofree char *text = md_letter_text (lang, letter, kase, &verdict);

            g_assert_null (strpbrk (text, "{}"));
            g_assert_cmpuint (strlen (text), >, 60);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper/asks", test_asks);
  g_test_add_func ("/helper/questions-decide", test_questions_decide);
  g_test_add_func ("/helper/help-of-steps", test_help_of_steps);
  g_test_add_func ("/helper/spelling", test_spelling);
  g_test_add_func ("/helper/letters", test_letters);
  return g_test_run ();
}

/* scenarios.c - every fault one can practise with is a story: the whole guide runs, and the verdict names its cause
 *
 * Asserted of each: the verdict, its first cause, where it shows, titles in both languages, and that the password is in
 * no finding, no evidence, no report, and after the run nowhere in this process's memory.
 *
 * Run with -p /scenarios/S3 for the stories of one step; those that wait for a time limit are under /scenarios/slow/S3.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "advice/advice.h"
#include "checks/checklist.h"
#include "diagnosis/diagnosis.h"
#include "engine/runner.h"
#include "practice/practice.h"
#include "protocols/http.h"
#include "report/report.h"
#include "story.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define STORY_LIMIT_SECONDS 90
typedef struct
{
  const MdPracticeFault *fault;
  MdRecord *record;
  MdVerdict *verdict;
  GPtrArray *needles;  /* of MdNeedle */
} Story;

/* ── the password ── */

static void
assert_secret_not_in (const Story *story, const char *where, const char *text)
{
  for (guint i = 0; text != NULL && i < story->needles->len; i++)
    if (md_needle_is_in (g_ptr_array_index (story->needles, i), text, strlen (text)))
      g_error ("%s: the password is in %s", story->fault->id, where);
}

/* ── running ── */

static void
on_settled (MdRunner *runner, gpointer user_data)
{
  if (!md_runner_is_running (runner))
    g_main_loop_quit (user_data);
}

static gboolean
on_overdue (gpointer user_data)
{
  g_error ("%s: the guide does not come to an end", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

static void
tell_checks (MdRunner *runner)
{
  MdCheckState state;

  for (guint i = 0; md_runner_get_check (runner, i, &state); i++)
    g_test_message ("  check %s: %s in %.2f s", state.check->id, md_status_name (state.status), state.seconds);
}

static MdGuide
guide_of (const Story *story)
{
  MdStepId step;

  g_assert_true (md_step_id_from_name (story->fault->step, &step));
  return md_step_guide (step);
}

static void
run_guide (Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdChecklist) list = md_checklist_new (guide_of (story));
  g_autoptr (MdPractice) practice = md_practice_start (story->fault->id, &error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (MdRunner) runner = NULL;
  g_autoptr (MdCase) kase = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const MdPracticeAccount *account;
  guint overdue;

  g_assert_no_error (error);
  account = md_practice_get_account (practice);
  kase = md_story_make_case (account);
  md_story_add_needles (story->needles, account);

  runner = md_runner_new (md_checklist_get (list), kase, md_practice_get_world (practice));
  g_signal_connect (runner, "settled", G_CALLBACK (on_settled), loop);
  overdue = g_timeout_add_seconds (STORY_LIMIT_SECONDS, on_overdue, (gpointer) story->fault->id);
  md_runner_close_inputs (runner);
  md_runner_start (runner, 0);
  if (!md_runner_is_settled (runner) || md_runner_is_running (runner))
    g_main_loop_run (loop);
  g_source_remove (overdue);
  tell_checks (runner);

  story->record = md_runner_make_record (runner, guide_of (story), "discover");
  findings = md_record_get_findings (story->record);
  story->verdict = md_diagnose (findings);
  g_signal_handlers_disconnect_by_data (runner, loop);
}

/* ── what is asserted ── */

static void
tell (const Story *story)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (story->record);

  g_test_message ("%s: %s in %.2f s", story->fault->id, md_verdict_status_name (story->verdict->status),
                  story->record->seconds);
  for (guint i = 0; i < story->verdict->causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (story->verdict->causes, i);

      g_test_message ("  cause %s %.2f", md_cause_id (cause->code), cause->confidence);
    }
  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);
      MdFindingCode code = md_finding_get_code (finding);
      g_autoptr (GString) line = g_string_new (NULL);

      g_string_printf (line, "  %s %s %s %s", md_step_id_name (md_finding_get_step (finding)),
                       md_severity_name (md_finding_get_severity (finding)),
                       md_subject_name (md_finding_get_subject (finding)), md_finding_code_id (code));
      for (const char *const *name = md_finding_code_parameters (code); *name != NULL; name++)
        g_string_append_printf (line, " %s=%s", *name, md_finding_get (finding, *name));
      g_test_message ("%s", line->str);
    }
}

static void
check_verdict (const Story *story)
{
  const MdCause *first;

  if (story->fault->unsure)
    {
      g_assert_cmpstr (md_verdict_status_name (story->verdict->status), ==, md_verdict_status_name (MD_VERDICT_UNSURE));
      return;
    }
  if (story->fault->cause == NULL)
    {
      g_autoptr (GPtrArray) findings = md_record_get_findings (story->record);

      g_assert_cmpstr (md_verdict_status_name (story->verdict->status), ==, md_verdict_status_name (MD_VERDICT_OK));
      g_assert_cmpuint (story->verdict->causes->len, ==, 0);
      for (guint i = 0; i < findings->len; i++)
        if (md_finding_get_severity (g_ptr_array_index (findings, i)) >= MD_SEVERITY_WARNING)
          g_error ("healthy, but %s", md_finding_code_id (md_finding_get_code (g_ptr_array_index (findings, i))));
      return;
    }
  g_assert_cmpuint (story->verdict->causes->len, >, 0);
  first = g_ptr_array_index (story->verdict->causes, 0);
  g_assert_cmpstr (md_cause_id (first->code), ==, story->fault->cause);
  g_assert_cmpuint (first->because->len, >, 0);
}

static void
check_titles (const Story *story)
{
  g_autofree char *english = NULL;
  g_autofree char *spanish = NULL;

  if (story->verdict->causes->len > 0)
    {
      english = md_advice_title (MD_LANG_EN, g_ptr_array_index (story->verdict->causes, 0));
      spanish = md_advice_title (MD_LANG_ES, g_ptr_array_index (story->verdict->causes, 0));
    }
  else
    {
      english = md_advice_verdict_title (MD_LANG_EN, story->verdict, story->record);
      spanish = md_advice_verdict_title (MD_LANG_ES, story->verdict, story->record);
    }
  g_test_message ("  en: %s", english);
  g_test_message ("  es: %s", spanish);
  g_assert_cmpstr (english, !=, "");
  g_assert_cmpstr (spanish, !=, "");
  g_assert_cmpstr (english, !=, spanish);
}

static void
check_secrecy (const Story *story)
{
  for (guint i = 0; i < story->record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (story->record->steps, i);

      for (guint j = 0; j < step->findings->len; j++)
        {
          const MdFinding *finding = g_ptr_array_index (step->findings, j);

          for (const char *const *name = md_finding_code_parameters (md_finding_get_code (finding)); *name != NULL;
               name++)
            assert_secret_not_in (story, "a finding", md_finding_get (finding, *name));
        }
      for (guint j = 0; j < step->evidence->len; j++)
        {
          const MdEvidence *evidence = g_ptr_array_index (step->evidence, j);
          const char *const *lines = md_evidence_get_lines (evidence);

          assert_secret_not_in (story, "the target of evidence", md_evidence_get_target (evidence));
          assert_secret_not_in (story, "the result of evidence", md_evidence_get_result (evidence));
          for (guint k = 0; lines != NULL && lines[k] != NULL; k++)
            assert_secret_not_in (story, "a line of evidence", lines[k]);
        }
    }
}

/* The document of cli.md. */
static void
check_json (const Story *story, const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root, *verdict;
  JsonArray *causes;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  verdict = json_object_get_object_member (root, "verdict");
  causes = json_object_get_array_member (verdict, "causes");
  g_assert_cmpint (json_object_get_int_member (root, "format"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (verdict, "status"), ==,
                   md_verdict_status_name (story->verdict->status));
  g_assert_cmpuint (json_array_get_length (causes), ==, story->verdict->causes->len);
  if (story->fault->cause != NULL)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (causes, 0), "id"), ==,
                     story->fault->cause);
}

static void
check_report (const Story *story, const MdReportOptions *options)
{
  char *reports[] = {
    md_report_text (story->record, story->verdict, options),
    md_report_html (story->record, story->verdict, options),
    md_report_json (story->record, story->verdict, options),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      assert_secret_not_in (story, "a report", reports[i]);
      g_assert_true (g_str_has_suffix (reports[i], "\n"));
      g_assert_true (g_utf8_validate (reports[i], -1, NULL));
      if (options->hide_personal && strstr (reports[i], "ana@") != NULL)
        g_error ("%s: an address is in report %" G_GSIZE_FORMAT, story->fault->id, i);
    }
  check_json (story, reports[2]);
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    g_free (reports[i]);
}

static void
check_reports (const Story *story)
{
  static const MdLang langs[] = { MD_LANG_EN, MD_LANG_ES };

  for (gsize i = 0; i < G_N_ELEMENTS (langs); i++)
    {
      check_report (story, &(MdReportOptions) { .lang = langs[i], .evidence = TRUE });
      check_report (story, &(MdReportOptions) { .lang = langs[i], .evidence = TRUE, .hide_personal = TRUE });
    }
}

static void
test_story (gconstpointer data)
{
  Story story = { .fault = data, .needles = g_ptr_array_new_with_free_func ((GDestroyNotify) md_needle_free) };

  run_guide (&story);
  tell (&story);
  check_verdict (&story);
  check_titles (&story);
  check_secrecy (&story);
  check_reports (&story);
  md_verdict_free (story.verdict);
  md_record_free (story.record);
  md_story_assert_forgotten (story.needles, story.fault->id);
  g_ptr_array_unref (story.needles);
}

int
main (int argc, char **argv)
{
  gsize n_faults;
  const MdPracticeFault *faults = md_practice_faults (&n_faults);

  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  for (gsize i = 0; i < n_faults; i++)
    {
      g_autofree char *path = g_strdup_printf ("/scenarios/%s%s/%s", faults[i].slow ? "slow/" : "", faults[i].step,
                                               faults[i].id);

      g_test_add_data_func (path, &faults[i], test_story);
    }
  return g_test_run ();
}

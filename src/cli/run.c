/* run.c - one guide, headless; see run.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-run"

#include "config.h"

#include "cli/run.h"

#include "advice/advice.h"
#include "checks/checklist.h"
#include "engine/runner.h"
#include "report/report.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How long a healthy verdict waits for checks that only refine it. */
#define REFINING_GRACE_MS 1000

typedef struct
{
  const MdOptions *options; /* (not owned) */
  MdRunner *runner;         /* (owned) */
  GMainLoop *loop;          /* (owned) */
  guint grace;              /* source id; 0: none */
  gboolean stopped_by_hand;
} Run;

static gboolean
on_grace_over (gpointer user_data)
{
  Run *run = user_data;

  run->grace = 0;
  md_runner_stop_refining (run->runner);
  return G_SOURCE_REMOVE;
}

static void
on_settled (MdRunner *runner, gpointer user_data)
{
  Run *run = user_data;

  if (!md_runner_is_running (runner))
    g_main_loop_quit (run->loop);
  else if (run->grace == 0)
    run->grace = g_timeout_add (REFINING_GRACE_MS, on_grace_over, run);
}

static gboolean
on_signal (gpointer user_data)
{
  Run *run = user_data;

  run->stopped_by_hand = TRUE;
  md_runner_cancel (run->runner);
  if (!md_runner_is_running (run->runner))
    g_main_loop_quit (run->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Run *run = user_data;

  md_runner_cancel (run->runner);
  return G_SOURCE_REMOVE;
}

static void
on_step_changed (MdRunner *runner, guint step, gpointer user_data)
{
  Run *run = user_data;
  MdStatus status = md_runner_get_status (runner, (MdStepId) step);

  if (status == MD_STATUS_RUNNING || status == MD_STATUS_WAITING)
    return;
  g_printerr ("%s %s: %s\n", md_step_id_name ((MdStepId) step),
              md_step_short_title (run->options->lang, (MdStepId) step), md_status_word (run->options->lang, status));
}

gboolean
md_write_output (MdLang lang, const char *text)
{
  gsize left = strlen (text);

  while (left > 0)
    {
      ssize_t written = write (STDOUT_FILENO, text, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          md_complain (lang, "cannot-write-output", "reason", g_strerror (errno));
          return FALSE;
        }
      text += written;
      left -= (gsize) written;
    }
  return TRUE;
}

/* Of ten thousand documents most wait for the next ones; md_flush_output() writes the last. */
static gboolean
hold_output (MdLang lang, const char *text)
{
  if (fputs (text, stdout) >= 0)
    return TRUE;
  md_complain (lang, "cannot-write-output", "reason", g_strerror (errno));
  return FALSE;
}

gboolean
md_flush_output (MdLang lang)
{
  if (fflush (stdout) == 0)
    return TRUE;
  md_complain (lang, "cannot-write-output", "reason", g_strerror (errno));
  return FALSE;
}

static char *
make_report (const MdOptions *options, const MdRecord *record, const MdVerdict *verdict)
{
  MdReportOptions how = { .lang = options->lang,
                          .evidence = options->verbose,
                          .both = options->both,
                          .hide_personal = options->hide_personal };

  switch (options->format)
    {
    case MD_FORMAT_HTML:
      how.evidence = TRUE;
      return md_report_html (record, verdict, &how);
    case MD_FORMAT_JSON:
    case MD_FORMAT_JSONL:
      return md_report_json (record, verdict, &how);
    case MD_FORMAT_TEXT:
    default:
      return md_report_text (record, verdict, &how);
    }
}

static int
conclude (const MdOptions *options, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  g_autofree char *report = make_report (options, record, verdict);

  if (!(options->format == MD_FORMAT_JSONL ? hold_output (options->lang, report)
                                           : md_write_output (options->lang, report)))
    return MD_EXIT_FAILED;
  if (verdict->status == MD_VERDICT_PROBLEM)
    return MD_EXIT_PROBLEM;
  for (guint i = 0; i < findings->len; i++)
    if (md_finding_get_severity (g_ptr_array_index (findings, i)) == MD_SEVERITY_PROBLEM)
      return MD_EXIT_PROBLEM;
  return MD_EXIT_OK;
}

static MdStatus
worst_status (const GPtrArray *findings)
{
  static const MdStatus statuses[] = { [MD_SEVERITY_OK] = MD_STATUS_OK,
                                       [MD_SEVERITY_INFO] = MD_STATUS_INFO,
                                       [MD_SEVERITY_WARNING] = MD_STATUS_WARNING,
                                       [MD_SEVERITY_PROBLEM] = MD_STATUS_PROBLEM };
  MdSeverity worst = MD_SEVERITY_OK;

  for (guint i = 0; i < findings->len; i++)
    worst = MAX (worst, md_finding_get_severity (g_ptr_array_index (findings, i)));
  return statuses[worst];
}

int
md_conclude_reading (const MdOptions *options, const char *command, MdStepRecord *step, gint64 started)
{
  g_autoptr (MdRecord) record = md_record_new (command, options->kase);

  record->seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  record->started = g_get_real_time () - (gint64) (record->seconds * G_USEC_PER_SEC);
  step->seconds = record->seconds;
  step->status = worst_status (step->findings);
  g_ptr_array_add (record->steps, step);
  return conclude (options, record);
}

static gpointer
copy_finding (gconstpointer finding, gpointer unused)
{
  return md_finding_ref ((MdFinding *) finding);
}

static gpointer
copy_evidence (gconstpointer evidence, gpointer unused)
{
  return md_evidence_ref ((MdEvidence *) evidence);
}

/* Walks @checks to their end; FALSE after a complaint when the person stopped it. */
static gboolean
walk (Run *run, const MdCheck *const *checks, MdCase *kase, MdWorld *world)
{
  const MdOptions *options = run->options;
  guint sources[3] = { g_unix_signal_add (SIGINT, on_signal, run), g_unix_signal_add (SIGTERM, on_signal, run), 0 };

  run->loop = g_main_loop_new (NULL, FALSE);
  run->runner = md_runner_new (checks, kase, world);
  g_signal_connect (run->runner, "settled", G_CALLBACK (on_settled), run);
  if (!options->quiet && isatty (STDERR_FILENO) != 0)
    g_signal_connect (run->runner, "step-changed", G_CALLBACK (on_step_changed), run);
  if (options->timeout > 0)
    sources[2] = g_timeout_add_seconds (options->timeout, on_timeout, run);

  md_runner_close_inputs (run->runner);
  md_runner_start (run->runner, options->only);
  if (!md_runner_is_settled (run->runner) || md_runner_is_running (run->runner))
    g_main_loop_run (run->loop);

  if (run->stopped_by_hand)
    md_complain (options->lang, "cancelled", "reason", "");
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0 && g_main_context_find_source_by_id (NULL, sources[i]) != NULL)
      g_source_remove (sources[i]);
  g_clear_handle_id (&run->grace, g_source_remove);
  return !run->stopped_by_hand;
}

static void
run_end (Run *run)
{
  g_signal_handlers_disconnect_by_data (run->runner, run);
  g_object_unref (run->runner);
  g_main_loop_unref (run->loop);
}

int
md_run_guide (const MdOptions *options, MdGuide guide, MdCase *kase, MdWorld *world)
{
  g_autoptr (MdChecklist) list = md_checklist_new (guide);
  Run run = { .options = options };
  int status = MD_EXIT_FAILED;

  if (walk (&run, md_checklist_get (list), kase, world))
    {
      g_autoptr (MdRecord) record = md_runner_make_record (run.runner, guide, "discover");

      status = conclude (options, record);
    }
  run_end (&run);
  return status;
}

int
md_run_checks (const MdOptions *options, const char *command, MdStepId id, const MdCheck *const *checks, MdCase *kase)
{
  Run run = { .options = options };
  MdStepRecord *step = md_step_record_new (id);
  gint64 started = g_get_monotonic_time ();

  if (!walk (&run, checks, kase, options->world))
    {
      run_end (&run);
      md_step_record_free (step);
      return MD_EXIT_FAILED;
    }
  g_ptr_array_extend (step->findings, md_runner_get_findings (run.runner, id), copy_finding, NULL);
  g_ptr_array_extend (step->evidence, md_runner_get_evidence (run.runner, id), copy_evidence, NULL);
  run_end (&run);
  return md_conclude_reading (options, command, step, started);
}

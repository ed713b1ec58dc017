/* report-text.c - a run as plain text, to read aloud or to send
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report-text"

#include "config.h"

#include "report/history.h"
#include "report/report-private.h"

/* Marks that say with a sign what the word says too. */
static const char *const severity_marks[] = {
  [MD_SEVERITY_OK] = "✔",
  [MD_SEVERITY_INFO] = "·",
  [MD_SEVERITY_WARNING] = "!",
  [MD_SEVERITY_PROBLEM] = "✖",
};

static void
append_label (GString *out, const MdReportOptions *options, const char *id)
{
  g_autofree char *label = md_report_label (options, id);

  g_string_append (out, label);
}

static void
append_field (GString *out, const MdReportOptions *options, const char *id, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  append_label (out, options, id);
  g_string_append_printf (out, ": %s\n", value);
}

static void
append_heading (GString *out, const MdReportOptions *options, const char *id)
{
  g_string_append_c (out, '\n');
  append_label (out, options, id);
  g_string_append_c (out, '\n');
}

static void
append_numbered (GString *out, char **steps)
{
  for (guint i = 0; steps[i] != NULL; i++)
    g_string_append_printf (out, "  %u. %s\n", i + 1, steps[i]);
}

static void
append_head (GString *out, const MdRecord *record, const MdReportOptions *options)
{
  g_autofree char *date = md_report_date (record->started);
  g_autofree char *outgoing = md_report_endpoint (record->kase->outgoing);
  const MdEndpoint *best = record->settings != NULL && record->settings->outgoing->len > 0
                               ? g_ptr_array_index (record->settings->outgoing, 0)
                               : NULL;
  g_autofree char *recommended = md_report_endpoint (best);
  g_autofree char *heading = g_strconcat ("heading-", record->guide, NULL);

  if (record->practice)
    {
      append_label (out, options, "practice-banner");
      g_string_append (out, "\n\n");
    }
  append_label (out, options, heading);
  g_string_append_c (out, '\n');
  append_field (out, options, "program", "maildoctor " MD_VERSION);
  append_field (out, options, "date", date);
  append_field (out, options, "address", record->kase->email);
  append_field (out, options, "configured", outgoing);
  append_field (out, options, "recommended", recommended);
}

static void
append_because (GString *out, const MdCause *cause, const MdReportOptions *options)
{
  append_label (out, options, "why-we-say-so");
  g_string_append (out, ":\n");
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *line = md_finding_line (options->lang, finding);

      g_string_append_printf (out, "  - %s (%s)\n", line, md_step_id_name (md_finding_get_step (finding)));
    }
}

static void
append_first_cause (GString *out, const MdCause *cause, const MdReportOptions *options)
{
  g_autofree char *title = md_advice_title (options->lang, cause);
  g_auto (GStrv) steps = md_advice_steps (options->lang, cause);
  g_autofree char *who = NULL;

  g_string_append_printf (out, "✖ %s\n", title);
  who = g_strdup_printf ("%s (%s)", md_advice_actor (options->lang, md_cause_get_actor (cause)),
                         md_advice_confidence (options->lang, cause->confidence));
  append_field (out, options, "who-must-act", who);
  append_label (out, options, "what-to-do");
  g_string_append (out, ":\n");
  append_numbered (out, steps);
  append_because (out, cause, options);
}

static void
append_verdict (GString *out, const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  g_autofree char *code = md_reference_code (record, verdict);

  append_heading (out, options, "verdict-heading");
  if (verdict->causes->len > 0)
    append_first_cause (out, g_ptr_array_index (verdict->causes, 0), options);
  else
    {
      g_autofree char *title = md_advice_verdict_title (options->lang, verdict, record);
      g_auto (GStrv) steps = md_advice_verdict_steps (options->lang, verdict, record);

      g_string_append_printf (out, "%s %s\n", verdict->status == MD_VERDICT_OK ? "✔" : "?", title);
      append_numbered (out, steps);
    }
  if (verdict->causes->len > 1)
    {
      append_label (out, options, "also-possible");
      g_string_append (out, ":\n");
      for (guint i = 1; i < verdict->causes->len; i++)
        {
          g_autofree char *title = md_advice_title (options->lang, g_ptr_array_index (verdict->causes, i));

          g_string_append_printf (out, "  - %s\n", title);
        }
    }
  if (verdict->ruled_out->len > 0)
    {
      append_label (out, options, "ruled-out");
      for (guint i = 0; i < verdict->ruled_out->len; i++)
        g_string_append_printf (
            out, "%s %s", i == 0 ? ":" : ",",
            md_advice_short_name (options->lang, g_array_index (verdict->ruled_out, MdCauseCode, i)));
      g_string_append_c (out, '\n');
    }
  append_field (out, options, "reference-code", code);
}

static void
append_since (GString *out, const MdRecord *record, const MdReportOptions *options)
{
  g_auto (GStrv) lines = NULL;

  if (options->last_well == NULL)
    return;
  lines = md_history_since_lines (options->lang, options->last_well, record, g_get_real_time ());
  append_heading (out, options, "since-it-worked");
  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "  - %s\n", lines[i]);
}

static void
append_evidence (GString *out, const MdEvidence *evidence)
{
  const char *const *lines = md_evidence_get_lines (evidence);

  g_string_append_printf (out, "      [%s] %s: %s (%.3f s)\n", md_evidence_get_probe (evidence),
                          md_evidence_get_target (evidence), md_evidence_get_result (evidence),
                          md_evidence_get_seconds (evidence));
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "        %s\n", lines[i]);
}

/* What to publish instead, each line of it below its label. */
static void
append_correction (GString *out, const MdFinding *finding, const MdReportOptions *options)
{
  const char *corrected = md_finding_get (finding, "corrected");
  g_auto (GStrv) lines = corrected != NULL ? g_strsplit (corrected, "\n", -1) : NULL;

  if (corrected == NULL || corrected[0] == '\0')
    return;
  g_string_append (out, "     ");
  append_label (out, options, "corrected-record");
  g_string_append (out, ":\n");
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      g_string_append_printf (out, "       %s\n", lines[i]);
}

static void
append_step (GString *out, const MdStepRecord *step, const MdReportOptions *options)
{
  g_string_append_printf (out, "%s %s: %s", step->id == MD_STEP_ACCOUNT ? "–" : md_step_id_name (step->id),
                          md_step_short_title (options->lang, step->id), md_status_word (options->lang, step->status));
  if (step->seconds > 0)
    g_string_append_printf (out, " (%.1f s)", step->seconds);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < step->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (step->findings, i);
      g_autofree char *line = md_finding_line (options->lang, finding);

      g_string_append_printf (out, "   %s %s\n", severity_marks[md_finding_get_severity (finding)], line);
      append_correction (out, finding, options);
    }
  if (options->evidence)
    for (guint i = 0; i < step->evidence->len; i++)
      append_evidence (out, g_ptr_array_index (step->evidence, i));
}

static void
append_report (GString *out, const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  g_auto (GStrv) habits = md_advice_prevention (options->lang, verdict, record);

  append_head (out, record, options);
  append_verdict (out, record, verdict, options);
  append_since (out, record, options);
  append_heading (out, options, "steps-heading");
  for (guint i = 0; i < record->steps->len; i++)
    append_step (out, g_ptr_array_index (record->steps, i), options);
  if (habits[0] != NULL)
    {
      append_heading (out, options, "prevention-heading");
      for (guint i = 0; habits[i] != NULL; i++)
        g_string_append_printf (out, "  - %s\n", habits[i]);
    }
}

char *
md_report_text (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  GString *out = g_string_new (NULL);

  append_report (out, record, verdict, options);
  if (options->both)
    {
      const MdReportOptions other = md_report_other_language (options);

      g_string_append (out, "\n────────────────────────────────────────\n\n");
      append_report (out, record, verdict, &other);
    }
  return md_report_finish (g_string_free (out, FALSE), record, options);
}

/* report-html.c - a run as one HTML page without scripts, readable in any browser and on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report-html"

#include "config.h"

#include "report/history.h"
#include "report/report-private.h"

static void
append_escaped (GString *out, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append_printf (out, "%s%s%s", before, escaped, after);
}

static void
append_label (GString *out, const MdReportOptions *options, const char *before, const char *id, const char *after)
{
  g_autofree char *label = md_report_label (options, id);

  append_escaped (out, before, label, after);
}

static void
append_list (GString *out, const char *tag, char **items)
{
  if (items[0] == NULL)
    return;
  g_string_append_printf (out, "<%s>\n", tag);
  for (guint i = 0; items[i] != NULL; i++)
    append_escaped (out, "<li>", items[i], "</li>\n");
  g_string_append_printf (out, "</%s>\n", tag);
}

static void
append_finding (GString *out, const MdFinding *finding, const MdReportOptions *options)
{
  g_autofree char *line = md_finding_line (options->lang, finding);
  const char *corrected = md_finding_get (finding, "corrected");
  MdSeverity severity = md_finding_get_severity (finding);

  g_string_append_printf (out, "<li class=\"%s\">", md_severity_name (severity));
  append_escaped (out, "<b>", md_severity_word (options->lang, severity), ":</b> ");
  append_escaped (out, "", line, "");
  if (corrected != NULL && corrected[0] != '\0')
    {
      append_label (out, options, "<br>", "corrected-record", ":");
      append_escaped (out, "<pre>", corrected, "</pre>");
    }
  g_string_append (out, "</li>\n");
}

static void
append_cause (GString *out, const MdCause *cause, const MdReportOptions *options)
{
  g_autofree char *title = md_advice_title (options->lang, cause);
  g_auto (GStrv) steps = md_advice_steps (options->lang, cause);

  append_escaped (out, "<p class=\"problem\"><b>✖ ", title, "</b></p>\n");
  append_label (out, options, "<p>", "who-must-act", ": ");
  append_escaped (out, "", md_advice_actor (options->lang, md_cause_get_actor (cause)), " (");
  append_escaped (out, "", md_advice_confidence (options->lang, cause->confidence), ")</p>\n");
  append_label (out, options, "<h3>", "what-to-do", "</h3>\n");
  append_list (out, "ol", steps);
  append_label (out, options, "<h3>", "why-we-say-so", "</h3>\n<ul>\n");
  for (guint i = 0; i < cause->because->len; i++)
    append_finding (out, g_ptr_array_index (cause->because, i), options);
  g_string_append (out, "</ul>\n");
}

static void
append_ruled_out (GString *out, const MdVerdict *verdict, const MdReportOptions *options)
{
  if (verdict->ruled_out->len == 0)
    return;
  append_label (out, options, "<p>", "ruled-out", ": ");
  for (guint i = 0; i < verdict->ruled_out->len; i++)
    append_escaped (out, i == 0 ? "" : ", ",
                    md_advice_short_name (options->lang, g_array_index (verdict->ruled_out, MdCauseCode, i)), "");
  g_string_append (out, "</p>\n");
}

static void
append_verdict (GString *out, const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  g_autofree char *code = md_reference_code (record, verdict);

  append_label (out, options, "<h2>", "verdict-heading", "</h2>\n");
  if (verdict->causes->len > 0)
    append_cause (out, g_ptr_array_index (verdict->causes, 0), options);
  else
    {
      g_autofree char *title = md_advice_verdict_title (options->lang, verdict, record);
      g_auto (GStrv) steps = md_advice_verdict_steps (options->lang, verdict, record);

      append_escaped (out, verdict->status == MD_VERDICT_OK ? "<p class=\"ok\"><b>✔ " : "<p><b>? ", title,
                      "</b></p>\n");
      append_list (out, "ol", steps);
    }
  if (verdict->causes->len > 1)
    {
      append_label (out, options, "<h3>", "also-possible", "</h3>\n<ul>\n");
      for (guint i = 1; i < verdict->causes->len; i++)
        {
          g_autofree char *title = md_advice_title (options->lang, g_ptr_array_index (verdict->causes, i));

          append_escaped (out, "<li>", title, "</li>\n");
        }
      g_string_append (out, "</ul>\n");
    }
  append_ruled_out (out, verdict, options);
  append_label (out, options, "<p>", "reference-code", ": ");
  append_escaped (out, "<span class=\"code\">", code, "</span></p>\n");
}

static void
append_since (GString *out, const MdRecord *record, const MdReportOptions *options)
{
  g_auto (GStrv) lines = NULL;

  if (options->last_well == NULL)
    return;
  lines = md_history_since_lines (options->lang, options->last_well, record, g_get_real_time ());
  append_label (out, options, "<h2>", "since-it-worked", "</h2>\n");
  append_list (out, "ul", lines);
}

static void
append_evidence (GString *out, const MdStepRecord *step)
{
  for (guint i = 0; i < step->evidence->len; i++)
    {
      const MdEvidence *evidence = g_ptr_array_index (step->evidence, i);
      const char *const *lines = md_evidence_get_lines (evidence);

      append_escaped (out, "<pre>", md_evidence_get_probe (evidence), " ");
      append_escaped (out, "", md_evidence_get_target (evidence), ": ");
      append_escaped (out, "", md_evidence_get_result (evidence), "");
      g_string_append_printf (out, " (%.3f s)\n", md_evidence_get_seconds (evidence));
      for (guint j = 0; lines[j] != NULL; j++)
        append_escaped (out, "", lines[j], "\n");
      g_string_append (out, "</pre>\n");
    }
}

static void
append_step (GString *out, const MdStepRecord *step, const MdReportOptions *options)
{
  append_escaped (out, "<h3>", md_step_id_name (step->id), " ");
  append_escaped (out, "", md_step_short_title (options->lang, step->id), ": ");
  append_escaped (out, "", md_status_word (options->lang, step->status), "</h3>\n<ul>\n");
  for (guint i = 0; i < step->findings->len; i++)
    append_finding (out, g_ptr_array_index (step->findings, i), options);
  g_string_append (out, "</ul>\n");
  if (options->evidence)
    append_evidence (out, step);
}

static void
append_field (GString *out, const MdReportOptions *options, const char *id, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  append_label (out, options, "<br>", id, ": ");
  append_escaped (out, "", value, "\n");
}

static void
append_head (GString *out, const MdRecord *record, const MdReportOptions *options)
{
  const MdEndpoint *best = record->settings != NULL && record->settings->outgoing->len > 0
                               ? g_ptr_array_index (record->settings->outgoing, 0)
                               : NULL;
  g_autofree char *date = md_report_date (record->started);
  g_autofree char *heading = g_strconcat ("heading-", record->guide, NULL);
  g_autofree char *configured = md_report_endpoint (record->kase->outgoing);
  g_autofree char *recommended = md_report_endpoint (best);

  if (record->practice)
    append_label (out, options, "<p class=\"banner\">", "practice-banner", "</p>\n");
  append_label (out, options, "<h1>", heading, "</h1>\n");
  append_escaped (out, "<p>maildoctor " MD_VERSION " · ", date, "\n");
  append_field (out, options, "address", record->kase->email);
  append_field (out, options, "configured", configured);
  append_field (out, options, "recommended", recommended);
  g_string_append (out, "</p>\n");
}

static void
append_report (GString *out, const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  g_auto (GStrv) habits = md_advice_prevention (options->lang, verdict, record);

  append_head (out, record, options);
  append_verdict (out, record, verdict, options);
  append_since (out, record, options);
  append_label (out, options, "<h2>", "steps-heading", "</h2>\n");
  for (guint i = 0; i < record->steps->len; i++)
    append_step (out, g_ptr_array_index (record->steps, i), options);
  if (habits[0] != NULL)
    {
      append_label (out, options, "<h2>", "prevention-heading", "</h2>\n");
      append_list (out, "ul", habits);
    }
}

/* Side by side where there is room; what the servers said has one language and stands below both. */
static void
append_both (GString *out, const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  const MdReportOptions languages[] = { *options, md_report_other_language (options) };

  g_string_append (out, "<div class=\"both\">\n");
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      MdReportOptions plain = languages[i];

      plain.evidence = FALSE;
      g_string_append_printf (out, "<div lang=\"%s\">\n", md_lang_code (plain.lang));
      append_report (out, record, verdict, &plain);
      g_string_append (out, "</div>\n");
    }
  g_string_append (out, "</div>\n");
  if (!options->evidence)
    return;
  append_label (out, options, "<h2>", "evidence-heading", "</h2>\n");
  for (guint i = 0; i < record->steps->len; i++)
    append_evidence (out, g_ptr_array_index (record->steps, i));
}

char *
md_report_html (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  GString *out = g_string_new (NULL);
  g_autofree char *heading = g_strconcat ("heading-", record->guide, NULL);
  g_autofree char *title = md_report_label (options, heading);

  md_report_append_html_head (out, options->lang, title);
  if (options->both)
    append_both (out, record, verdict, options);
  else
    append_report (out, record, verdict, options);
  g_string_append (out, "</body></html>\n");
  return md_report_finish (g_string_free (out, FALSE), record, options);
}

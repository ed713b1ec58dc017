/* report-json.c - a run as the JSON document of the command's contract, "format": 1
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report-json"

#include "config.h"

#include "report/json-text.h"
#include "report/report-private.h"

#include <math.h>
#include <string.h>
#include <time.h>

static void
add_string (MdJsonText *json, const char *name, const char *value)
{
  md_json_text_name (json, name);
  md_json_text_string (json, value);
}

/* ISO 8601, to the second, in UTC.  A clock outside of all years says nothing. */
static void
add_time (MdJsonText *json, const char *name, gint64 unix_micros)
{
  time_t seconds = (time_t) (unix_micros / G_USEC_PER_SEC);
  struct tm utc;
  char text[32];

  if (unix_micros < 0 || gmtime_r (&seconds, &utc) == NULL || utc.tm_year + 1900 > 9999)
    add_string (json, name, "1970-01-01T00:00:00Z");
  else if (strftime (text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0)
    add_string (json, name, text);
}

static void
add_seconds (MdJsonText *json, double seconds)
{
  md_json_text_name (json, "seconds");
  md_json_text_decimal (json, seconds);
}

static void
add_strings (MdJsonText *json, const char *name, const char *const *values)
{
  md_json_text_name (json, name);
  md_json_text_open (json, '[');
  for (guint i = 0; values[i] != NULL; i++)
    md_json_text_string (json, values[i]);
  md_json_text_close (json, ']');
}

static void
add_endpoint (MdJsonText *json, const char *name, const MdEndpoint *endpoint)
{
  if (endpoint == NULL)
    return;
  md_json_text_name (json, name);
  md_json_text_open (json, '{');
  add_string (json, "protocol", md_protocol_name (endpoint->protocol));
  add_string (json, "host", endpoint->host);
  md_json_text_name (json, "port");
  md_json_text_number (json, endpoint->port);
  add_string (json, "security", md_security_name (endpoint->security));
  md_json_text_close (json, '}');
}

static void
add_account (MdJsonText *json, const MdRecord *record)
{
  const MdCase *kase = record->kase;
  const MdSettings *settings = record->settings;

  md_json_text_name (json, "account");
  md_json_text_open (json, '{');
  add_string (json, "email", kase->email);
  md_json_text_name (json, "configured");
  md_json_text_open (json, '{');
  add_endpoint (json, "outgoing", kase->outgoing);
  add_endpoint (json, "incoming", kase->incoming);
  add_string (json, "user", md_case_get_user (kase, MD_SUBJECT_OUTGOING));
  md_json_text_name (json, "signs_in");
  md_json_text_truth (json, !kase->no_auth);
  md_json_text_close (json, '}');
  md_json_text_name (json, "recommended");
  md_json_text_open (json, '{');
  if (settings != NULL)
    {
      add_endpoint (json, "outgoing",
                    settings->outgoing->len > 0 ? g_ptr_array_index (settings->outgoing, 0) : NULL);
      add_endpoint (json, "incoming",
                    settings->incoming->len > 0 ? g_ptr_array_index (settings->incoming, 0) : NULL);
      add_string (json, "provider", settings->provider);
      add_string (json, "source", md_settings_source_name (settings->source));
    }
  md_json_text_close (json, '}');
  md_json_text_close (json, '}');
}

/* What the person said; only questions that were answered. */
static void
add_answers (MdJsonText *json, const MdCase *kase)
{
  md_json_text_name (json, "answers");
  md_json_text_open (json, '{');
  for (guint q = 0; q < MD_N_QUESTIONS; q++)
    if (kase->answers[q] != MD_ANSWER_NOT_TRIED)
      add_string (json, md_question_id ((MdQuestion) q), kase->answers[q] == MD_ANSWER_YES ? "yes" : "no");
  md_json_text_close (json, '}');
}

static void
add_finding (MdJsonText *json, const MdFinding *finding, MdLang lang)
{
  MdFindingCode code = md_finding_get_code (finding);
  const char *const *names = md_finding_code_parameters (code);
  g_autofree char *text = md_finding_line (lang, finding);

  md_json_text_open (json, '{');
  add_string (json, "id", md_finding_code_id (code));
  add_string (json, "severity", md_severity_name (md_finding_get_severity (finding)));
  add_string (json, "subject", md_subject_name (md_finding_get_subject (finding)));
  md_json_text_name (json, "params");
  md_json_text_open (json, '{');
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = md_finding_get (finding, names[i]);
      guint64 port;

      if (names[i][0] == '\0')
        continue;
      if (strcmp (names[i], "port") == 0 && g_ascii_string_to_unsigned (value, 10, 0, 65535, &port, NULL))
        {
          md_json_text_name (json, names[i]);
          md_json_text_number (json, (gint64) port);
        }
      else
        add_string (json, names[i], value);
    }
  md_json_text_close (json, '}');
  add_string (json, "text", text);
  md_json_text_close (json, '}');
}

static void
add_evidence (MdJsonText *json, const MdEvidence *evidence)
{
  md_json_text_open (json, '{');
  add_string (json, "probe", md_evidence_get_probe (evidence));
  add_string (json, "target", md_evidence_get_target (evidence));
  add_string (json, "result", md_evidence_get_result (evidence));
  add_seconds (json, md_evidence_get_seconds (evidence));
  add_strings (json, "lines", md_evidence_get_lines (evidence));
  md_json_text_close (json, '}');
}

static void
add_step (MdJsonText *json, const MdStepRecord *step, const MdReportOptions *options)
{
  /* The contract has no word for "we failed"; the finding check-broken says it. */
  MdStatus status = step->status == MD_STATUS_BROKEN ? MD_STATUS_WARNING : step->status;

  md_json_text_open (json, '{');
  add_string (json, "id", md_step_id_name (step->id));
  add_string (json, "name", md_step_short_title (options->lang, step->id));
  add_string (json, "status", md_status_name (status));
  add_seconds (json, step->seconds);
  md_json_text_name (json, "findings");
  md_json_text_open (json, '[');
  for (guint i = 0; i < step->findings->len; i++)
    add_finding (json, g_ptr_array_index (step->findings, i), options->lang);
  md_json_text_close (json, ']');
  md_json_text_name (json, "evidence");
  md_json_text_open (json, '[');
  for (guint i = 0; i < step->evidence->len; i++)
    add_evidence (json, g_ptr_array_index (step->evidence, i));
  md_json_text_close (json, ']');
  md_json_text_close (json, '}');
}

static void
add_cause (MdJsonText *json, const MdCause *cause, MdLang lang)
{
  g_autofree char *title = md_advice_title (lang, cause);
  g_auto (GStrv) steps = md_advice_steps (lang, cause);

  md_json_text_open (json, '{');
  add_string (json, "id", md_cause_id (cause->code));
  md_json_text_name (json, "confidence");
  md_json_text_decimal (json, round (cause->confidence * 100) / 100);
  add_string (json, "actor", md_actor_name (md_cause_get_actor (cause)));
  add_string (json, "title", title);
  add_strings (json, "advice", (const char *const *) steps);
  md_json_text_name (json, "because");
  md_json_text_open (json, '[');
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *reference = g_strdup_printf ("%s/%s", md_step_id_name (md_finding_get_step (finding)),
                                                    md_finding_code_id (md_finding_get_code (finding)));

      md_json_text_string (json, reference);
    }
  md_json_text_close (json, ']');
  md_json_text_close (json, '}');
}

static void
add_verdict (MdJsonText *json, const MdRecord *record, const MdVerdict *verdict, MdLang lang)
{
  g_autofree char *code = md_reference_code (record, verdict);

  md_json_text_name (json, "verdict");
  md_json_text_open (json, '{');
  add_string (json, "status", md_verdict_status_name (verdict->status));
  md_json_text_name (json, "causes");
  md_json_text_open (json, '[');
  for (guint i = 0; i < verdict->causes->len; i++)
    add_cause (json, g_ptr_array_index (verdict->causes, i), lang);
  md_json_text_close (json, ']');
  md_json_text_name (json, "ruled_out");
  md_json_text_open (json, '[');
  for (guint i = 0; i < verdict->ruled_out->len; i++)
    md_json_text_string (json, md_cause_id (g_array_index (verdict->ruled_out, MdCauseCode, i)));
  md_json_text_close (json, ']');
  add_string (json, "reference", code);
  md_json_text_close (json, '}');
}

char *
md_report_json (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  MdJsonText text, *json = &text;

  md_json_text_init (json);
  md_json_text_open (json, '{');
  md_json_text_name (json, "format");
  md_json_text_number (json, 1);
  add_string (json, "program", "maildoctor " MD_VERSION);
  add_string (json, "guide", record->guide);
  add_string (json, "lang", md_lang_code (options->lang));
  md_json_text_name (json, "practice");
  md_json_text_truth (json, record->practice);
  add_time (json, "started", record->started);
  add_seconds (json, record->seconds);
  add_account (json, record);
  add_answers (json, record->kase);
  md_json_text_name (json, "steps");
  md_json_text_open (json, '[');
  for (guint i = 0; i < record->steps->len; i++)
    add_step (json, g_ptr_array_index (record->steps, i), options);
  md_json_text_close (json, ']');
  add_verdict (json, record, verdict, options->lang);
  md_json_text_close (json, '}');
  g_string_append_c (json->text, '\n');
  return md_report_finish (md_json_text_end (json), record, options);
}

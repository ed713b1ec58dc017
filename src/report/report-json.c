/* report-json.c - a run as the JSON document of the command's contract, "format": 1
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report-json"

#include "config.h"

#include "report/report-private.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

static void
add_seconds (JsonBuilder *builder, double seconds)
{
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, round (seconds * 1000) / 1000);
}

static void
add_strings (JsonBuilder *builder, const char *name, const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_endpoint (JsonBuilder *builder, const char *name, const MdEndpoint *endpoint)
{
  if (endpoint == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_string (builder, "protocol", md_protocol_name (endpoint->protocol));
  add_string (builder, "host", endpoint->host);
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, endpoint->port);
  add_string (builder, "security", md_security_name (endpoint->security));
  json_builder_end_object (builder);
}

static void
add_account (JsonBuilder *builder, const MdRecord *record)
{
  const MdCase *kase = record->kase;
  const MdSettings *settings = record->settings;

  json_builder_set_member_name (builder, "account");
  json_builder_begin_object (builder);
  add_string (builder, "email", kase->email);
  json_builder_set_member_name (builder, "configured");
  json_builder_begin_object (builder);
  add_endpoint (builder, "outgoing", kase->outgoing);
  add_endpoint (builder, "incoming", kase->incoming);
  add_string (builder, "user", md_case_get_user (kase, MD_SUBJECT_OUTGOING));
  json_builder_set_member_name (builder, "signs_in");
  json_builder_add_boolean_value (builder, !kase->no_auth);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "recommended");
  json_builder_begin_object (builder);
  if (settings != NULL)
    {
      add_endpoint (builder, "outgoing",
                    settings->outgoing->len > 0 ? g_ptr_array_index (settings->outgoing, 0) : NULL);
      add_endpoint (builder, "incoming",
                    settings->incoming->len > 0 ? g_ptr_array_index (settings->incoming, 0) : NULL);
      add_string (builder, "provider", settings->provider);
      add_string (builder, "source", md_settings_source_name (settings->source));
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_finding (JsonBuilder *builder, const MdFinding *finding, MdLang lang)
{
  MdFindingCode code = md_finding_get_code (finding);
  const char *const *names = md_finding_code_parameters (code);
  g_autofree char *text = md_finding_line (lang, finding);

  json_builder_begin_object (builder);
  add_string (builder, "id", md_finding_code_id (code));
  add_string (builder, "severity", md_severity_name (md_finding_get_severity (finding)));
  add_string (builder, "subject", md_subject_name (md_finding_get_subject (finding)));
  json_builder_set_member_name (builder, "params");
  json_builder_begin_object (builder);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = md_finding_get (finding, names[i]);
      guint64 port;

      if (names[i][0] == '\0')
        continue;
      if (strcmp (names[i], "port") == 0 && g_ascii_string_to_unsigned (value, 10, 0, 65535, &port, NULL))
        {
          json_builder_set_member_name (builder, names[i]);
          json_builder_add_int_value (builder, (gint64) port);
        }
      else
        add_string (builder, names[i], value);
    }
  json_builder_end_object (builder);
  add_string (builder, "text", text);
  json_builder_end_object (builder);
}

static void
add_evidence (JsonBuilder *builder, const MdEvidence *evidence)
{
  json_builder_begin_object (builder);
  add_string (builder, "probe", md_evidence_get_probe (evidence));
  add_string (builder, "target", md_evidence_get_target (evidence));
  add_string (builder, "result", md_evidence_get_result (evidence));
  add_seconds (builder, md_evidence_get_seconds (evidence));
  add_strings (builder, "lines", md_evidence_get_lines (evidence));
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder, const MdStepRecord *step, const MdReportOptions *options)
{
  /* The contract has no word for "we failed"; the finding check-broken says it. */
  MdStatus status = step->status == MD_STATUS_BROKEN ? MD_STATUS_WARNING : step->status;

  json_builder_begin_object (builder);
  add_string (builder, "id", md_step_id_name (step->id));
  add_string (builder, "name", md_step_short_title (options->lang, step->id));
  add_string (builder, "status", md_status_name (status));
  add_seconds (builder, step->seconds);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < step->findings->len; i++)
    add_finding (builder, g_ptr_array_index (step->findings, i), options->lang);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_array (builder);
  for (guint i = 0; i < step->evidence->len; i++)
    add_evidence (builder, g_ptr_array_index (step->evidence, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_cause (JsonBuilder *builder, const MdCause *cause, MdLang lang)
{
  g_autofree char *title = md_advice_title (lang, cause);
  g_auto (GStrv) steps = md_advice_steps (lang, cause);

  json_builder_begin_object (builder);
  add_string (builder, "id", md_cause_id (cause->code));
  json_builder_set_member_name (builder, "confidence");
  json_builder_add_double_value (builder, round (cause->confidence * 100) / 100);
  add_string (builder, "actor", md_actor_name (md_cause_get_actor (cause)));
  add_string (builder, "title", title);
  add_strings (builder, "advice", (const char *const *) steps);
  json_builder_set_member_name (builder, "because");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *reference = g_strdup_printf ("%s/%s", md_step_id_name (md_finding_get_step (finding)),
                                                    md_finding_code_id (md_finding_get_code (finding)));

      json_builder_add_string_value (builder, reference);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_verdict (JsonBuilder *builder, const MdRecord *record, const MdVerdict *verdict, MdLang lang)
{
  g_autofree char *code = md_reference_code (record, verdict);

  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  add_string (builder, "status", md_verdict_status_name (verdict->status));
  json_builder_set_member_name (builder, "causes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verdict->causes->len; i++)
    add_cause (builder, g_ptr_array_index (verdict->causes, i), lang);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "ruled_out");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verdict->ruled_out->len; i++)
    json_builder_add_string_value (builder, md_cause_id (g_array_index (verdict->ruled_out, MdCauseCode, i)));
  json_builder_end_array (builder);
  add_string (builder, "reference", code);
  json_builder_end_object (builder);
}

char *
md_report_json (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (record->started / G_USEC_PER_SEC);
  g_autofree char *started = g_date_time_format_iso8601 (utc);
  g_autofree char *document = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, 1);
  add_string (builder, "program", "maildoctor " MD_VERSION);
  add_string (builder, "guide", record->guide);
  add_string (builder, "lang", md_lang_code (options->lang));
  json_builder_set_member_name (builder, "practice");
  json_builder_add_boolean_value (builder, record->practice);
  add_string (builder, "started", started);
  add_seconds (builder, record->seconds);
  add_account (builder, record);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < record->steps->len; i++)
    add_step (builder, g_ptr_array_index (record->steps, i), options);
  json_builder_end_array (builder);
  add_verdict (builder, record, verdict, options->lang);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  document = json_generator_to_data (generator, NULL);
  return md_report_finish (g_strconcat (document, "\n", NULL), record, options);
}

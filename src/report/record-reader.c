/* record-reader.c - a run as it was written down, back from its JSON document; see record-reader.h
 *
 * The file is on this computer, but anything may have happened to it: each member is looked at before it is used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"

#include "report/record-reader.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define MAX_ITEMS 5000

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static double
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
             ? json_node_get_double (node)
             : 0;
}

/* Never less than none, nor more than a year. */
static double
get_seconds (JsonObject *object)
{
  return CLAMP (get_number (object, "seconds"), 0, 366.0 * 24 * 60 * 60);
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The objects of the list @name. */
static GPtrArray *
get_objects (JsonObject *object, const char *name)
{
  GPtrArray *objects = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), MAX_ITEMS); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      g_ptr_array_add (objects, json_array_get_object_element (array, i));
  return objects;
}

static MdFinding *
read_finding (JsonObject *object, MdStepId step)
{
  JsonObject *params = get_object (object, "params");
  const char *id = get_string (object, "id");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GList) members = params != NULL ? json_object_get_members (params) : NULL;
  g_auto (GStrv) name_list = NULL;
  g_auto (GStrv) value_list = NULL;
  MdFindingCode code;
  MdSubject subject = MD_SUBJECT_ANY;

  if (id == NULL || !md_finding_code_from_id (id, &code))
    return NULL;
  if (get_string (object, "subject") != NULL)
    (void) md_subject_from_name (get_string (object, "subject"), &subject);
  for (GList *link = members; link != NULL; link = link->next)
    {
      const char *value = get_string (params, link->data);
      g_autofree char *number = value == NULL ? g_strdup_printf ("%.0f", get_number (params, link->data)) : NULL;

      g_strv_builder_add (names, link->data);
      g_strv_builder_add (values, value != NULL ? value : number);
    }
  name_list = g_strv_builder_end (names);
  value_list = g_strv_builder_end (values);
  return md_finding_new_from_values (step, subject, code, (const char *const *) name_list,
                                     (const char *const *) value_list);
}

static MdEvidence *
read_evidence (JsonObject *object, MdStepId step)
{
  const char *probe = get_string (object, "probe"), *target = get_string (object, "target");
  const char *result = get_string (object, "result");
  JsonNode *node = json_object_get_member (object, "lines");
  JsonArray *lines = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  MdEvidence *evidence;

  if (probe == NULL || target == NULL || result == NULL)
    return NULL;
  evidence = md_evidence_new (step, probe, target, result, (gint64) (get_seconds (object) * G_USEC_PER_SEC));
  for (guint i = 0; lines != NULL && i < MIN (json_array_get_length (lines), MAX_ITEMS); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);

      if (JSON_NODE_HOLDS_VALUE (line) && json_node_get_value_type (line) == G_TYPE_STRING)
        md_evidence_add_line (evidence, json_node_get_string (line));
    }
  return evidence;
}

static void
read_step (JsonObject *object, MdRecord *record)
{
  g_autoptr (GPtrArray) findings = get_objects (object, "findings");
  g_autoptr (GPtrArray) evidence = get_objects (object, "evidence");
  const char *id = get_string (object, "id");
  MdStepRecord *step;
  MdStepId known;

  if (id == NULL || !md_step_id_from_name (id, &known))
    return;
  step = md_step_record_new (known);
  step->status = MD_STATUS_SKIPPED;
  (void) md_status_from_name (get_string (object, "status"), &step->status);
  step->seconds = get_seconds (object);
  for (guint i = 0; i < findings->len; i++)
    {
      MdFinding *finding = read_finding (g_ptr_array_index (findings, i), known);

      if (finding != NULL)
        g_ptr_array_add (step->findings, finding);
    }
  for (guint i = 0; i < evidence->len; i++)
    {
      MdEvidence *one = read_evidence (g_ptr_array_index (evidence, i), known);

      if (one != NULL)
        g_ptr_array_add (step->evidence, one);
    }
  g_ptr_array_add (record->steps, step);
}

static MdEndpoint *
read_endpoint (JsonObject *object)
{
  const char *protocol = get_string (object, "protocol"), *host = get_string (object, "host");
  const char *security = get_string (object, "security");
  g_autofree char *text = NULL;
  double port = object != NULL ? get_number (object, "port") : 0;

  if (protocol == NULL || host == NULL || security == NULL || port < 1 || port > 65535)
    return NULL;
  text = g_strdup_printf ("%s://%s:%.0f/%s", protocol, host, port, security);
  return md_endpoint_parse (text, MD_PROTOCOL_SMTP, NULL);
}

static void
read_answers (JsonObject *object, MdCase *kase)
{
  for (guint q = 0; q < MD_N_QUESTIONS; q++)
    {
      const char *answer = get_string (object, md_question_id ((MdQuestion) q));

      if (g_strcmp0 (answer, "yes") == 0)
        kase->answers[q] = MD_ANSWER_YES;
      else if (g_strcmp0 (answer, "no") == 0)
        kase->answers[q] = MD_ANSWER_NO;
    }
}

/* NULL when nothing was recommended. */
static MdSettings *
read_recommended (JsonObject *object)
{
  g_autoptr (MdEndpoint) outgoing = read_endpoint (get_object (object, "outgoing"));
  g_autoptr (MdEndpoint) incoming = read_endpoint (get_object (object, "incoming"));
  const char *name = get_string (object, "source");
  MdSettingsSource source = MD_SOURCE_CANDIDATE;
  MdSettings *settings;

  if (outgoing == NULL && incoming == NULL)
    return NULL;
  for (guint i = 0; i < MD_N_SOURCES; i++)
    if (g_strcmp0 (md_settings_source_name ((MdSettingsSource) i), name) == 0)
      source = (MdSettingsSource) i;
  settings = md_settings_new (source);
  settings->provider = g_strdup (get_string (object, "provider"));
  if (outgoing != NULL)
    g_ptr_array_add (settings->outgoing, g_steal_pointer (&outgoing));
  if (incoming != NULL)
    g_ptr_array_add (settings->incoming, g_steal_pointer (&incoming));
  return settings;
}

static MdCase *
read_account (JsonObject *object)
{
  JsonObject *configured = get_object (object, "configured");
  MdCase *kase = md_case_new ();

  kase->email = g_strdup (get_string (object, "email"));
  kase->user = g_strdup (get_string (configured, "user"));
  kase->outgoing = read_endpoint (get_object (configured, "outgoing"));
  kase->incoming = read_endpoint (get_object (configured, "incoming"));
  return kase;
}

MdRecord *
md_record_read_json (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (MdCase) kase = NULL;
  g_autoptr (GDateTime) started = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  JsonObject *root = NULL;
  MdRecord *record;
  MdGuide guide;

  if (length <= MD_RECORD_MAX_BYTES && json_parser_load_from_data (parser, text, (gssize) length, NULL)
      && json_parser_get_root (parser) != NULL && JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    root = json_node_get_object (json_parser_get_root (parser));
  if (root == NULL || get_number (root, "format") != 1 || !md_guide_from_name (get_string (root, "guide"), &guide))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is no report");
      return NULL;
    }
  kase = read_account (get_object (root, "account"));
  read_answers (get_object (root, "answers"), kase);
  record = md_record_new (get_string (root, "guide"), kase);
  record->settings = read_recommended (get_object (get_object (root, "account"), "recommended"));
  record->practice = json_object_get_boolean_member_with_default (root, "practice", FALSE);
  record->seconds = get_seconds (root);
  if (get_string (root, "started") != NULL)
    started = g_date_time_new_from_iso8601 (get_string (root, "started"), NULL);
  record->started = started != NULL ? g_date_time_to_unix (started) * G_USEC_PER_SEC : 0;
  steps = get_objects (root, "steps");
  for (guint i = 0; i < steps->len; i++)
    read_step (g_ptr_array_index (steps, i), record);
  return record;
}

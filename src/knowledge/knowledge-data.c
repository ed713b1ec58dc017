/* knowledge-data.c - reading the compiled-in data files; see knowledge-data.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include "md-knowledge-resources.h"

#define FOLDER "/io/github/maildoctor/MailDoctor/knowledge/"

JsonNode *
md_knowledge_load (const char *file)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (FOLDER, file, NULL);
  const char *text;
  gsize length = 0;

  /* Named so that it is linked in, not used: while another thread registers it (together with every other resource of
   * the program) it is NULL for a moment; only the global lookup waits for that. */
  (void) md_knowledge_get_resource ();
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    g_error ("%s: %s", file, error->message);
  text = g_bytes_get_data (bytes, &length);
  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    g_error ("%s: %s", file, error->message);
  return json_parser_steal_root (parser);
}

const char *
md_knowledge_string (JsonObject *object, const char *member, GStringChunk *strings)
{
  const char *text = json_object_get_string_member_with_default (object, member, NULL);

  return text == NULL ? NULL : g_string_chunk_insert_const (strings, text);
}

guint
md_knowledge_number (JsonObject *object, const char *member)
{
  return (guint) json_object_get_int_member_with_default (object, member, 0);
}

gboolean
md_knowledge_flag (JsonObject *object, const char *member)
{
  return json_object_get_boolean_member_with_default (object, member, FALSE);
}

JsonArray *
md_knowledge_array (JsonObject *object, const char *member, guint *n_elements)
{
  JsonArray *array = json_object_has_member (object, member) ? json_object_get_array_member (object, member) : NULL;

  *n_elements = array == NULL ? 0 : json_array_get_length (array);
  return array;
}

const char *const *
md_knowledge_strings (JsonObject *object, const char *member, GStringChunk *strings)
{
  guint n_strings = 0;
  JsonArray *array = md_knowledge_array (object, member, &n_strings);
  const char **list = g_new0 (const char *, n_strings + 1);

  for (guint i = 0; i < n_strings; i++)
    list[i] = g_string_chunk_insert_const (strings, json_array_get_string_element (array, i));
  return list;
}

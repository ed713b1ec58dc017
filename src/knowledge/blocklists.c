/* blocklists.c - public block lists and what their answers mean; see knowledge.h
 *
 * A list is believed only in the answers it has published: everything outside 127.0.0.0/16, its error codes and
 * answers it never announced are no listing.  Lists that have closed are not in the file at all (a closed list may
 * answer that everybody is listed).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include <string.h>

typedef struct
{
  MdListing listing;
  const char *meaning;
} Meaning;

typedef struct
{
  GHashTable *answers;  /* "127.0.0.2" → Meaning */
  guint bits;           /* of the last octet that mean a listing; 0: not that kind of list */
} Code;

typedef struct
{
  MdBlocklist *lists;
  Code *codes;          /* one a list */
  gsize n_lists;
  GStringChunk *strings;  /* (owned) what the rows point to */
} Lists;

static MdListing
listing_from_word (const char *text)
{
  if (g_str_has_prefix (text, "listed:"))
    return MD_LISTING_LISTED;
  if (g_str_has_prefix (text, "policy:"))
    return MD_LISTING_POLICY;
  return g_str_has_prefix (text, "none:") ? MD_LISTING_NONE : MD_LISTING_VOID;
}

static void
read_codes (Code *self, JsonObject *object, GStringChunk *strings)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  self->answers = g_hash_table_new (g_str_hash, g_str_equal);
  if (json_object_has_member (object, "answers"))
    {
      json_object_iter_init (&iter, json_object_get_object_member (object, "answers"));
      while (json_object_iter_next (&iter, &key, &value))
        {
          const char *text = json_node_get_string (value);
          Meaning *meaning = g_new0 (Meaning, 1);

          meaning->listing = listing_from_word (text);
          meaning->meaning = g_string_chunk_insert_const (strings, strchr (text, ':') + 2);
          g_hash_table_insert (self->answers, g_string_chunk_insert_const (strings, key), meaning);
        }
    }
  if (json_object_has_member (object, "bits"))
    {
      json_object_iter_init (&iter, json_object_get_object_member (object, "bits"));
      while (json_object_iter_next (&iter, &key, &value))
        self->bits |= (guint) g_ascii_strtoull (key, NULL, 10);
    }
}

static void
read_list (MdBlocklist *self, JsonObject *object, GStringChunk *strings)
{
  guint n_kinds = 0;
  JsonArray *kinds = md_knowledge_array (object, "kinds", &n_kinds);

  self->zone = md_knowledge_string (object, "zone", strings);
  self->url = md_knowledge_string (object, "url", strings);
  self->test = md_knowledge_string (object, "test", strings);
  self->control = md_knowledge_string (object, "control", strings);
  self->weight = (gint) md_knowledge_number (object, "weight");
  for (guint i = 0; i < n_kinds; i++)
    {
      const char *kind = json_array_get_string_element (kinds, i);

      self->ip4 |= strcmp (kind, "ip4") == 0;
      self->ip6 |= strcmp (kind, "ip6") == 0;
      self->domain |= strcmp (kind, "domain") == 0;
    }
}

static Lists *
load (void)
{
  Lists *self = g_new0 (Lists, 1);
  GStringChunk *strings = g_string_chunk_new (4096);
  g_autoptr (JsonNode) root = md_knowledge_load ("blocklists.json");
  guint n_rows = 0;
  JsonArray *rows = md_knowledge_array (json_node_get_object (root), "lists", &n_rows);

  self->strings = strings;
  self->n_lists = n_rows;
  self->lists = g_new0 (MdBlocklist, n_rows);
  self->codes = g_new0 (Code, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      JsonObject *object = json_array_get_object_element (rows, i);

      read_list (&self->lists[i], object, strings);
      read_codes (&self->codes[i], object, strings);
    }
  return self;
}

static const Lists *
lists (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

const MdBlocklist *
md_blocklists_get (gsize *n_lists)
{
  *n_lists = lists ()->n_lists;
  return lists ()->lists;
}

MdListing
md_blocklist_judge (const MdBlocklist *list, const char *answer, const char **meaning)
{
  const Lists *all = lists ();
  const Code *code = &all->codes[list - all->lists];
  const Meaning *known = g_hash_table_lookup (code->answers, answer);

  if (meaning != NULL)
    *meaning = known != NULL ? known->meaning : NULL;
  if (known != NULL)
    return known->listing;
  if (code->bits != 0 && g_str_has_prefix (answer, "127.0.0."))
    return (g_ascii_strtoull (answer + strlen ("127.0.0."), NULL, 10) & code->bits) != 0 ? MD_LISTING_LISTED
                                                                                         : MD_LISTING_VOID;
  return MD_LISTING_VOID;
}

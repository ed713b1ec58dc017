/* typos.c - the domain that was probably meant; see knowledge.h
 *
 * First the table of known slips, then slips of the ending (".con"), then one edit (a letter more, less, other, or two
 * swapped) away from a popular domain.  A popular domain itself is never corrected.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include <string.h>

#define EDITED_MIN_LENGTH 5 /* one edit of "ya.com" is still telling, of "o2.pl" it is not */

typedef struct
{
  GHashTable *slips;            /* typed → meant */
  GHashTable *endings;          /* ".con" → meant domain's ending */
  GHashTable *popular_set;
  const char *const *popular;
  GStringChunk *strings;  /* (owned) what the rows point to */
} Slips;

static GHashTable *
read_pairs (JsonObject *object, const char *member, GStringChunk *strings)
{
  GHashTable *pairs = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  const char *typed;
  JsonNode *meant;

  json_object_iter_init (&iter, json_object_get_object_member (object, member));
  while (json_object_iter_next (&iter, &typed, &meant))
    g_hash_table_insert (pairs, g_string_chunk_insert_const (strings, typed),
                         g_string_chunk_insert_const (strings, json_node_get_string (meant)));
  return pairs;
}

static Slips *
load (void)
{
  Slips *self = g_new0 (Slips, 1);
  GStringChunk *strings = g_string_chunk_new (4096);
  g_autoptr (JsonNode) root = md_knowledge_load ("typos.json");
  JsonObject *object = json_node_get_object (root);

  self->strings = strings;
  self->slips = read_pairs (object, "slips", strings);
  self->endings = read_pairs (object, "endings", strings);
  self->popular = md_knowledge_strings (object, "popular", strings);
  self->popular_set = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; self->popular[i] != NULL; i++)
    g_hash_table_add (self->popular_set, (gpointer) self->popular[i]);
  return self;
}

static const Slips *
slips (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

/* TRUE when one letter put in, left out, replaced, or two neighbours swapped make @a of @b (both differ). */
static gboolean
is_one_edit (const char *a, const char *b)
{
  gsize length_a = strlen (a), length_b = strlen (b), same = 0;

  while (a[same] != '\0' && a[same] == b[same])
    same++;
  if (length_a == length_b)
    {
      if (strcmp (a + same + 1, b + same + 1) == 0)
        return TRUE;
      return a[same] == b[same + 1] && a[same + 1] == b[same] && a[same + 1] != '\0'
             && strcmp (a + same + 2, b + same + 2) == 0;
    }
  if (length_a + 1 == length_b)
    return strcmp (a + same, b + same + 1) == 0;
  return length_a == length_b + 1 && strcmp (a + same + 1, b + same) == 0;
}

/* The whole new domain, kept for the life of the process since callers get a constant string. */
static const char *
with_ending (const Slips *all, const char *domain)
{
  const char *dot = strchr (domain, '.');

  while (dot != NULL)
    {
      const char *meant = dot == domain ? NULL : g_hash_table_lookup (all->endings, dot);

      if (meant != NULL)
        {
          g_autofree char *name = g_strndup (domain, (gsize) (dot - domain));
          g_autofree char *whole = g_strconcat (name, meant, NULL);

          return g_intern_string (whole);
        }
      dot = strchr (dot + 1, '.');
    }
  return NULL;
}

const char *
md_typos_suggest (const char *domain)
{
  g_autofree char *name = md_host_normalize (domain);
  const Slips *all = slips ();
  const char *meant;

  if (name == NULL || g_hash_table_contains (all->popular_set, name))
    return NULL;
  meant = g_hash_table_lookup (all->slips, name);
  if (meant == NULL)
    meant = with_ending (all, name);
  for (gsize i = 0; meant == NULL && strlen (name) > EDITED_MIN_LENGTH && all->popular[i] != NULL; i++)
    if (is_one_edit (name, all->popular[i]))
      meant = all->popular[i];
  return meant;
}

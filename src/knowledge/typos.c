/* typos.c - the domain that was probably meant; see knowledge.h
 *
 * First the table of known slips, then slips of the ending (".con"), then one edit (a letter more, less, other, or two
 * swapped) away from a popular domain; of several, the one whose slip fingers make most often.  The domain of a known
 * provider is never corrected.
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

/* Costs of a slip: the less, the more often fingers make it. */
enum
{
  SLIP_OF_A_FINGER = 1, /* a letter doubled, two swapped, the key beside */
  SLIP_LEFT_OUT,
  SLIP_OTHER,
  SLIP_NONE,            /* more than one edit apart */
};

/* Neighbours on the keyboard that most countries with Latin letters share. */
static gboolean
are_beside (char a, char b)
{
  static const char *const keys[] = { "1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm,." };

  for (guint row = 0; row < G_N_ELEMENTS (keys); row++)
    {
      const char *one = strchr (keys[row], a);
      const char *below = one != NULL && row + 1 < G_N_ELEMENTS (keys) ? keys[row + 1] : NULL;
      const char *above = one != NULL && row > 0 ? keys[row - 1] : NULL;
      gssize column = one != NULL ? one - keys[row] : 0;
      const char *other = strchr (keys[row], b);

      if (one == NULL)
        continue;
      if (other != NULL)
        return other - one == 1 || one - other == 1;
      other = below != NULL ? strchr (below, b) : NULL;
      if (other != NULL)
        return other - below == column || other - below == column - 1;
      other = above != NULL ? strchr (above, b) : NULL;
      return other != NULL && (other - above == column || other - above == column + 1);
    }
  return FALSE;
}

/* What it costs to make @meant of @typed by one letter put in, left out, replaced, or two neighbours swapped. */
static int
cost_of_slip (const char *typed, const char *meant)
{
  gsize length_typed = strlen (typed), length_meant = strlen (meant), same = 0;

  while (typed[same] != '\0' && typed[same] == meant[same])
    same++;
  if (length_typed == length_meant && typed[same] != '\0')
    {
      if (strcmp (typed + same + 1, meant + same + 1) == 0)
        return are_beside (meant[same], typed[same]) ? SLIP_OF_A_FINGER : SLIP_OTHER;
      return typed[same] == meant[same + 1] && typed[same + 1] == meant[same] && typed[same + 1] != '\0'
                     && strcmp (typed + same + 2, meant + same + 2) == 0
                 ? SLIP_OF_A_FINGER
                 : SLIP_NONE;
    }
  if (length_typed + 1 == length_meant && strcmp (typed + same, meant + same + 1) == 0)
    return SLIP_LEFT_OUT;
  if (length_typed != length_meant + 1 || strcmp (typed + same + 1, meant + same) != 0)
    return SLIP_NONE;
  return same > 0 && typed[same] == typed[same - 1] ? SLIP_OF_A_FINGER : SLIP_OTHER;
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

static const char *
nearest_popular (const Slips *all, const char *name)
{
  const char *nearest = NULL;
  int least = SLIP_NONE;

  for (gsize i = 0; strlen (name) > EDITED_MIN_LENGTH && all->popular[i] != NULL; i++)
    {
      int cost = cost_of_slip (name, all->popular[i]);

      if (cost < least)
        {
          nearest = all->popular[i];
          least = cost;
        }
    }
  return nearest;
}

static gboolean
is_known (const Slips *all, const char *name)
{
  g_autoptr (MdSettings) provider = NULL;

  if (g_hash_table_contains (all->popular_set, name))
    return TRUE;
  provider = md_providers_find (name);
  return provider != NULL;
}

const char *
md_typos_suggest (const char *domain)
{
  g_autofree char *dotted = g_strdelimit (g_strstrip (g_strdup (domain)), ",; ", '.');
  g_autofree char *name = md_host_normalize (dotted);
  const Slips *all = slips ();
  const char *meant, *popular;

  if (name == NULL)
    return NULL;
  if (is_known (all, name))
    return strpbrk (domain, ",; ") != NULL ? g_intern_string (name) : NULL;
  meant = g_hash_table_lookup (all->slips, name);
  if (meant == NULL)
    meant = with_ending (all, name);
  popular = meant == NULL || !g_hash_table_contains (all->popular_set, meant)
                ? nearest_popular (all, meant != NULL ? meant : name)
                : NULL;
  return popular != NULL ? popular : meant;
}

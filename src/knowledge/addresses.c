/* addresses.c - addresses of a function, and addresses to throw away; see knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include <string.h>

typedef struct
{
  GHashTable *roles;
  GHashTable *disposable;
  GStringChunk *strings;  /* (owned) what both point to */
} Addresses;

static GHashTable *
read_set (JsonObject *object, const char *member, GStringChunk *strings)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char *const *words = md_knowledge_strings (object, member, strings);

  for (gsize i = 0; words[i] != NULL; i++)
    g_hash_table_add (set, (gpointer) words[i]);
  return set;
}

static Addresses *
load (void)
{
  Addresses *self = g_new0 (Addresses, 1);
  g_autoptr (JsonNode) root = md_knowledge_load ("addresses.json");
  JsonObject *object = json_node_get_object (root);

  self->strings = g_string_chunk_new (4096);
  self->roles = read_set (object, "roles", self->strings);
  self->disposable = read_set (object, "disposable", self->strings);
  return self;
}

static const Addresses *
addresses (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

gboolean
md_local_part_is_role (const char *local)
{
  g_autofree char *name = g_ascii_strdown (local, (gssize) strcspn (local, "+"));

  return g_hash_table_contains (addresses ()->roles, name);
}

gboolean
md_domain_is_disposable (const char *domain)
{
  g_autofree char *name = md_host_normalize (domain);

  for (const char *at = name; at != NULL; at = strchr (at, '.'))
    {
      at += *at == '.' ? 1 : 0;
      if (g_hash_table_contains (addresses ()->disposable, at))
        return TRUE;
    }
  return FALSE;
}

/* selectors.c - usual DKIM selectors; see knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

typedef struct
{
  const char *const *probe_first;
  GStringChunk *strings;  /* (owned) what the list points to */
} Selectors;

static Selectors *
load (void)
{
  Selectors *self = g_new0 (Selectors, 1);
  g_autoptr (JsonNode) root = md_knowledge_load ("selectors.json");

  self->strings = g_string_chunk_new (512);
  self->probe_first = md_knowledge_strings (json_node_get_object (root), "probe_first", self->strings);
  return self;
}

const char *const *
md_selectors_probe_first (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return ((const Selectors *) g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL))->probe_first;
}

/* selectors.c - usual DKIM selectors; see knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

static const char *const *
load (void)
{
  GStringChunk *strings = g_string_chunk_new (512); /* for the life of the process */
  g_autoptr (JsonNode) root = md_knowledge_load ("selectors.json");

  return md_knowledge_strings (json_node_get_object (root), "probe_first", strings);
}

const char *const *
md_selectors_probe_first (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
  return once.retval;
}

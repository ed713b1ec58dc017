/* beacons.c - well-known hosts to measure the network against; see knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

static MdBeacons *
load (void)
{
  MdBeacons *self = g_new0 (MdBeacons, 1);
  GStringChunk *strings = g_string_chunk_new (512); /* for the life of the process */
  g_autoptr (JsonNode) root = md_knowledge_load ("beacons.json");
  JsonObject *object = json_node_get_object (root);

  self->web_hosts = md_knowledge_strings (object, "web_hosts", strings);
  self->portal_url = md_knowledge_string (object, "portal_url", strings);
  self->portal_expected = md_knowledge_string (object, "portal_expected", strings);
  self->mail_hosts = md_knowledge_strings (object, "mail_hosts", strings);
  self->mx_hosts = md_knowledge_strings (object, "mx_hosts", strings);
  self->address_names = md_knowledge_strings (object, "address_names", strings);
  return self;
}

const MdBeacons *
md_beacons_get (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

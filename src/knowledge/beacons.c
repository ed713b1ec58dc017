/* beacons.c - well-known hosts to measure the network against; see knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

typedef struct
{
  MdBeacons beacons;
  GStringChunk *strings;  /* (owned) what the beacons point to */
} Beacons;

static Beacons *
load (void)
{
  Beacons *whole = g_new0 (Beacons, 1);
  MdBeacons *self = &whole->beacons;
  GStringChunk *strings = g_string_chunk_new (512);
  g_autoptr (JsonNode) root = md_knowledge_load ("beacons.json");
  JsonObject *object = json_node_get_object (root);

  self->web_hosts = md_knowledge_strings (object, "web_hosts", strings);
  self->portal_url = md_knowledge_string (object, "portal_url", strings);
  self->portal_expected = md_knowledge_string (object, "portal_expected", strings);
  self->mail_hosts = md_knowledge_strings (object, "mail_hosts", strings);
  self->mx_hosts = md_knowledge_strings (object, "mx_hosts", strings);
  self->address_names = md_knowledge_strings (object, "address_names", strings);
  whole->strings = strings;
  return whole;
}

const MdBeacons *
md_beacons_get (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return &((const Beacons *) g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL))->beacons;
}

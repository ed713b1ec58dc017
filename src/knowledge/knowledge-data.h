/* knowledge-data.h - reading the compiled-in data files; private to this folder
 *
 * The JSON tree is only a way station: each reader copies what it needs into structs that stay for the life of the
 * process, and lets the tree go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "knowledge/knowledge.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The top object of data/knowledge/@file.  A file that cannot be read is a broken build: the program ends.
 * (transfer full) */
JsonNode           *md_knowledge_load (const char *file);

/* Members of @object, with their strings kept in @strings. */
const char         *md_knowledge_string (JsonObject *object, const char *member, GStringChunk *strings); /* nullable */
guint               md_knowledge_number (JsonObject *object, const char *member); /* 0 when absent */
gboolean            md_knowledge_flag (JsonObject *object, const char *member);
/* NULL-terminated, never NULL. */
const char *const  *md_knowledge_strings (JsonObject *object, const char *member, GStringChunk *strings);
/* The elements of an array that is absent when empty; @n_elements is its length. */
JsonArray          *md_knowledge_array (JsonObject *object, const char *member, guint *n_elements);

G_END_DECLS

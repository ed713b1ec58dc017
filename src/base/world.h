/* world.h - which Internet we talk to
 *
 * The real one by default.  Practice and tests bring another: their own resolvers, an additional authority, and a map
 * of ports for loopback addresses (an unprivileged process cannot listen on 587).  This is the only test seam.
 * Immutable once made; atomically counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MdWorld MdWorld;

/* TRUE when @text can be one of the resolvers. */
gboolean     md_world_is_resolver (const char *text);

/* The real world: the system's resolvers and authorities. */
MdWorld     *md_world_new (void);
MdWorld     *md_world_ref (MdWorld *self);
void         md_world_unref (MdWorld *self);

/* Only before the world is shared: */
/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]:5353" */
void         md_world_set_resolvers (MdWorld *self, const char *const *resolvers);
/* PEM, in addition to the system's. */
void         md_world_set_ca_file (MdWorld *self, const char *path);
/* For 127.0.0.0/8 and ::1 only. */
void         md_world_map_port (MdWorld *self, guint16 port, guint16 actual_port);
void         md_world_set_practice (MdWorld *self, gboolean practice);
/* On a slow line every time limit is @times as long as usual (1 to 10). */
void         md_world_set_patience (MdWorld *self, guint times);

/* NULL: the system's own (/etc/resolv.conf). */
const char *const *md_world_get_resolvers (const MdWorld *self);
const char  *md_world_get_ca_file (const MdWorld *self);
/* The port to connect to in place of @port at @address (a numeric address): differs in practice only. */
guint16      md_world_map (const MdWorld *self, const char *address, guint16 port);
/* TRUE in practice: the peer is ours, on loopback. */
gboolean     md_world_is_practice (const MdWorld *self);
/* At least 1. */
guint        md_world_get_patience (const MdWorld *self);

/* Something costly that every connection of this world shares (the authorities, read once): made by @make on first use,
 * destroyed with the world.  One such thing a world. */
typedef gpointer (*MdWorldMake) (const MdWorld *self);
gpointer     md_world_share (MdWorld *self, MdWorldMake make, GDestroyNotify destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdWorld, md_world_unref)

G_END_DECLS

/* world.c - which Internet we talk to; see world.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-world"

#include "config.h"

#include "base/world.h"

#include <gio/gio.h>
#include <string.h>

#define WORLD_MAX_PORTS 16

typedef struct
{
  guint16 port;
  guint16 actual_port;
} PortMapping;

struct _MdWorld
{
  gatomicrefcount count;
  char **resolvers; /* (owned) (nullable) */
  char *ca_file;    /* (owned) (nullable) */
  PortMapping ports[WORLD_MAX_PORTS];
  gsize n_ports;
  gboolean practice;
  guint patience;
  gsize shared;            /* (owned) (nullable) a pointer, set once */
  GDestroyNotify destroy;  /* of shared */
};

gboolean
md_world_is_resolver (const char *text)
{
  g_autoptr (GSocketConnectable) parsed = NULL;

  if (g_hostname_is_ip_address (text))
    return TRUE;
  parsed = g_network_address_parse (text, 53, NULL);
  return parsed != NULL && g_hostname_is_ip_address (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)));
}

MdWorld *
md_world_new (void)
{
  MdWorld *self = g_new0 (MdWorld, 1);

  g_atomic_ref_count_init (&self->count);
  self->patience = 1;
  return self;
}

MdWorld *
md_world_ref (MdWorld *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_world_unref (MdWorld *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  if (self->shared != 0)
    self->destroy (GSIZE_TO_POINTER (self->shared));
  g_strfreev (self->resolvers);
  g_free (self->ca_file);
  g_free (self);
}

void
md_world_set_resolvers (MdWorld *self, const char *const *resolvers)
{
  g_strfreev (self->resolvers);
  self->resolvers = g_strdupv ((char **) resolvers);
}

void
md_world_set_ca_file (MdWorld *self, const char *path)
{
  g_free (self->ca_file);
  self->ca_file = g_strdup (path);
}

void
md_world_map_port (MdWorld *self, guint16 port, guint16 actual_port)
{
  g_assert (self->n_ports < WORLD_MAX_PORTS);
  self->ports[self->n_ports++] = (PortMapping) { port, actual_port };
}

void
md_world_set_practice (MdWorld *self, gboolean practice)
{
  self->practice = practice;
}

void
md_world_set_patience (MdWorld *self, guint times)
{
  self->patience = CLAMP (times, 1, 10);
}

const char *const *
md_world_get_resolvers (const MdWorld *self)
{
  return (const char *const *) self->resolvers;
}

const char *
md_world_get_ca_file (const MdWorld *self)
{
  return self->ca_file;
}

guint16
md_world_map (const MdWorld *self, const char *address, guint16 port)
{
  if (!g_str_has_prefix (address, "127.") && strcmp (address, "::1") != 0)
    return port;
  for (gsize i = 0; i < self->n_ports; i++)
    if (self->ports[i].port == port)
      return self->ports[i].actual_port;
  return port;
}

gboolean
md_world_is_practice (const MdWorld *self)
{
  return self->practice;
}

guint
md_world_get_patience (const MdWorld *self)
{
  return self->patience;
}

gpointer
md_world_share (MdWorld *self, MdWorldMake make, GDestroyNotify destroy)
{
  if (g_once_init_enter (&self->shared))
    {
      gpointer made = make (self);

      self->destroy = destroy;
      g_once_init_leave (&self->shared, GPOINTER_TO_SIZE (made));
    }
  return GSIZE_TO_POINTER (self->shared);
}

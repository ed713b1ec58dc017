/* session-bus.h - calls on the session bus that end: with their deadline, or when the caller stops them
 *
 * Blocking, for worker threads; each MdBus is a connection of the calling thread's own, see goa.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"

G_BEGIN_DECLS

typedef struct
{
  /*< private >*/
  GMainContext *context;        /* (owned) */
  GCancellable *cancellable;    /* (owned) what the calls look at */
  GSource *timer;               /* (owned) (nullable) */
  GSource *by_caller;           /* (owned) (nullable) */
  GAsyncResult *result;         /* (owned) (nullable) */
  GDBusConnection *connection;  /* (owned) (nullable) */
} MdBus;

typedef struct
{
  const char *service, *path, *interface, *method;
  const char *reply;            /* its type, as text */
  gboolean only_if_running;     /* the service is not started for it */
} MdBusCall;

/* To the bus that is there; md_bus_close() is due whatever it returns. */
gboolean  md_bus_open (MdBus *bus, const MdWait *wait, GError **error);
/* @parameters: (nullable), consumed when floating.  NULL with @error also when @wait has ended. */
GVariant *md_bus_call (MdBus *bus, const MdBusCall *call, GVariant *parameters, GError **error);
void      md_bus_close (MdBus *bus);

G_END_DECLS

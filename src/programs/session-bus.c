/* session-bus.c - calls on the session bus that end; see session-bus.h
 *
 * Asynchronous calls, since a blocking one knows no deadline while it connects; they run here in a main context of this
 * thread's own, beside a timer and the caller's cancellable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session-bus"

#include "config.h"

#include "programs/session-bus.h"

#include <string.h>

static gboolean
on_too_long (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (MdBus *bus, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, g_object_ref (bus->cancellable), g_object_unref);
  g_source_attach (source, bus->context);
  return source;
}

static void
on_back (GObject *source, GAsyncResult *result, gpointer data)
{
  ((MdBus *) data)->result = g_object_ref (result);
}

/* The timer ends this wait: a cancelled call comes back at once. */
static GAsyncResult *
next_result (MdBus *bus)
{
  while (bus->result == NULL)
    g_main_context_iteration (bus->context, TRUE);
  return g_steal_pointer (&bus->result);
}

/* Of the bus that is there: the library's own search would start one where none is, or run what an address names. */
static char *
bus_address (void)
{
  const char *given = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
  g_autofree char *escaped = NULL;

  if (given != NULL && given[0] != '\0')
    {
      gboolean plain = g_str_has_prefix (given, "unix:") && strstr (given, "unixexec:") == NULL
                       && strstr (given, "autolaunch:") == NULL;

      return plain ? g_strdup (given) : NULL;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  escaped = g_dbus_address_escape_value (path);
  return g_strconcat ("unix:path=", escaped, NULL);
}

gboolean
md_bus_open (MdBus *bus, const MdWait *wait, GError **error)
{
  int left = md_wait_left_ms (wait);
  g_autofree char *address = bus_address ();
  g_autoptr (GAsyncResult) result = NULL;

  *bus = (MdBus) { .context = g_main_context_new (), .cancellable = g_cancellable_new () };
  g_main_context_push_thread_default (bus->context);
  if (left >= 0)
    bus->timer = attach (bus, g_timeout_source_new ((guint) left), on_too_long);
  if (wait->cancellable != NULL)
    bus->by_caller = attach (bus, g_cancellable_source_new (wait->cancellable), G_SOURCE_FUNC (on_caller_cancelled));
  if (address == NULL)
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "no session bus");
      return FALSE;
    }
  g_dbus_connection_new_for_address (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      bus->cancellable, on_back, bus);
  result = next_result (bus);
  bus->connection = g_dbus_connection_new_for_address_finish (result, error);
  return bus->connection != NULL;
}

GVariant *
md_bus_call (MdBus *bus, const MdBusCall *call, GVariant *parameters, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (bus->connection, call->service, call->path, call->interface, call->method, parameters,
                          G_VARIANT_TYPE (call->reply),
                          call->only_if_running ? G_DBUS_CALL_FLAGS_NO_AUTO_START : G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                          bus->cancellable, on_back, bus);
  result = next_result (bus);
  return g_dbus_connection_call_finish (bus->connection, result, error);
}

static void
source_end (GSource *source)
{
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

void
md_bus_close (MdBus *bus)
{
  source_end (bus->timer);
  source_end (bus->by_caller);
  g_clear_object (&bus->connection);
  while (g_main_context_iteration (bus->context, FALSE))
    ;
  g_main_context_pop_thread_default (bus->context);
  g_main_context_unref (bus->context);
  g_object_unref (bus->cancellable);
}

/* goa-service.c - GNOME Online Accounts, as its interfaces are published; see goa-service.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "goa-service.h"

#include <string.h>

#define SERVICE "org.gnome.OnlineAccounts"
#define ROOT "/org/gnome/OnlineAccounts"

/* What the interfaces are published as, as far as it concerns mail. */
static const char introspection[]
  = "<node>"
    "<interface name='org.freedesktop.DBus.ObjectManager'>"
    "<method name='GetManagedObjects'><arg type='a{oa{sa{sv}}}' direction='out'/></method></interface>"
    "<interface name='org.gnome.OnlineAccounts.OAuth2Based'>"
    "<method name='GetAccessToken'><arg name='access_token' type='s' direction='out'/>"
    "<arg name='expires_in' type='i' direction='out'/></method>"
    "<property name='ClientId' type='s' access='read'/><property name='ClientSecret' type='s' access='read'/>"
    "</interface></node>";

#define ACCOUNT(id, provider, name) \
  "'org.gnome.OnlineAccounts.Account': {'Id': <'" id "'>, 'ProviderType': <'" provider "'>, 'ProviderName': <'" name \
  "'>, 'PresentationIdentity': <'shown@example.org'>, 'MailDisabled': <false>}"

/* In no order; the second one listed is Google, the last has all the wrong types. */
static const char objects[]
  = "({objectpath '" ROOT "/Accounts/account_2': {" ACCOUNT ("account_2", "imap_smtp", "IMAP and SMTP") ","
    "'org.gnome.OnlineAccounts.PasswordBased': {},"
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ana@example.org'>, 'Name': <'Ana Gil'>, 'ImapSupported': <true>,"
    "'ImapHost': <'imap.example.org:1143'>, 'ImapUserName': <'ana'>, 'ImapUseSsl': <false>, 'ImapUseTls': <true>,"
    "'SmtpSupported': <true>, 'SmtpHost': <'Smtp.Example.Org'>, 'SmtpUserName': <'ana@example.org'>,"
    "'SmtpUseAuth': <true>, 'SmtpAuthPlain': <true>, 'SmtpAuthLogin': <false>, 'SmtpAuthXoauth2': <false>,"
    "'SmtpUseSsl': <false>, 'SmtpUseTls': <true>}},"
    "'" ROOT "/Accounts/account_1': {" ACCOUNT ("account_1", "google", "Google") ","
    "'org.gnome.OnlineAccounts.OAuth2Based': {'ClientId': <'x'>, 'ClientSecret': <'y'>},"
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ana@gmail.com'>, 'Name': <''>, 'ImapSupported': <true>,"
    "'ImapHost': <'imap.gmail.com'>, 'ImapUserName': <'ana@gmail.com'>, 'ImapUseSsl': <true>, 'ImapUseTls': <false>,"
    "'SmtpSupported': <true>, 'SmtpHost': <'smtp.gmail.com'>, 'SmtpUserName': <'ana@gmail.com'>,"
    "'SmtpUseAuth': <true>, 'SmtpAuthXoauth2': <true>, 'SmtpUseSsl': <true>, 'SmtpUseTls': <false>}},"
    "'" ROOT "/Accounts/account_3': {" ACCOUNT ("account_3", "exchange", "Exchange") ","
    "'org.gnome.OnlineAccounts.Exchange': {'Host': <'ex.example.org'>},"
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <''>, 'ImapSupported': <false>, 'SmtpSupported': <false>}},"
    "'" ROOT "/Accounts/account_4': {" ACCOUNT ("account_4", "owncloud", "Nextcloud") ","
    "'org.gnome.OnlineAccounts.Calendar': {'Uri': <'https://example.org'>}},"
    "'" ROOT "/Manager': {'org.gnome.OnlineAccounts.Manager': {}},"
    "'" ROOT "/Accounts/account_5': {'org.gnome.OnlineAccounts.Account': {'Id': <7>}},"
    "'" ROOT "/Accounts/account_6': {" ACCOUNT ("account_6", "imap_smtp", "Odd") ","
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <7>, 'ImapHost': <['a', 'b']>, 'ImapUseSsl': <'yes'>,"
    "'SmtpHost': <'[2001:db8::1]:submission'>, 'SmtpUseTls': <true>}}},)";

/* --- The service, in a thread of its own --- */

struct _GoaService
{
  char *address;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GMutex lock;
  GCond ready;
  gboolean is_ready;
  int mode;
  int tokens_asked;
};

static void
answer_token (GoaService *service, GDBusMethodInvocation *call)
{
  g_atomic_int_inc (&service->tokens_asked);
  switch ((GoaMode) g_atomic_int_get (&service->mode))
    {
    case GOA_NOT_AUTHORIZED:
      g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.NotAuthorized", "Credentials not valid");
      break;
    case GOA_FAILED:
      g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.Failed", "no network");
      break;
    case GOA_EMPTY:
      g_dbus_method_invocation_return_value (call, g_variant_new ("(si)", "", 3599));
      break;
    case GOA_SILENT:
    case GOA_ODD:
      g_object_unref (call);
      break;
    case GOA_WELL:
      g_dbus_method_invocation_return_value (call, g_variant_new ("(si)", GOA_TOKEN, 3599));
    }
}

static void
on_method (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *call, gpointer data)
{
  GoaService *service = data;

  if (strcmp (method, "GetAccessToken") == 0)
    answer_token (service, call);
  else if (g_atomic_int_get (&service->mode) == GOA_SILENT)
    g_object_unref (call);
  else if (g_atomic_int_get (&service->mode) == GOA_ODD)
    g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.Failed", "odd");
  else
    g_dbus_method_invocation_return_value (call, g_variant_new_parsed (objects));
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_method };
  GoaService *service = data;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GVariant) owned = NULL;

  g_main_context_push_thread_default (service->context);
  connection = g_dbus_connection_new_for_address_sync (
      service->address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_cmpuint (
      g_dbus_connection_register_object (connection, ROOT, node->interfaces[0], &table, service, NULL, NULL), !=, 0);
  g_assert_cmpuint (g_dbus_connection_register_object (connection, ROOT "/Accounts/account_1", node->interfaces[1],
                                                       &table, service, NULL, NULL),
                    !=, 0);
  owned = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", SERVICE, 4u), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (owned);
  g_mutex_lock (&service->lock);
  service->is_ready = TRUE;
  g_cond_signal (&service->ready);
  g_mutex_unlock (&service->lock);
  g_main_loop_run (service->loop);
  g_dbus_connection_close_sync (connection, NULL, NULL);
  g_main_context_pop_thread_default (service->context);
  return NULL;
}

GoaService *
goa_service_start (const char *address)
{
  GoaService *service = g_new0 (GoaService, 1);

  service->address = g_strdup (address);
  service->context = g_main_context_new ();
  service->loop = g_main_loop_new (service->context, FALSE);
  service->thread = g_thread_new ("goa", serve, service);
  g_mutex_lock (&service->lock);
  while (!service->is_ready)
    g_cond_wait (&service->ready, &service->lock);
  g_mutex_unlock (&service->lock);
  return service;
}

void
goa_service_stop (GoaService *service)
{
  g_main_loop_quit (service->loop);
  g_thread_join (service->thread);
  g_main_loop_unref (service->loop);
  g_main_context_unref (service->context);
  g_free (service->address);
  g_free (service);
}

void
goa_service_set_mode (GoaService *service, GoaMode mode)
{
  g_atomic_int_set (&service->mode, mode);
}

int
goa_service_count_tokens (GoaService *service)
{
  return g_atomic_int_get (&service->tokens_asked);
}

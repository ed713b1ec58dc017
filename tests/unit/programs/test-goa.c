/* test-goa.c - GNOME Online Accounts, told by a service of the test's own on a bus of the test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/goa.h"

#include <gio/gio.h>
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

typedef enum
{
  MODE_WELL,
  MODE_NOT_AUTHORIZED,
  MODE_FAILED,
  MODE_EMPTY,
  MODE_SILENT,
  MODE_ODD,
} Mode;

typedef struct
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
} Service;

static void
answer_token (Service *service, GDBusMethodInvocation *call)
{
  g_atomic_int_inc (&service->tokens_asked);
  switch ((Mode) g_atomic_int_get (&service->mode))
    {
    case MODE_NOT_AUTHORIZED:
      g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.NotAuthorized", "Credentials not valid");
      break;
    case MODE_FAILED:
      g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.Failed", "no network");
      break;
    case MODE_EMPTY:
      g_dbus_method_invocation_return_value (call, g_variant_new ("(si)", "", 3599));
      break;
    case MODE_SILENT:
    case MODE_ODD:
      g_object_unref (call);
      break;
    case MODE_WELL:
      g_dbus_method_invocation_return_value (call, g_variant_new ("(si)", "ya29.c4nary-token", 3599));
    }
}

static void
on_method (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *call, gpointer data)
{
  Service *service = data;

  if (strcmp (method, "GetAccessToken") == 0)
    answer_token (service, call);
  else if (g_atomic_int_get (&service->mode) == MODE_SILENT)
    g_object_unref (call);
  else if (g_atomic_int_get (&service->mode) == MODE_ODD)
    g_dbus_method_invocation_return_dbus_error (call, SERVICE ".Error.Failed", "odd");
  else
    g_dbus_method_invocation_return_value (call, g_variant_new_parsed (objects));
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_method };
  Service *service = data;
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

static Service *
service_start (GTestDBus *bus)
{
  Service *service = g_new0 (Service, 1);

  service->address = g_strdup (g_test_dbus_get_bus_address (bus));
  service->context = g_main_context_new ();
  service->loop = g_main_loop_new (service->context, FALSE);
  service->thread = g_thread_new ("goa", serve, service);
  g_mutex_lock (&service->lock);
  while (!service->is_ready)
    g_cond_wait (&service->ready, &service->lock);
  g_mutex_unlock (&service->lock);
  return service;
}

static void
service_stop (Service *service)
{
  g_main_loop_quit (service->loop);
  g_thread_join (service->thread);
  g_main_loop_unref (service->loop);
  g_main_context_unref (service->context);
  g_free (service->address);
  g_free (service);
}

/* --- What is read --- */

static void
check_server (const MdProgramServer *server, const char *host, guint16 port, MdSecurity security, const char *user,
              const char *auth)
{
  g_assert_cmpint (server->way, ==, MD_WAY_SERVER);
  g_assert_cmpstr (server->endpoint->host, ==, host);
  g_assert_cmpuint (server->endpoint->port, ==, port);
  g_assert_cmpint (server->endpoint->security, ==, security);
  g_assert_cmpstr (server->user, ==, user);
  g_assert_cmpstr (server->auth, ==, auth);
}

static void
check_accounts (const MdPrograms *found)
{
  const MdProgramAccount *account;

  g_assert_cmpuint (found->notes->len, ==, 0);
  g_assert_cmpuint (found->accounts->len, ==, 4);
  account = g_ptr_array_index (found->accounts, 0);
  g_assert_cmpstr (account->program, ==, "goa");
  g_assert_cmpstr (account->id, ==, "goa/account_1");
  g_assert_cmpstr (account->incoming.keyring_id, ==, "account_1");
  g_assert_cmpstr (account->email, ==, "ana@gmail.com");
  g_assert_cmpstr (account->label, ==, "Google");
  g_assert_null (account->name);
  g_assert_true (account->oauth2);
  check_server (&account->incoming, "imap.gmail.com", 993, MD_SECURITY_TLS, "ana@gmail.com", "oauth2");
  check_server (&account->outgoing, "smtp.gmail.com", 465, MD_SECURITY_TLS, "ana@gmail.com", "oauth2");
  account = g_ptr_array_index (found->accounts, 1);
  g_assert_cmpstr (account->name, ==, "Ana Gil");
  g_assert_false (account->oauth2);
  check_server (&account->incoming, "imap.example.org", 1143, MD_SECURITY_STARTTLS, "ana", "password");
  check_server (&account->outgoing, "smtp.example.org", 587, MD_SECURITY_STARTTLS, "ana@example.org", "password");
  account = g_ptr_array_index (found->accounts, 2);
  g_assert_cmpstr (account->email, ==, "shown@example.org");
  g_assert_cmpint (account->incoming.way, ==, MD_WAY_EXCHANGE);
  g_assert_cmpint (account->outgoing.way, ==, MD_WAY_EXCHANGE);
  account = g_ptr_array_index (found->accounts, 3);
  g_assert_cmpint (account->incoming.way, ==, MD_WAY_NONE);
  check_server (&account->outgoing, "2001:db8::1", 587, MD_SECURITY_STARTTLS, NULL, "none");
}

static guint
count (const MdWait *wait)
{
  g_autoptr (MdPrograms) found = md_programs_new ();

  md_goa_read (found, wait);
  g_assert_cmpuint (found->notes->len, ==, 0);
  return found->accounts->len;
}

static MdGoaToken
ask (const char *id, const MdWait *wait)
{
  MdSecret *token = NULL;
  guint seconds = 0;
  MdGoaToken answer = md_goa_access_token (id, wait, &token, &seconds);

  g_assert_null (token);
  return answer;
}

static void
test_absent (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  const MdWait wait = { NULL, G_MAXINT64 };

  g_test_dbus_up (bus);
  g_assert_cmpuint (count (&wait), ==, 0);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_NO_SERVICE);
  g_test_dbus_down (bus);
  g_assert_cmpuint (count (&wait), ==, 0);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_NO_SERVICE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unixexec:path=/bin/false", TRUE);
  g_assert_cmpuint (count (&wait), ==, 0);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_assert_cmpuint (count (&wait), ==, 0);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
}

static void
test_accounts (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MdPrograms) found = md_programs_new ();
  const MdWait wait = { NULL, G_MAXINT64 };
  Service *service;

  g_test_dbus_up (bus);
  service = service_start (bus);
  md_goa_read (found, &wait);
  check_accounts (found);
  g_assert_cmpint (g_atomic_int_get (&service->tokens_asked), ==, 0);
  g_atomic_int_set (&service->mode, MODE_ODD);
  g_assert_cmpuint (count (&wait), ==, 0);
  service_stop (service);
  g_test_dbus_down (bus);
}

static void
test_token (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MdSecret) token = NULL;
  g_autoptr (MdSecret) want = md_secret_new ("ya29.c4nary-token", -1);
  const MdWait wait = { NULL, G_MAXINT64 };
  guint seconds = 0;
  Service *service;

  g_test_dbus_up (bus);
  service = service_start (bus);
  g_assert_cmpint (md_goa_access_token ("account_1", &wait, &token, &seconds), ==, MD_GOA_TOKEN_GIVEN);
  g_assert_true (md_secret_equal (token, want));
  g_assert_cmpuint (seconds, ==, 3599);
  g_assert_cmpint (ask ("account_2", &wait), ==, MD_GOA_TOKEN_NONE);
  g_assert_cmpint (ask ("../account_1", &wait), ==, MD_GOA_TOKEN_NONE);
  g_assert_cmpint (ask ("", &wait), ==, MD_GOA_TOKEN_NONE);
  g_atomic_int_set (&service->mode, MODE_NOT_AUTHORIZED);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_SIGN_IN);
  g_atomic_int_set (&service->mode, MODE_FAILED);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_FAILED);
  g_atomic_int_set (&service->mode, MODE_EMPTY);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_FAILED);
  service_stop (service);
  g_test_dbus_down (bus);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_silence (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const MdWait forever = { NULL, G_MAXINT64 };
  const MdWait by_hand = { cancellable, G_MAXINT64 };
  MdWait short_wait = md_wait_within (&forever, 200);
  gint64 start = g_get_monotonic_time ();
  Service *service;
  GThread *thread;

  g_test_dbus_up (bus);
  service = service_start (bus);
  g_atomic_int_set (&service->mode, MODE_SILENT);
  g_assert_cmpuint (count (&short_wait), ==, 0);
  g_assert_cmpint (ask ("account_1", &short_wait), ==, MD_GOA_TOKEN_NO_ANSWER);
  short_wait = md_wait_within (&forever, 200);
  g_assert_cmpint (ask ("account_1", &short_wait), ==, MD_GOA_TOKEN_NO_ANSWER);
  g_assert_cmpint (g_atomic_int_get (&service->tokens_asked), ==, 1);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_cmpint (ask ("account_1", &by_hand), ==, MD_GOA_TOKEN_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpuint (count (&by_hand), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  service_stop (service);
  g_test_dbus_down (bus);
}

int
main (int argc, char *argv[])
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");

  g_test_init (&argc, &argv, NULL);
  if (daemon == NULL)
    {
      g_print ("1..0 # SKIP dbus-daemon is missing\n");
      return 0;
    }
  g_setenv ("XDG_RUNTIME_DIR", "/nonexistent/run", TRUE);
  g_test_add_func ("/goa/absent", test_absent);
  g_test_add_func ("/goa/accounts", test_accounts);
  g_test_add_func ("/goa/token", test_token);
  g_test_add_func ("/goa/silence", test_silence);
  return g_test_run ();
}

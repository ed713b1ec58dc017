/* test-goa.c - GNOME Online Accounts, told by a service of the test's own on a bus of the test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "goa-service.h"
#include "programs/goa.h"

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
  GoaService *service;

  g_test_dbus_up (bus);
  service = goa_service_start (g_test_dbus_get_bus_address (bus));
  md_goa_read (found, &wait);
  check_accounts (found);
  g_assert_cmpint (goa_service_count_tokens (service), ==, 0);
  goa_service_set_mode (service, GOA_ODD);
  g_assert_cmpuint (count (&wait), ==, 0);
  goa_service_stop (service);
  g_test_dbus_down (bus);
}

static void
test_token (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MdSecret) token = NULL;
  g_autoptr (MdSecret) want = md_secret_new (GOA_TOKEN, -1);
  const MdWait wait = { NULL, G_MAXINT64 };
  guint seconds = 0;
  GoaService *service;

  g_test_dbus_up (bus);
  service = goa_service_start (g_test_dbus_get_bus_address (bus));
  g_assert_cmpint (md_goa_access_token ("account_1", &wait, &token, &seconds), ==, MD_GOA_TOKEN_GIVEN);
  g_assert_true (md_secret_equal (token, want));
  g_assert_cmpuint (seconds, ==, 3599);
  g_assert_cmpint (ask ("account_2", &wait), ==, MD_GOA_TOKEN_NONE);
  g_assert_cmpint (ask ("../account_1", &wait), ==, MD_GOA_TOKEN_NONE);
  g_assert_cmpint (ask ("", &wait), ==, MD_GOA_TOKEN_NONE);
  goa_service_set_mode (service, GOA_NOT_AUTHORIZED);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_SIGN_IN);
  goa_service_set_mode (service, GOA_FAILED);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_FAILED);
  goa_service_set_mode (service, GOA_EMPTY);
  g_assert_cmpint (ask ("account_1", &wait), ==, MD_GOA_TOKEN_FAILED);
  goa_service_stop (service);
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
  GoaService *service;
  GThread *thread;

  g_test_dbus_up (bus);
  service = goa_service_start (g_test_dbus_get_bus_address (bus));
  goa_service_set_mode (service, GOA_SILENT);
  g_assert_cmpuint (count (&short_wait), ==, 0);
  g_assert_cmpint (ask ("account_1", &short_wait), ==, MD_GOA_TOKEN_NO_ANSWER);
  short_wait = md_wait_within (&forever, 200);
  g_assert_cmpint (ask ("account_1", &short_wait), ==, MD_GOA_TOKEN_NO_ANSWER);
  g_assert_cmpint (goa_service_count_tokens (service), ==, 1);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_cmpint (ask ("account_1", &by_hand), ==, MD_GOA_TOKEN_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpuint (count (&by_hand), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  goa_service_stop (service);
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

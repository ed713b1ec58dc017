/* test-kwallet.c - KWallet's own service, told by one of the test's on a bus of the test's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/kwallet.h"

#include <string.h>

#define SERVICE "org.kde.kwalletd6"
#define PATH "/modules/kwalletd6"
#define CANARY "c4nary ñ\"pass' word"

/* As it is published, as far as it concerns reading. */
static const char introspection[]
  = "<node><interface name='org.kde.KWallet'>"
    "<method name='networkWallet'><arg type='s' direction='out'/></method>"
    "<method name='isOpen'><arg name='wallet' type='s' direction='in'/><arg type='b' direction='out'/></method>"
    "<method name='open'><arg name='wallet' type='s' direction='in'/><arg name='wId' type='x' direction='in'/>"
    "<arg name='appid' type='s' direction='in'/><arg type='i' direction='out'/></method>"
    "<method name='hasEntry'><arg name='handle' type='i' direction='in'/><arg name='folder' type='s' direction='in'/>"
    "<arg name='key' type='s' direction='in'/><arg name='appid' type='s' direction='in'/>"
    "<arg type='b' direction='out'/></method>"
    "<method name='readPassword'><arg name='handle' type='i' direction='in'/>"
    "<arg name='folder' type='s' direction='in'/><arg name='key' type='s' direction='in'/>"
    "<arg name='appid' type='s' direction='in'/><arg type='s' direction='out'/></method>"
    "<method name='close'><arg name='handle' type='i' direction='in'/><arg name='force' type='b' direction='in'/>"
    "<arg name='appid' type='s' direction='in'/><arg type='i' direction='out'/></method>"
    "</interface></node>";

typedef enum
{
  WALLET_OPEN,
  WALLET_CLOSED,     /* its owner opens it when asked */
  WALLET_REFUSED,    /* its owner dismisses the prompt */
  WALLET_SILENT,     /* nobody answers the prompt */
} Mode;

typedef struct
{
  GTestDBus *bus;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GMutex lock;
  GCond ready;
  gboolean is_ready;
  int mode, prompts, closed;
} Service;

static void
answer_open (Service *service, GDBusMethodInvocation *call)
{
  Mode mode = (Mode) g_atomic_int_get (&service->mode);

  if (mode != WALLET_OPEN)
    g_atomic_int_inc (&service->prompts);
  if (mode == WALLET_SILENT)
    g_object_unref (call);
  else
    g_dbus_method_invocation_return_value (call, g_variant_new ("(i)", mode == WALLET_REFUSED ? -1 : 7));
}

static void
answer_entry (GVariant *parameters, GDBusMethodInvocation *call, gboolean whole)
{
  const char *folder, *key;
  gint32 handle;
  gboolean has;

  g_variant_get (parameters, "(i&s&s&s)", &handle, &folder, &key, NULL);
  has = handle == 7 && strcmp (folder, "mailtransports") == 0 && strcmp (key, "1406158478") == 0;
  if (whole)
    g_dbus_method_invocation_return_value (call, g_variant_new ("(s)", has ? CANARY : ""));
  else
    g_dbus_method_invocation_return_value (call, g_variant_new ("(b)", has));
}

static void
on_method (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *call, gpointer data)
{
  Service *service = data;

  if (strcmp (method, "networkWallet") == 0)
    g_dbus_method_invocation_return_value (call, g_variant_new ("(s)", "kdewallet"));
  else if (strcmp (method, "isOpen") == 0)
    g_dbus_method_invocation_return_value (
        call, g_variant_new ("(b)", g_atomic_int_get (&service->mode) == WALLET_OPEN));
  else if (strcmp (method, "open") == 0)
    answer_open (service, call);
  else if (strcmp (method, "close") == 0)
    {
      g_atomic_int_inc (&service->closed);
      g_dbus_method_invocation_return_value (call, g_variant_new ("(i)", 0));
    }
  else
    answer_entry (parameters, call, strcmp (method, "readPassword") == 0);
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_method };
  Service *service = data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GVariant) owned = NULL;

  g_main_context_push_thread_default (service->context);
  connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (service->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_cmpuint (
      g_dbus_connection_register_object (connection, PATH, node->interfaces[0], &table, service, NULL, NULL), !=, 0);
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

static void
service_start (Service *service)
{
  service->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (service->bus);
  service->context = g_main_context_new ();
  service->loop = g_main_loop_new (service->context, FALSE);
  service->thread = g_thread_new ("kwallet", serve, service);
  g_mutex_lock (&service->lock);
  while (!service->is_ready)
    g_cond_wait (&service->ready, &service->lock);
  g_mutex_unlock (&service->lock);
}

static void
service_stop (Service *service)
{
  g_main_loop_quit (service->loop);
  g_thread_join (service->thread);
  g_main_loop_unref (service->loop);
  g_main_context_unref (service->context);
  g_test_dbus_down (service->bus);
  g_object_unref (service->bus);
}

static const struct
{
  const char *story;
  Mode mode;
  const char *key;
  gboolean may_ask;
  MdStored want;
  int prompts;
} stories[] = {
  { "open", WALLET_OPEN, "1406158478", FALSE, MD_STORED_EQUAL, 0 },
  { "another entry", WALLET_OPEN, "1", TRUE, MD_STORED_MISSING, 0 },
  { "closed, and nobody is asked", WALLET_CLOSED, "1406158478", FALSE, MD_STORED_LOCKED, 0 },
  { "closed, and its owner opens it", WALLET_CLOSED, "1406158478", TRUE, MD_STORED_EQUAL, 1 },
  { "closed, and its owner does not want it", WALLET_REFUSED, "1406158478", TRUE, MD_STORED_LOCKED, 1 },
  { "closed, and nobody answers", WALLET_SILENT, "1406158478", TRUE, MD_STORED_NO_ANSWER, 1 },
};

static void
test_stories (void)
{
  g_autoptr (MdSecret) want = md_secret_new (CANARY, -1);
  Service service = { 0 };

  service_start (&service);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      const MdWait forever = { NULL, G_MAXINT64 };
      const MdWait wait = md_wait_within (&forever, stories[i].mode == WALLET_SILENT ? 300 : 5000);
      g_autoptr (MdSecret) secret = NULL;

      g_test_message ("%s", stories[i].story);
      g_atomic_int_set (&service.mode, stories[i].mode);
      g_atomic_int_set (&service.prompts, 0);
      g_assert_cmpint (md_kwallet_read ("mailtransports", stories[i].key, stories[i].may_ask, &wait, &secret), ==,
                       stories[i].want);
      g_assert_cmpint (g_atomic_int_get (&service.prompts), ==, stories[i].prompts);
      g_assert_cmpint (secret != NULL, ==, stories[i].want == MD_STORED_EQUAL);
      g_assert_true (secret == NULL || md_secret_equal (secret, want));
    }
  g_assert_cmpint (g_atomic_int_get (&service.closed), ==, 3); /* what was opened is closed again */
  service_stop (&service);
}

/* Through the keyring, where no Secret Service is: KMail's own place is looked at. */
static void
test_by_place (void)
{
  g_autoptr (MdProgramAccount) account = md_program_account_new ("kmail");
  g_autoptr (MdSecret) want = md_secret_new (CANARY, -1);
  g_autoptr (GPtrArray) places = NULL;
  const MdWait forever = { NULL, G_MAXINT64 };
  const MdWait wait = md_wait_within (&forever, 5000);
  Service service = { 0 };

  account->incoming.way = account->outgoing.way = MD_WAY_SERVER;
  account->incoming.endpoint = md_endpoint_new (MD_PROTOCOL_IMAP, "imap.example.org", 993, MD_SECURITY_TLS);
  account->outgoing.endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example.org", 587, MD_SECURITY_STARTTLS);
  account->incoming.keyring_id = g_strdup ("akonadi_imap_resource_0rc");
  account->outgoing.keyring_id = g_strdup ("1406158478");
  places = md_keyring_places_of (account);
  g_assert_cmpuint (places->len, ==, 2);
  service_start (&service);
  g_assert_cmpint (md_keyring_compare (g_ptr_array_index (places, 0), want, FALSE, &wait), ==, MD_STORED_MISSING);
  g_assert_cmpint (md_keyring_compare (g_ptr_array_index (places, 1), want, FALSE, &wait), ==, MD_STORED_EQUAL);
  service_stop (&service);
}

static void
test_absent (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MdSecret) secret = NULL;
  const MdWait forever = { NULL, G_MAXINT64 };
  const MdWait wait = md_wait_within (&forever, 5000);

  g_test_dbus_up (bus);
  g_assert_cmpint (md_kwallet_read ("imap", "x", TRUE, &wait, &secret), ==, MD_STORED_NO_SERVICE);
  g_test_dbus_down (bus);
  g_assert_cmpint (md_kwallet_read ("imap", "x", TRUE, &wait, &secret), ==, MD_STORED_NO_SERVICE);
}

int
main (int argc, char **argv)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");

  g_test_init (&argc, &argv, NULL);
  if (daemon == NULL)
    {
      g_print ("1..0 # SKIP dbus-daemon is missing\n");
      return 0;
    }
  g_setenv ("XDG_RUNTIME_DIR", "/nonexistent/run", TRUE);
  g_test_add_func ("/kwallet/stories", test_stories);
  g_test_add_func ("/kwallet/by-place", test_by_place);
  g_test_add_func ("/kwallet/absent", test_absent);
  return g_test_run ();
}

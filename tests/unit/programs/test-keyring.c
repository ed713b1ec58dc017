/* test-keyring.c - what the keyring holds, against a real one; see with-keyring.sh
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/keyring-member.h"
#include "programs/keyring.h"

#include <signal.h>
#include <string.h>

#define CANARY "c4nary ñ\"pass' word"
#define OLD "yesterday's"

static MdWait
within (guint milliseconds, GCancellable *cancellable)
{
  const MdWait outer = { .cancellable = cancellable, .deadline = G_MAXINT64 };

  return md_wait_within (&outer, milliseconds);
}

static MdStored
compare (const MdKeyringPlace *place, const char *text)
{
  const MdWait wait = within (10000, NULL);
  g_autoptr (MdSecret) secret = md_secret_new (text, -1);

  return md_keyring_compare (place, secret, FALSE, &wait);
}

/* Stores as the program would: @attributes are name, value pairs. */
static void
store (const char *schema_name, const char *const *attributes, const char *text)
{
  SecretSchema schema = { .name = schema_name, .flags = SECRET_SCHEMA_NONE };
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; attributes[2 * i] != NULL; i++)
    {
      schema.attributes[i] = (SecretSchemaAttribute) { attributes[2 * i], SECRET_SCHEMA_ATTRIBUTE_STRING };
      g_hash_table_insert (table, (gpointer) attributes[2 * i], (gpointer) attributes[2 * i + 1]);
    }
  secret_password_storev_sync (&schema, table, SECRET_COLLECTION_DEFAULT, "test", text, NULL, &error);
  g_assert_no_error (error);
}

static MdProgramAccount *
account_new (const char *program, const char *incoming_id, const char *outgoing_id)
{
  MdProgramAccount *account = md_program_account_new (program);

  account->email = g_strdup ("ana@example.org");
  account->incoming.way = account->outgoing.way = MD_WAY_SERVER;
  account->incoming.user = g_strdup ("ana");
  account->outgoing.user = g_strdup ("ana@example.org");
  account->incoming.endpoint = md_endpoint_parse ("imap://imap.example.org:993/tls", MD_PROTOCOL_IMAP, NULL);
  account->outgoing.endpoint = md_endpoint_parse ("smtp.example.org:587/starttls", MD_PROTOCOL_SMTP, NULL);
  account->incoming.keyring_id = g_strdup (incoming_id);
  account->outgoing.keyring_id = g_strdup (outgoing_id);
  return account;
}

/* ── own ── */

static void
test_own (void)
{
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own ("ana@example.org");
  const MdWait wait = within (10000, NULL);
  const char *const attributes[] = { "email", "ana@example.org", NULL };
  g_autoptr (MdSecret) wanted = md_secret_new (CANARY, -1);
  g_autoptr (MdSecret) secret = NULL;

  g_assert_cmpint (compare (place, CANARY), ==, MD_STORED_MISSING);
  g_assert_cmpint (md_keyring_read (place, FALSE, &wait, &secret), ==, MD_STORED_MISSING);
  g_assert_null (secret);
  store (md_keyring_own_schema ()->name, attributes, CANARY);
  g_assert_cmpint (compare (place, CANARY), ==, MD_STORED_EQUAL);
  g_assert_cmpint (compare (place, OLD), ==, MD_STORED_DIFFERENT);
  g_assert_cmpint (md_keyring_read (place, TRUE, &wait, &secret), ==, MD_STORED_EQUAL);
  g_assert_true (md_secret_equal (secret, wanted));
}

/* ── the mail programs ── */

typedef struct
{
  const char *story;
  const char *program;
  const char *incoming_id, *outgoing_id;
  const char *schema;
  const char *incoming[8]; /* attributes; none: not stored */
  const char *incoming_text;
  const char *outgoing[8];
  const char *outgoing_text;
  MdStored want_incoming, want_outgoing;
} Stored;

static const Stored stories[] = {
  { "Evolution: the sending password is the old one", "evolution", "in-uid", "out-uid", "org.gnome.Evolution.Data.Source",
    { "e-source-uid", "in-uid", "eds-origin", "evolution-data-server" }, CANARY,
    { "e-source-uid", "out-uid", "eds-origin", "evolution-data-server" }, OLD, MD_STORED_EQUAL, MD_STORED_DIFFERENT },
  { "Geary: by protocol, host and user", "geary", NULL, NULL, "org.gnome.Geary",
    { "proto", "IMAP", "host", "imap.example.org", "login", "ana" }, CANARY,
    { "proto", "SMTP", "host", "smtp.example.org", "login", "ana@example.org" }, CANARY, MD_STORED_EQUAL, MD_STORED_EQUAL },
  { "Online Accounts: one item, two passwords", "goa", "account_17_0", "account_17_0", "org.gnome.OnlineAccounts",
    { "goa-identity", "imap_smtp:gen0:account_17_0" },
    "{'imap-password': <\"c4nary ñ\\\"pass' word\">, 'smtp-password': <'yesterday\\'s'>}",
    { NULL }, NULL, MD_STORED_EQUAL, MD_STORED_DIFFERENT },
  { "Online Accounts: another account's item", "goa", "account_99_0", "account_99_0", "org.gnome.OnlineAccounts",
    { "goa-identity", "google:gen11:account_18_0" }, "{'access_token': <'x'>}", { NULL }, NULL, MD_STORED_MISSING,
    MD_STORED_MISSING },
  { "KMail: through KWallet's Secret Service", "kmail", "akonadi_imap_resource_0rc", "1406158478", "org.qt.keychain",
    { "server", "imap", "user", "akonadi_imap_resource_0rc", "type", "plaintext" }, OLD,
    { "server", "mailtransports", "user", "1406158478", "type", "plaintext" }, CANARY, MD_STORED_DIFFERENT, MD_STORED_EQUAL },
  { "KMail: nothing stored", "kmail", "akonadi_imap_resource_7rc", "7", NULL, { NULL }, NULL, { NULL }, NULL,
    MD_STORED_MISSING, MD_STORED_MISSING },
};

static void
test_program (gconstpointer data)
{
  const Stored *story = data;
  g_autoptr (MdProgramAccount) account = account_new (story->program, story->incoming_id, story->outgoing_id);
  g_autoptr (GPtrArray) places = md_keyring_places_of (account);

  if (story->incoming[0] != NULL)
    store (story->schema, story->incoming, story->incoming_text);
  if (story->outgoing[0] != NULL)
    store (story->schema, story->outgoing, story->outgoing_text);
  g_assert_cmpuint (places->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const MdKeyringPlace *place = g_ptr_array_index (places, i);

      g_assert_cmpint (place->outgoing, ==, i == 1);
      g_assert_cmpstr (place->program, ==, story->program);
      g_assert_cmpint (compare (place, CANARY), ==, i == 0 ? story->want_incoming : story->want_outgoing);
    }
}

static void
test_keeps_none (void)
{
  const char *const programs[] = { "thunderbird", "claws", "msmtp", "evolution" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (MdProgramAccount) account = account_new (programs[i], NULL, NULL);
      g_autoptr (GPtrArray) places = md_keyring_places_of (account);

      g_assert_cmpuint (places->len, ==, 0);
    }
}

/* ── it does not answer, or somebody stops it ── */

static pid_t
keyring_pid (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
      g_variant_new ("(s)", "org.freedesktop.secrets"), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  guint32 pid = 0;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(u)", &pid);
  return (pid_t) pid;
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_silent (void)
{
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own ("ana@example.org");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MdSecret) secret = NULL;
  const MdWait short_wait = within (300, NULL);
  const MdWait long_wait = within (20000, cancellable);
  gint64 started = g_get_monotonic_time ();
  pid_t pid = keyring_pid ();
  GThread *thread;
  MdStored late, stopped;

  kill (pid, SIGSTOP);
  late = md_keyring_read (place, TRUE, &short_wait, &secret);
  thread = g_thread_new ("canceller", cancel_soon, cancellable);
  stopped = md_keyring_read (place, TRUE, &long_wait, &secret);
  kill (pid, SIGCONT);
  g_thread_join (thread);
  g_assert_cmpint (late, ==, MD_STORED_NO_ANSWER);
  g_assert_cmpint (stopped, ==, MD_STORED_CANCELLED);
  g_assert_cmpint (md_keyring_read (place, TRUE, &long_wait, &secret), ==, MD_STORED_CANCELLED);
  g_assert_null (secret);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
}

static void
lock (void)
{
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_LOAD_COLLECTIONS, NULL, NULL);
  SecretCollection *collection
      = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
  GList *collections = g_list_append (NULL, collection);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (collection);
  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
  g_list_free_full (collections, g_object_unref);
}

static void
test_locked (void)
{
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own ("ana@example.org");
  g_autoptr (MdSecret) secret = NULL;
  const MdWait wait = within (5000, NULL);

  lock ();
  g_assert_cmpint (compare (place, CANARY), ==, MD_STORED_LOCKED);
  /* Nobody is there to be asked: it must come back all the same. */
  g_assert_cmpint (md_keyring_read (place, TRUE, &wait, &secret), !=, MD_STORED_EQUAL);
  g_assert_null (secret);
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (3000000);
  g_cancellable_cancel (data);
  return NULL;
}

/* With a prompt, which keyring-prompt.py answers as MD_PROMPT says. */
static void
test_prompt (void)
{
  const char *how = g_getenv ("MD_PROMPT");
  const char *const item[8] = { "email", "prompt@example.org" };
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own ("prompt@example.org");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MdSecret) want = md_secret_new (CANARY, -1);
  g_autoptr (MdSecret) secret = NULL;
  const MdWait wait = within (20000, cancellable);
  gint64 started = g_get_monotonic_time ();
  GThread *thread = g_str_equal (how, "stop") ? g_thread_new ("canceller", cancel_later, cancellable) : NULL;
  MdStored stored;

  store (MD_APP_ID, item, CANARY);
  lock ();
  stored = md_keyring_read (place, TRUE, &wait, &secret);
  if (thread != NULL)
    g_thread_join (thread);
  g_test_message ("%s: %.1f s", how, (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
  if (g_str_equal (how, "unlock"))
    g_assert_true (stored == MD_STORED_EQUAL && md_secret_equal (secret, want));
  else
    g_assert_cmpint (stored, ==, thread != NULL ? MD_STORED_CANCELLED : MD_STORED_LOCKED);
  if (thread != NULL)
    g_assert_cmpint (g_get_monotonic_time () - started, <, 4 * G_USEC_PER_SEC);
}

static void
test_absent (void)
{
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own ("ana@example.org");
  gint64 started = g_get_monotonic_time ();

  g_assert_cmpint (compare (place, CANARY), ==, MD_STORED_NO_SERVICE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 3 * G_USEC_PER_SEC);
}

/* ── the dictionary of Online Accounts ── */

static const struct
{
  const char *story, *text, *want;
} members[] = {
  { "plain", "{'smtp-password': <'abc'>}", "abc" },
  { "second", "{'imap-password': <'x'>, 'smtp-password': <'abc'>}", "abc" },
  { "double quotes", "{\"smtp-password\": <\"it's\">}", "it's" },
  { "escapes", "{'smtp-password': <'a\\'b\\\\c\\u00f1\\n'>}", "a'b\\cñ\n" },
  { "name inside a value", "{'imap-password': <'smtp-password'>, 'x': <'y'>}", NULL },
  { "longer name", "{'xsmtp-password': <'y'>}", NULL },
  { "empty", "{'smtp-password': <''>}", NULL },
  { "not closed", "{'smtp-password': <'abc", NULL },
  { "ends in a backslash", "{'smtp-password': <'abc\\", NULL },
  { "number", "{'smtp-password': <5>}", NULL },
  { "no dictionary", "'abc'", NULL },
  { "nothing", "", NULL },
  { "nothing inside", "{}", NULL },
};

static void
test_member (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (MdSecret) secret = md_keyring_member (members[i].text, strlen (members[i].text), "smtp-password");
      gsize length = 0;

      g_test_message ("%s", members[i].story);
      g_assert_cmpint (secret != NULL, ==, members[i].want != NULL);
      if (secret != NULL)
        g_assert_cmpstr (md_secret_peek (secret, &length), ==, members[i].want);
      if (secret != NULL)
        g_assert_cmpuint (length, ==, strlen (members[i].want));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/member", test_member);
  g_test_add_func ("/keyring/keeps-none", test_keeps_none);
  if (g_getenv ("MD_NO_KEYRING") != NULL)
    {
      g_test_add_func ("/keyring/absent", test_absent);
      return g_test_run ();
    }
  if (g_getenv ("MD_PROMPT") != NULL)
    {
      g_test_add_func ("/keyring/prompt", test_prompt);
      return g_test_run ();
    }
  g_test_add_func ("/keyring/own", test_own);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keyring/%s", stories[i].story);

      g_test_add_data_func (path, &stories[i], test_program);
    }
  g_test_add_func ("/keyring/silent", test_silent);
  g_test_add_func ("/keyring/locked", test_locked); /* last: nothing unlocks it again */
  return g_test_run ();
}

/* test-contacts.c - address books: an address that stands in one, and one that only seems to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/contacts.h"
#include "programs/database.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define PROFILE ".thunderbird/abc/"
#define BOOK PROFILE "abook.sqlite"

static char *
make_home (void)
{
  char *home = g_dir_make_tmp ("md-contacts-XXXXXX", NULL);

  g_assert_nonnull (home);
  return home;
}

static char *
make_folder (const char *home, const char *name)
{
  char *path = g_build_filename (home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return path;
}

static void
write_text (const char *home, const char *name, const char *text)
{
  g_autofree char *path = make_folder (home, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* As a program leaves it that is still running: what is new stands in the log alone. */
static sqlite3 *
write_database (const char *home, const char *name, const char *sql)
{
  g_autofree char *path = make_folder (home, name);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_all (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
assert_search (const char *home, const char *address, const char *program, guint n_books, guint n_notes)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC };
  g_autoptr (MdContacts) found = md_contacts_search (home, address, &wait);

  g_test_message ("%s", address);
  g_assert_cmpstr (found->program, ==, program);
  g_assert_cmpuint (found->n_books, ==, n_books);
  g_assert_cmpuint (found->notes->len, ==, n_notes);
}

static void
test_thunderbird (void)
{
  g_autofree char *home = make_home ();
  sqlite3 *db = write_database (home, BOOK, "PRAGMA journal_mode=WAL; CREATE TABLE properties (card TEXT, name TEXT, value TEXT);"
                                "INSERT INTO properties VALUES ('1', 'PrimaryEmail', 'Jefe@Empresa.example');"
                                "INSERT INTO properties VALUES ('2', 'PrimaryEmail', 'otro.jefe@empresa.example.org');");
  g_autofree char *log = g_build_filename (home, BOOK "-wal", NULL);

  write_text (home, PROFILE "prefs.js", "user_pref(\"mail.x\", 1);\n");
  write_text (home, ".thunderbird/profiles.ini", "[Profile0]\nName=x\nIsRelative=1\nPath=abc\n");
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  assert_search (home, "jefe@empresa.example", "thunderbird", 1, 0);
  assert_search (home, "otro.jefe@empresa.example", NULL, 1, 0);
  assert_search (home, "nadie@empresa.example", NULL, 1, 0);
  sqlite3_close (db);
  /* The log is gone now, and in the database. */
  assert_search (home, "jefe@empresa.example", "thunderbird", 1, 0);
  remove_all (home);
}

static void
test_evolution (void)
{
  g_autofree char *home = make_home ();
  sqlite3 *db = write_database (home, ".local/share/evolution/addressbook/system/contacts.db",
                                "CREATE TABLE folder_id (uid TEXT PRIMARY KEY, vcard TEXT);"
                                "INSERT INTO folder_id VALUES ('a', 'BEGIN:VCARD\nEMAIL;TYPE=WORK:bea@amigas.example\nEND:VCARD');");

  sqlite3_close (db);
  assert_search (home, "bea@amigas.example", "evolution", 1, 0);
  assert_search (home, "ea@amigas.example", NULL, 1, 0);
  remove_all (home);
}

static void
test_texts (void)
{
  g_autofree char *home = make_home ();

  write_text (home, ".claws-mail/addrbook/addrbook-000001.xml", "<address-book><address email=\"bea@amigas.example\"/></address-book>");
  write_text (home, ".local/share/contacts/uno.vcf", "BEGIN:VCARD\r\nEMAIL:carla@amigas.example\r\nEND:VCARD\r\n");
  assert_search (home, "BEA@amigas.example", "claws", 1, 0);
  assert_search (home, "carla@amigas.example", "kmail", 2, 0);
  assert_search (home, "dora@amigas.example", NULL, 2, 0);
  remove_all (home);
}

static void
test_broken (void)
{
  g_autofree char *home = make_home ();
  sqlite3 *db = write_database (home, ".local/share/evolution/addressbook/x/contacts.db",
                                "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('bea@amigas.example');"
                                "CREATE TABLE v AS SELECT * FROM t;"
                                "CREATE TABLE g (a TEXT, b TEXT GENERATED ALWAYS AS (upper (a)) VIRTUAL);");

  sqlite3_close (db);
  write_text (home, ".local/share/evolution/addressbook/y/contacts.db", "SQLite format 3");
  write_text (home, ".local/share/evolution/addressbook/z/contacts.db", "no database at all");
  assert_search (home, "nadie@amigas.example", NULL, 1, 2);
  remove_all (home);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contacts/thunderbird", test_thunderbird);
  g_test_add_func ("/contacts/evolution", test_evolution);
  g_test_add_func ("/contacts/texts", test_texts);
  g_test_add_func ("/contacts/broken", test_broken);
  return g_test_run ();
}

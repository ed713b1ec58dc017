/* contacts.c - whether an address stands in one of the address books; see contacts.h
 *
 * What a book looks like inside is its program's affair and changes with its versions; an address between two
 * characters that belong to no address is one, wherever it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-contacts"

#include "config.h"

#include "programs/contacts.h"

#include "programs/database.h"
#include "programs/thunderbird.h"

#include <string.h>

#define MAX_BOOK (64 * 1024 * 1024)
#define MAX_BOOKS 200
#define MAX_ENTRIES 2000

typedef struct
{
  const char *address;
  const char *home;
  const MdWait *wait;
  MdContacts *result;
  MdPrograms *notes;
  const char *folder;    /* of the program at hand */
  gboolean found;        /* in the book at hand */
} Search;

void
md_contacts_free (MdContacts *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static gboolean
belongs_to_address (char c)
{
  return g_ascii_isalnum (c) || ((guchar) c & 0x80) != 0 || (c != '\0' && strchr ("._%+-@", c) != NULL);
}

/* TRUE while it is not found: how a visit goes on. */
static gboolean
look_for_address (const char *text, gsize length, gpointer user_data)
{
  Search *self = user_data;
  gsize size = strlen (self->address);

  for (gsize i = 0; i + size <= length && !self->found; i++)
    self->found = (text[i] | 0x20) == (self->address[0] | 0x20)
                  && g_ascii_strncasecmp (text + i, self->address, size) == 0
                  && (i == 0 || !belongs_to_address (text[i - 1]))
                  && (i + size == length || !belongs_to_address (text[i + size]));
  return !self->found;
}

/* ── one book ── */

static void
read_book (Search *self, const char *program, const char *folder, const char *name)
{
  g_autofree char *log_name = g_strconcat (name, "-wal", NULL);
  gboolean is_database = g_str_has_suffix (name, ".sqlite") || g_str_has_suffix (name, ".db");
  g_autofree char *text = NULL;
  g_autofree char *log = NULL;
  gsize length = 0, log_length = 0;

  if (self->result->program != NULL || self->result->n_books >= MAX_BOOKS)
    return;
  text = md_program_file (folder, name, program, MAX_BOOK, self->notes, &length);
  if (text == NULL)
    return;
  self->found = FALSE;
  if (!is_database)
    (void) look_for_address (text, length, self);
  else
    {
      log = md_program_file (folder, log_name, program, MAX_BOOK, self->notes, &log_length);
      if (!md_database_each_text (text, length, log, log_length, self->wait, look_for_address, self) && !self->found)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          md_program_note (self->notes, program, path, MD_PROGRAM_NOTE_BROKEN, 0);
          return;
        }
    }
  self->result->n_books++;
  if (self->found)
    self->result->program = g_strdup (program);
}

/* Every book right in @below of @folder whose name fits one of @patterns. */
static void
read_books (Search *self, const char *program, const char *folder, const char *below, const char *const *patterns)
{
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) entries = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL && n++ < MAX_ENTRIES
         && !md_wait_is_cancelled (self->wait))
    for (gsize i = 0; patterns[i] != NULL; i++)
      if (g_pattern_match_simple (patterns[i], name))
        {
          g_autofree char *file = g_build_filename (below, name, NULL);

          read_book (self, program, folder, file);
          break;
        }
}

/* ── where books are ── */

static void
visit_profile (const char *below, const char *profile_name, const MdPrefs *prefs, gpointer user_data)
{
  static const char *const patterns[] = { "abook*.sqlite", "history.sqlite", "abook*.mab", "history.mab", NULL };
  Search *self = user_data;

  read_books (self, "thunderbird", self->folder, below, patterns);
}

static void
read_thunderbird (Search *self, const char *folder)
{
  self->folder = folder;
  md_thunderbird_visit (folder, self->home, self->notes, self->wait, visit_profile, self);
}

/* One folder a book. */
static void
read_evolution (Search *self, const char *folder)
{
  static const char *const patterns[] = { "contacts.db", "cache.db", NULL };
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL && n++ < MAX_ENTRIES)
    read_books (self, "evolution", folder, name, patterns);
}

static void
read_claws (Search *self, const char *folder)
{
  static const char *const patterns[] = { "*.xml", NULL };

  read_books (self, "claws", folder, "addrbook", patterns);
}

static void
read_cards (Search *self, const char *folder)
{
  static const char *const patterns[] = { "*.vcf", NULL };

  read_books (self, "kmail", folder, ".", patterns);
}

static const struct
{
  const char *folder;
  void (*read) (Search *self, const char *folder);
} places[] = {
  { ".thunderbird", read_thunderbird },
  { ".var/app/org.mozilla.Thunderbird/.thunderbird", read_thunderbird },
  { ".var/app/org.mozilla.thunderbird/.thunderbird", read_thunderbird },
  { ".var/app/org.mozilla.thunderbird_esr/.thunderbird", read_thunderbird },
  { "snap/thunderbird/common/.thunderbird", read_thunderbird },
  { ".local/share/evolution/addressbook", read_evolution },
  { ".cache/evolution/addressbook", read_evolution },
  { ".var/app/org.gnome.Evolution/data/evolution/addressbook", read_evolution },
  { ".var/app/org.gnome.Evolution/cache/evolution/addressbook", read_evolution },
  { ".claws-mail", read_claws },
  { ".local/share/contacts", read_cards },
};

MdContacts *
md_contacts_search (const char *home, const char *address, const MdWait *wait)
{
  g_autoptr (MdPrograms) notes = md_programs_new ();
  Search self = { .address = address, .home = home, .wait = wait, .notes = notes };

  self.result = g_new0 (MdContacts, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (places) && self.result->program == NULL && !md_wait_is_cancelled (wait); i++)
    {
      g_autofree char *folder = md_program_place (home, places[i].folder);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        places[i].read (&self, folder);
    }
  self.result->notes = g_ptr_array_ref (notes->notes);
  return self.result;
}

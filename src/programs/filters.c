/* filters.c - the files of filter rules; see filters.h
 *
 * Thunderbird keeps one file in the folder of each incoming server; the others keep one for all their accounts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-filters"

#include "config.h"

#include "programs/filters.h"

#include "programs/thunderbird.h"

#include <string.h>

#define MAX_FILE (1024 * 1024)
#define MAX_FILES 100
#define MAX_ACCOUNTS 200
#define SERVER "mail.server"

typedef struct
{
  MdFilterFiles *found;
  MdPrograms *notes;     /* of the readers below */
  const char *home;
  const char *email;
  const char *host;
  const MdWait *wait;
  const char *folder;    /* of the program at hand */
} Search;

static void
file_free (MdFilterFile *self)
{
  g_free (self->program);
  g_free (self->account);
  g_free (self->file);
  g_free (self->text);
  g_free (self);
}

void
md_filter_files_free (MdFilterFiles *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* @folder: nothing outside of it is opened, wherever @name leads. */
static void
take_file (Search *self, const char *program, const char *account, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *file = md_program_below (self->home, path);
  MdFilterFile *filter;
  gsize length = 0;
  char *text;

  for (guint i = 0; i < self->found->files->len; i++)
    if (strcmp (((MdFilterFile *) g_ptr_array_index (self->found->files, i))->file, file) == 0)
      return;
  if (self->found->files->len >= MAX_FILES)
    return;
  text = md_program_file (folder, name, program, MAX_FILE, self->notes, &length);
  if (text == NULL)
    return;
  filter = g_new0 (MdFilterFile, 1);
  filter->program = g_strdup (program);
  filter->account = g_strdup (account);
  filter->file = g_steal_pointer (&file);
  filter->text = text;
  filter->length = length;
  g_ptr_array_add (self->found->files, filter);
}

/* ── Thunderbird ── */

/* The user name is the address or its local part. */
static gboolean
is_user (const Search *self, const char *user)
{
  g_autofree char *local = g_strndup (self->email, strcspn (self->email, "@"));

  return user != NULL && (g_ascii_strcasecmp (user, self->email) == 0 || g_ascii_strcasecmp (user, local) == 0);
}

static gboolean
is_account (const Search *self, const MdPrefs *prefs, const char *key)
{
  const char *host = md_prefs_get (prefs, SERVER, key, "realhostname");
  const char *user = md_prefs_get (prefs, SERVER, key, "realuserName");

  host = host != NULL && host[0] != '\0' ? host : md_prefs_get (prefs, SERVER, key, "hostname");
  user = user != NULL && user[0] != '\0' ? user : md_prefs_get (prefs, SERVER, key, "userName");
  if (!is_user (self, user))
    return FALSE;
  return g_ascii_strcasecmp (user, self->email) == 0 || self->host == NULL
         || (host != NULL && g_ascii_strcasecmp (host, self->host) == 0);
}

/* "[ProfD]ImapMail/imap.casa.example" as it reads below the program's folder; NULL when it lies elsewhere. */
static char *
folder_of (const char *below, const char *directory)
{
  if (directory == NULL || !g_str_has_prefix (directory, "[ProfD]"))
    return NULL;
  return g_build_filename (below, directory + strlen ("[ProfD]"), "msgFilterRules.dat", NULL);
}

static void
visit_profile (const char *below, const char *profile_name, const MdPrefs *prefs, gpointer user_data)
{
  Search *self = user_data;

  /* Servers are numbered from 1, with gaps where one was removed. */
  for (guint i = 1; i <= MAX_ACCOUNTS; i++)
    {
      g_autofree char *key = g_strdup_printf ("server%u", i);
      const char *type = md_prefs_get (prefs, SERVER, key, "type");
      g_autofree char *file = folder_of (below, md_prefs_get (prefs, SERVER, key, "directory-rel"));

      if (file == NULL || type == NULL || (strcmp (type, "imap") != 0 && strcmp (type, "pop3") != 0))
        continue;
      if (is_account (self, prefs, key))
        take_file (self, "thunderbird", NULL, self->folder, file);
    }
}

static void
read_thunderbird (Search *self, const char *folder, const char *name)
{
  self->folder = folder;
  md_thunderbird_visit (folder, self->home, self->notes, self->wait, visit_profile, self);
}

/* ── the others ── */

/* What the program calls the account; NULL when it is not set up there. */
static char *
find_account (const Search *self, MdProgramReader read, const char *folder)
{
  g_autoptr (MdPrograms) accounts = md_programs_new ();

  read (folder, self->home, accounts, self->wait);
  for (guint i = 0; i < accounts->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (accounts->accounts, i);
      const char *name = account->id != NULL ? strchr (account->id, '/') : NULL;

      if (account->email != NULL && g_ascii_strcasecmp (account->email, self->email) == 0)
        return g_strdup (name != NULL ? name + 1 : "");
    }
  return NULL;
}

static void
read_evolution (Search *self, const char *folder, const char *name)
{
  g_autofree char *above = g_path_get_dirname (folder);
  g_autofree char *account = find_account (self, md_evolution_read, folder);

  if (account != NULL)
    take_file (self, "evolution", account, above, name);
}

static void
read_claws (Search *self, const char *folder, const char *name)
{
  g_autofree char *account = find_account (self, md_claws_read, folder);

  if (account != NULL)
    take_file (self, "claws", account, folder, name);
}

static void
read_sylpheed (Search *self, const char *folder, const char *name)
{
  g_autofree char *account = find_account (self, md_sylpheed_read, folder);

  if (account != NULL)
    take_file (self, "sylpheed", account, folder, name);
}

/* A filter for all accounts of this computer's user, if any program asks it. */
static void
read_spamassassin (Search *self, const char *folder, const char *name)
{
  take_file (self, "spamassassin", NULL, folder, name);
}

static const struct
{
  const char *folder;
  const char *name;
  void (*read) (Search *self, const char *folder, const char *name);
} places[] = {
  { ".thunderbird", NULL, read_thunderbird },
  { ".var/app/org.mozilla.Thunderbird/.thunderbird", NULL, read_thunderbird },
  { ".var/app/org.mozilla.thunderbird/.thunderbird", NULL, read_thunderbird },
  { ".var/app/org.mozilla.thunderbird_esr/.thunderbird", NULL, read_thunderbird },
  { "snap/thunderbird/common/.thunderbird", NULL, read_thunderbird },
  { ".config/evolution/sources", "mail/filters.xml", read_evolution },
  { ".var/app/org.gnome.Evolution/config/evolution/sources", "mail/filters.xml", read_evolution },
  { ".claws-mail", "matcherrc", read_claws },
  { ".var/app/org.claws_mail.Claws-Mail/.claws-mail", "matcherrc", read_claws },
  { ".sylpheed-2.0", "filter.xml", read_sylpheed },
  { ".spamassassin", "user_prefs", read_spamassassin },
};

MdFilterFiles *
md_filter_files_read (const char *home, const char *email, const char *host, const MdWait *wait)
{
  g_autoptr (MdPrograms) notes = md_programs_new ();
  Search self = { .home = home, .email = email, .host = host, .wait = wait, .notes = notes };

  self.found = g_new0 (MdFilterFiles, 1);
  self.found->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  for (gsize i = 0; i < G_N_ELEMENTS (places) && !md_wait_is_cancelled (wait); i++)
    {
      g_autofree char *folder = md_program_place (home, places[i].folder);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        places[i].read (&self, folder, places[i].name);
    }
  self.found->notes = g_ptr_array_ref (notes->notes);
  return self.found;
}

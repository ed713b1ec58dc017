/* programs.c - the accounts of the mail programs on this computer; see programs.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-programs"

#include "config.h"

#include "programs/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ACCOUNTS 200

MdPrograms *
md_programs_new (void)
{
  MdPrograms *self = g_new0 (MdPrograms, 1);

  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) md_program_account_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) md_program_note_free);
  return self;
}

void
md_programs_free (MdPrograms *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

MdProgramAccount *
md_program_account_new (const char *program)
{
  MdProgramAccount *self = g_new0 (MdProgramAccount, 1);

  self->program = g_strdup (program);
  return self;
}

static void
server_clear (MdProgramServer *self)
{
  md_endpoint_free (self->endpoint);
  g_free (self->user);
  g_free (self->auth);
  g_free (self->kind);
  g_free (self->keyring_id);
}

void
md_program_account_free (MdProgramAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->profile);
  g_free (self->file);
  g_free (self->id);
  g_free (self->email);
  g_free (self->name);
  g_free (self->label);
  server_clear (&self->incoming);
  server_clear (&self->outgoing);
  g_free (self);
}

static const MdEndpoint *
endpoint_of (const MdProgramServer *server)
{
  return server->way == MD_WAY_SERVER ? server->endpoint : NULL;
}

MdProgramPick
md_program_account_pick (const MdProgramAccount *self)
{
  const char *incoming = self->incoming.user;
  const char *outgoing = self->outgoing.user;
  MdProgramPick pick = {
    .email = self->email,
    .user = incoming != NULL ? incoming : outgoing,
    .incoming = endpoint_of (&self->incoming),
    .outgoing = endpoint_of (&self->outgoing),
    .auth = self->outgoing.auth,
    .incoming_auth = self->incoming.auth,
    .program = self->program,
  };

  if (outgoing != NULL && g_strcmp0 (outgoing, pick.user) != 0)
    pick.outgoing_user = outgoing;
  pick.no_auth = pick.outgoing != NULL && g_strcmp0 (pick.auth, "none") == 0;
  return pick;
}

void
md_program_note_free (MdProgramNote *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->file);
  g_free (self);
}

void
md_program_note (MdPrograms *into, const char *program, const char *file, MdProgramNoteKind kind, guint line)
{
  MdProgramNote *note = g_new0 (MdProgramNote, 1);

  note->program = g_strdup (program);
  note->file = g_strdup (file);
  note->kind = kind;
  note->line = line;
  g_ptr_array_add (into->notes, note);
}

gboolean
md_program_add (MdPrograms *into, MdProgramAccount *account)
{
  guint n = 0;

  for (guint i = 0; i < into->accounts->len; i++)
    if (strcmp (((MdProgramAccount *) g_ptr_array_index (into->accounts, i))->program, account->program) == 0)
      n++;
  if (n < MAX_ACCOUNTS)
    {
      g_ptr_array_add (into->accounts, account);
      return TRUE;
    }
  for (guint i = 0; i < into->notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (into->notes, i);

      if (note->kind == MD_PROGRAM_NOTE_TOO_MANY && strcmp (note->program, account->program) == 0)
        n = 0;
    }
  if (n > 0)
    md_program_note (into, account->program, account->file, MD_PROGRAM_NOTE_TOO_MANY, 0);
  md_program_account_free (account);
  return FALSE;
}

char *
md_program_below (const char *home, const char *path)
{
  gsize length = strlen (home);

  if (strncmp (path, home, length) != 0 || path[length] != '/')
    return g_strdup (path);
  return g_strdup (path + length + strspn (path + length, "/"));
}

/* Where a link leads must lie below @folder, itself resolved. */
static gboolean
stays_inside (const char *folder, const char *path)
{
  char real_folder[PATH_MAX], real_path[PATH_MAX];
  gsize length;

  if (realpath (folder, real_folder) == NULL || realpath (path, real_path) == NULL)
    return FALSE;
  length = strlen (real_folder);
  return strncmp (real_path, real_folder, length) == 0 && (real_path[length] == '/' || length == 1);
}

static char *
read_whole (int fd, gsize size, gsize *length)
{
  char *text = g_malloc (size + 1);

  *length = 0;
  while (*length < size)
    {
      ssize_t got = read (fd, text + *length, size - *length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      *length += (gsize) got;
    }
  text[*length] = '\0';
  return text;
}

char *
md_program_file (const char *folder, const char *name, const char *program, gsize limit, MdPrograms *into,
                 gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;
  struct stat status;
  int fd;

  if (access (path, F_OK) != 0 && errno != EACCES)
    return NULL;
  /* O_NONBLOCK: a pipe in place of the file must not hold us up. */
  fd = stays_inside (folder, path) ? open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    md_program_note (into, program, path, MD_PROGRAM_NOTE_UNREADABLE, 0);
  else if ((gsize) status.st_size > limit)
    md_program_note (into, program, path, MD_PROGRAM_NOTE_TOO_LARGE, 0);
  else
    text = read_whole (fd, (gsize) status.st_size, length);
  if (fd >= 0)
    close (fd);
  return text;
}

#define IN_FLATPAK "/.flatpak-info"

static gboolean
in_flatpak (void)
{
  return g_file_test (IN_FLATPAK, G_FILE_TEST_EXISTS);
}

/* The part of @place behind @usual, or NULL when it lies elsewhere. */
static const char *
behind (const char *place, const char *usual)
{
  gsize length = strlen (usual);

  return strncmp (place, usual, length) == 0 && (place[length] == '/' || place[length] == '\0') ? place + length : NULL;
}

char *
md_program_place (const char *home, const char *place)
{
  static const char *const moved[][3] = {
    { ".config", "XDG_CONFIG_HOME", "HOST_XDG_CONFIG_HOME" },
    { ".cache", "XDG_CACHE_HOME", "HOST_XDG_CACHE_HOME" },
    { ".local/share", "XDG_DATA_HOME", "HOST_XDG_DATA_HOME" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      const char *rest = behind (place, moved[i][0]);
      const char *folder = rest != NULL ? g_getenv (moved[i][in_flatpak () ? 2 : 1]) : NULL;

      if (folder != NULL && behind (folder, home) != NULL)
        return g_build_filename (folder, rest, NULL);
    }
  return g_build_filename (home, place, NULL);
}

/* Where each program keeps its settings, below the home folder: native, Flatpak, Snap. */
static const struct
{
  const char *folder;
  MdProgramReader read;
} places[] = {
  { ".thunderbird", md_thunderbird_read },
  { ".var/app/org.mozilla.Thunderbird/.thunderbird", md_thunderbird_read },
  { ".var/app/org.mozilla.thunderbird/.thunderbird", md_thunderbird_read },
  { ".var/app/org.mozilla.thunderbird_esr/.thunderbird", md_thunderbird_read },
  { "snap/thunderbird/common/.thunderbird", md_thunderbird_read },
  { ".config/evolution/sources", md_evolution_read },
  { ".var/app/org.gnome.Evolution/config/evolution/sources", md_evolution_read },
  { ".config/geary", md_geary_read },
  { ".var/app/org.gnome.Geary/config/geary", md_geary_read },
  { ".config", md_kmail_read },
  { ".var/app/org.kde.kmail2/config", md_kmail_read },
  { ".claws-mail", md_claws_read },
  { ".var/app/org.claws_mail.Claws-Mail/.claws-mail", md_claws_read },
  { ".sylpheed-2.0", md_sylpheed_read },
  { ".balsa", md_balsa_read },
  { "", md_msmtp_read },
  { ".config/msmtp", md_msmtp_read },
  { "", md_mutt_read },
  { ".mutt", md_mutt_read },
  { ".config/mutt", md_mutt_read },
  { ".config/neomutt", md_mutt_read },
};

/* Two installations of one program may name their accounts alike: the later ones get a number. */
static void
tell_apart (GPtrArray *accounts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < accounts->len; i++)
    {
      MdProgramAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *plain = g_steal_pointer (&account->id);

      account->id = g_strdup (plain != NULL ? plain : account->program);
      for (guint n = 2; g_hash_table_contains (seen, account->id); n++)
        {
          g_free (account->id);
          account->id = g_strdup_printf ("%s~%u", plain != NULL ? plain : account->program, n);
        }
      g_hash_table_add (seen, account->id);
    }
}

MdPrograms *
md_programs_read (const char *home, const MdWait *wait)
{
  MdPrograms *found = md_programs_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (places) && !md_wait_is_cancelled (wait); i++)
    {
      g_autofree char *folder = md_program_place (home, places[i].folder);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        places[i].read (folder, home, found, wait);
    }
  md_msmtp_read_common (in_flatpak () ? "/run/host/etc" : "/etc", found, wait);
  tell_apart (found->accounts);
  return found;
}

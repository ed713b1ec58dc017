/* test-readers.c - KMail, Claws Mail, Sylpheed, Balsa, msmtp and mutt: what they write, and what nobody should
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "readers-cases.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  const char *name;
  MdProgramReader read;
  const char *file; /* its main one */
} Program;

static const Program programs[] = {
  { "kmail", md_kmail_read, "mailtransports" }, { "claws", md_claws_read, "accountrc" },
  { "sylpheed", md_sylpheed_read, "accountrc" }, { "balsa", md_balsa_read, "config" },
  { "msmtp", md_msmtp_read, "msmtprc" },        { "mutt", md_mutt_read, "muttrc" },
};

#ifdef __SANITIZE_ADDRESS__
#define MAX_MS 2000 /* every byte is looked at twice */
#else
#define MAX_MS 100
#endif

/* --- A folder of one test --- */

static char *
folder_new (void)
{
  char *folder = g_dir_make_tmp ("md-readers-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
folder_free (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        folder_free (g_strdup (path));
      else
        g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

static void
put (const char *folder, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static const Program *
program_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (strcmp (programs[i].name, name) == 0)
      return &programs[i];
  g_assert_not_reached ();
}

/* Of this thread's own work, so that a busy computer fails no test. */
static gint64
milliseconds (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static MdPrograms *
read_folder (const Program *program, const char *folder)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  MdPrograms *found = md_programs_new ();
  gint64 start = milliseconds ();

  program->read (folder, folder, found, &wait);
  start = milliseconds () - start;
  g_test_message ("%u ms", (guint) start);
  g_assert_cmpint (start, <, MAX_MS);
  return found;
}

/* "imap.example.org:993/tls user=u auth=password", "local", "-" */
static void
tell_server (GString *text, const MdProgramServer *server)
{
  if (server->way == MD_WAY_NONE)
    g_string_append_c (text, '-');
  else if (server->way == MD_WAY_SERVER)
    g_string_append_printf (text, "%s:%s:%u/%s", md_protocol_name (server->endpoint->protocol), server->endpoint->host,
                            server->endpoint->port, md_security_name (server->endpoint->security));
  else
    g_string_append (text, server->kind);
  if (server->user != NULL)
    g_string_append_printf (text, " %s", server->user);
  if (server->auth != NULL)
    g_string_append_printf (text, " (%s)", server->auth);
}

static char *
tell (const MdPrograms *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (found->accounts, i);

      g_string_append_printf (text, "%s%s <%s> [%s] ", account->id, account->is_default ? "*" : "",
                              account->email != NULL ? account->email : "", account->name != NULL ? account->name : "");
      tell_server (text, &account->incoming);
      g_string_append (text, " -> ");
      tell_server (text, &account->outgoing);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < found->notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (found->notes, i);
      g_autofree char *base = g_path_get_basename (note->file);

      g_string_append_printf (text, "note %s %u:%u\n", base, (guint) note->kind, note->line);
    }
  return g_string_free (text, FALSE);
}

/* --- What the programs write --- */

static void
run_cases (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      char *folder = folder_new ();
      g_autoptr (MdPrograms) found = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s: %s", cases[i].program, cases[i].story);
      for (gsize k = 0; k < G_N_ELEMENTS (cases[i].files) && cases[i].files[k] != NULL; k += 2)
        put (folder, cases[i].files[k], cases[i].files[k + 1], -1);
      found = read_folder (program_of (cases[i].program), folder);
      text = tell (found);
      g_assert_cmpstr (text, ==, cases[i].want);
      folder_free (folder);
    }
}

static void
test_kmail (void)
{
  run_cases (kmail_cases, G_N_ELEMENTS (kmail_cases));
}

static void
test_accountrc (void)
{
  run_cases (claws_cases, G_N_ELEMENTS (claws_cases));
  run_cases (sylpheed_cases, G_N_ELEMENTS (sylpheed_cases));
}

static void
test_balsa (void)
{
  run_cases (balsa_cases, G_N_ELEMENTS (balsa_cases));
}

static void
test_msmtp (void)
{
  run_cases (msmtp_cases, G_N_ELEMENTS (msmtp_cases));
}

/* The settings for everybody count only where there are none of the person's own. */
static void
test_msmtp_common (void)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  char *folder = folder_new ();
  g_autoptr (MdPrograms) found = md_programs_new ();
  g_autofree char *text = NULL;

  md_msmtp_read_common (folder, found, &wait);
  g_assert_cmpuint (found->accounts->len, ==, 0);
  put (folder, "msmtprc", "account default\nhost smtp.example.org\nport 587\ntls on\nauth on\nuser ana\n", -1);
  md_msmtp_read_common (folder, found, &wait);
  md_msmtp_read_common (folder, found, &wait);
  text = tell (found);
  g_assert_cmpstr (text, ==, "msmtp/default* <> [] - -> smtp:smtp.example.org:587/starttls ana (password)\n");
  folder_free (folder);
}

static void
test_mutt (void)
{
  run_cases (mutt_cases, G_N_ELEMENTS (mutt_cases));
  g_assert_false (g_file_test ("RAN", G_FILE_TEST_EXISTS));
}

/* --- What nobody should write --- */

static void
expect_note (const Program *program, const char *folder, MdProgramNoteKind kind)
{
  g_autoptr (MdPrograms) found = read_folder (program, folder);
  const MdProgramNote *note;

  g_assert_cmpuint (found->notes->len, >, 0);
  note = g_ptr_array_index (found->notes, 0);
  g_assert_cmpuint (note->kind, ==, kind);
  g_assert_cmpstr (note->program, ==, program->name);
}

static void
test_bytes (void)
{
  g_autofree char *noise = g_malloc (300000);

  for (gsize i = 0; i < 300000; i++)
    noise[i] = (char) (i * i % 251);
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      char *folder = folder_new ();

      put (folder, programs[i].file, noise, 300000);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_BROKEN);
      memset (noise + 1000, 'x', 200000);
      put (folder, programs[i].file, noise + 1000, 200000);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_BROKEN);
      put (folder, programs[i].file, "", 0);
      md_programs_free (read_folder (&programs[i], folder));
      folder_free (folder);
    }
}

static void
test_no_file (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      char *folder = folder_new ();
      g_autofree char *path = g_build_filename (folder, programs[i].file, NULL);
      g_autoptr (MdPrograms) nothing = read_folder (&programs[i], folder);
      int fd;

      g_assert_cmpuint (nothing->accounts->len + nothing->notes->len, ==, 0);
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_UNREADABLE);
      g_unlink (path);
      g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_UNREADABLE);
      g_unlink (path);
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_UNREADABLE);
      g_rmdir (path);
      fd = g_creat (path, 0600);
      g_assert_cmpint (ftruncate (fd, (off_t) 3 * 1024 * 1024 * 1024), ==, 0);
      close (fd);
      expect_note (&programs[i], folder, MD_PROGRAM_NOTE_TOO_LARGE);
      folder_free (folder);
    }
}

static void
test_truncated (void)
{
  static const struct
  {
    const Case *cases;
    gsize n;
  } all[] = {
    { kmail_cases, G_N_ELEMENTS (kmail_cases) },       { claws_cases, G_N_ELEMENTS (claws_cases) },
    { sylpheed_cases, G_N_ELEMENTS (sylpheed_cases) }, { balsa_cases, G_N_ELEMENTS (balsa_cases) },
    { msmtp_cases, G_N_ELEMENTS (msmtp_cases) },       { mutt_cases, G_N_ELEMENTS (mutt_cases) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (gsize k = 0; k < all[i].n; k++)
      {
        const Case *one = &all[i].cases[k];
        char *folder = folder_new ();

        for (gsize length = strlen (one->files[1]); length > 0; length--)
          {
            put (folder, one->files[0], one->files[1], (gssize) length);
            md_programs_free (read_folder (program_of (one->program), folder));
          }
        folder_free (folder);
      }
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *folder = folder_new ();
  g_autoptr (MdPrograms) found = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "[Account: %u]\naddress=a%u@example.org\nsmtp_server=smtp.example.org\n", i, i);
  put (folder, "accountrc", text->str, -1);
  found = read_folder (program_of ("claws"), folder);
  g_assert_cmpuint (found->accounts->len, ==, 200);
  g_assert_cmpuint (found->notes->len, ==, 1);
  folder_free (folder);
}

/* As large as is read, of lines that cost the most. */
static void
test_large (void)
{
  static const struct
  {
    const char *program;
    const char *first;
    const char *again; /* with a number in it */
  } large[] = {
    { "kmail", "", "[Transport %u]\nhost=smtp.example.org\n" },
    { "kmail", "", "k%u=v\n" },
    { "claws", "[Account: 1]\n", "k%u=v\n" },
    { "sylpheed", "", "[Account: %u]\nsmtp_server=s\n" },
    { "balsa", "", "[identity-%u]\nAddress=a@b.example\n[folder-x]\nServer=a\n" },
    { "msmtp", "", "account a%u\nhost h\n" },
    { "msmtp", "account x\n", "account y : x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x # %u\n" },
    { "mutt", "set my_a=\"0123456789012345678901234567890123456789\"\n", "set my_b%u=$my_a$my_a$my_a$my_a\n" },
    { "mutt", "", "source x%u\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    {
      const Program *program = program_of (large[i].program);
      g_autoptr (GString) text = g_string_new (large[i].first);
      char *folder = folder_new ();

      g_test_message ("%s: %s", large[i].program, large[i].again);
      for (guint n = 0; text->len < 1024 * 1024 - 100; n++)
        {
          g_auto (GStrv) parts = g_strsplit (large[i].again, "%u", 2);

          g_string_append_printf (text, "%s%u%s", parts[0], n, parts[1]);
        }
      put (folder, program->file, text->str, -1);
      md_programs_free (read_folder (program, folder));
      folder_free (folder);
    }
}

/* Includes that double with every file must not. */
static void
test_bomb (void)
{
  char *folder = folder_new ();
  g_autoptr (MdPrograms) found = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = i == 0 ? g_strdup ("muttrc") : g_strdup_printf ("m%u", i);
      g_autofree char *text = g_strdup_printf ("source m%u m%u m%u\n", i + 1, i + 1, i + 1);

      put (folder, name, text, -1);
    }
  put (folder, "m12", "set my_a=$my_a$my_a$my_a from=a@example.org\n", -1);
  found = read_folder (program_of ("mutt"), folder);
  g_assert_cmpuint (found->notes->len, ==, 1);
  folder_free (folder);
}

/* Also what an include or a second file leads to must be a file of this folder. */
static void
test_links (void)
{
  char *folder = folder_new ();
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *resource = g_build_filename (folder, "akonadi_imap_resource_0rc", NULL);
  g_autoptr (MdPrograms) mutt = NULL;
  g_autoptr (MdPrograms) kmail = NULL;

  g_assert_cmpint (symlink ("/etc/passwd", out), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", resource), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  put (folder, "muttrc", "source out\nsource pipe\nset from=a@example.org\n", -1);
  mutt = read_folder (program_of ("mutt"), folder);
  g_assert_cmpuint (mutt->accounts->len, ==, 1);
  g_assert_cmpuint (mutt->notes->len, ==, 2);
  kmail = read_folder (program_of ("kmail"), folder);
  g_assert_cmpuint (kmail->accounts->len, ==, 0);
  g_assert_cmpuint (kmail->notes->len, ==, 1);
  folder_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/programs/kmail", test_kmail);
  g_test_add_func ("/programs/accountrc", test_accountrc);
  g_test_add_func ("/programs/balsa", test_balsa);
  g_test_add_func ("/programs/msmtp", test_msmtp);
  g_test_add_func ("/programs/msmtp-common", test_msmtp_common);
  g_test_add_func ("/programs/mutt", test_mutt);
  g_test_add_func ("/programs/bytes", test_bytes);
  g_test_add_func ("/programs/no-file", test_no_file);
  g_test_add_func ("/programs/truncated", test_truncated);
  g_test_add_func ("/programs/many", test_many);
  g_test_add_func ("/programs/bomb", test_bomb);
  g_test_add_func ("/programs/large", test_large);
  g_test_add_func ("/programs/links", test_links);
  return g_test_run ();
}

/* test-filters.c - which files of filter rules are found for an account, and which are not touched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/filters.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define TB ".thunderbird/"
#define PROFILES "[Profile0]\nName=x\nIsRelative=1\nPath=abc\n"
#define SERVER(n, type, host, user)                                                                                   \
  "user_pref(\"mail.server.server" n ".type\", \"" type "\");\n"                                                      \
  "user_pref(\"mail.server.server" n ".hostname\", \"" host "\");\n"                                                  \
  "user_pref(\"mail.server.server" n ".userName\", \"" user "\");\n"                                                  \
  "user_pref(\"mail.server.server" n ".directory-rel\", \"[ProfD]ImapMail/" host "\");\n"
#define ACCOUNTRC(n, address) "[Account: " n "]\naccount_name=x\naddress=" address "\nprotocol=1\nreceive_server=imap.casa.example\n"

static const struct
{
  const char *story;
  const char *files[13];  /* name, text … */
  const char *links[3];   /* name, where it leads, below the home folder */
  const char *want;       /* "program account file;" …, then the number of notes */
} cases[] = {
  { "an empty home", { NULL }, { NULL }, "0" },
  { "Thunderbird",
    { TB "profiles.ini", PROFILES, TB "abc/prefs.js", SERVER ("1", "imap", "imap.casa.example", "ana@casa.example")
      SERVER ("2", "imap", "imap.otra.example", "otra@otra.example"),
      TB "abc/ImapMail/imap.casa.example/msgFilterRules.dat", "x", TB "abc/ImapMail/imap.otra.example/msgFilterRules.dat", "y" },
    { NULL }, "thunderbird - .thunderbird/abc/ImapMail/imap.casa.example/msgFilterRules.dat;0" },
  { "Thunderbird, a short user name on this host only",
    { TB "profiles.ini", PROFILES, TB "abc/prefs.js",
      SERVER ("1", "imap", "imap.casa.example", "ana") SERVER ("2", "imap", "imap.otra.example", "ana"),
      TB "abc/ImapMail/imap.casa.example/msgFilterRules.dat", "x", TB "abc/ImapMail/imap.otra.example/msgFilterRules.dat", "y" },
    { NULL }, "thunderbird - .thunderbird/abc/ImapMail/imap.casa.example/msgFilterRules.dat;0" },
  { "Thunderbird as Flatpak",
    { ".var/app/org.mozilla.Thunderbird/" TB "profiles.ini", PROFILES, ".var/app/org.mozilla.Thunderbird/" TB "abc/prefs.js",
      SERVER ("1", "pop3", "imap.casa.example", "ana"),
      ".var/app/org.mozilla.Thunderbird/" TB "abc/ImapMail/imap.casa.example/msgFilterRules.dat", "x" },
    { NULL },
    "thunderbird - .var/app/org.mozilla.Thunderbird/.thunderbird/abc/ImapMail/imap.casa.example/msgFilterRules.dat;0" },
  { "Thunderbird, a folder that climbs out",
    { TB "profiles.ini", PROFILES, TB "abc/prefs.js", SERVER ("1", "imap", "../../../secret", "ana@casa.example"),
      "secret/msgFilterRules.dat", "x", TB "abc/ImapMail/x", "" },
    { NULL }, "1" },
  { "Thunderbird, a link that leads out",
    { TB "profiles.ini", PROFILES, TB "abc/prefs.js", SERVER ("1", "imap", "imap.casa.example", "ana@casa.example"),
      "secret/rules", "x", TB "abc/ImapMail/imap.casa.example/x", "" },
    { TB "abc/ImapMail/imap.casa.example/msgFilterRules.dat", "secret/rules" }, "1" },
  { "Evolution",
    { ".config/evolution/sources/uno.source", "[Data Source]\nDisplayName=x\n[Mail Account]\nBackendName=imapx\nIdentityUid=dos\n"
      "[Authentication]\nHost=imap.casa.example\nUser=ana\n",
      ".config/evolution/sources/dos.source", "[Mail Identity]\nAddress=ana@casa.example\n", ".config/evolution/mail/filters.xml", "<x/>" },
    { NULL }, "evolution uno .config/evolution/mail/filters.xml;0" },
  { "Evolution without this account", { ".config/evolution/sources/x", "", ".config/evolution/mail/filters.xml", "<x/>" },
    { NULL }, "0" },
  { "Claws Mail and Sylpheed",
    { ".claws-mail/accountrc", ACCOUNTRC ("1", "otra@casa.example") ACCOUNTRC ("2", "ana@casa.example"), ".claws-mail/matcherrc", "x",
      ".sylpheed-2.0/accountrc", ACCOUNTRC ("1", "ana@casa.example"), ".sylpheed-2.0/filter.xml", "<x/>" },
    { NULL }, "claws 2 .claws-mail/matcherrc;sylpheed 1 .sylpheed-2.0/filter.xml;0" },
};

static void
write_file (const char *home, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_all (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *home = g_dir_make_tmp ("md-filters-XXXXXX", NULL);
      const MdWait wait = { .deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC };
      g_autoptr (MdFilterFiles) found = NULL;
      g_autoptr (GString) got = g_string_new (NULL);

      for (gsize j = 0; cases[i].files[j] != NULL; j += 2)
        write_file (home, cases[i].files[j], cases[i].files[j + 1]);
      if (cases[i].links[0] != NULL)
        {
          g_autofree char *path = g_build_filename (home, cases[i].links[0], NULL);
          g_autofree char *leads = g_build_filename (home, cases[i].links[1], NULL);

          g_assert_cmpint (symlink (leads, path), ==, 0);
        }
      found = md_filter_files_read (home, "ana@casa.example", "imap.casa.example", &wait);
      for (guint j = 0; j < found->files->len; j++)
        {
          const MdFilterFile *file = g_ptr_array_index (found->files, j);

          g_assert_cmpuint (strlen (file->text), ==, file->length);
          g_string_append_printf (got, "%s %s %s;", file->program, file->account != NULL ? file->account : "-", file->file);
        }
      g_string_append_printf (got, "%u", found->notes->len);
      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got->str, ==, cases[i].want);
      remove_all (home);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/found", test_found);
  return g_test_run ();
}

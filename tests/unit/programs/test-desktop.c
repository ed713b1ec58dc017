/* test-desktop.c - Thunderbird, Evolution and Geary: what they write, and what nobody should
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/programs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define HUGE_MS 10000
#else
#define HUGE_MS 2000
#endif
#define HUGE_BYTES (100 * 1024 * 1024)

/* ── the home folder of one test ── */

static char *
home_new (void)
{
  char *home = g_dir_make_tmp ("md-desktop-XXXXXX", NULL);

  g_assert_nonnull (home);
  return home;
}

static void
home_free (char *home)
{
  g_autoptr (GDir) entries = g_dir_open (home, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (home, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        home_free (g_strdup (path));
      else
        g_unlink (path);
    }
  g_rmdir (home);
  g_free (home);
}

/* @text: "@HOME@" stands for the folder itself. */
static char *
put (const char *home, const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (home, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GString) filled = g_string_new_len (text, length < 0 ? (gssize) strlen (text) : length);

  if (length < 0)
    g_string_replace (filled, "@HOME@", home, 0);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, filled->str, (gssize) filled->len, NULL));
  return path;
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
read_home (const char *home, gint64 most_ms)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  gint64 start = milliseconds ();
  MdPrograms *found = md_programs_read (home, &wait);

  g_assert_cmpint (milliseconds () - start, <, most_ms);
  return found;
}

/* "imap:imap.example.org:993/tls user (password)", "maildir", "-" */
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
  if (server->keyring_id != NULL)
    g_string_append_printf (text, " key:%s", server->keyring_id);
}

static char *
tell (const MdPrograms *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (found->accounts, i);

      g_string_append_printf (text, "%s%s%s <%s> [%s] {%s} ", account->id, account->is_default ? "*" : "",
                              account->uses_default_outgoing ? " default" : "",
                              account->email != NULL ? account->email : "", account->name != NULL ? account->name : "",
                              account->label != NULL ? account->label : "");
      tell_server (text, &account->incoming);
      g_string_append (text, " -> ");
      tell_server (text, &account->outgoing);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < found->notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (found->notes, i);
      g_autofree char *base = g_path_get_basename (note->file);

      g_string_append_printf (text, "note %s %s %u:%u\n", note->program, base, (guint) note->kind, note->line);
    }
  return g_string_free (text, FALSE);
}

/* ── what the programs write ── */

typedef struct
{
  const char *story;
  const char *files[12]; /* path below the home folder, and text, by turns */
  const char *want;
} Case;

#define TB ".thunderbird/"
#define INI "[General]\nVersion=2\n\n[Profile0]\nName=home\nIsRelative=1\nPath=p\n"
#define P(name, value) "user_pref(\"mail." name "\", " value ");\n"
#define ACCOUNT \
  P ("accountmanager.accounts", "\"account1\"") P ("account.account1.server", "\"server1\"") \
  P ("account.account1.identities", "\"id1\"") P ("identity.id1.useremail", "\"ana@example.org\"") \
  P ("server.server1.type", "\"imap\"") P ("server.server1.hostname", "\"imap.example.org\"") \
  P ("server.server1.userName", "\"ana\"") P ("server.server1.socketType", "3")
#define SMTP(key, host, more) P ("smtpserver." key ".hostname", "\"" host "\"") more
#define IN "imap:imap.example.org:993/tls ana (password)"

static const Case thunderbird_cases[] = {
  { "two identities, each with its own server",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      ACCOUNT P ("account.account1.identities", "\"id1, id2\"") P ("identity.id1.smtpServer", "\"smtp2\"")
      P ("identity.id2.useremail", "\"info@example.org\"") P ("identity.id2.fullName", "\"Ana L\\u00f3pez\"")
      P ("identity.id2.smtpServer", "\"smtp1\"") P ("server.server1.name", "\"Work\"")
      P ("accountmanager.defaultaccount", "\"account1\"")
      SMTP ("smtp1", "smtp.example.org", P ("smtpserver.smtp1.try_ssl", "2") P ("smtpserver.smtp1.authMethod", "4"))
      SMTP ("smtp2", "mail.example.net", P ("smtpserver.smtp2.port", "2525") P ("smtpserver.smtp2.authMethod", "1")) },
    "thunderbird/home/id1* <ana@example.org> [] {Work} " IN " -> smtp:mail.example.net:2525/plain (none)\n"
    "thunderbird/home/id2 <info@example.org> [Ana López] {Work} " IN
    " -> smtp:smtp.example.org:587/starttls (encrypted-password)\n" },
  { "no server of its own: the default one",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      ACCOUNT P ("smtpservers", "\"smtp1,smtp2\"") P ("smtp.defaultserver", "\"smtp2\"")
      SMTP ("smtp1", "one.example.org", "") SMTP ("smtp2", "two.example.org", P ("smtpserver.smtp2.try_ssl", "3")) },
    "thunderbird/home/id1 default <ana@example.org> [] {} " IN " -> smtp:two.example.org:465/tls (password)\n" },
  { "its server is gone and no default is set: the first one",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      ACCOUNT P ("identity.id1.smtpServer", "\"smtp9\"") P ("smtpservers", "\"smtp8,smtp1\"")
      SMTP ("smtp1", "one.example.org", P ("smtpserver.smtp1.authMethod", "10")) },
    "thunderbird/home/id1 default <ana@example.org> [] {} " IN " -> smtp:one.example.org:587/plain (oauth2)\n" },
  { "user.js has the last word",
    { TB "profiles.ini", INI, TB "p/prefs.js", ACCOUNT SMTP ("smtp1", "one.example.org", "")
      P ("identity.id1.smtpServer", "\"smtp1\""), TB "p/user.js",
      "/* mine\n */ // two\n# three\nuser_pref('mail.smtpserver.smtp1.hostname',\n  'mine.example.org') ;\n"
      P ("smtpserver.smtp1.port", "25") },
    "thunderbird/home/id1 <ana@example.org> [] {} " IN " -> smtp:mine.example.org:25/plain (password)\n" },
  { "news, feeds and the local folders are no account; POP3 has its own ports",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      P ("accountmanager.accounts", "\"a1,a2,a3,a4,a5\"") P ("account.a1.server", "\"s1\"")
      P ("account.a2.server", "\"s2\"") P ("account.a3.server", "\"s3\"") P ("account.a4.server", "\"s4\"")
      P ("account.a5.server", "\"s5\"") P ("server.s1.type", "\"nntp\"") P ("server.s2.type", "\"none\"")
      P ("server.s3.type", "\"rss\"") P ("server.s4.type", "\"pop3\"") P ("server.s4.hostname", "\"POP.example.org.\"")
      P ("server.s4.socketType", "3") P ("server.s5.type", "\"ews\"") P ("server.s5.userName", "\"x\"") },
    "thunderbird/home/a4 default <> [] {} pop3:pop.example.org:995/tls (password) -> -\n"
    "thunderbird/home/a5 default <> [] {} ews x (password) -> -\n" },
  { "an identity on the local folders sends all the same",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      P ("accountmanager.accounts", "\"a1\"") P ("account.a1.server", "\"s1\"")
      P ("account.a1.identities", "\"id1\"") P ("server.s1.type", "\"none\"")
      P ("identity.id1.useremail", "\"ana@example.org\"") P ("identity.id1.smtpServer", "\"smtp1\"")
      SMTP ("smtp1", "one.example.org", "") },
    "thunderbird/home/id1 <ana@example.org> [] {} local -> smtp:one.example.org:587/plain (password)\n" },
  { "broken lines are left out",
    { TB "profiles.ini", INI, TB "p/prefs.js",
      ACCOUNT "user_pref(\"mail.x\", \"never closed);\nnonsense\n" SMTP ("smtp1", "one.example.org", "")
      P ("identity.id1.smtpServer", "\"smtp1\"") "user_pref(\"mail." },
    "thunderbird/home/id1 <ana@example.org> [] {} " IN " -> smtp:one.example.org:587/plain (password)\n"
    "note thunderbird prefs.js 2:9\n" },
  { "several profiles, one of them absolute, one elsewhere, one missing, one twice by name",
    { TB "profiles.ini",
      "[Profile1]\nName=b\nIsRelative=0\nPath=@HOME@/.thunderbird/Profiles/b\n[Profile0]\nName=a\nIsRelative=1\nPath=a\n"
      "[Profile2]\nName=c\nIsRelative=0\nPath=@HOME@/elsewhere\n[Profile3]\nName=d\nIsRelative=1\nPath=../elsewhere\n"
      "[Profile4]\nName=e\nPath=gone\n[Profile5]\nName=a\nPath=Profiles/b\n[Install12]\nDefault=a\n",
      TB "a/prefs.js", ACCOUNT, TB "Profiles/b/prefs.js", ACCOUNT, "elsewhere/prefs.js", ACCOUNT },
    "thunderbird/b/id1 default <ana@example.org> [] {} " IN " -> -\n"
    "thunderbird/a/id1 default <ana@example.org> [] {} " IN " -> -\n"
    "thunderbird/a/id1~2 default <ana@example.org> [] {} " IN " -> -\n"
    "note thunderbird elsewhere 0:0\nnote thunderbird prefs.js 0:0\n" },
  { "without a list of profiles; the Flatpak and the Snap",
    { TB "x.default/prefs.js", ACCOUNT, ".var/app/org.mozilla.thunderbird/.thunderbird/profiles.ini", INI,
      ".var/app/org.mozilla.thunderbird/.thunderbird/p/prefs.js", ACCOUNT,
      "snap/thunderbird/common/.thunderbird/profiles.ini", INI, "snap/thunderbird/common/.thunderbird/p/prefs.js",
      ACCOUNT },
    "thunderbird/x.default/id1 default <ana@example.org> [] {} " IN " -> -\n"
    "thunderbird/home/id1 default <ana@example.org> [] {} " IN " -> -\n"
    "thunderbird/home/id1~2 default <ana@example.org> [] {} " IN " -> -\n" },
};

#define EV ".config/evolution/sources/"
#define CACHE ".cache/evolution/sources/c1/"
#define SOURCE(name, parent) "[Data Source]\nDisplayName=" name "\nEnabled=true\nParent=" parent "\n"

static const Case evolution_cases[] = {
  { "IMAP and SMTP, as the assistant writes them",
    { EV "a.source",
      SOURCE ("Work", "") "[Mail Account]\nBackendName=imapx\nIdentityUid=i\n[Authentication]\nHost=imap.example.org\n"
      "Port=993\nUser=ana\nMethod=PLAIN\n[Security]\nMethod=ssl-on-alternate-port\n",
      EV "i.source", SOURCE ("Work", "a") "[Mail Identity]\nName=Ana\\sL.\nAddress=ana@example.org\n[Mail Submission]\n"
      "TransportUid=t\n",
      EV "t.source", SOURCE ("Work", "a") "[Mail Transport]\nBackendName=smtp\n[Authentication]\nHost=smtp.example.org\n"
      "Port=0\nUser=\nMethod=\n[Security]\nMethod=starttls-on-standard-port\n",
      EV "local.source", SOURCE ("On This Computer", "built-in") "[Mail Account]\nBackendName=maildir\nIdentityUid=\n" },
    "evolution/a <ana@example.org> [Ana L.] {Work} imap:imap.example.org:993/tls ana (password) key:a -> "
    "smtp:smtp.example.org:587/starttls (none) key:t\n" },
  { "a collection: switched off, and on in the cache",
    { EV "c1.source", SOURCE ("ana@gmail.com", "") "[Collection]\nBackendName=google\nIdentity=ana@gmail.com\n"
      "MailEnabled=true\n[Authentication]\nMethod=Google\n",
      EV "c2.source", SOURCE ("off", "") "[Collection]\nMailEnabled=false\n",
      EV "off.source", SOURCE ("off", "c2") "[Mail Account]\nBackendName=imapx\nIdentityUid=i\n",
      CACHE "a.source", SOURCE ("Google", "c1") "[Mail Account]\nBackendName=imapx\nIdentityUid=i\n[Authentication]\n"
      "Host=imap.gmail.com\nPort=993\nMethod=\n[Security]\nMethod=ssl-on-alternate-port\n",
      CACHE "i.source", SOURCE ("Google", "c1") "[Mail Identity]\nAddress=ana@gmail.com\n[Mail Submission]\nTransportUid=t\n",
      CACHE "t.source", SOURCE ("Google", "c1") "[Mail Transport]\nBackendName=smtp\n[Authentication]\n"
      "Host=smtp.gmail.com\nPort=465\nMethod=XOAUTH2\n[Security]\nMethod=ssl-on-alternate-port\n" },
    "evolution/a <ana@gmail.com> [] {Google} imap:imap.gmail.com:993/tls ana@gmail.com (oauth2) key:c1 -> "
    "smtp:smtp.gmail.com:465/tls ana@gmail.com (oauth2) key:c1\n" },
  { "Exchange, a transport that is missing, parents in a ring, and damage",
    { EV "a.source", SOURCE ("Firm", "b") "[Mail Account]\nBackendName=ews\nIdentityUid=i\n",
      EV "b.source", SOURCE ("B", "a"), EV "i.source", "[Mail Identity\nbroken\n[Mail Identity]\nAddress=x@example.org\n",
      EV "z.source", "[Mail Account]\nBackendName=nntp\nIdentityUid=i\n" },
    "evolution/a <x@example.org> [] {Firm} ews (password) key:a -> -\nnote evolution i.source 2:1\n" },
};

#define GE ".config/geary/"

static const Case geary_cases[] = {
  { "today's layout",
    { GE "account_01/geary.ini",
      "[Metadata]\nversion=1\nstatus=enabled\n[Account]\nlabel=Home\nsender_mailboxes=Ana L <ana@example.org>;b@example.org;\n"
      "service_provider=other\n[Incoming]\nlogin=ana\nhost=imap.example.org\nport=143\ntransport_security=start-tls\n"
      "credentials=custom\n[Outgoing]\nhost=smtp.example.org\nport=25\ntransport_security=none\ncredentials=none\n",
      GE "account_02/geary.ini", "[Metadata]\nstatus=disabled\n[Account]\nsender_mailboxes=x@example.org\n",
      GE "notes.txt", "nothing", GE "goa_account_17_0/geary.ini",
      "[Account]\nsender_mailboxes=ana@gmail.com;\nservice_provider=gmail\n[Incoming]\nlogin=ana@gmail.com\n" },
    "geary/account_01 <ana@example.org> [Ana L] {Home} imap:imap.example.org:143/starttls ana (password) -> "
    "smtp:smtp.example.org:25/plain (none)\n"
    "geary/goa_account_17_0 <ana@gmail.com> [] {} imap:imap.gmail.com:993/tls ana@gmail.com (oauth2) -> "
    "smtp:smtp.gmail.com:465/tls ana@gmail.com (oauth2)\n" },
  { "the layout before; the Flatpak",
    { ".var/app/org.gnome.Geary/config/geary/ana@example.org/geary.ini",
      "[AccountInformation]\nreal_name=Ana\nprimary_email=ana@example.org\nservice_provider=OTHER\nimap_host=imap.example.org\n"
      "imap_username=ana\nsmtp_host=smtp.example.org\nsmtp_starttls=true\nsmtp_ssl=false\nsmtp_use_imap_credentials=true\n" },
    "geary/ana@example.org <ana@example.org> [Ana] {} imap:imap.example.org:993/tls ana (password) -> "
    "smtp:smtp.example.org:587/starttls ana (password)\n" },
};

static void
run_cases (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      char *home = home_new ();
      g_autoptr (MdPrograms) found = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].story);
      for (gsize k = 0; k < G_N_ELEMENTS (cases[i].files) && cases[i].files[k] != NULL; k += 2)
        g_free (put (home, cases[i].files[k], cases[i].files[k + 1], -1));
      found = read_home (home, 100);
      text = tell (found);
      g_assert_cmpstr (text, ==, cases[i].want);
      home_free (home);
    }
}

static void
test_thunderbird (void)
{
  run_cases (thunderbird_cases, G_N_ELEMENTS (thunderbird_cases));
}

static void
test_evolution (void)
{
  run_cases (evolution_cases, G_N_ELEMENTS (evolution_cases));
}

static void
test_geary (void)
{
  run_cases (geary_cases, G_N_ELEMENTS (geary_cases));
}

/* ── what nobody should write ── */

/* The files on which each reader lives. */
static const char *const lifelines[]
    = { TB "profiles.ini", TB "p/prefs.js", TB "p/user.js", EV "a.source", GE "account_01/geary.ini" };

typedef void (*Harm) (const char *path, const char *home);

static void
harm_pipe (const char *path, const char *home)
{
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
harm_folder (const char *path, const char *home)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
harm_link_out (const char *path, const char *home)
{
  g_autofree char *target = put (home, "outside", P ("accountmanager.accounts", "\"x\""), -1);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
harm_link_loop (const char *path, const char *home)
{
  g_assert_cmpint (symlink (path, path), ==, 0);
}

static void
harm_locked (const char *path, const char *home)
{
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
}

static void
harm_device (const char *path, const char *home)
{
  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
}

static void
harm_binary (const char *path, const char *home)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *bytes = g_malloc (200000);

  for (gsize i = 0; i < 200000; i++)
    bytes[i] = (char) g_rand_int_range (random, 0, 256);
  g_assert_true (g_file_set_contents (path, bytes, 200000, NULL));
}

static void
harm_sparse (const char *path, const char *home)
{
  int fd = open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) 1 << 40), ==, 0);
  close (fd);
}

static const struct
{
  const char *story;
  Harm harm;
  gboolean without_root; /* root may read everything */
  gboolean silent;       /* as good as no file */
} harms[] = {
  { "a pipe", harm_pipe, FALSE, FALSE },        { "a folder", harm_folder, FALSE, FALSE },
  { "a link out", harm_link_out, FALSE, FALSE }, { "a link to itself", harm_link_loop, FALSE, TRUE },
  { "locked", harm_locked, TRUE, FALSE },       { "an endless device", harm_device, FALSE, FALSE },
  { "bytes", harm_binary, FALSE, FALSE },       { "a terabyte", harm_sparse, FALSE, FALSE },
};

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harms); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (lifelines); k++)
      {
        char *home = home_new ();
        g_autofree char *path = g_build_filename (home, lifelines[k], NULL);
        g_autofree char *parent = g_path_get_dirname (path);
        g_autoptr (MdPrograms) found = NULL;

        if (harms[i].without_root && geteuid () == 0)
          {
            home_free (home);
            continue;
          }
        g_test_message ("%s in place of %s", harms[i].story, lifelines[k]);
        g_free (put (home, TB "profiles.ini", INI, -1));
        g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
        g_unlink (path);
        harms[i].harm (path, home);
        found = read_home (home, 100);
        g_assert_cmpuint (found->accounts->len, ==, 0);
        if (!harms[i].silent)
          g_assert_cmpuint (found->notes->len, ==, 1);
        home_free (home);
      }
}

/* A file may end anywhere: when the disk was full, or the power went. */
static void
test_truncated (void)
{
  const Case *whole = &thunderbird_cases[0];

  for (gsize length = 0; length < strlen (whole->files[3]); length += 7)
    {
      char *home = home_new ();
      g_autoptr (MdPrograms) found = NULL;

      g_free (put (home, whole->files[0], whole->files[1], -1));
      g_free (put (home, whole->files[2], whole->files[3], (gssize) length));
      found = read_home (home, 100);
      g_assert_cmpuint (found->notes->len, <=, 1);
      home_free (home);
    }
}

static void
test_huge (void)
{
  char *home = home_new ();
  g_autofree char *path = put (home, TB "p/prefs.js", ACCOUNT, -1);
  g_autofree char *list = put (home, TB "profiles.ini", INI, -1);
  g_autoptr (MdPrograms) found = NULL;
  g_autoptr (GString) block = g_string_new (NULL);
  FILE *out = g_fopen (path, "a");

  g_assert_nonnull (out);
  for (guint i = 0; block->len < 1024 * 1024; i++)
    g_string_append_printf (block, i % 4 != 0 ? "user_pref(\"extensions.some.thing.%u\", \"{\\\"a\\\": [1, 2]}\");\n"
                                              : "user_pref(\"mail.server.server%u.check_new_mail\", true);\n", i);
  for (gsize written = 0; written < HUGE_BYTES; written += block->len)
    g_assert_cmpuint (fwrite (block->str, 1, block->len, out), ==, block->len);
  g_assert_cmpint (fclose (out), ==, 0);
  found = read_home (home, HUGE_MS);
  g_assert_cmpuint (found->accounts->len, ==, 1);
  g_assert_cmpuint (found->notes->len, ==, 0);
  home_free (home);
}

static void
test_many (void)
{
  char *home = home_new ();
  g_autoptr (GString) text = g_string_new (ACCOUNT "user_pref(\"mail.account.account1.identities\", \"");
  g_autofree char *list = put (home, TB "profiles.ini", INI, -1);
  g_autofree char *prefs = NULL;
  g_autoptr (MdPrograms) found = NULL;
  const MdProgramNote *note;

  for (guint i = 0; i < 250; i++)
    g_string_append_printf (text, "%sid%u", i > 0 ? "," : "", i);
  g_string_append (text, "\");\n");
  prefs = put (home, TB "p/prefs.js", text->str, -1);
  found = read_home (home, 100);
  g_assert_cmpuint (found->accounts->len, ==, 200);
  g_assert_cmpuint (found->notes->len, ==, 1);
  note = g_ptr_array_index (found->notes, 0);
  g_assert_cmpint (note->kind, ==, MD_PROGRAM_NOTE_TOO_MANY);
  home_free (home);
}

/* What the person chose in the program is in the desktop's settings. */
static void
test_evolution_default (void)
{
  static const char xml[]
      = "<schemalist><schema id='org.gnome.Evolution.DefaultSources' path='/org/gnome/evolution-data-server/'>"
        "<key name='mail-account' type='s'><default>'b'</default></key></schema></schemalist>";
  const char *schemas = g_getenv ("GSETTINGS_SCHEMA_DIR");
  g_autofree char *file = put (schemas, "evolution.gschema.xml", xml, -1);
  const char *const compile[] = { "glib-compile-schemas", schemas, NULL };
  g_autoptr (MdPrograms) found = md_programs_new ();
  const char *const ids[] = { "evolution/a", "evolution/b", "geary/b" };
  int status = 1;

  if (!g_spawn_sync (NULL, (char **) compile, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, &status, NULL)
      || status != 0)
    {
      g_test_skip ("glib-compile-schemas is missing");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_auto (GStrv) parts = g_strsplit (ids[i], "/", 2);
      MdProgramAccount *account = md_program_account_new (parts[0]);

      account->id = g_strdup (ids[i]);
      md_program_add (found, account);
    }
  md_evolution_mark_default (found);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpint (((MdProgramAccount *) g_ptr_array_index (found->accounts, i))->is_default, ==, i == 1);
}

/* Somebody moved the settings folder; one that lies elsewhere, as a sandbox's own may, is not looked into. */
static void
test_moved (void)
{
  static const char geary[] = "[Account]\nsender_mailboxes=ana@example.org\n[Incoming]\nhost=imap.example.org\n";
  char *home = home_new ();
  g_autofree char *usual = put (home, GE "account_01/geary.ini", geary, -1);
  g_autofree char *moved = put (home, "settings/geary/account_02/geary.ini", geary, -1);
  g_autofree char *folder = g_build_filename (home, "settings", NULL);
  g_autofree char *beside = g_strconcat (home, "-not/settings", NULL);
  const struct
  {
    const char *config;
    const char *want;
  } cases[] = {
    { NULL, "geary/account_01" },
    { folder, "geary/account_02" },
    { "/nonexistent", "geary/account_01" },
    { beside, "geary/account_01" },
    { "", "geary/account_01" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdPrograms) found = NULL;

      if (cases[i].config != NULL)
        g_setenv ("XDG_CONFIG_HOME", cases[i].config, TRUE);
      else
        g_unsetenv ("XDG_CONFIG_HOME");
      found = read_home (home, HUGE_MS);
      g_assert_cmpuint (found->accounts->len, ==, 1);
      g_assert_cmpstr (((MdProgramAccount *) g_ptr_array_index (found->accounts, 0))->id, ==, cases[i].want);
    }
  g_unsetenv ("XDG_CONFIG_HOME");
  home_free (home);
}

int
main (int argc, char *argv[])
{
  char *schemas = home_new ();
  int status;

  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE); /* before anybody asks for a schema */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/programs/evolution-default", test_evolution_default);
  g_test_add_func ("/programs/thunderbird", test_thunderbird);
  g_test_add_func ("/programs/evolution", test_evolution);
  g_test_add_func ("/programs/geary", test_geary);
  g_test_add_func ("/programs/desktop/moved", test_moved);
  g_test_add_func ("/programs/desktop/hostile", test_hostile);
  g_test_add_func ("/programs/desktop/truncated", test_truncated);
  g_test_add_func ("/programs/desktop/huge", test_huge);
  g_test_add_func ("/programs/desktop/many", test_many);
  status = g_test_run ();
  home_free (schemas);
  return status;
}

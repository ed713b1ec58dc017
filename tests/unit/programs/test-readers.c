/* test-readers.c - KMail, Claws Mail, Sylpheed, Balsa, msmtp and mutt: what they write, and what nobody should
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/text.h"

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
  g_assert_cmpint (milliseconds () - start, <, 100);
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

typedef struct
{
  const char *story;
  const char *program;
  const char *files[8]; /* name and text by turns */
  const char *want;
} Case;

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

#define TRANSPORT(number, host, more) \
  "[Transport " number "]\nhost=" host "\nid=" number "\nname=T" number "\nauth=true\nuser=ana\n" more

static const Case kmail_cases[] = {
  { "identity, transport and mailbox",
    "kmail",
    { "mailtransports",
      "[General]\ndefault-transport=7\n\n" TRANSPORT ("7", "smtp.example.org", "port=587\nencryption=TLS\n"),
      "emailidentities",
      "[Identity #0]\nEmail Address=ana@example.org\nName=Ana\\sGil\nTransport=7\nuoid=12\n[General]\nDefault "
      "Identity=12\n",
      "akonadi_imap_resource_0rc",
      "[network]\nImapServer=imap.example.org\nUserName=ana@example.org\nSafety=SSL\nAuthentication=7\n" },
    "kmail/12* <ana@example.org> [Ana Gil] imap:imap.example.org:993/tls ana@example.org (password) -> "
    "smtp:smtp.example.org:587/starttls ana (password)\n" },
  { "two of each: by uoid, then by domain",
    "kmail",
    { "mailtransports", TRANSPORT ("1", "smtp.one.example", "") TRANSPORT ("2", "smtp.two.example", ""),
      "emailidentities",
      "[Identity #0]\nEmail Address=a@one.example\nTransport=1\nuoid=1\n"
      "[Identity #1]\nEmail Address=b@two.example\nTransport=2\nuoid=2\n",
      "akonadi_imap_resource_0rc", "[network]\nImapServer=imap.one.example\nUserName=ana\nSafety=None\n",
      "akonadi_imap_resource_1rc",
      "[cache]\nUseDefaultIdentity=false\nAccountIdentity=2\n[network]\nImapServer=mail.elsewhere.example:1993\n"
      "UserName=zed\nSafety=STARTTLS\nAuthentication=9\n" },
    "kmail/1 <a@one.example> [] imap:imap.one.example:143/plain ana (password) -> smtp:smtp.one.example:465/tls ana "
    "(password)\n"
    "kmail/2 <b@two.example> [] imap:mail.elsewhere.example:1993/starttls zed (oauth2) -> smtp:smtp.two.example:465/tls "
    "ana (password)\n" },
  { "what belongs to nobody is told alone",
    "kmail",
    { "mailtransports", TRANSPORT ("1", "smtp.one.example", "authtype=CRAM_MD5\n"),
      "akonadi_pop3_resource_0rc", "[General]\nhost=pop.two.example\nlogin=b@two.example\nuseSSL=true\nport=995\n" },
    "kmail/transport/1 <> [] - -> smtp:smtp.one.example:465/tls ana (encrypted-password)\n"
    "kmail/akonadi_pop3_resource_0rc <b@two.example> [] pop3:pop.two.example:995/tls b@two.example (password) -> -\n" },
  { "sendmail and no authentication",
    "kmail",
    { "mailtransports", "[Transport 1]\nidentifier=Sendmail\n[Transport 2]\nhost=smtp.example.org\nencryption=None\nport=25\n" },
    "kmail/transport/1 <> [] - -> Sendmail\n"
    "kmail/transport/2 <> [] - -> smtp:smtp.example.org:25/plain (none)\n" },
  { "identities of a program never set up",
    "kmail",
    { "emailidentities", "[Identity #0]\nEmail Address=ana@localhost\nuoid=1\n" },
    "" },
  { "broken lines are left out",
    "kmail",
    { "mailtransports", "nonsense\n[Transport 1]\nhost=smtp.example.org\n=x\n[General\nport=99999\n" },
    "kmail/transport/1 <> [] - -> smtp:smtp.example.org:465/tls (none)\nnote mailtransports 2:1\n" },
};

static const Case claws_cases[] = {
  { "numbers of before and after, by the file and by clawsrc",
    "claws",
    { "accountrc",
      "[Account: 1]\naddress=a@example.org\nprotocol=3\nreceive_server=imap.example.org\nssl_imap=2\nuser_id=a\n"
      "config_version=0\nsmtp_server=smtp.example.org\n"
      "[Account: 2]\naddress=b@example.org\nprotocol=1\nreceive_server=imap.example.org\nssl_imap=1\nuser_id=b\n"
      "use_smtp_auth=1\nsmtp_auth_method=32\nsmtp_server=smtp.example.org\nssl_smtp=2\nset_smtpport=1\nsmtp_port=587\n",
      "clawsrc", "[Common]\nconfig_version=4\n" },
    "claws/1 <a@example.org> [] imap:imap.example.org:143/starttls a (password) -> smtp:smtp.example.org:25/plain "
    "(none)\n"
    "claws/2 <b@example.org> [] imap:imap.example.org:993/tls b (password) -> smtp:smtp.example.org:587/starttls b "
    "(oauth2)\n" },
  { "POP3 with APOP, a command, news",
    "claws",
    { "accountrc",
      "[Account: 1]\naddress=a@example.org\nprotocol=0\nreceive_server=pop.example.org\nuse_apop_auth=1\nssl_pop=1\n"
      "user_id=a\nuse_mail_command=1\nconfig_version=2\n[Account: 2]\nprotocol=2\nconfig_version=2\nnntp_server=x\n" },
    "claws/1 <a@example.org> [] pop3:pop.example.org:995/tls a (encrypted-password) -> mail_command\n" },
  { "sends only",
    "claws",
    { "accountrc", "[Account: 9]\naddress=a@example.org\nprotocol=4\nconfig_version=3\nsmtp_server=S.Example.ORG.\n" },
    "claws/9 <a@example.org> [] - -> smtp:s.example.org:25/plain (none)\n" },
};

static const Case sylpheed_cases[] = {
  { "its own bits for mechanisms",
    "sylpheed",
    { "accountrc",
      "[Account: 1]\naccount_name=x\nis_default=1\nname=Ana\naddress=a@example.org\nprotocol=3\nssl_imap=1\n"
      "receive_server=imap.example.org\nuser_id=a\nimap_auth_method=2\nuse_smtp_auth=1\nsmtp_auth_method=16\n"
      "smtp_server=smtp.example.org\nssl_smtp=1\n" },
    "sylpheed/1* <a@example.org> [Ana] imap:imap.example.org:993/tls a (encrypted-password) -> "
    "smtp:smtp.example.org:465/tls a (oauth2)\n" },
  { "version numbers mean nothing to it",
    "sylpheed",
    { "accountrc", "[Account: 1]\naddress=a@example.org\nprotocol=5\nconfig_version=9\n" },
    "sylpheed/1 <a@example.org> [] local -> - (none)\n" },
};

static const Case balsa_cases[] = {
  { "the only identity takes the mailbox",
    "balsa",
    { "config",
      "[identity-Ana]\nFullName=Ana Gil\nAddress=ana@example.org\nSmtpServer=Home\n"
      "[smtp-server-Home]\nServer=smtp.isp.example:587\nSecurity=2\n"
      "[mailbox-1]\nType=LibBalsaMailboxPOP3\nName=Post\nServer=pop.isp.example\nSecurity=1\n",
      "config-private", "[smtp-server-Home]\nUsername=ana\nPassword=nopeek\n[mailbox-1]\nUsername=ana2\n" },
    "balsa/Ana* <ana@example.org> [Ana Gil] pop3:pop.isp.example:995/tls ana2 (password) -> "
    "smtp:smtp.isp.example:587/starttls ana (password)\n" },
  { "older words for security",
    "balsa",
    { "config",
      "[identity-default]\nAddress=a@one.example\n[smtp-server-Default]\nServer=smtp.one.example\nTLSMode=0\nAnonymous=true\n"
      "[folder-x]\nServer=imap.two.example\nSSL=true\nUsername=b@two.example\n[identity-other]\nAddress=b@two.example\n" },
    "balsa/default <a@one.example> [] - -> smtp:smtp.one.example:587/plain (none)\n"
    "balsa/other <b@two.example> [] imap:imap.two.example:993/tls b@two.example (password) -> "
    "smtp:smtp.one.example:587/plain (none)\n" },
};

static const Case msmtp_cases[] = {
  { "defaults hold for what follows only",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\ndefaults\ntls on\ntls_starttls off\naccount b\nhost b.example\nauth xoauth2\n"
                 "user u\nfrom b@b.example\n" },
    "msmtp/a <> [] - -> smtp:a.example:25/plain (none)\n"
    "msmtp/b <b@b.example> [] - -> smtp:b.example:465/tls u (oauth2)\n" },
  { "an account from another, changed",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\nport 587\ntls\nauth\nuser \"a b\"\naccount c : a\nport 2525\n"
                 "account default : c\nfrom x@a.example\n" },
    "msmtp/a <> [] - -> smtp:a.example:587/starttls a b (password)\n"
    "msmtp/c <> [] - -> smtp:a.example:2525/starttls a b (password)\n"
    "msmtp/default* <x@a.example> [] - -> smtp:a.example:2525/starttls a b (password)\n" },
  { "the chosen one, with blanks",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\naccount b\nhost b.example\n account   default :  b \n" },
    "msmtp/a <> [] - -> smtp:a.example:25/plain (none)\n"
    "msmtp/b* <> [] - -> smtp:b.example:25/plain (none)\n" },
  { "an unknown base, a setting before any account, a circle",
    "msmtp",
    { "msmtprc", "host lost.example\naccount a : b\nhost a.example\naccount default : default\naccount z\nhost z.example\n" },
    "msmtp/z <> [] - -> smtp:z.example:25/plain (none)\nnote msmtprc 2:1\n" },
  { "commands are never run, patterns are no addresses",
    "msmtp",
    { "msmtprc", "account a\neval touch RAN\nhost a.example\npasswordeval touch RAN\nfrom *@a.example\nauth scram-sha-256\n"
                 "user u@a.example\n" },
    "msmtp/a <u@a.example> [] - -> smtp:a.example:25/plain u@a.example (encrypted-password)\n" },
  { "delivery on this computer", "msmtp", { "msmtprc", "account a\nprotocol lmtp\nhost /run/lmtp\n" },
    "msmtp/a <> [] - -> lmtp\n" },
};

static const Case mutt_cases[] = {
  { "quotes, several in a line, comments",
    "mutt",
    { "muttrc", "set realname='Ana Gil' from=\"ana@example.org\" # set from=no@example.org\n"
                "set imap_user = ana ; set folder=imaps://imap.example.org/ spoolfile=+INBOX\n"
                "set smtp_url=\"smtp://ana%40example.org:s3cret@smtp.example.org:587/\"\n" },
    "mutt/muttrc* <ana@example.org> [Ana Gil] imap:imap.example.org:993/tls ana (password) -> "
    "smtp:smtp.example.org:587/starttls ana@example.org (password)\n" },
  { "variables, continued lines, switches",
    "mutt",
    { "muttrc", "set my_host=example.org\nset smtp_url = \\\n  smtp://u@smtp.${my_host}\nset nossl_starttls\n"
                "set folder=imap://u@imap.$my_host:1143\nset smtp_authenticators=\"xoauth2:plain\"\n" },
    "mutt/muttrc* <> [] imap:imap.example.org:1143/plain u (password) -> smtp:smtp.example.org:25/plain u (oauth2)\n" },
  { "an address as user name",
    "mutt",
    { "muttrc", "set smtp_url=smtps://ana@example.org:pw@smtp.example.org\n" },
    "mutt/muttrc* <ana@example.org> [] - -> smtp:smtp.example.org:465/tls ana@example.org (password)\n" },
  { "source inside the folder, outside, and commands",
    "mutt",
    { "muttrc", "source sub/more\nsource \"touch RAN|\"\nsource `touch RAN`\nset from=`touch RAN`\nsource ../elsewhere\n",
      "sub/more", "set smtp_url=smtps://u@smtp.example.org\n" },
    "mutt/muttrc* <> [] - -> smtp:smtp.example.org:465/tls u (password)\nnote elsewhere 0:0\n" },
  { "a circle of includes ends",
    "mutt",
    { "muttrc", "set from=a@example.org\nsource muttrc\n" },
    "mutt/muttrc* <a@example.org> [] - -> -\nnote muttrc 3:0\n" },
  { "POP3, maildir, sendmail",
    "mutt",
    { "neomuttrc", "set from=a@example.org pop_host=pop.example.org pop_user=a\nset sendmail=\"/usr/bin/msmtp -a x\"\n" },
    "mutt/neomuttrc* <a@example.org> [] pop3:pop.example.org:110/starttls a (password) -> msmtp\n" },
  { "looks alone are no account", "mutt", { "muttrc", "color index red blue\nset sort=threads\n" }, "" },
};

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/programs/kmail", test_kmail);
  g_test_add_func ("/programs/accountrc", test_accountrc);
  g_test_add_func ("/programs/balsa", test_balsa);
  g_test_add_func ("/programs/msmtp", test_msmtp);
  g_test_add_func ("/programs/mutt", test_mutt);
  g_test_add_func ("/programs/bytes", test_bytes);
  g_test_add_func ("/programs/no-file", test_no_file);
  g_test_add_func ("/programs/truncated", test_truncated);
  g_test_add_func ("/programs/many", test_many);
  g_test_add_func ("/programs/bomb", test_bomb);
  return g_test_run ();
}

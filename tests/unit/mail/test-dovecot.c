/* test-dovecot.c - every mechanism against a real Dovecot, over IMAP and POP3, right and wrong
 *
 * Skipped where Dovecot is missing or may not be started (it wants root).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../tls/pki.h"
#include "protocols/dialogue.h"
#include "story.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* "{0}" is the folder, "{1}" and "{2}" the ports of IMAP and POP3. */
static const char config[] = "protocols = imap pop3\n"
                             "base_dir = {0}/run\n"
                             "state_dir = {0}/state\n"
                             "log_path = {0}/log\n"
                             "listen = 127.0.0.1\n"
                             "ssl = required\n"
                             "ssl_cert = <{0}/server.pem\n"
                             "ssl_key = <{0}/server.pem\n"
                             "ssl_dh =\n"
                             "auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256\n"
                             "auth_failure_delay = 0\n"
                             "first_valid_uid = 1\n"
                             "first_valid_gid = 1\n"
                             "mail_location = maildir:{0}/mail\n"
                             "passdb {\n  driver = passwd-file\n  args = {0}/users\n}\n"
                             "userdb {\n  driver = static\n  args = uid=65534 gid=65534 home={0}/mail\n}\n"
                             "service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n"
                             "service imap-login {\n  inet_listener imap {\n    port = {1}\n  }\n"
                             "  inet_listener imaps {\n    port = 0\n  }\n}\n"
                             "service pop3-login {\n  inet_listener pop3 {\n    port = {2}\n  }\n"
                             "  inet_listener pop3s {\n    port = 0\n  }\n}\n";

typedef struct
{
  char *folder;
  Identity *authority;
  char *ca_file;
  guint16 imap_port, pop3_port;
  GPid pid;
} Dovecot;

/* Nobody listens there now, and nobody else is likely to within the second. */
static guint16
free_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  close (fd);
  return ntohs (address.sin_port);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_identity (const char *folder, const Identity *identity)
{
  g_autofree char *path = g_build_filename (folder, "server.pem", NULL);
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (PEM_write_X509 (file, identity->cert), ==, 1);
  g_assert_cmpint (PEM_write_PrivateKey (file, identity->key, NULL, NULL, 0, NULL, NULL), ==, 1);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
write_config (const Dovecot *self)
{
  g_autoptr (GString) text = g_string_new (config);
  g_autofree char *imap = g_strdup_printf ("%u", self->imap_port);
  g_autofree char *pop3 = g_strdup_printf ("%u", self->pop3_port);
  g_autofree char *encoded = g_base64_encode ((const guchar *) CANARY, strlen (CANARY));
  g_autofree char *users = g_strdup_printf (USER ":{PLAIN.B64}%s\n", encoded);
  g_autofree char *mail = g_build_filename (self->folder, "mail", NULL);

  g_string_replace (text, "{0}", self->folder, 0);
  g_string_replace (text, "{1}", imap, 0);
  g_string_replace (text, "{2}", pop3, 0);
  write_file (self->folder, "dovecot.conf", text->str);
  write_file (self->folder, "users", users);
  g_assert_cmpint (g_mkdir (mail, 0700), ==, 0);
  g_assert_cmpint (chown (mail, 65534, 65534), ==, 0);
  g_assert_cmpint (chmod (self->folder, 0755), ==, 0);
}

static gboolean
answers (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean open = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;

  close (fd);
  return open;
}

static Dovecot *
dovecot_start (void)
{
  g_autofree char *program = g_find_program_in_path ("dovecot");
  Dovecot *self;
  g_autoptr (Identity) server = NULL;
  g_autofree char *path = NULL;

  if (program == NULL && g_file_test ("/usr/sbin/dovecot", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/dovecot");
  if (program == NULL || geteuid () != 0)
    return NULL;
  self = g_new0 (Dovecot, 1);
  self->folder = g_dir_make_tmp ("md-dovecot-XXXXXX", NULL);
  self->authority = identity_new ("Test authority", NULL, NULL, -DAY, DAY);
  self->ca_file = identity_save (self->authority, self->folder);
  server = identity_new ("mail.example.org", "mail.example.org", self->authority, -DAY, DAY);
  write_identity (self->folder, server);
  self->imap_port = free_port ();
  self->pop3_port = free_port ();
  write_config (self);
  path = g_build_filename (self->folder, "dovecot.conf", NULL);
  char *command[] = { program, (char *) "-F", (char *) "-c", path, NULL };

  g_assert_true (g_spawn_async (NULL, command, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &self->pid, NULL));
  for (guint i = 0; i < 100 && !(answers (self->imap_port) && answers (self->pop3_port)); i++)
    g_usleep (50000);
  return self;
}

static void
dovecot_stop (Dovecot *self)
{
  char *command[] = { (char *) "rm", (char *) "-r", self->folder, NULL };

  kill (self->pid, SIGTERM);
  waitpid (self->pid, NULL, 0);
  g_assert_true (g_spawn_sync (NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  identity_free (self->authority);
  g_free (self->ca_file);
  g_free (self->folder);
  g_free (self);
}

/* 0 accepted, 1 refused, -1 anything else. */
static int
sign_in (MdDialogue *dialogue, MdSaslMechanisms mechanism, MdSecret *password)
{
  const MdWait wait = soon ();
  g_autoptr (MdImapReply) imap_reply = NULL;
  g_autoptr (MdPop3Reply) pop3_reply = NULL;

  if (dialogue->imap != NULL)
    {
      if (md_imap_login (dialogue->imap, &wait, mechanism, USER, password, &imap_reply, NULL) != MD_WIRE_OK)
        return -1;
      return imap_reply->condition == MD_IMAP_OK ? 0 : 1;
    }
  if (md_pop3_login (dialogue->pop3, &wait, mechanism, USER, password, &pop3_reply, NULL) != MD_WIRE_OK)
    return -1;
  return pop3_reply->ok ? 0 : 1;
}

static void
try_one (Dovecot *dovecot, MdProtocol protocol, MdSaslMechanisms mechanism, gboolean right)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdEndpoint) endpoint =
      md_endpoint_new (protocol, "mail.example.org",
                       protocol == MD_PROTOCOL_IMAP ? dovecot->imap_port : dovecot->pop3_port, MD_SECURITY_STARTTLS);
  g_autoptr (MdSecret) password = right ? canary () : md_secret_new ("an 0ther pass' word", -1);
  const MdWait wait = soon ();
  g_autoptr (MdDialogue) dialogue = NULL;

  g_test_message ("%s %s %s", md_protocol_name (protocol), mechanism != 0 ? md_sasl_name (mechanism) : "plainly",
                  right ? "right" : "wrong");
  md_world_set_ca_file (world, dovecot->ca_file);
  dialogue = md_dialogue_run (world, endpoint, addresses, &md_dialogue_limits_default, &wait);
  g_assert_cmpstr (md_dialogue_end_name (dialogue->end), ==, "ready");
  g_assert_true (md_dialogue_is_trusted (dialogue));
  g_assert_cmpint (sign_in (dialogue, mechanism, password), ==, right ? 0 : 1);
  assert_clean (md_dialogue_get_transcript (dialogue));
  g_assert_false (transcript_has (md_dialogue_get_transcript (dialogue), "0ther"));
  /* "v=" in base64, which begins the server's proof. */
  g_assert_false (transcript_has (md_dialogue_get_transcript (dialogue), "+ dj1"));
}

static void
test_mechanisms (void)
{
  static const MdSaslMechanisms all[] = {
    0, MD_SASL_PLAIN, MD_SASL_LOGIN, MD_SASL_CRAM_MD5, MD_SASL_SCRAM_SHA_1, MD_SASL_SCRAM_SHA_256
  };
  Dovecot *dovecot = dovecot_start ();

  if (dovecot == NULL)
    {
      g_test_skip ("Dovecot cannot be started here");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint right = 0; right <= 1; right++)
      {
        try_one (dovecot, MD_PROTOCOL_IMAP, all[i], right);
        try_one (dovecot, MD_PROTOCOL_POP3, all[i], right);
      }
  dovecot_stop (dovecot);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dovecot/mechanisms", test_mechanisms);
  return g_test_run ();
}

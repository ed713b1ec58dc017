/* test-message.c - the test message's text, and handing it to a server that takes it, or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-peer.h"
#include "protocols/http.h"
#include "protocols/message.h"

#include <glib/gstdio.h>
#include <string.h>

#define CANARY "c4nary ñ\"pass' word"

/* What the server answers at each step; NULL: silence from there on. */
typedef struct
{
  const char *greeting, *ehlo, *login, *mail, *rcpt, *data, *dot;
} Script;

static const Script good = {
  "220 smtp.example ESMTP\r\n", "250-smtp.example\r\n250-AUTH PLAIN XOAUTH2\r\n250 SIZE 1000000\r\n", "235 2.7.0 ok\r\n",
  "250 2.1.0 ok\r\n", "250 2.1.5 ok\r\n", "354 go on\r\n", "250 2.0.0 queued as 12\r\n",
};

typedef struct
{
  const Script *script;
  gboolean starttls;          /* offers it, and goes on inside */
  const Identity *identity;
  char *heard_ehlo;           /* (owned) (nullable) */
  char *heard_login;          /* (owned) (nullable) */
  GString *heard_message;     /* (owned) */
} Server;

static gboolean
answer (FakeStream *stream, const char *text)
{
  if (text == NULL)
    {
      fake_stream_stay (stream);
      return FALSE;
    }
  fake_stream_say (stream, text);
  return TRUE;
}

static gboolean
hear_message (FakeStream *stream, Server *server)
{
  char *line;

  while ((line = fake_stream_hear (stream)) != NULL && !g_str_equal (line, "."))
    {
      g_string_append_printf (server->heard_message, "%s\n", line);
      g_free (line);
    }
  g_free (line);
  return answer (stream, server->script->dot);
}

static gboolean
obey (FakeStream *stream, Server *server, const char *line, gboolean *encrypted)
{
  const Script *script = server->script;

  if (g_str_has_prefix (line, "EHLO"))
    {
      g_free (server->heard_ehlo);
      server->heard_ehlo = g_strdup (line);
      return answer (stream, server->starttls && !*encrypted ? "250-smtp.example\r\n250 STARTTLS\r\n" : script->ehlo);
    }
  if (g_str_equal (line, "STARTTLS"))
    {
      fake_stream_say (stream, "220 go\r\n");
      *encrypted = TRUE;
      return fake_stream_start_tls (stream, server->identity);
    }
  if (g_str_has_prefix (line, "AUTH"))
    {
      g_free (server->heard_login);
      server->heard_login = g_strdup (line);
      return answer (stream, script->login);
    }
  if (g_str_has_prefix (line, "MAIL"))
    return answer (stream, script->mail);
  if (g_str_has_prefix (line, "RCPT"))
    return answer (stream, script->rcpt);
  if (g_str_equal (line, "DATA"))
    return answer (stream, script->data)
           && (!g_str_has_prefix (script->data, "354") || hear_message (stream, server));
  return answer (stream, "221 bye\r\n");
}

static void
smtp_act (FakeStream *stream, gpointer data)
{
  Server *server = data;
  gboolean going = answer (stream, server->script->greeting);
  gboolean encrypted = FALSE;

  while (going)
    {
      g_autofree char *line = fake_stream_hear (stream);

      going = line != NULL && obey (stream, server, line, &encrypted);
    }
}

typedef struct
{
  Identity *authority, *identity;
  char *folder, *ca_file;
} Net;

static void
net_up (Net *net, gconstpointer unused)
{
  net->authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY);
  net->identity = identity_new ("smtp.example", "smtp.example", net->authority, -DAY, DAY);
  net->folder = g_dir_make_tmp ("md-message-XXXXXX", NULL);
  net->ca_file = identity_save (net->authority, net->folder);
}

static void
net_down (Net *net, gconstpointer unused)
{
  identity_free (net->authority);
  identity_free (net->identity);
  g_remove (net->ca_file);
  g_rmdir (net->folder);
  g_free (net->ca_file);
  g_free (net->folder);
}

static void
server_clear (Server *server)
{
  g_free (server->heard_ehlo);
  g_free (server->heard_login);
  g_string_free (server->heard_message, TRUE);
}

static MdSendResult *
send_to (Net *net, Server *server, const MdEndpoint *endpoint, gboolean is_token, GCancellable *cancellable)
{
  g_autoptr (FakePeer) peer
      = fake_peer_start (smtp_act, server, endpoint->security == MD_SECURITY_TLS ? net->identity : NULL);
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdSecret) password = md_secret_new (CANARY, -1);
  g_autoptr (MdMessage) message = md_message_new_test ("ana@example.org", "ana@example.org", "Prueba", "Hola\n.\nadiós\n");
  MdWait none = { .cancellable = cancellable, .deadline = G_MAXINT64 };
  MdWait wait = md_wait_within (&none, 1500);

  server->identity = net->identity;
  server->heard_message = g_string_new (NULL);
  server->starttls = endpoint->security != MD_SECURITY_TLS;
  md_world_set_practice (world, TRUE);
  md_world_set_ca_file (world, net->ca_file);
  md_world_map_port (world, endpoint->port, fake_peer_port (peer));
  return md_message_send (world, endpoint, "127.0.0.1", "ana@example.org", password, is_token, "ana@example.org",
                          "ana@example.org", message, &wait);
}

static void
test_outcomes (Net *net, gconstpointer unused)
{
#define WITH(part, text) \
  { .greeting = good.greeting, .ehlo = good.ehlo, .login = good.login, .mail = good.mail, .rcpt = good.rcpt, \
    .data = good.data, .dot = good.dot, .part = text }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
  const Script busy = WITH (greeting, "421 4.3.2 busy\r\n");
  const Script wrong_password = WITH (login, "535-5.7.8 not\r\n535 5.7.8 accepted\r\n");
  const Script no_sender = WITH (mail, "553 5.7.1 not yours\r\n");
  const Script no_recipient = WITH (rcpt, "452 4.5.3 too many\r\n");
  const Script no_data = WITH (data, "451 4.3.0 later\r\n");
  const Script spam = WITH (dot, "554 5.7.1 spam\r\n");
  const Script swallowed = WITH (dot, NULL);
  const Script silent = WITH (greeting, NULL);
#pragma GCC diagnostic pop
  const struct
  {
    const char *story;
    const Script *script;
    MdSecurity security;
    MdSendOutcome want;
    const char *stage;
    long code;
    const char *reply;
  } table[] = {
    { "taken over TLS", &good, MD_SECURITY_TLS, MD_SEND_OK, "data", 250, "250 2.0.0 queued as 12" },
    { "taken after STARTTLS", &good, MD_SECURITY_STARTTLS, MD_SEND_OK, "data", 250, "250 2.0.0 queued as 12" },
    { "plain is made encrypted", &good, MD_SECURITY_PLAIN, MD_SEND_OK, "data", 250, "250 2.0.0 queued as 12" },
    { "busy", &busy, MD_SECURITY_TLS, MD_SEND_REFUSED, "connect", 421, "421 4.3.2 busy" },
    { "wrong password", &wrong_password, MD_SECURITY_STARTTLS, MD_SEND_REFUSED, "login", 535, "535-5.7.8 not\n535 5.7.8 accepted" },
    { "sender", &no_sender, MD_SECURITY_TLS, MD_SEND_REFUSED, "mail", 553, "553 5.7.1 not yours" },
    { "recipient", &no_recipient, MD_SECURITY_TLS, MD_SEND_REFUSED, "rcpt", 452, "452 4.5.3 too many" },
    { "no data now", &no_data, MD_SECURITY_TLS, MD_SEND_REFUSED, "data", 451, "451 4.3.0 later" },
    { "spam", &spam, MD_SECURITY_TLS, MD_SEND_REFUSED, "data", 554, "554 5.7.1 spam" },
    { "swallowed", &swallowed, MD_SECURITY_TLS, MD_SEND_STALLED, "data", 354, "354 go on" },
    { "silence", &silent, MD_SECURITY_TLS, MD_SEND_FAILED, "connect", 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Server server = { .script = table[i].script };
      g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example", 465, table[i].security);
      g_autoptr (MdSendResult) result = send_to (net, &server, endpoint, FALSE, NULL);
      g_autofree char *lines = g_strjoinv ("\n", result->lines);

      g_test_message ("%s", table[i].story);
      g_assert_cmpint (result->outcome, ==, table[i].want);
      g_assert_cmpstr (result->stage, ==, table[i].stage);
      g_assert_cmpint (result->code, ==, table[i].code);
      g_assert_cmpstr (result->reply, ==, table[i].reply);
      g_assert_cmpint (result->micros, <, 2900000);
      g_assert_null (strstr (lines, "c4nary"));
      server_clear (&server);
    }
}

static void
test_what_is_said (Net *net, gconstpointer unused)
{
  Server server = { .script = &good };
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example", 587, MD_SECURITY_STARTTLS);
  g_autoptr (MdSendResult) result = send_to (net, &server, endpoint, FALSE, NULL);
  g_autofree char *response = g_base64_encode ((const guchar *) "\0ana@example.org\0" CANARY, 17 + strlen (CANARY));
  g_autofree char *login = g_strdup_printf ("AUTH PLAIN %s", response);

  g_assert_cmpint (result->outcome, ==, MD_SEND_OK);
  g_assert_cmpint (result->bytes, >, 100);
  g_assert_cmpstr (server.heard_ehlo, ==, "EHLO [127.0.0.1]");
  g_assert_cmpstr (server.heard_login, ==, login);
  g_assert_nonnull (strstr (server.heard_message->str, "\n\nHola\n=2E\nadi=C3=B3s\n"));
  server_clear (&server);
}

static void
test_token (Net *net, gconstpointer unused)
{
  Server server = { .script = &good };
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example", 465, MD_SECURITY_TLS);
  g_autoptr (MdSendResult) result = send_to (net, &server, endpoint, TRUE, NULL);

  g_assert_cmpint (result->outcome, ==, MD_SEND_OK);
  g_assert_true (g_str_has_prefix (server.heard_login, "AUTH XOAUTH2 "));
  server_clear (&server);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (200000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Also where libcurl sleeps by itself: while the server thinks about the message. */
static void
test_cancel (Net *net, gconstpointer unused)
{
  Script swallowed = good;
  Server server = { .script = &swallowed };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example", 465, MD_SECURITY_TLS);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (MdSendResult) result = NULL;

  swallowed.dot = NULL;
  result = send_to (net, &server, endpoint, FALSE, cancellable);
  g_assert_cmpint (result->outcome, ==, MD_SEND_CANCELLED);
  g_assert_cmpint (result->micros, <, 500000);
  g_thread_join (thread);
  server_clear (&server);
}

/* A certificate that nobody vouches for: the password stays here. */
static void
test_untrusted (Net *net, gconstpointer unused)
{
  Identity *stranger = identity_new ("smtp.example", "smtp.example", NULL, -DAY, DAY);
  Identity *honest = net->identity;
  Server server = { .script = &good };
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example", 587, MD_SECURITY_STARTTLS);
  g_autoptr (MdSendResult) result = NULL;

  net->identity = stranger;
  result = send_to (net, &server, endpoint, FALSE, NULL);
  net->identity = honest;
  g_assert_cmpint (result->outcome, ==, MD_SEND_FAILED);
  g_assert_cmpstr (result->stage, ==, "tls");
  g_assert_null (server.heard_login);
  server_clear (&server);
  identity_free (stranger);
}

static void
test_text (void)
{
  g_autoptr (MdMessage) message = md_message_new_test ("ana@example.org\r\nBcc: all@example.net", "Ñ@ejemplo.es",
                                                       "Mensaje de prueba: ¿llegará esta línea tan larga, o no?\r\nX: y",
                                                       "a=b \n\nFrom here\nlarguísima línea que no cabe en setenta y seis "
                                                       "caracteres y por eso se parte en dos\n");
  g_auto (GStrv) lines = g_strsplit (message->text, "\r\n", -1);
  g_autofree char *id_line = g_strdup_printf ("Message-ID: <%s>", message->message_id);

  g_assert_true (g_str_has_suffix (message->message_id, "@example.orgbcc: all@example.net")
                 || g_str_has_suffix (message->message_id, "@example.net"));
  g_assert_true (g_strv_contains ((const char *const *) lines, id_line));
  g_assert_true (g_strv_contains ((const char *const *) lines, "From: <ana@example.orgBcc: all@example.net>"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "a=3Db=20"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "=46rom here"));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 78);
      g_assert_false (g_str_has_prefix (lines[i], "Bcc:"));
      g_assert_false (g_str_has_prefix (lines[i], "X:"));
      g_assert_null (strchr (lines[i], '\n'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add ("/message/outcomes", Net, NULL, net_up, test_outcomes, net_down);
  g_test_add ("/message/what-is-said", Net, NULL, net_up, test_what_is_said, net_down);
  g_test_add ("/message/token", Net, NULL, net_up, test_token, net_down);
  g_test_add ("/message/cancel", Net, NULL, net_up, test_cancel, net_down);
  g_test_add ("/message/untrusted", Net, NULL, net_up, test_untrusted, net_down);
  g_test_add_func ("/message/text", test_text);
  return g_test_run ();
}

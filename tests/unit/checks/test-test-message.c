/* test-test-message.c - the test message, from sending to its place in the mailbox, against scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/products.h"
#include "fake-peer.h"
#include "protocols/http.h"

#include <glib/gstdio.h>
#include <string.h>

extern const MdCheck md_check_test_message;

#define CANARY "c4nary ñ\"pass' word"
#define ADDRESS "ana@example.org"

typedef struct
{
  const char *story;
  const char *mail, *dot;      /* replies; NULL: accepted */
  const char *arrives_in;      /* (nullable) folder as the server writes it */
  guint after_rounds;          /* searches of the inbox before it is there */
  gboolean no_reader, wrong_login;
  const char *to;              /* (nullable) */
  gboolean not_signed_in;
  const char *want;
} Story;

static const Story stories[] = {
  { "arrives", .arrives_in = "INBOX",
    .want = "test-sent host=mail.example recipient=" ADDRESS " message_id=*@example.org\n"
            "test-arrived folder=INBOX seconds=0.*\n"
            "test-authenticated results=mail.example; spf=pass smtp.mailfrom=example.org; dkim=pass\n" },
  { "arrives a little later", .arrives_in = "INBOX", .after_rounds = 1, .want = "test-sent *\ntest-arrived folder=INBOX *" },
  { "is taken for spam", .arrives_in = "Correo.Basura", .want = "test-sent *\ntest-in-spam folder=Correo.Basura *" },
  { "the sender is refused", .mail = "553 5.7.1 Sender address rejected: not owned by user\r\n",
    .want = "test-refused host=mail.example stage=mail code=553 reply=553 5.7.1 Sender*\nreply-names-cause *" },
  { "the message is refused", .dot = "554 5.7.1 looks like spam\r\n",
    .want = "test-refused host=mail.example stage=data code=554 *" },
  { "nobody reads", .no_reader = TRUE, .want = "test-sent *\ntest-not-watched reason=no-imap\n" },
  { "the second sign-in fails", .wrong_login = TRUE, .want = "test-sent *\ntest-not-watched reason=no-login\n" },
  { "to somebody else", .to = "otro@example.net", .want = "test-sent *\ntest-not-watched reason=other-recipient\n"
            "trip-elsewhere recipient=otro@example.net\n" },
  { "nobody is signed in", .not_signed_in = TRUE, .want = "test-not-possible reason=no-login\n" },
};

typedef struct
{
  const Story *story;
  char *message_id;   /* (owned) (nullable) */
  guint n_searches;
  guint n_messages_sent;
} Play;

static void
hear_message (FakeStream *stream, Play *play)
{
  char *line;

  while ((line = fake_stream_hear (stream)) != NULL && !g_str_equal (line, "."))
    {
      if (g_str_has_prefix (line, "Message-ID: <"))
        {
          g_free (play->message_id);
          play->message_id = g_strndup (line + 13, strlen (line) - 14);
        }
      g_free (line);
    }
  g_free (line);
  play->n_messages_sent++;
  fake_stream_say (stream, play->story->dot != NULL ? play->story->dot : "250 2.0.0 taken\r\n");
}

static void
smtp_act (FakeStream *stream, gpointer data)
{
  Play *play = data;
  char *line;

  fake_stream_say (stream, "220 mail.example ESMTP\r\n");
  while ((line = fake_stream_hear (stream)) != NULL)
    {
      if (g_str_has_prefix (line, "EHLO"))
        fake_stream_say (stream, "250-mail.example\r\n250 AUTH PLAIN\r\n");
      else if (g_str_has_prefix (line, "AUTH"))
        fake_stream_say (stream, "235 2.7.0 welcome\r\n");
      else if (g_str_has_prefix (line, "MAIL") && play->story->mail != NULL)
        fake_stream_say (stream, play->story->mail);
      else if (g_str_equal (line, "DATA"))
        {
          fake_stream_say (stream, "354 go on\r\n");
          hear_message (stream, play);
        }
      else
        fake_stream_say (stream, g_str_equal (line, "QUIT") ? "221 bye\r\n" : "250 2.0.0 fine\r\n");
      g_free (line);
    }
}

#define HEADERS \
  "Received: from x\r\nAuthentication-Results: mail.example; spf=pass\r\n smtp.mailfrom=example.org;\r\n\tdkim=pass\r\n" \
  "Authentication-Results: other.example; none\r\n\r\n"

static void
answer_imap (FakeStream *stream, Play *play, const char *command, char **folder)
{
  g_autofree char *fetched = NULL;
  const char *arrives_in = play->story->arrives_in;

  if (g_str_has_prefix (command, "LIST"))
    fake_stream_say (stream, "* LIST (\\HasNoChildren) \".\" INBOX\r\n* LIST (\\Sent) \".\" Sent\r\n"
                             "* LIST (\\Junk) \".\" Correo.Basura\r\n* LIST () \".\" Other\r\n");
  else if (g_str_has_prefix (command, "EXAMINE"))
    {
      g_auto (GStrv) words = g_strsplit (command, " ", 2);

      g_free (*folder);
      *folder = g_strdup (words[1]);
      g_strdelimit (*folder, "\"", ' ');
      g_strstrip (*folder);
      fake_stream_say (stream, "* 3 EXISTS\r\n");
    }
  else if (strstr (command, "SEARCH") != NULL)
    {
      gboolean here = g_strcmp0 (*folder, arrives_in) == 0 && play->message_id != NULL
                      && strstr (command, play->message_id) != NULL;

      if (g_strcmp0 (*folder, "INBOX") == 0)
        play->n_searches++;
      fake_stream_say (stream, here && play->n_searches > play->story->after_rounds ? "* SEARCH 7\r\n" : "* SEARCH\r\n");
    }
  else if (strstr (command, "FETCH") != NULL)
    {
      fetched = g_strdup_printf ("* 3 FETCH (UID 7 BODY[HEADER] {%zu}\r\n%s)\r\n", strlen (HEADERS), HEADERS);
      fake_stream_say (stream, fetched);
    }
}

static void
imap_act (FakeStream *stream, gpointer data)
{
  Play *play = data;
  g_autofree char *folder = NULL;
  char *line;

  fake_stream_say (stream, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN SPECIAL-USE] hello\r\n");
  while ((line = fake_stream_hear (stream)) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (line, " ", 2);
      g_autofree char *done = NULL;
      gboolean refused = g_str_has_prefix (words[1], "AUTHENTICATE") && play->story->wrong_login;

      answer_imap (stream, play, words[1], &folder);
      done = g_strdup_printf ("%s %s\r\n", words[0], refused ? "NO no" : "OK done");
      fake_stream_say (stream, done);
      g_free (line);
    }
}

typedef struct
{
  MdSignedIn *way;
  MdReader *reader;    /* (nullable) */
  GString *said;
} Shelf;

static gpointer
take_product (const char *id, gpointer data)
{
  Shelf *shelf = data;

  if (g_str_equal (id, "outgoing-login"))
    return shelf->way;
  return g_str_equal (id, "incoming-login") ? shelf->reader : NULL;
}

static void
hear (MdFinding *finding, MdEvidence *evidence, gpointer data)
{
  Shelf *shelf = data;
  const char *const *names;

  if (evidence != NULL)
    for (const char *const *line = md_evidence_get_lines (evidence); *line != NULL; line++)
      g_assert_null (strstr (*line, "c4nary"));
  if (finding == NULL)
    return;
  g_string_append (shelf->said, md_finding_code_id (md_finding_get_code (finding)));
  names = md_finding_code_parameters (md_finding_get_code (finding));
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (shelf->said, " %s=%s", names[i], md_finding_get (finding, names[i]));
  g_string_append_c (shelf->said, '\n');
}

static MdSignedIn *
new_way (gboolean accepted)
{
  MdSignedIn *way = g_new0 (MdSignedIn, 1);

  way->endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "mail.example", 465, MD_SECURITY_TLS);
  way->address = g_strdup ("127.0.0.1");
  way->user = g_strdup (ADDRESS);
  way->password = md_secret_new (CANARY, -1);
  way->accepted = accepted;
  return way;
}

static MdReader *
new_reader (void)
{
  MdReader *reader = g_new0 (MdReader, 1);

  reader->endpoint = md_endpoint_new (MD_PROTOCOL_IMAP, "mail.example", 993, MD_SECURITY_TLS);
  reader->address = g_strdup ("127.0.0.1");
  reader->user = g_strdup (ADDRESS);
  reader->password = md_secret_new (CANARY, -1);
  reader->mechanism = MD_SASL_PLAIN;
  return reader;
}

static void
act_out (const Story *story, MdWorld *world, Play *play)
{
  g_autoptr (MdCase) kase = md_case_new ();
  MdWait none = { .deadline = G_MAXINT64 };
  MdWait wait = md_wait_within (&none, 10000);
  Shelf shelf = { new_way (!story->not_signed_in), story->no_reader ? NULL : new_reader (), g_string_new (NULL) };
  g_autoptr (MdContext) context = NULL;
  g_autoptr (GError) error = NULL;

  kase->email = g_strdup (ADDRESS);
  kase->test_to = g_strdup (story->to);
  context = md_context_new (&md_check_test_message, kase, world, &wait);
  md_context_connect (context, hear, take_product, NULL, &shelf);
  g_assert_true (md_check_test_message.run (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (play->n_messages_sent, ==, story->not_signed_in || story->mail != NULL ? 0 : 1);
  if (!g_pattern_match_simple (story->want, shelf.said->str))
    g_error ("%s: wanted %s\ngot %s", story->story, story->want, shelf.said->str);
  g_string_free (shelf.said, TRUE);
  md_signed_in_free (shelf.way);
  md_reader_free (shelf.reader);
}

static void
test_stories (void)
{
  Identity *authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY);
  Identity *server = identity_new ("mail.example", "mail.example", authority, -DAY, DAY);
  g_autofree char *folder = g_dir_make_tmp ("md-test-XXXXXX", NULL);
  g_autofree char *ca_file = identity_save (authority, folder);

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      Play play = { .story = &stories[i] };
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (FakePeer) smtp = fake_peer_start (smtp_act, &play, server);
      g_autoptr (FakePeer) imap = fake_peer_start (imap_act, &play, server);

      md_world_set_practice (world, TRUE);
      md_world_set_ca_file (world, ca_file);
      md_world_map_port (world, 465, fake_peer_port (smtp));
      md_world_map_port (world, 993, fake_peer_port (imap));
      g_test_message ("%s", stories[i].story);
      act_out (&stories[i], world, &play);
      g_free (play.message_id);
    }
  identity_free (authority);
  identity_free (server);
  g_remove (ca_file);
  g_rmdir (folder);
}

static void
test_needs_consent (void)
{
  g_assert_cmpint (md_check_test_message.asks_first, ==, MD_CONSENT_SEND_TEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/test-message/stories", test_stories);
  g_test_add_func ("/test-message/needs-consent", test_needs_consent);
  return g_test_run ();
}

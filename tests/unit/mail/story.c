/* story.c - a scripted mail server; see story.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "story.h"

#include "protocols/tcp.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

struct _Stage
{
  FakePeer *peer;
  const char *const *lines;
  const char *const *second;
  Identity *authority;
  Identity *server;
  char *folder;
  char *ca_file;
  gint connections;   /* atomic */
  GAsyncQueue *ended; /* one token, when the first connection's story is over */
  char *wrong;        /* set by the first connection's thread, read after that */
};

static void
append_base64 (GString *out, const char *text, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *encoded = NULL;

  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];

      if (text[i] == '\\' && i + 1 < length && (text[i + 1] == '0' || text[i + 1] == '1'))
        byte = (guint8) (text[++i] - '0');
      g_byte_array_append (bytes, &byte, 1);
    }
  encoded = g_base64_encode (bytes->data, bytes->len);
  g_string_append (out, encoded);
}

static char *
expand (const char *line)
{
  GString *out = g_string_new (NULL);
  const char *open;

  while ((open = strstr (line, "{b64:")) != NULL)
    {
      const char *close = strchr (open, '}');

      g_string_append_len (out, line, open - line);
      append_base64 (out, open + 5, (gsize) (close - open - 5));
      line = close + 1;
    }
  g_string_append (out, line);
  return g_string_free (out, FALSE);
}

/* FALSE when the story cannot go on; @wrong tells why. */
static gboolean
play_line (Stage *self, FakeStream *stream, const char *line, char **wrong)
{
  g_autofree char *whole = NULL;
  g_autofree char *heard = NULL;

  if (g_str_has_prefix (line, "S: "))
    {
      whole = g_strconcat (line + 3, "\r\n", NULL);
      fake_stream_say (stream, whole);
    }
  else if (g_str_has_prefix (line, "RAW: "))
    fake_stream_say (stream, line + 5);
  else if (g_str_has_prefix (line, "PAUSE: "))
    g_usleep ((gulong) g_ascii_strtoull (line + 7, NULL, 10) * 1000);
  else if (g_str_equal (line, "STAY"))
    fake_stream_stay (stream);
  else if (g_str_equal (line, "TLS"))
    {
      if (!fake_stream_start_tls (stream, self->server))
        *wrong = g_strdup ("no TLS");
    }
  else
    {
      gboolean exactly = g_str_has_prefix (line, "C= ");

      g_assert_true (exactly || g_str_has_prefix (line, "C: "));
      heard = fake_stream_hear (stream);
      if (heard == NULL || !(exactly ? g_str_equal (line + 3, heard) : g_pattern_match_simple (line + 3, heard)))
        *wrong = g_strdup_printf ("wanted \"%s\", heard \"%s\"", line + 3, heard != NULL ? heard : "(end)");
    }
  return *wrong == NULL;
}

static void
play (FakeStream *stream, gpointer data)
{
  Stage *self = data;
  gboolean is_first = g_atomic_int_add (&self->connections, 1) == 0;
  const char *const *lines = is_first ? self->lines : self->second;
  g_autofree char *wrong = NULL;

  if (lines == NULL)
    {
      fake_stream_stay (stream);
      return;
    }
  for (; *lines != NULL; lines++)
    {
      g_autofree char *line = expand (*lines);

      if (!play_line (self, stream, line, &wrong))
        break;
    }
  if (!is_first)
    return;
  self->wrong = g_steal_pointer (&wrong);
  g_async_queue_push (self->ended, self);
}

Stage *
stage_new (const char *const *lines, const char *const *second)
{
  Stage *self = g_new0 (Stage, 1);

  signal (SIGPIPE, SIG_IGN); /* the pretend server may write to a client that has just left */
  self->lines = lines;
  self->second = second;
  self->ended = g_async_queue_new ();
  self->authority = identity_new ("Test authority", NULL, NULL, -DAY, DAY);
  self->server = identity_new ("mail.example.org", "mail.example.org 127.0.0.1", self->authority, -DAY, DAY);
  self->folder = g_dir_make_tmp ("md-story-XXXXXX", NULL);
  self->ca_file = identity_save (self->authority, self->folder);
  self->peer = fake_peer_start (play, self, NULL);
  return self;
}

void
stage_end (Stage *self)
{
  /* The client has hung up by now, so the story ends by itself. */
  if (g_atomic_int_get (&self->connections) > 0)
    g_assert_nonnull (g_async_queue_timeout_pop (self->ended, 10 * G_USEC_PER_SEC));
  fake_peer_stop (self->peer);
  g_async_queue_unref (self->ended);
  g_assert_cmpstr (self->wrong, ==, NULL);
  identity_free (self->authority);
  identity_free (self->server);
  g_unlink (self->ca_file);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->ca_file);
  g_free (self);
}

guint16
stage_get_port (const Stage *self)
{
  return fake_peer_port (self->peer);
}

MdWorld *
stage_make_world (Stage *self, gboolean strict)
{
  MdWorld *world = md_world_new ();

  md_world_set_ca_file (world, self->ca_file);
  md_world_set_practice (world, !strict);
  return world;
}

MdWire *
stage_dial (Stage *self, MdWorld *world)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  const MdWait wait = soon ();
  g_autoptr (GPtrArray) attempts = md_tcp_probe (world, addresses, stage_get_port (self), 5000, &wait);
  MdTcpAttempt *open = md_tcp_find_open (attempts);

  g_assert_nonnull (open);
  return md_wire_new (world, md_tcp_attempt_steal_fd (open), "mail.example.org");
}

MdWait
soon (void)
{
  return (MdWait) { .deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC };
}

MdSecret *
canary (void)
{
  return md_secret_new (CANARY, -1);
}

gboolean
transcript_has (MdTranscript *transcript, const char *text)
{
  g_auto (GStrv) lines = md_transcript_to_lines (transcript);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], text) != NULL)
      return TRUE;
  return FALSE;
}

void
assert_clean (MdTranscript *transcript)
{
  static const char *const forms[] = { "{b64:" CANARY "}", "{b64:\\0" USER "\\0" CANARY "}" };

  g_assert_false (transcript_has (transcript, CANARY));
  g_assert_false (transcript_has (transcript, "c4nary"));
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *form = expand (forms[i]);

      g_assert_false (transcript_has (transcript, form));
    }
}

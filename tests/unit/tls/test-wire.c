/* test-wire.c - lines, limits, STARTTLS and the door for secrets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "peer.h"
#include "protocols/wire.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "mail.example.org"

typedef struct
{
  char *folder;
  char *ca_file;
  MdWorld *world;
  Identity *root;
  Identity *good;
  Identity *bad;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("md-wire-XXXXXX", NULL);
  f->root = identity_new ("Test Root", NULL, NULL, -DAY, 30 * DAY);
  f->good = identity_new ("mail", HOST, f->root, -DAY, DAY);
  f->bad = identity_new ("mail", HOST, NULL, -DAY, DAY);
  f->ca_file = identity_save (f->root, f->folder);
  f->world = md_world_new ();
  md_world_set_ca_file (f->world, f->ca_file);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->ca_file);
  g_rmdir (f->folder);
  md_world_unref (f->world);
  identity_free (f->root);
  identity_free (f->good);
  identity_free (f->bad);
  g_free (f->ca_file);
  g_free (f->folder);
}

typedef struct
{
  const char *bytes;
  gsize length;
  gboolean stay;
} Speech;

static void
act_speak (int fd, gpointer data)
{
  const Speech *speech = data;

  for (gsize sent = 0; sent < speech->length;)
    {
      gssize n = send (fd, speech->bytes + sent, speech->length - sent, MSG_NOSIGNAL);

      if (n <= 0)
        return;
      sent += (gsize) n;
    }
  if (speech->stay)
    act_stay (fd);
}

static void
assert_line (MdWire *wire, const char *want)
{
  MdWait wait = wait_ms (3000, NULL);
  g_autofree char *line = NULL;

  g_assert_cmpint (md_wire_read_line (wire, &wait, &line), ==, MD_WIRE_OK);
  g_assert_cmpstr (line, ==, want);
}

static void
assert_status (MdWire *wire, guint limit_ms, MdWireStatus want)
{
  MdWait wait = wait_ms (limit_ms, NULL);
  g_autofree char *line = NULL;

  g_assert_cmpstr (md_wire_status_name (md_wire_read_line (wire, &wait, &line)), ==, md_wire_status_name (want));
  g_assert_null (line);
}

static void
test_lines (Fixture *f, gconstpointer data)
{
  static const char text[] = "220-one\r\n220 two\nnul\0here\r\n\r\npart";
  Speech speech = { text, sizeof text - 1, FALSE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  const char *rest;
  gsize length;

  assert_line (wire, "220-one");
  assert_line (wire, "220 two");
  assert_line (wire, "nul\xef\xbf\xbdhere");
  assert_line (wire, "");
  assert_status (wire, 1000, MD_WIRE_CLOSED);
  rest = md_wire_peek (wire, &length);
  g_assert_cmpmem (rest, length, "part", 4);
}

static void
test_long_line (Fixture *f, gconstpointer data)
{
  g_autofree char *fits = g_strnfill (60 * 1024, 'a');
  g_autofree char *text = NULL;
  g_autofree char *endless = g_strnfill (200 * 1024, 'b');
  Speech speech = { .stay = TRUE };
  g_autoptr (Peer) peer = NULL;
  g_autoptr (MdWire) wire = NULL;

  text = g_strconcat (fits, "\r\n", endless, NULL);
  speech.bytes = text;
  speech.length = strlen (text);
  peer = peer_new (act_speak, &speech);
  wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  assert_line (wire, fits);
  assert_status (wire, 1000, MD_WIRE_TOO_LONG);
}

static void
test_literal (Fixture *f, gconstpointer data)
{
  static const char text[] = "* 1 FETCH {5}\r\na\0b\r\n)\r\n";
  Speech speech = { text, sizeof text - 1, TRUE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  MdWait wait = wait_ms (1000, NULL);
  g_autoptr (GBytes) bytes = NULL;

  assert_line (wire, "* 1 FETCH {5}");
  g_assert_cmpint (md_wire_read_bytes (wire, &wait, 5, &bytes), ==, MD_WIRE_OK);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "a\0b\r\n", 5);
  assert_line (wire, ")");
  g_clear_pointer (&bytes, g_bytes_unref);
  g_assert_cmpint (md_wire_read_bytes (wire, &wait, 17 * 1024 * 1024, &bytes), ==, MD_WIRE_TOO_LONG);
}

static void
test_silence (Fixture *f, gconstpointer data)
{
  Speech speech = { "220", 3, TRUE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  gint64 started = g_get_monotonic_time ();

  assert_status (wire, 200, MD_WIRE_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 300 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 199 * 1000);
}

static void
act_reset (int fd, gpointer data)
{
  struct linger hard = { 1, 0 };

  act_say (fd, "220 hello\r\n");
  act_hear_line (fd);
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

static void
test_reset (Fixture *f, gconstpointer data)
{
  g_autoptr (Peer) peer = peer_new (act_reset, NULL);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  MdWait wait = wait_ms (1000, NULL);

  assert_line (wire, "220 hello");
  g_assert_cmpint (md_wire_send (wire, &wait, "EHLO me"), ==, MD_WIRE_OK);
  assert_status (wire, 1000, MD_WIRE_RESET);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  Speech speech = { "220", 3, TRUE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MdWait wait = wait_ms (5000, cancellable);
  g_autofree char *line = NULL;
  gint64 started = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_cmpint (md_wire_read_line (wire, &wait, &line), ==, MD_WIRE_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 150 * 1000);
  g_assert_cmpint (md_wire_send (wire, &wait, "QUIT"), ==, MD_WIRE_CANCELLED);
  g_thread_join (thread);
}

typedef struct
{
  TlsAct tls;
  const char *go_ahead; /* the answer to STARTTLS, with whatever is slipped in */
} StartTls;

/* Answers a line in TLS with the same line: the worst a server can do with a secret. */
static void
act_starttls (int fd, gpointer data)
{
  const StartTls *act = data;
  SSL *ssl;
  char heard[4096];
  int n;

  act_say (fd, "220 hello\r\n");
  act_hear_line (fd);
  act_say (fd, act->go_ahead);
  ssl = act_shake_hands (fd, &act->tls);
  if (ssl == NULL)
    return;
  while ((n = SSL_read (ssl, heard, sizeof heard)) > 0)
    SSL_write (ssl, heard, n);
  OPENSSL_cleanse (heard, sizeof heard);
  SSL_free (ssl);
}

static MdWire *
ask_for_tls (Fixture *f, Peer *peer)
{
  MdWire *wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  MdWait wait = wait_ms (3000, NULL);

  assert_line (wire, "220 hello");
  g_assert_cmpint (md_wire_send (wire, &wait, "STARTTLS"), ==, MD_WIRE_OK);
  assert_line (wire, "220 go");
  return wire;
}

static void
test_starttls (Fixture *f, gconstpointer data)
{
  StartTls act = { { .identity = f->good }, "220 go\r\n" };
  g_autoptr (Peer) peer = peer_new (act_starttls, &act);
  g_autoptr (MdWire) wire = ask_for_tls (f, peer);
  MdWait wait = wait_ms (3000, NULL);
  static const char *const lines[] = { "one", "two", NULL };

  g_assert_false (md_wire_may_carry_secrets (wire));
  g_assert_cmpint (md_wire_start_tls (wire, &wait), ==, MD_WIRE_OK);
  g_assert_true (md_wire_may_carry_secrets (wire));
  g_assert_cmpint (md_wire_send_lines (wire, &wait, lines), ==, MD_WIRE_OK);
  assert_line (wire, "one");
  assert_line (wire, "two");
  g_assert_cmpstr (md_wire_get_host (wire), ==, HOST);
  g_assert_true (md_wire_get_world (wire) == f->world);
}

static void
test_injection (Fixture *f, gconstpointer data)
{
  StartTls act = { { .identity = f->good }, "220 go\r\n235 you are in\r\n" };
  g_autoptr (Peer) peer = peer_new (act_starttls, &act);
  g_autoptr (MdWire) wire = ask_for_tls (f, peer);
  MdWait wait = wait_ms (1000, NULL);

  g_assert_cmpint (md_wire_start_tls (wire, &wait), ==, MD_WIRE_INJECTED);
  g_assert_false (md_wire_may_carry_secrets (wire));
}

static void
test_secret_refused (Fixture *f, gconstpointer data)
{
  StartTls act = { { .identity = f->bad }, "220 go\r\n" };
  g_autoptr (Peer) peer = peer_new (act_starttls, &act);
  g_autoptr (MdWire) wire = ask_for_tls (f, peer);
  g_autoptr (MdSecret) secret = md_secret_new ("c4nary ñ\"pass' word", -1);
  MdWait wait = wait_ms (3000, NULL);

  g_assert_cmpint (md_wire_send_secret (wire, &wait, secret, "AUTH PLAIN [password]"), ==, MD_WIRE_NOT_TRUSTED);
  g_assert_cmpint (md_wire_start_tls (wire, &wait), ==, MD_WIRE_OK);
  g_assert_cmpint (md_wire_send_secret (wire, &wait, secret, "AUTH PLAIN [password]"), ==, MD_WIRE_NOT_TRUSTED);
}

static void
test_practice (Fixture *f, gconstpointer data)
{
  Speech speech = { "220 hello\r\n", 11, TRUE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWorld) practice = md_world_new ();
  g_autoptr (MdWire) wire = NULL;
  g_autoptr (MdSecret) secret = md_secret_new ("c4nary ñ\"pass' word", -1);
  MdWait wait = wait_ms (3000, NULL);

  md_world_set_practice (practice, TRUE);
  wire = md_wire_new (practice, peer_dial (peer, f->world), HOST);
  g_assert_cmpint (md_wire_send_secret (wire, &wait, secret, "PASS [password]"), ==, MD_WIRE_OK);
}

static void
test_plain_answer (Fixture *f, gconstpointer data)
{
  Speech speech = { "220 hello\r\n", 11, TRUE };
  g_autoptr (Peer) peer = peer_new (act_speak, &speech);
  g_autoptr (MdWire) wire = md_wire_new (f->world, peer_dial (peer, f->world), HOST);
  MdWait wait = wait_ms (3000, NULL);

  g_usleep (20000);
  g_assert_cmpint (md_wire_start_tls (wire, &wait), ==, MD_WIRE_TLS);
  g_assert_cmpstr (md_tls_get_plain_answer (md_wire_get_tls (wire)), ==, "220 hello");
}

#define MASK 0x55

/* The canary is never in this program's own image: it is made of these bytes at run time. */
static const guchar masked_canary[] = { 'c' ^ MASK, '4' ^ MASK, 'n' ^ MASK, 'a' ^ MASK, 'r' ^ MASK, 'y' ^ MASK,
                                        '!' ^ MASK, 'X' ^ MASK, 'q' ^ MASK, '7' ^ MASK, 'z' ^ MASK, 'k' ^ MASK,
                                        'm' ^ MASK, 'W' ^ MASK, '3' ^ MASK, 'v' ^ MASK };

static MdSecret *
canary_new (void)
{
  MdSecret *secret = md_secret_new_sized (sizeof masked_canary);

  for (gsize i = 0; i < sizeof masked_canary; i++)
    md_secret_bytes (secret)[i] = (char) (masked_canary[i] ^ MASK);
  return secret;
}

static gboolean
is_canary (const guchar *at)
{
  for (gsize i = 0; i < sizeof masked_canary; i++)
    if (at[i] != (masked_canary[i] ^ MASK))
      return FALSE;
  return TRUE;
}

/* How often the canary stands in readable memory of this process. */
static guint
count_canaries (void)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gsize page = 256 * 1024;
  g_autofree guchar *copy = g_malloc (page);
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint found = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      guint64 from = g_ascii_strtoull (lines[i], NULL, 16);
      const char *dash = strchr (lines[i], '-');
      guint64 to = dash != NULL ? g_ascii_strtoull (dash + 1, NULL, 16) : 0;

      if (dash == NULL || strstr (lines[i], " rw-p ") == NULL)
        continue;
      for (guint64 at = from; at < to; at += page - sizeof masked_canary)
        {
          gssize got = pread (memory, copy, MIN (page, to - at), (off_t) at);

          for (gssize k = 0; k + (gssize) sizeof masked_canary <= got; k++)
            if (copy[k] == (masked_canary[0] ^ MASK) && is_canary (copy + k)
                && at + (guint64) k - (guint64) (gsize) copy >= page)
              found++;
          OPENSSL_cleanse (copy, page);
        }
    }
  close (memory);
  return found;
}

static void
assert_not_recorded (MdWire *wire)
{
  g_auto (GStrv) lines = md_transcript_to_lines (md_wire_get_transcript (wire));

  for (gsize i = 0; lines[i] != NULL; i++)
    for (const char *p = lines[i]; strlen (p) >= sizeof masked_canary; p++)
      g_assert_false (is_canary ((const guchar *) p));
}

/* A server that swallows what it hears, so that every copy found is ours. */
static void
act_swallow (int fd, gpointer data)
{
  const StartTls *act = data;
  SSL *ssl;
  char heard[512];

  act_say (fd, "220 hello\r\n");
  act_hear_line (fd);
  act_say (fd, act->go_ahead);
  ssl = act_shake_hands (fd, &act->tls);
  while (ssl != NULL && SSL_read (ssl, heard, sizeof heard) > 0)
    ;
  OPENSSL_cleanse (heard, sizeof heard);
  SSL_free (ssl);
}

static void
send_canary (Fixture *f, PeerAct how, gboolean read_echo)
{
  StartTls act = { { .identity = f->good }, "220 go\r\n" };
  g_autoptr (Peer) peer = peer_new (how, &act);
  g_autoptr (MdWire) wire = ask_for_tls (f, peer);
  g_autoptr (MdSecret) secret = canary_new ();
  MdWait wait = wait_ms (3000, NULL);
  char *line = NULL;

  g_assert_cmpint (md_wire_start_tls (wire, &wait), ==, MD_WIRE_OK);
  g_assert_cmpint (md_wire_send_secret (wire, &wait, secret, "PASS [password]"), ==, MD_WIRE_OK);
  if (read_echo)
    {
      g_assert_cmpint (md_wire_read_line (wire, &wait, &line), ==, MD_WIRE_OK);
      g_assert_true (is_canary ((const guchar *) line));
      OPENSSL_cleanse (line, strlen (line));
      g_free (line);
    }
  assert_not_recorded (wire);
}

static void
test_transcript_keeps_quiet (Fixture *f, gconstpointer data)
{
  send_canary (f, act_starttls, TRUE);
}

static void
test_memory (Fixture *f, gconstpointer data)
{
  g_autoptr (MdSecret) probe = NULL;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer's own memory is too large to look through");
  return;
#endif
  probe = canary_new ();
  g_assert_cmpuint (count_canaries (), ==, 1); /* the scan sees what is there */
  g_clear_pointer (&probe, md_secret_unref);
  send_canary (f, act_swallow, FALSE);
  g_assert_cmpuint (count_canaries (), ==, 0);
}

static void
test_names (void)
{
  for (int i = MD_WIRE_OK; i <= MD_WIRE_NOT_TRUSTED; i++)
    g_assert_nonnull (md_wire_status_name ((MdWireStatus) i));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN); /* the peer may write to a connection that has just been closed */
  g_test_init (&argc, &argv, NULL);
  ADD ("/wire/memory", test_memory);
  ADD ("/wire/lines", test_lines);
  ADD ("/wire/long-line", test_long_line);
  ADD ("/wire/literal", test_literal);
  ADD ("/wire/silence", test_silence);
  ADD ("/wire/reset", test_reset);
  ADD ("/wire/cancel", test_cancel);
  ADD ("/wire/starttls", test_starttls);
  ADD ("/wire/injection", test_injection);
  ADD ("/wire/secret-refused", test_secret_refused);
  ADD ("/wire/practice", test_practice);
  ADD ("/wire/plain-answer", test_plain_answer);
  ADD ("/wire/transcript-keeps-quiet", test_transcript_keeps_quiet);
  g_test_add_func ("/wire/names", test_names);
  return g_test_run ();
}

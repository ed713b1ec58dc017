/* test-tls.c - handshakes and certificates, good and bad, against servers on loopback threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "peer.h"
#include "protocols/tls.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

/* A little public key infrastructure; only the root is trusted. */
typedef struct
{
  char *folder;
  char *ca_file;
  MdWorld *world;
  Identity *root, *intermediate, *stranger, *stale;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("md-tls-XXXXXX", NULL);
  f->root = identity_new ("Test Root", NULL, NULL, -DAY, 30 * DAY);
  f->intermediate = identity_new ("Test Intermediate", NULL, f->root, -DAY, 30 * DAY);
  f->stale = identity_new ("Test Stale Intermediate", NULL, f->root, -9 * DAY, -DAY);
  f->stranger = identity_new ("Unknown Root", NULL, NULL, -DAY, 30 * DAY);
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
  identity_free (f->intermediate);
  identity_free (f->stale);
  identity_free (f->stranger);
  g_free (f->ca_file);
  g_free (f->folder);
}

static void
act_tls (int fd, gpointer data)
{
  SSL *ssl = act_shake_hands (fd, data);
  char rest[64];

  if (ssl == NULL)
    {
      shutdown (fd, SHUT_WR); /* lets the alert arrive before the end */
      act_stay (fd);
      return;
    }
  while (SSL_read (ssl, rest, sizeof rest) > 0)
    ;
  SSL_free (ssl);
}

static MdTls *
look (Fixture *f, const char *host, TlsAct *act)
{
  g_autoptr (Peer) peer = peer_new (act_tls, act);
  MdWait wait = wait_ms (5000, NULL);
  int fd = peer_dial (peer, f->world);
  MdTls *tls = md_tls_connect (f->world, fd, host, &wait);

  close (fd);
  return tls;
}

enum { ROOT, INTERMEDIATE, STRANGER, STALE, ITSELF };

static const struct
{
  const char *story;
  const char *names;
  int issuer;
  long from, to;
  gboolean send_issuer;
  MdCertProblem want;
} judged[] = {
  { "good", "mail.example.org", ROOT, -DAY, DAY, FALSE, 0 },
  { "good by wildcard", "*.example.org", ROOT, -DAY, DAY, FALSE, 0 },
  { "good with intermediate", "mail.example.org", INTERMEDIATE, -DAY, DAY, TRUE, 0 },
  { "expired", "mail.example.org", ROOT, -9 * DAY, -DAY, FALSE, MD_CERT_EXPIRED },
  { "not yet valid", "mail.example.org", ROOT, DAY, 9 * DAY, FALSE, MD_CERT_NOT_YET_VALID },
  { "wrong name", "www.example.net", ROOT, -DAY, DAY, FALSE, MD_CERT_WRONG_NAME },
  { "wildcard covers one label", "*.org", ROOT, -DAY, DAY, FALSE, MD_CERT_WRONG_NAME },
  { "self-signed", "mail.example.org", ITSELF, -DAY, DAY, FALSE, MD_CERT_SELF_SIGNED },
  { "unknown authority", "mail.example.org", STRANGER, -DAY, DAY, TRUE, MD_CERT_UNKNOWN_AUTHORITY },
  { "incomplete chain", "mail.example.org", INTERMEDIATE, -DAY, DAY, FALSE, MD_CERT_INCOMPLETE_CHAIN },
  { "expired intermediate", "mail.example.org", STALE, -DAY, DAY, TRUE, MD_CERT_EXPIRED },
  { "everything at once", "www.example.net", ITSELF, -9 * DAY, -DAY, FALSE,
    MD_CERT_SELF_SIGNED | MD_CERT_EXPIRED | MD_CERT_WRONG_NAME },
};

static void
test_judged (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (judged); i++)
    {
      const Identity *const issuers[] = { f->root, f->intermediate, f->stranger, f->stale, NULL };
      const Identity *issuer = issuers[judged[i].issuer];
      g_autoptr (Identity) leaf = identity_new ("mail", judged[i].names, issuer, judged[i].from, judged[i].to);
      TlsAct act = { .identity = leaf, .intermediate = judged[i].send_issuer ? issuer : NULL };
      g_autoptr (MdTls) tls = look (f, "mail.example.org", &act);

      g_test_message ("%s", judged[i].story);
      g_assert_cmpstr (md_tls_status_name (md_tls_get_status (tls)), ==, "ok");
      g_assert_cmphex (md_tls_get_problems (tls), ==, judged[i].want);
      g_assert_true (md_tls_is_trusted (tls) == (judged[i].want == 0));
    }
}

static void
test_address_names (Fixture *f, gconstpointer data)
{
  g_autoptr (Identity) leaf = identity_new ("mail", "192.0.2.7 2001:db8::7", f->root, -DAY, DAY);
  TlsAct act = { .identity = leaf };
  g_autoptr (MdTls) v4 = look (f, "192.0.2.7", &act);
  g_autoptr (MdTls) v6 = look (f, "2001:db8::7", &act);
  g_autoptr (MdTls) other = look (f, "192.0.2.8", &act);

  g_assert_true (md_tls_is_trusted (v4));
  g_assert_true (md_tls_is_trusted (v6));
  g_assert_cmphex (md_tls_get_problems (other), ==, MD_CERT_WRONG_NAME);
}

static void
test_described (Fixture *f, gconstpointer data)
{
  g_autoptr (Identity) leaf = identity_new ("mail\n\x01 ñ", "a.example b.example 192.0.2.7", f->intermediate, -DAY, DAY);
  TlsAct act = { .identity = leaf, .intermediate = f->intermediate };
  g_autoptr (MdTls) tls = look (f, "mail.example.org", &act);
  MdCertificate *first = g_ptr_array_index (md_tls_get_chain (tls), 0);
  MdCertificate *second = g_ptr_array_index (md_tls_get_chain (tls), 1);

  g_assert_cmpuint (md_tls_get_chain (tls)->len, ==, 2);
  g_assert_cmpstr (first->subject, ==, "mail\xef\xbf\xbd\xef\xbf\xbd ñ");
  g_assert_cmpstr (first->issuer, ==, "Test Intermediate");
  g_assert_cmpstr (first->issuer_full, ==, "Test Intermediate / Test Works");
  g_assert_cmpuint (g_strv_length (first->names), ==, 3);
  g_assert_cmpstr (first->names[2], ==, "192.0.2.7");
  g_assert_cmpint (first->not_after - first->not_before, ==, 2 * DAY);
  g_assert_cmpuint (first->key_bits, ==, 256);
  g_assert_cmpuint (strlen (first->fingerprint), ==, 64);
  g_assert_false (first->self_issued);
  g_assert_cmpstr (second->subject, ==, first->issuer);
  g_assert_cmpstr (md_tls_get_version (tls), ==, "TLSv1.3");
}

static void
test_date (void)
{
  g_autofree char *date = md_certificate_date (1795219200);

  g_assert_cmpstr (date, ==, "2026-11-21");
}

static void
test_too_old (Fixture *f, gconstpointer data)
{
  static const int versions[] = { TLS1_VERSION, TLS1_1_VERSION };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (Identity) leaf = identity_new ("mail", "mail.example.org", f->root, -DAY, DAY);
      TlsAct act = { .identity = leaf, .max_version = versions[i] };
      g_autoptr (MdTls) tls = look (f, "mail.example.org", &act);

      g_assert_cmpstr (md_tls_status_name (md_tls_get_status (tls)), ==, "too-old");
      g_assert_nonnull (md_tls_get_reason (tls));
      g_assert_false (md_tls_is_trusted (tls));
    }
}

/* Servers of old do not look at the list of versions: they answer with theirs. */
static void
act_old_hello (int fd, gpointer data)
{
  static const guchar hello[] = { 0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1,
                                  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                                  24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 0x2f, 0 };

  (void) !send (fd, hello, sizeof hello, MSG_NOSIGNAL);
  act_stay (fd);
}

static void
act_plain (int fd, gpointer data)
{
  act_say (fd, "220 mail.example.org ESMTP\r\n");
  act_stay (fd);
}

static void
act_plain_late (int fd, gpointer data)
{
  char hello[16];

  (void) !recv (fd, hello, sizeof hello, 0);
  act_say (fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
  act_stay (fd);
}

static void
act_close (int fd, gpointer data)
{
  char hello[16];

  (void) !recv (fd, hello, sizeof hello, 0);
}

static void
act_alert (int fd, gpointer data)
{
  static const guchar handshake_failure[] = { 0x15, 3, 3, 0, 2, 2, 40 };

  (void) !send (fd, handshake_failure, sizeof handshake_failure, MSG_NOSIGNAL);
  act_stay (fd);
}

static void
act_silence (int fd, gpointer data)
{
  act_stay (fd);
}

static const struct
{
  const char *story;
  PeerAct act;
  const char *want;
  const char *version;
  const char *answer;
} failing[] = {
  { "ServerHello of TLS 1.0", act_old_hello, "too-old", "TLSv1", NULL },
  { "banner on an implicit TLS port", act_plain, "plain-answer", NULL, "220 mail.example.org ESMTP" },
  { "a web server", act_plain_late, "plain-answer", NULL, "HTTP/1.1 400 Bad Request" },
  { "closes at ClientHello", act_close, "closed", NULL, NULL },
  { "alert", act_alert, "refused", NULL, NULL },
  { "silence", act_silence, "timed-out", NULL, NULL },
};

static void
test_failing (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autoptr (Peer) peer = peer_new (failing[i].act, NULL);
      MdWait wait = wait_ms (300, NULL);
      gint64 started = g_get_monotonic_time ();
      int fd = peer_dial (peer, f->world);
      g_autoptr (MdTls) tls = md_tls_connect (f->world, fd, "mail.example.org", &wait);

      g_test_message ("%s", failing[i].story);
      g_assert_cmpstr (md_tls_status_name (md_tls_get_status (tls)), ==, failing[i].want);
      g_assert_cmpstr (md_tls_get_version (tls), ==, failing[i].version);
      g_assert_cmpstr (md_tls_get_plain_answer (tls), ==, failing[i].answer);
      g_assert_cmpuint (md_tls_get_chain (tls)->len, ==, 0);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 500 * 1000);
      close (fd);
    }
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
  g_autoptr (Peer) peer = peer_new (act_silence, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MdWait wait = wait_ms (5000, cancellable);
  int fd = peer_dial (peer, f->world);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (MdTls) tls = md_tls_connect (f->world, fd, "mail.example.org", &wait);

  g_assert_cmpint (md_tls_get_status (tls), ==, MD_TLS_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 150 * 1000);
  g_thread_join (thread);
  close (fd);
}

static void
test_broken_ca_file (Fixture *f, gconstpointer data)
{
  g_autoptr (Identity) leaf = identity_new ("mail", "mail.example.org", f->root, -DAY, DAY);
  TlsAct act = { .identity = leaf };

  g_assert_true (g_file_set_contents (f->ca_file, "not a certificate\n", -1, NULL));
  {
    g_autoptr (MdTls) tls = look (f, "mail.example.org", &act);

    g_assert_cmphex (md_tls_get_problems (tls), ==, MD_CERT_INCOMPLETE_CHAIN);
  }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  /* The pretend servers write by OpenSSL, which may meet a closed connection. */
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  ADD ("/tls/judged", test_judged);
  ADD ("/tls/address-names", test_address_names);
  ADD ("/tls/described", test_described);
  g_test_add_func ("/tls/date", test_date);
  ADD ("/tls/too-old", test_too_old);
  ADD ("/tls/failing", test_failing);
  ADD ("/tls/cancel", test_cancel);
  ADD ("/tls/broken-ca-file", test_broken_ca_file);
  return g_test_run ();
}

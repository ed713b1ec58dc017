/* peer.c - the other end of a connection, on a loopback thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "peer.h"

#include "protocols/tcp.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _Peer
{
  int listener;
  guint16 port;
  PeerAct act;
  gpointer data;
  GThread *thread;
};

static gpointer
run (gpointer data)
{
  Peer *self = data;
  int fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);

  if (fd < 0)
    return NULL;
  self->act (fd, self->data);
  close (fd);
  return NULL;
}

Peer *
peer_new (PeerAct act, gpointer data)
{
  Peer *self = g_new0 (Peer, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  self->act = act;
  self->data = data;
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (self->listener, 4), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &size), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("peer", run, self);
  return self;
}

void
peer_free (Peer *self)
{
  shutdown (self->listener, SHUT_RDWR); /* wakes an accept nobody called upon */
  g_thread_join (self->thread);
  close (self->listener);
  g_free (self);
}

guint16
peer_get_port (const Peer *self)
{
  return self->port;
}

int
peer_dial (Peer *self, MdWorld *world)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  MdWait wait = wait_ms (5000, NULL);
  g_autoptr (GPtrArray) attempts = md_tcp_probe (world, addresses, self->port, 5000, &wait);
  MdTcpAttempt *open = md_tcp_find_open (attempts);

  g_assert_nonnull (open);
  return md_tcp_attempt_steal_fd (open);
}

MdWait
wait_ms (guint milliseconds, GCancellable *cancellable)
{
  return (MdWait) { cancellable, g_get_monotonic_time () + (gint64) milliseconds * 1000 };
}

SSL *
act_shake_hands (int fd, const TlsAct *act)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());
  SSL *ssl;

  if (act->max_version != 0)
    {
      SSL_CTX_set_security_level (context, 0);
      SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
      SSL_CTX_set_max_proto_version (context, act->max_version);
    }
  SSL_CTX_use_certificate (context, act->identity->cert);
  SSL_CTX_use_PrivateKey (context, act->identity->key);
  if (act->intermediate != NULL)
    SSL_CTX_add1_chain_cert (context, act->intermediate->cert);
  ssl = SSL_new (context);
  /* What a pretend server was told must not look like a copy that we left behind. */
  SSL_set_options (ssl, SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_free (context);
  SSL_set_fd (ssl, fd);
  if (SSL_accept (ssl) == 1)
    return ssl;
  SSL_free (ssl);
  return NULL;
}

void
act_say (int fd, const char *text)
{
  (void) !send (fd, text, strlen (text), MSG_NOSIGNAL);
}

void
act_hear_line (int fd)
{
  char c = '\0';

  while (c != '\n' && recv (fd, &c, 1, 0) == 1)
    ;
}

void
act_stay (int fd)
{
  char rest[256];

  while (recv (fd, rest, sizeof rest, 0) > 0)
    ;
}

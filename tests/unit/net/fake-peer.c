/* fake-peer.c - a listening server on loopback that plays a script; see fake-peer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-peer.h"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _FakePeer
{
  FakePeerAct act;
  gpointer data;
  const Identity *identity;
  int listen_fd;
  int stop_fds[2];
  guint16 port;
  guint count; /* atomic */
  GThread *thread;
};

struct _FakeStream
{
  FakePeer *peer;
  int fd;
  SSL *ssl;
};

static gboolean
wait_readable (FakeStream *self)
{
  struct pollfd fds[] = { { .fd = self->fd, .events = POLLIN }, { .fd = self->peer->stop_fds[0], .events = POLLIN } };

  if (self->ssl != NULL && SSL_pending (self->ssl) > 0)
    return TRUE;
  return poll (fds, 2, 20000) > 0 && fds[1].revents == 0;
}

void
fake_stream_say (FakeStream *self, const char *text)
{
  if (self->ssl != NULL)
    SSL_write (self->ssl, text, (int) strlen (text));
  else
    send (self->fd, text, strlen (text), MSG_NOSIGNAL);
}

static gssize
hear_byte (FakeStream *self, char *byte)
{
  if (!wait_readable (self))
    return -1;
  return self->ssl != NULL ? SSL_read (self->ssl, byte, 1) : recv (self->fd, byte, 1, 0);
}

char *
fake_stream_hear (FakeStream *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (hear_byte (self, &byte) == 1)
    {
      if (byte == '\n')
        return g_strndup (line->str, line->len);
      if (byte != '\r')
        g_string_append_c (line, byte);
    }
  return NULL;
}

gboolean
fake_stream_start_tls (FakeStream *self, const Identity *identity)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());
  gboolean done;

  SSL_CTX_use_certificate (context, identity->cert);
  SSL_CTX_use_PrivateKey (context, identity->key);
  self->ssl = SSL_new (context);
  SSL_CTX_free (context);
  SSL_set_fd (self->ssl, self->fd);
  done = wait_readable (self) && SSL_accept (self->ssl) == 1;
  if (!done)
    g_clear_pointer (&self->ssl, SSL_free);
  return done;
}

void
fake_stream_stay (FakeStream *self)
{
  char byte;

  while (hear_byte (self, &byte) == 1)
    ;
}

static gpointer
serve_one (gpointer data)
{
  FakeStream *stream = data;

  if (stream->peer->identity == NULL || fake_stream_start_tls (stream, stream->peer->identity))
    stream->peer->act (stream, stream->peer->data);
  if (stream->ssl != NULL)
    SSL_shutdown (stream->ssl);
  g_clear_pointer (&stream->ssl, SSL_free);
  close (stream->fd);
  g_free (stream);
  return NULL;
}

static gpointer
serve (gpointer data)
{
  FakePeer *self = data;
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  struct pollfd fds[] = { { .fd = self->listen_fd, .events = POLLIN }, { .fd = self->stop_fds[0], .events = POLLIN } };

  while (poll (fds, 2, -1) > 0 && fds[1].revents == 0)
    {
      FakeStream *stream = g_new0 (FakeStream, 1);

      stream->peer = self;
      stream->fd = accept (self->listen_fd, NULL, NULL);
      g_atomic_int_inc (&self->count);
      g_ptr_array_add (threads, g_thread_new ("fake-stream", serve_one, stream));
    }
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  return NULL;
}

FakePeer *
fake_peer_start (FakePeerAct act, gpointer data, const Identity *identity)
{
  FakePeer *self = g_new0 (FakePeer, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;

  signal (SIGPIPE, SIG_IGN); /* the pretend server may write to a client that has just left */
  *self = (FakePeer) { .act = act, .data = data, .identity = identity };
  self->listen_fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (bind (self->listen_fd, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (self->listen_fd, 32), ==, 0);
  getsockname (self->listen_fd, (struct sockaddr *) &address, &length);
  self->port = ntohs (address.sin_port);
  g_assert_cmpint (pipe (self->stop_fds), ==, 0);
  self->thread = g_thread_new ("fake-peer", serve, self);
  return self;
}

void
fake_peer_stop (FakePeer *self)
{
  close (self->stop_fds[1]); /* the reading end hangs up for every thread */
  g_thread_join (self->thread);
  close (self->stop_fds[0]);
  close (self->listen_fd);
  g_free (self);
}

guint16
fake_peer_port (const FakePeer *self)
{
  return self->port;
}

guint
fake_peer_count (FakePeer *self)
{
  return (guint) g_atomic_int_get (&self->count);
}

void
fake_web_act (FakeStream *stream, gpointer pages)
{
  const FakePage *page = pages;
  g_autofree char *request = fake_stream_hear (stream);
  g_auto (GStrv) words = g_strsplit (request != NULL ? request : "", " ", 3);
  char *line;

  while ((line = fake_stream_hear (stream)) != NULL && line[0] != '\0')
    g_free (line);
  g_free (line);
  while (page->path != NULL && !g_str_equal (page->path, "*") && g_strcmp0 (page->path, words[0] ? words[1] : "") != 0)
    page++;
  if (page->path == NULL)
    {
      fake_stream_say (stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
  if (page->delay_ms > 0)
    g_usleep (page->delay_ms * 1000);
  if (page->response == NULL)
    fake_stream_stay (stream);
  else
    fake_stream_say (stream, page->response);
  if (page->filler_kib > 0)
    {
      g_autofree char *filler = g_strnfill (1024, 'x');

      for (guint i = 0; i < page->filler_kib; i++)
        fake_stream_say (stream, filler);
    }
}

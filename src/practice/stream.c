/* stream.c - the server's end of one connection; see stream.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/stream.h"

#include "base/secret.h"

#include <errno.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STREAM_BUFFER_BYTES (16 * 1024)
#define STREAM_MAX_PIECE (8 * 1024)
#define STREAM_IDLE_MS 120000
#define STREAM_WRITE_MS 5000

struct _PracticeStream
{
  int fd;        /* (owned) */
  SSL *ssl;      /* (owned) (nullable) */
  PracticeOffer offer;
  MdWait wait;
  gsize filled;  /* bytes in the buffer */
  gsize used;    /* of these, handed out by the last read */
  char held;     /* the byte under the NUL that closes read_bytes() */
  gboolean holds;
  char buffer[STREAM_BUFFER_BYTES + 1];
};

PracticeStream *
practice_stream_new (int fd, const MdWait *wait)
{
  PracticeStream *self = g_new0 (PracticeStream, 1);

  self->fd = fd;
  self->wait = *wait;
  return self;
}

void
practice_stream_free (PracticeStream *self)
{
  if (self == NULL)
    return;
  if (self->ssl != NULL)
    {
      if (SSL_is_init_finished (self->ssl))
        SSL_shutdown (self->ssl);
      SSL_free (self->ssl);
    }
  ERR_clear_error ();
  shutdown (self->fd, SHUT_WR);
  close (self->fd);
  md_wipe (self->buffer, sizeof self->buffer);
  g_free (self);
}

gboolean
practice_stream_is_secure (const PracticeStream *self)
{
  return self->ssl != NULL;
}

/* Until the TLS call that returned @result can go on. */
static gboolean
wait_for_tls (PracticeStream *self, const MdWait *wait, int result)
{
  int reason = SSL_get_error (self->ssl, result);

  if (reason == SSL_ERROR_WANT_READ)
    return md_wait_fd (wait, self->fd, POLLIN) == MD_WAIT_READY;
  if (reason == SSL_ERROR_WANT_WRITE)
    return md_wait_fd (wait, self->fd, POLLOUT) == MD_WAIT_READY;
  return FALSE;
}

gboolean
practice_stream_start_tls (PracticeStream *self, const PracticeOffer *offer)
{
  MdWait wait = md_wait_within (&self->wait, STREAM_IDLE_MS);
  int result;

  g_assert (self->ssl == NULL);
  md_wipe (self->buffer, self->filled);
  self->filled = self->used = 0;
  self->holds = FALSE;
  self->offer = *offer;
  self->ssl = practice_authority_new_server (&self->offer);
  if (SSL_set_fd (self->ssl, self->fd) != 1)
    return FALSE;
  for (;;)
    {
      ERR_clear_error ();
      result = SSL_accept (self->ssl);
      if (result == 1)
        return TRUE;
      if (!wait_for_tls (self, &wait, result))
        return FALSE;
    }
}

/* More bytes into the buffer; FALSE when none will come. */
static gboolean
fill (PracticeStream *self, const MdWait *wait)
{
  gsize room = STREAM_BUFFER_BYTES - self->filled;
  gssize n;

  if (room == 0)
    return FALSE;
  for (;;)
    {
      ERR_clear_error ();
      if (self->ssl != NULL)
        n = SSL_read (self->ssl, self->buffer + self->filled, (int) room);
      else
        n = recv (self->fd, self->buffer + self->filled, room, 0);
      if (n > 0)
        break;
      if (self->ssl != NULL)
        {
          if (!wait_for_tls (self, wait, (int) n))
            return FALSE;
        }
      else if (n == 0 || (errno != EAGAIN && errno != EINTR) || md_wait_fd (wait, self->fd, POLLIN) != MD_WAIT_READY)
        return FALSE;
    }
  self->filled += (gsize) n;
  return TRUE;
}

/* Forgets what the last read handed out. */
static void
drop_used (PracticeStream *self)
{
  if (self->holds)
    self->buffer[self->used] = self->held;
  self->holds = FALSE;
  memmove (self->buffer, self->buffer + self->used, self->filled - self->used);
  md_wipe (self->buffer + self->filled - self->used, self->used);
  self->filled -= self->used;
  self->used = 0;
}

char *
practice_stream_read_line (PracticeStream *self)
{
  MdWait wait = md_wait_within (&self->wait, STREAM_IDLE_MS);
  char *end;

  drop_used (self);
  while ((end = memchr (self->buffer, '\n', self->filled)) == NULL)
    if (!fill (self, &wait))
      return NULL;
  self->used = (gsize) (end - self->buffer) + 1;
  *end = '\0';
  if (end > self->buffer && end[-1] == '\r')
    end[-1] = '\0';
  return self->buffer;
}

char *
practice_stream_read_bytes (PracticeStream *self, gsize length)
{
  MdWait wait = md_wait_within (&self->wait, STREAM_IDLE_MS);

  if (length > STREAM_MAX_PIECE)
    return NULL;
  drop_used (self);
  while (self->filled < length)
    if (!fill (self, &wait))
      return NULL;
  self->used = length;
  self->held = self->buffer[length];
  self->holds = TRUE;
  self->buffer[length] = '\0';
  return self->buffer;
}

gboolean
practice_stream_write (PracticeStream *self, const void *bytes, gsize length)
{
  MdWait wait = md_wait_within (&self->wait, STREAM_WRITE_MS);
  const char *at = bytes;
  gssize n;

  while (length > 0)
    {
      ERR_clear_error ();
      if (self->ssl != NULL)
        n = SSL_write (self->ssl, at, (int) MIN (length, STREAM_BUFFER_BYTES));
      else
        n = send (self->fd, at, length, MSG_NOSIGNAL);
      if (n > 0)
        {
          at += n;
          length -= (gsize) n;
        }
      else if (self->ssl != NULL)
        {
          if (!wait_for_tls (self, &wait, (int) n))
            return FALSE;
        }
      else if ((errno != EAGAIN && errno != EINTR) || md_wait_fd (&wait, self->fd, POLLOUT) != MD_WAIT_READY)
        return FALSE;
    }
  return TRUE;
}

gboolean
practice_stream_print (PracticeStream *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return practice_stream_write (self, text, strlen (text));
}

gboolean
practice_stream_pause (PracticeStream *self, guint milliseconds)
{
  MdWait wait = md_wait_within (&self->wait, milliseconds);
  struct pollfd gone = { .fd = self->fd, .events = POLLRDHUP };

  return md_wait_poll (&wait, &gone, 1) == MD_WAIT_TIMED_OUT;
}

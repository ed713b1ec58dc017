/* wire.c - one connection that speaks in lines, plain or over TLS; see wire.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-wire"

#include "config.h"

#include "protocols/wire.h"

#include "base/redact.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_MAX_BYTES (64 * 1024)
#define LITERAL_MAX_BYTES (16 * 1024 * 1024)
#define CHUNK_BYTES (16 * 1024)

struct _MdWire
{
  MdWorld *world;          /* (owned) */
  int fd;                  /* (owned) */
  char *host;              /* (owned) */
  gboolean loopback;       /* the peer is this computer */
  MdTls *tls;              /* (owned) (nullable) */
  GString *received;       /* (owned) bytes that came and are not read yet */
  gboolean spoken;         /* a line was read or written in clear */
  GPtrArray *secrets;      /* (owned) of MdSecret: what was sent, lest an echo of it is recorded */
  MdTranscript *transcript; /* (owned) */
};

const char *
md_wire_status_name (MdWireStatus status)
{
  static const char *const names[] = {
    [MD_WIRE_OK] = "ok",
    [MD_WIRE_TIMED_OUT] = "timed-out",
    [MD_WIRE_CANCELLED] = "cancelled",
    [MD_WIRE_CLOSED] = "closed",
    [MD_WIRE_RESET] = "reset",
    [MD_WIRE_TOO_LONG] = "too-long",
    [MD_WIRE_NONSENSE] = "nonsense",
    [MD_WIRE_INJECTED] = "injected",
    [MD_WIRE_TLS] = "tls-failed",
    [MD_WIRE_NOT_TRUSTED] = "not-trusted",
  };

  return names[status];
}

static gboolean
is_loopback_peer (int fd)
{
  struct sockaddr_storage peer = { 0 };
  socklen_t size = sizeof peer;

  if (getpeername (fd, (struct sockaddr *) &peer, &size) != 0)
    return FALSE;
  if (peer.ss_family == AF_INET)
    return ntohl (((struct sockaddr_in *) &peer)->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
  if (peer.ss_family == AF_INET6)
    return IN6_IS_ADDR_LOOPBACK (&((struct sockaddr_in6 *) &peer)->sin6_addr);
  return peer.ss_family == AF_UNIX;
}

MdWire *
md_wire_new (MdWorld *world, int fd, const char *host)
{
  MdWire *self = g_new0 (MdWire, 1);

  self->world = md_world_ref (world);
  self->fd = fd;
  self->host = g_strdup (host);
  self->loopback = is_loopback_peer (fd);
  self->received = g_string_new (NULL);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) md_secret_unref);
  self->transcript = md_transcript_new ();
  return self;
}

void
md_wire_free (MdWire *self)
{
  if (self == NULL)
    return;
  md_tls_free (self->tls);
  close (self->fd);
  md_world_unref (self->world);
  g_free (self->host);
  md_wipe (self->received->str, self->received->allocated_len); /* a server may have echoed anything */
  g_string_free (self->received, TRUE);
  g_ptr_array_unref (self->secrets);
  md_transcript_free (self->transcript);
  g_free (self);
}

static MdWireStatus
wait_for (MdWire *self, const MdWait *wait, short events)
{
  switch (md_wait_fd (wait, self->fd, events))
    {
    case MD_WAIT_READY:
      return MD_WIRE_OK;
    case MD_WAIT_CANCELLED:
      return MD_WIRE_CANCELLED;
    case MD_WAIT_TIMED_OUT:
    default:
      return MD_WIRE_TIMED_OUT;
    }
}

/* What recv() or send() reported, in the same words as TLS: what to wait for, 0 when it failed. */
static short
plain_wants (short events)
{
  return errno == EAGAIN || errno == EINTR ? events : 0;
}

/* One read without waiting: > 0 bytes taken, 0 the end, -1 see @wants. */
static gssize
take_chunk (MdWire *self, short *wants)
{
  char chunk[CHUNK_BYTES];
  gssize got;

  if (self->tls != NULL)
    {
      got = md_tls_read (self->tls, chunk, sizeof chunk);
      *wants = md_tls_wants (self->tls);
    }
  else
    {
      got = recv (self->fd, chunk, sizeof chunk, MSG_DONTWAIT);
      *wants = got < 0 ? plain_wants (POLLIN) : 0;
    }
  if (got > 0)
    g_string_append_len (self->received, chunk, got);
  return got;
}

/* At least one more byte. */
static MdWireStatus
receive_more (MdWire *self, const MdWait *wait)
{
  for (;;)
    {
      short wants = 0;
      gssize got;
      MdWireStatus status;

      if (md_wait_is_cancelled (wait))
        return MD_WIRE_CANCELLED;
      got = take_chunk (self, &wants);
      if (got > 0)
        return MD_WIRE_OK;
      if (got == 0 || wants == 0)
        {
          md_transcript_note (self->transcript, got == 0 ? "closed" : "reset");
          return got == 0 ? MD_WIRE_CLOSED : MD_WIRE_RESET;
        }
      status = wait_for (self, wait, wants);
      if (status != MD_WIRE_OK)
        return status;
    }
}

/* What a line reads like: without its end, NUL bytes made visible. */
static char *
line_from (const char *bytes, gsize length)
{
  GString *line;

  if (length > 0 && bytes[length - 1] == '\r')
    length--;
  line = g_string_sized_new (length + 1);
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\0')
      g_string_append_unichar (line, 0xfffd);
    else
      g_string_append_c (line, bytes[i]);
  return g_string_free (line, FALSE);
}

static void
record_received (MdWire *self, const char *line)
{
  g_autofree char *safe = NULL;

  if (self->secrets->len == 0)
    {
      md_transcript_add (self->transcript, MD_LINE_RECEIVED, line);
      return;
    }
  safe = md_redact (line, (MdSecret *const *) self->secrets->pdata, self->secrets->len);
  md_transcript_add (self->transcript, MD_LINE_RECEIVED, safe);
}

MdWireStatus
md_wire_read_line (MdWire *self, const MdWait *wait, char **line)
{
  gsize looked = 0;

  *line = NULL;
  for (;;)
    {
      const char *bytes = self->received->str;
      const char *end = memchr (bytes + looked, '\n', self->received->len - looked);
      MdWireStatus status;

      if (end != NULL && (gsize) (end - bytes) <= LINE_MAX_BYTES)
        {
          *line = line_from (bytes, (gsize) (end - bytes));
          g_string_erase (self->received, 0, end - bytes + 1);
          record_received (self, *line);
          self->spoken = TRUE;
          return MD_WIRE_OK;
        }
      looked = self->received->len;
      if (end != NULL || looked > LINE_MAX_BYTES)
        {
          md_transcript_note (self->transcript, "line longer than %d bytes", LINE_MAX_BYTES);
          return MD_WIRE_TOO_LONG;
        }
      status = receive_more (self, wait);
      if (status != MD_WIRE_OK)
        return status;
    }
}

MdWireStatus
md_wire_read_bytes (MdWire *self, const MdWait *wait, gsize length, GBytes **bytes)
{
  *bytes = NULL;
  if (length > LITERAL_MAX_BYTES)
    return MD_WIRE_TOO_LONG;
  while (self->received->len < length)
    {
      MdWireStatus status = receive_more (self, wait);

      if (status != MD_WIRE_OK)
        return status;
    }
  *bytes = g_bytes_new (self->received->str, length);
  g_string_erase (self->received, 0, (gssize) length);
  md_transcript_note (self->transcript, "%" G_GSIZE_FORMAT " bytes", length);
  return MD_WIRE_OK;
}

const char *
md_wire_peek (const MdWire *self, gsize *length)
{
  *length = self->received->len;
  return self->received->str;
}

static MdWireStatus
write_all (MdWire *self, const MdWait *wait, const char *bytes, gsize length)
{
  while (length > 0)
    {
      short wants;
      gssize sent;
      MdWireStatus status;

      if (md_wait_is_cancelled (wait))
        return MD_WIRE_CANCELLED;
      if (self->tls != NULL)
        {
          sent = md_tls_write (self->tls, bytes, length);
          wants = md_tls_wants (self->tls);
        }
      else
        {
          sent = send (self->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
          wants = sent < 0 ? plain_wants (POLLOUT) : 0;
        }
      if (sent > 0)
        {
          bytes += sent;
          length -= (gsize) sent;
          continue;
        }
      if (wants == 0)
        {
          md_transcript_note (self->transcript, "reset");
          return MD_WIRE_RESET;
        }
      status = wait_for (self, wait, wants);
      if (status != MD_WIRE_OK)
        return status;
    }
  return MD_WIRE_OK;
}

MdWireStatus
md_wire_send (MdWire *self, const MdWait *wait, const char *line)
{
  const char *const one[] = { line, NULL };

  return md_wire_send_lines (self, wait, one);
}

MdWireStatus
md_wire_send_lines (MdWire *self, const MdWait *wait, const char *const *lines)
{
  g_autoptr (GString) segment = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      /* A line end inside would be a command of its own: whoever builds the line must not let one in. */
      g_assert (strpbrk (lines[i], "\r\n") == NULL);
      g_string_append (segment, lines[i]);
      g_string_append (segment, "\r\n");
      md_transcript_add (self->transcript, MD_LINE_SENT, lines[i]);
    }
  self->spoken = TRUE;
  return write_all (self, wait, segment->str, segment->len);
}

MdWireStatus
md_wire_send_secret (MdWire *self, const MdWait *wait, const MdSecret *bytes, const char *recorded)
{
  const MdSecretPart parts[] = { { .secret = bytes }, { .text = "\r\n", .length = 2 } };
  g_autoptr (MdSecret) line = NULL;
  const char *text;
  gsize length;

  if (!md_wire_may_carry_secrets (self))
    {
      md_transcript_note (self->transcript, "not sent over this connection: %s", recorded);
      return MD_WIRE_NOT_TRUSTED;
    }
  g_ptr_array_add (self->secrets, md_secret_ref ((MdSecret *) bytes));
  line = md_secret_join (parts, G_N_ELEMENTS (parts));
  md_transcript_add (self->transcript, MD_LINE_SENT, recorded);
  text = md_secret_peek (line, &length);
  return write_all (self, wait, text, length);
}

void
md_wire_hide (MdWire *self, MdSecret *secret)
{
  g_ptr_array_add (self->secrets, md_secret_ref (secret));
}

static void
record_tls (MdWire *self)
{
  const MdTls *tls = self->tls;

  if (md_tls_get_status (tls) == MD_TLS_OK)
    {
      MdCertificate *leaf = md_tls_get_chain (tls)->len > 0 ? g_ptr_array_index (md_tls_get_chain (tls), 0) : NULL;
      g_autofree char *until = leaf != NULL ? md_certificate_date (leaf->not_after) : g_strdup ("");

      md_transcript_note (self->transcript, "%s, %s", md_tls_get_version (tls), md_tls_get_cipher (tls));
      if (leaf != NULL)
        md_transcript_note (self->transcript, "certificate: %s; issuer: %s; until %s%s", leaf->subject, leaf->issuer,
                            until, md_tls_is_trusted (tls) ? "" : "; NOT TRUSTED");
      return;
    }
  md_transcript_note (self->transcript, "TLS: %s%s%s", md_tls_status_name (md_tls_get_status (tls)),
                      md_tls_get_reason (tls) != NULL ? ": " : "",
                      md_tls_get_reason (tls) != NULL ? md_tls_get_reason (tls) : "");
  if (md_tls_get_plain_answer (tls) != NULL)
    md_transcript_add (self->transcript, MD_LINE_RECEIVED, md_tls_get_plain_answer (tls));
}

static MdWireStatus
status_for_tls (MdTlsStatus status)
{
  switch (status)
    {
    case MD_TLS_OK:
      return MD_WIRE_OK;
    case MD_TLS_TIMED_OUT:
      return MD_WIRE_TIMED_OUT;
    case MD_TLS_CANCELLED:
      return MD_WIRE_CANCELLED;
    case MD_TLS_PLAIN_ANSWER:
    case MD_TLS_TOO_OLD:
    case MD_TLS_REFUSED:
    case MD_TLS_CLOSED:
    case MD_TLS_FAILED:
    default:
      return MD_WIRE_TLS;
    }
}

MdWireStatus
md_wire_start_tls (MdWire *self, const MdWait *wait)
{
  char waiting;

  g_assert (self->tls == NULL);
  /* After the words that asked for TLS the peer has nothing to say in clear: RFC 3207 4.2, CVE-2011-0411. */
  if (self->received->len > 0
      || (self->spoken && recv (self->fd, &waiting, 1, MSG_PEEK | MSG_DONTWAIT) > 0))
    {
      md_transcript_note (self->transcript, "bytes in clear after the request for TLS");
      return MD_WIRE_INJECTED;
    }
  self->tls = md_tls_connect (self->world, self->fd, self->host, wait);
  record_tls (self);
  return status_for_tls (md_tls_get_status (self->tls));
}

const MdTls *
md_wire_get_tls (const MdWire *self)
{
  return self->tls;
}

gboolean
md_wire_may_carry_secrets (const MdWire *self)
{
  if (self->tls != NULL)
    return md_tls_is_trusted (self->tls);
  return md_world_is_practice (self->world) && self->loopback;
}

MdTranscript *
md_wire_get_transcript (MdWire *self)
{
  return self->transcript;
}

const char *
md_wire_get_host (const MdWire *self)
{
  return self->host;
}

MdWorld *
md_wire_get_world (const MdWire *self)
{
  return self->world;
}

int
md_wire_get_fd (const MdWire *self)
{
  return self->fd;
}

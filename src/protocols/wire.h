/* wire.h - one connection that speaks in lines, plain or over TLS, with its transcript
 *
 * The only door for secrets: md_wire_send_secret() refuses to write unless TLS is established and trusted (or the peer
 * is practice on loopback).  Limits: a line at most 64 KiB, a literal at most 16 MiB.  One owner at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"
#include "base/transcript.h"
#include "protocols/tls.h"

G_BEGIN_DECLS

typedef enum
{
  MD_WIRE_OK,
  MD_WIRE_TIMED_OUT,
  MD_WIRE_CANCELLED,
  MD_WIRE_CLOSED,    /* orderly end */
  MD_WIRE_RESET,
  MD_WIRE_TOO_LONG,  /* beyond a limit */
  MD_WIRE_NONSENSE,  /* not what this protocol says */
  MD_WIRE_INJECTED,  /* bytes were waiting in clear after STARTTLS (CVE-2011-0411): nothing is believed */
  MD_WIRE_TLS,       /* the handshake failed: see md_wire_get_tls() */
  MD_WIRE_NOT_TRUSTED, /* a secret was to be sent and must not be */
} MdWireStatus;

const char  *md_wire_status_name (MdWireStatus status);

typedef struct _MdWire MdWire;

/* Takes @fd over.  @host is the name the person knows the server by. */
MdWire      *md_wire_new (MdWorld *world, int fd, const char *host);
void         md_wire_free (MdWire *self);

/* One line without its end (CRLF or LF); NUL bytes are shown as U+FFFD.  (transfer full) */
MdWireStatus md_wire_read_line (MdWire *self, const MdWait *wait, char **line);
/* Exactly @length bytes (an IMAP literal). */
MdWireStatus md_wire_read_bytes (MdWire *self, const MdWait *wait, gsize length, GBytes **bytes);
/* The bytes that came and are not read yet, without waiting; for telling what a silent or strange peer speaks. */
const char  *md_wire_peek (const MdWire *self, gsize *length);
/* Writes @line and CRLF, recorded as it is. */
MdWireStatus md_wire_send (MdWire *self, const MdWait *wait, const char *line);
/* Writes several lines in one segment (pipelining); each is recorded. */
MdWireStatus md_wire_send_lines (MdWire *self, const MdWait *wait, const char *const *lines);
/* Writes the secret's bytes and CRLF; the transcript gets @recorded. */
MdWireStatus md_wire_send_secret (MdWire *self, const MdWait *wait, const MdSecret *bytes, const char *recorded);
/* Keeps @secret, raw or in base64, out of the transcript should the peer repeat it. */
void         md_wire_hide (MdWire *self, MdSecret *secret);
/* From here on everything goes over TLS. */
MdWireStatus md_wire_start_tls (MdWire *self, const MdWait *wait);

/* NULL before md_wire_start_tls(). */
const MdTls *md_wire_get_tls (const MdWire *self);
gboolean     md_wire_may_carry_secrets (const MdWire *self);
MdTranscript *md_wire_get_transcript (MdWire *self);
const char  *md_wire_get_host (const MdWire *self);
/* The socket, for asking its addresses and waiting; never for reading or writing. */
int          md_wire_get_fd (const MdWire *self);
MdWorld     *md_wire_get_world (const MdWire *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdWire, md_wire_free)

G_END_DECLS

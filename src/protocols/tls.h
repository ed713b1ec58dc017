/* tls.h - TLS on a connected socket (OpenSSL), for looking as well as for trusting
 *
 * The handshake is completed even with a bad certificate, so that it can be read; whether a secret may be sent is
 * decided by what the certificate check said (md_tls_is_trusted()).  RFC 8446, 5246, 6066 (SNI).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "protocols/certificate.h"

G_BEGIN_DECLS

typedef enum
{
  MD_TLS_OK,
  MD_TLS_PLAIN_ANSWER,   /* the peer does not speak TLS here: it answered in clear */
  MD_TLS_TOO_OLD,        /* only versions below TLS 1.2 */
  MD_TLS_REFUSED,        /* an alert, or no common cipher */
  MD_TLS_CLOSED,         /* closed or reset during the handshake */
  MD_TLS_TIMED_OUT,
  MD_TLS_CANCELLED,
  MD_TLS_FAILED,         /* anything else */
} MdTlsStatus;

const char *md_tls_status_name (MdTlsStatus status);

typedef struct _MdTls MdTls;

/* Handshake on @fd (non-blocking, stays owned by the caller) with SNI @host. Never NULL; ask its status. */
MdTls       *md_tls_connect (MdWorld *world, int fd, const char *host, const MdWait *wait);
void         md_tls_free (MdTls *self);

MdTlsStatus  md_tls_get_status (const MdTls *self);
const char  *md_tls_get_version (const MdTls *self);   /* "TLSv1.3"; what the peer wanted when too old; nullable */
const char  *md_tls_get_cipher (const MdTls *self);    /* nullable */
const char  *md_tls_get_reason (const MdTls *self);    /* OpenSSL's or the alert's name, for the details; nullable */
const char  *md_tls_get_plain_answer (const MdTls *self); /* first bytes received in clear; nullable */
GPtrArray   *md_tls_get_chain (const MdTls *self);     /* of MdCertificate; may be empty */
MdCertProblem md_tls_get_problems (const MdTls *self);
/* Established, and nothing wrong with the certificate. */
gboolean     md_tls_is_trusted (const MdTls *self);

/* -1: see md_tls_wants() for what to poll for, or failure when it is 0.  0: closed by the peer. */
gssize       md_tls_read (MdTls *self, void *buffer, gsize size);
gssize       md_tls_write (MdTls *self, const void *bytes, gsize length);
short        md_tls_wants (const MdTls *self);         /* POLLIN, POLLOUT or 0 */
gboolean     md_tls_has_pending (const MdTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTls, md_tls_free)

G_END_DECLS

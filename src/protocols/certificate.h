/* certificate.h - the chain a server showed, read and judged even when it is bad
 *
 * RFC 5280 (path validation), RFC 6125 and 9525 (names).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/world.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef enum
{
  MD_CERT_EXPIRED = 1 << 0,
  MD_CERT_NOT_YET_VALID = 1 << 1,
  MD_CERT_WRONG_NAME = 1 << 2,
  MD_CERT_SELF_SIGNED = 1 << 3,        /* the server's own certificate vouches for itself */
  MD_CERT_UNKNOWN_AUTHORITY = 1 << 4,  /* the chain ends in a root that is not trusted here */
  MD_CERT_INCOMPLETE_CHAIN = 1 << 5,   /* an intermediate was not sent and the issuer is not known */
  MD_CERT_OTHER = 1 << 6,              /* revoked, weak, wrong purpose … */
} MdCertProblem;

typedef struct
{
  char *subject;       /* (owned) one line for people: common name, else organisation, else the whole name */
  char *issuer;        /* (owned) the same of the issuer */
  char *issuer_full;   /* (owned) CN, O and OU of the issuer, joined by " / ", for matching */
  char **names;        /* (owned) DNS names and addresses it is for */
  gint64 not_before;   /* Unix seconds */
  gint64 not_after;
  gboolean self_issued;
  char *fingerprint;   /* (owned) SHA-256, hexadecimal */
  GBytes *der;         /* (owned) as it was sent */
  guint key_bits;
} MdCertificate;

void           md_certificate_free (MdCertificate *self);
/* Leaf first; of MdCertificate. */
GPtrArray     *md_certificate_chain (STACK_OF (X509) *chain);
/* Judges what the server sent against the system's authorities, the world's CA file, @host and the clock.
 * All problems at once, not only the first. */
MdCertProblem  md_certificate_judge (MdWorld *world, STACK_OF (X509) *chain, const char *host);
/* Date as "2026-11-21" in UTC. */
char          *md_certificate_date (gint64 unix_seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdCertificate, md_certificate_free)

G_END_DECLS

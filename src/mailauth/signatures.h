/* signatures.h - the signatures of a message checked: DKIM (RFC 6376, 8301, 8463) and the ARC chain (RFC 8617)
 *
 * What the rules of today say of a signature and whether it is right as cryptography are told apart: an old one may be
 * perfectly right and still count for nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mailauth/mailauth.h"
#include "mailauth/raw-message.h"

G_BEGIN_DECLS

/* ── answers, each asked once ── */

typedef struct _MdMailDns MdMailDns;

/* @ask: as for SPF; NULL: the world's resolvers.  @wait must outlive it. */
MdMailDns   *md_mail_dns_new (MdWorld *world, const MdWait *wait, MdSpfAsk ask, gpointer user_data);
void         md_mail_dns_free (MdMailDns *self);
/* Asks at once for everything the signatures of @message, its ARC chain and the DMARC records of @from_domain
 * (nullable) may need, so that what follows finds its answers here. */
void         md_mail_dns_prefetch (MdMailDns *self, const MdRawMessage *message, const char *from_domain);
/* Never NULL; stays until the end. */
const MdDnsAnswer *md_mail_dns_get (MdMailDns *self, const char *name, MdDnsType type);

/* ── DKIM ── */

/* In the words of RFC 8601 section 2.7.1. */
typedef enum
{
  MD_DKIM_PASS,
  MD_DKIM_FAIL,      /* the signature does not fit the message or the key */
  MD_DKIM_POLICY,    /* it is right, and may not be accepted all the same: the reason says why */
  MD_DKIM_NEUTRAL,   /* it cannot be read */
  MD_DKIM_TEMPERROR, /* the key could not be asked for */
  MD_DKIM_PERMERROR, /* there is no key, or none that it could be checked with */
} MdDkimResult;

typedef enum
{
  MD_DKIM_REASON_GOOD,
  /* It does not fit: */
  MD_DKIM_REASON_BODY_CHANGED,
  MD_DKIM_REASON_HEADER_CHANGED,     /* or signed with another key */
  MD_DKIM_REASON_BODY_SHORTER,       /* than l= says */
  /* It cannot be read: */
  MD_DKIM_REASON_SYNTAX,
  MD_DKIM_REASON_TAG_MISSING,
  MD_DKIM_REASON_UNKNOWN_ALGORITHM,
  MD_DKIM_REASON_UNKNOWN_FORM,       /* canonicalization */
  MD_DKIM_REASON_UNKNOWN_QUERY,
  MD_DKIM_REASON_DOMAINKEYS,         /* the standard before DKIM (RFC 4870) */
  MD_DKIM_REASON_TOO_LARGE,          /* a message over our limits, or a signature too many */
  /* The key: */
  MD_DKIM_REASON_KEY_LOOKUP_FAILED,
  MD_DKIM_REASON_KEY_MISSING,
  MD_DKIM_REASON_KEY_REVOKED,
  MD_DKIM_REASON_KEY_SYNTAX,
  MD_DKIM_REASON_KEY_OTHER_TYPE,
  MD_DKIM_REASON_HASH_NOT_ALLOWED,   /* by the key's h= */
  MD_DKIM_REASON_KEY_NOT_FOR_MAIL,   /* s= */
  MD_DKIM_REASON_SUBDOMAIN_NOT_ALLOWED, /* t=s */
  /* Not acceptable: */
  MD_DKIM_REASON_NO_VERSION,
  MD_DKIM_REASON_IDENTITY_OUTSIDE,   /* i= is not of d= */
  MD_DKIM_REASON_FROM_NOT_SIGNED,
  MD_DKIM_REASON_EXPIRED,
  MD_DKIM_REASON_SHA1,               /* RFC 8301 section 3.1 */
  MD_DKIM_REASON_SHORT_KEY,          /* under 1024 bits: RFC 8301 section 3.2 */
  MD_N_DKIM_REASONS,
} MdDkimReason;

/* "pass", "fail", "policy", "neutral", "temperror", "permerror" */
const char  *md_dkim_result_name (MdDkimResult result);
/* "good", "body-changed" …: stable words */
const char  *md_dkim_reason_name (MdDkimReason reason);

typedef struct
{
  MdDkimResult result;
  MdDkimReason reason;
  gboolean verified;       /* body and header are as they were when the key of the record signed them */
  gboolean looked_into;    /* it could be read: what follows was looked at */
  gboolean body_matches;
  gboolean header_matches; /* the header, with the body's hash as it stands there */
  char *domain;            /* (owned) d=; "" when it cannot be read */
  char *selector;          /* (owned) s= */
  char *algorithm;         /* (owned) a=, lower case */
  char *identity;          /* (owned) (nullable) i= */
  char **headers;          /* (owned) h=, lower case */
  guint key_bits;          /* 0: not known */
  gboolean testing;        /* the key says t=y */
  gint64 signed_at;        /* Unix seconds; 0: not said */
  gint64 expires_at;
  gsize unsigned_bytes;    /* of the body, behind what l= covers: anybody may have added them */
} MdDkimSignature;

/* One MdDkimSignature for each DKIM-Signature field (at most 16 are checked), from the top, then one for each
 * DomainKey-Signature, which is not checked.  @now: Unix seconds, for x=. */
GPtrArray   *md_dkim_verify (const MdRawMessage *message, MdMailDns *dns, gint64 now);
void         md_dkim_signature_free (MdDkimSignature *self);

/* ── ARC ── */

typedef enum
{
  MD_ARC_NONE,
  MD_ARC_PASS,
  MD_ARC_FAIL,
  MD_ARC_TEMPERROR, /* a key could not be asked for */
} MdArcResult;

typedef struct
{
  char *domain;            /* (owned) (nullable) of the seal */
  char *selector;          /* (owned) (nullable) */
  char *results;           /* (owned) (nullable) the ARC-Authentication-Results without their i= */
} MdArcSet;

typedef struct
{
  MdArcResult result;
  const char *reason;      /* a stable word: "good", "no-sets", "structure", "sealed-as-failed", "signature", "seal" */
  MdDkimReason detail;     /* of the signature or seal at fault */
  guint fault;             /* instance at fault; 0: none */
  guint oldest_pass;       /* RFC 8617 section 5.2: the message is unchanged since this instance; 0: since the last */
  GPtrArray *sets;         /* (owned) of MdArcSet, from the first; empty when the structure is broken */
} MdArc;

const char  *md_arc_result_name (MdArcResult result);
MdArc       *md_arc_validate (const MdRawMessage *message, MdMailDns *dns);
void         md_arc_free (MdArc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailDns, md_mail_dns_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDkimSignature, md_dkim_signature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdArc, md_arc_free)

G_END_DECLS

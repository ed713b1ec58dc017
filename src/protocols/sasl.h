/* sasl.h - authentication exchanges, independent of the protocol that carries them
 *
 * PLAIN RFC 4616, LOGIN (draft-murchison-sasl-login), CRAM-MD5 RFC 2195, SCRAM-SHA-1 and -256 RFC 5802 and 7677,
 * XOAUTH2 (Google, Microsoft), OAUTHBEARER RFC 7628.  SCRAM's strings are prepared as RFC 4013 asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

typedef enum
{
  MD_SASL_PLAIN = 1 << 0,
  MD_SASL_LOGIN = 1 << 1,
  MD_SASL_CRAM_MD5 = 1 << 2,
  MD_SASL_SCRAM_SHA_1 = 1 << 3,
  MD_SASL_SCRAM_SHA_256 = 1 << 4,
  MD_SASL_XOAUTH2 = 1 << 5,
  MD_SASL_OAUTHBEARER = 1 << 6,
  MD_SASL_OTHER = 1 << 7, /* offered, not spoken by us */
} MdSaslMechanisms;

#define MD_SASL_PASSWORD_MECHANISMS \
  (MD_SASL_PLAIN | MD_SASL_LOGIN | MD_SASL_CRAM_MD5 | MD_SASL_SCRAM_SHA_1 | MD_SASL_SCRAM_SHA_256)
#define MD_SASL_TOKEN_MECHANISMS (MD_SASL_XOAUTH2 | MD_SASL_OAUTHBEARER)

/* The flag of one mechanism's name in any case, MD_SASL_OTHER when we do not speak it. */
MdSaslMechanisms md_sasl_from_name (const char *name);
/* The flags of a list of names separated by blanks. */
MdSaslMechanisms md_sasl_from_names (const char *names);
/* The registered name of exactly one mechanism. */
const char      *md_sasl_name (MdSaslMechanisms one);
/* The names of all of @mechanisms, "PLAIN LOGIN"; (transfer full). */
char            *md_sasl_names (MdSaslMechanisms mechanisms);
/* The one to use, one flag, or 0 when none fits.  Over verified TLS the order is SCRAM-SHA-256, SCRAM-SHA-1, PLAIN,
 * LOGIN, CRAM-MD5 (a SCRAM login costs two round trips more; see @prefer_fast: PLAIN first). */
MdSaslMechanisms md_sasl_choose (MdSaslMechanisms offered, gboolean token, gboolean prefer_fast);

typedef struct _MdSasl MdSasl;

/* @host and @port are for OAUTHBEARER. */
MdSasl   *md_sasl_new (MdSaslMechanisms mechanism, const char *user, MdSecret *password_or_token, const char *host,
                       guint16 port);
void      md_sasl_free (MdSasl *self);
/* The initial response, not yet base64; NULL when the server speaks first (LOGIN, CRAM-MD5). */
MdSecret *md_sasl_initial (MdSasl *self);
/* The answer to the server's challenge (decoded bytes); NULL when the challenge is not acceptable, so the caller
 * cancels with "*".  For the 334 JSON of a refused token the answer is what the mechanism demands (empty, or %x01). */
MdSecret *md_sasl_respond (MdSasl *self, const guchar *challenge, gsize length);
/* What the latest message stands for in a transcript: "[password]", "[token]", "[user]" or "". */
const char *md_sasl_describe (const MdSasl *self);
/* What the server will say to prove itself and no transcript may keep; (transfer full), NULL when there is none. */
MdSecret *md_sasl_get_server_proof (const MdSasl *self);
/* TRUE when the server proved what the mechanism asks it to prove (SCRAM), or the mechanism asks nothing. */
gboolean  md_sasl_is_server_proven (const MdSasl *self);
/* The server's error JSON of a refused token, for reading its "status"; NULL otherwise. */
const char *md_sasl_get_token_error (const MdSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSasl, md_sasl_free)

G_END_DECLS

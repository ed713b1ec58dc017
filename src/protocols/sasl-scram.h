/* sasl-scram.h - the SCRAM exchange: RFC 5802, 7677; without channel binding
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

typedef struct _MdScram MdScram;

/* @digest: "SHA1" or "SHA256".  @nonce: NULL for a random one, else for tests. */
MdScram  *md_scram_new (const char *digest, const char *user, const MdSecret *password, const char *nonce);
void      md_scram_free (MdScram *self);
MdSecret *md_scram_first (MdScram *self);
/* The answer to the server's first message, an empty one to a good last message; NULL when it is not acceptable. */
MdSecret *md_scram_respond (MdScram *self, const guchar *challenge, gsize length);
gboolean  md_scram_has_started (const MdScram *self);
gboolean  md_scram_has_sent_proof (const MdScram *self);
/* What the server has to show last, once it is known: with the rest of the exchange it would let anybody try
 * passwords, so it stays out of transcripts.  (transfer full), nullable */
MdSecret *md_scram_get_server_proof (const MdScram *self);
gboolean  md_scram_is_proven (const MdScram *self);
/* "=" and "," as "=3D" and "=2C"; (transfer full). */
char     *md_scram_escape_name (const char *name);
/* SASLprep (RFC 4013) without its rules about writing direction; the same text when it cannot be prepared. */
MdSecret *md_scram_prepare (const MdSecret *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdScram, md_scram_free)

G_END_DECLS

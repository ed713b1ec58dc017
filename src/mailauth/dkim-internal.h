/* dkim-internal.h - the parts of checking a signature, shared by dkim-read.c, dkim-form.c, dkim-verify.c and arc.c
 *
 * Not for other rooms: they use signatures.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mailauth/signatures.h"

#include <openssl/evp.h>

G_BEGIN_DECLS

#define MD_DKIM_MAX_SIGNATURES 16
#define MD_ARC_MAX_SETS 50

/* ── dkim-read.c: one field ── */

typedef enum
{
  MD_SIGNED_DKIM, /* DKIM-Signature */
  MD_SIGNED_ARC,  /* ARC-Message-Signature */
  MD_SIGNED_SEAL, /* ARC-Seal */
} MdSignedKind;

typedef struct
{
  MdSignedKind kind;
  const MdRawField *field;
  MdDkimReason fault;       /* GOOD: it can be evaluated */
  MdDkimReason objection;   /* GOOD: nothing speaks against it but what the key says */
  char *domain, *selector, *algorithm; /* (owned) "" when they are not there */
  char *identity;           /* (owned) (nullable) */
  char *chain;              /* (owned) (nullable) cv= */
  guint instance;           /* i= of ARC; 0: not readable */
  gboolean is_ed25519, is_sha1;
  gboolean relaxed_header, relaxed_body;
  guchar *signature;        /* (owned) (nullable) */
  gsize signature_length;
  guchar *body_hash;        /* (owned) (nullable) */
  gsize body_hash_length;
  char **names;             /* (owned) h=, lower case */
  gboolean has_limit;
  guint64 limit;            /* l= */
  gint64 signed_at, expires_at;
  gsize blank_from, blank_to; /* what b= holds, as offsets from the start of the field */
} MdSigned;

MdSigned    *md_signed_read (const MdRawField *field, MdSignedKind kind);
void         md_signed_free (MdSigned *self);
/* The name its key is asked for by; NULL when there is none. */
char        *md_signed_key_name (const MdSigned *self);

/* ── dkim-form.c: canonicalization, RFC 6376 section 3.4 ── */

/* Appends the field without a line end; what lies between the two offsets is left out. */
void         md_dkim_append_field (GString *text, const MdRawField *field, gboolean relaxed, gsize blank_from,
                                   gsize blank_to);
/* The fields that h= names, each from the bottom up, with CRLF, and the signature's own field at the end. */
GString     *md_dkim_header_text (const MdRawMessage *message, const MdSigned *signature);
/* The hash of the body, (transfer full) (nullable); *@length its bytes, *@total those of the whole canonical body. */
guchar      *md_dkim_body_hash (const MdRawMessage *message, const MdSigned *signature, gsize *length, guint64 *total);

/* ── dkim-verify.c ── */

/* The key's part: what it is worth for @signature, and whether it made the signature over @text. */
typedef struct
{
  MdDkimReason fault;       /* GOOD: there is a key that can be tried */
  MdDkimReason objection;
  gboolean fits;
  guint bits;
  gboolean testing;
} MdKeyTrial;

MdKeyTrial   md_dkim_try_key (const MdSigned *signature, const GString *text, MdMailDns *dns);
/* Strict base64 with blanks between; in dkim-key.c. */
guchar      *md_dkim_decode_base64 (const char *text, gsize *length, gsize *fault);
/* (transfer full); NULL when it is no RSA key; in dkim-key.c. */
EVP_PKEY    *md_dkim_load_rsa (const guchar *bytes, gsize length);
/* TRUE when the colon-separated @list holds @word, without regard to case; in dkim-key.c. */
gboolean     md_dkim_list_has (const char *list, const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSigned, md_signed_free)

G_END_DECLS

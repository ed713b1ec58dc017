/* dkim-verify.c - are the signatures of a message right, and do they count?
 *
 * RFC 6376 section 6, with RFC 8301 (no SHA-1, no RSA key under 1024 bits) and RFC 8463 (Ed25519).  A wrong signature
 * is looked at further than a mail server would: whether body or header was changed tells who is to blame.
 * At most 16 signatures a message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dkim"

#include "config.h"

#include "mailauth/dkim-internal.h"
#include "mailauth/spf-internal.h"

#include <string.h>

#define MIN_RSA_BITS 1024
#define SHA256_BYTES 32

static const char *const result_names[] = {
  [MD_DKIM_PASS] = "pass",
  [MD_DKIM_FAIL] = "fail",
  [MD_DKIM_POLICY] = "policy",
  [MD_DKIM_NEUTRAL] = "neutral",
  [MD_DKIM_TEMPERROR] = "temperror",
  [MD_DKIM_PERMERROR] = "permerror",
};

/* The word, and the result where it keeps a signature from being evaluated. */
static const struct
{
  const char *name;
  MdDkimResult result;
} reasons[MD_N_DKIM_REASONS] = {
  [MD_DKIM_REASON_GOOD] = { "good", MD_DKIM_PASS },
  [MD_DKIM_REASON_BODY_CHANGED] = { "body-changed", MD_DKIM_FAIL },
  [MD_DKIM_REASON_HEADER_CHANGED] = { "header-changed", MD_DKIM_FAIL },
  [MD_DKIM_REASON_BODY_SHORTER] = { "body-shorter", MD_DKIM_FAIL },
  [MD_DKIM_REASON_SYNTAX] = { "signature-syntax", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_TAG_MISSING] = { "tag-missing", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_UNKNOWN_ALGORITHM] = { "unknown-algorithm", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_UNKNOWN_FORM] = { "unknown-canonicalization", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_UNKNOWN_QUERY] = { "unknown-query", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_DOMAINKEYS] = { "domainkeys", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_TOO_LARGE] = { "too-large", MD_DKIM_NEUTRAL },
  [MD_DKIM_REASON_KEY_LOOKUP_FAILED] = { "key-lookup-failed", MD_DKIM_TEMPERROR },
  [MD_DKIM_REASON_KEY_MISSING] = { "key-missing", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_KEY_REVOKED] = { "key-revoked", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_KEY_SYNTAX] = { "key-syntax", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_KEY_OTHER_TYPE] = { "key-other-type", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_HASH_NOT_ALLOWED] = { "hash-not-allowed", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_KEY_NOT_FOR_MAIL] = { "key-not-for-mail", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_SUBDOMAIN_NOT_ALLOWED] = { "subdomain-not-allowed", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_NO_VERSION] = { "no-version", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_IDENTITY_OUTSIDE] = { "identity-outside", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_FROM_NOT_SIGNED] = { "from-not-signed", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_EXPIRED] = { "expired", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_SHA1] = { "sha1", MD_DKIM_PERMERROR },
  [MD_DKIM_REASON_SHORT_KEY] = { "short-key", MD_DKIM_PERMERROR },
};

const char *
md_dkim_result_name (MdDkimResult result)
{
  return result_names[result];
}

const char *
md_dkim_reason_name (MdDkimReason reason)
{
  return reasons[reason].name;
}

void
md_dkim_signature_free (MdDkimSignature *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->selector);
  g_free (self->algorithm);
  g_free (self->identity);
  g_strfreev (self->headers);
  g_free (self);
}

/* ── the key ── */

/* The best among the texts at the name; NULL when none of them is a key. */
static MdDkimKey *
choose_key (const MdDnsAnswer *answer)
{
  g_autoptr (MdDkimKey) best = NULL;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      g_autoptr (MdDkimKey) key = md_dkim_key_parse (record->text != NULL ? record->text : "");

      if (key->state == MD_DKIM_KEY_OTHER_RECORD || (best != NULL && key->state != MD_DKIM_KEY_OK))
        continue;
      md_dkim_key_free (best);
      best = g_steal_pointer (&key);
    }
  return g_steal_pointer (&best);
}

static gboolean
verify_rsa (const MdSigned *signature, const MdDkimKey *key, const GString *text)
{
  EVP_PKEY *pkey = md_dkim_load_rsa (key->bytes, key->n_bytes);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  const EVP_MD *hash = signature->is_sha1 ? EVP_sha1 () : EVP_sha256 ();
  gboolean fits = pkey != NULL && EVP_DigestVerifyInit (context, NULL, hash, NULL, pkey) == 1
                  && EVP_DigestVerify (context, signature->signature, signature->signature_length,
                                       (const guchar *) text->str, text->len) == 1;

  EVP_MD_CTX_free (context);
  EVP_PKEY_free (pkey);
  return fits;
}

/* RFC 8463 section 3: what is signed is the SHA-256 hash. */
static gboolean
verify_ed25519 (const MdSigned *signature, const MdDkimKey *key, const GString *text)
{
  EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, key->bytes, key->n_bytes);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  guchar hash[EVP_MAX_MD_SIZE];
  guint n = 0;
  gboolean fits = pkey != NULL && EVP_Digest (text->str, text->len, hash, &n, EVP_sha256 (), NULL) == 1
                  && EVP_DigestVerifyInit (context, NULL, NULL, NULL, pkey) == 1
                  && EVP_DigestVerify (context, signature->signature, signature->signature_length, hash, n) == 1;

  EVP_MD_CTX_free (context);
  EVP_PKEY_free (pkey);
  return fits;
}

/* What the key says of the use that was made of it. */
static MdDkimReason
judge_key (const MdSigned *signature, const MdDkimKey *key)
{
  const char *at = signature->identity != NULL ? strrchr (signature->identity, '@') : NULL;

  if (key->hashes != NULL && !md_dkim_list_has (key->hashes, signature->is_sha1 ? "sha1" : "sha256"))
    return MD_DKIM_REASON_HASH_NOT_ALLOWED;
  if (!key->for_mail)
    return MD_DKIM_REASON_KEY_NOT_FOR_MAIL;
  if (key->same_domain && at != NULL && g_ascii_strcasecmp (at + 1, signature->domain) != 0)
    return MD_DKIM_REASON_SUBDOMAIN_NOT_ALLOWED;
  /* That it knows old hashes alone is no fault of its syntax. */
  if (key->state == MD_DKIM_KEY_SYNTAX && (key->hashes == NULL || md_dkim_list_has (key->hashes, "sha256")))
    return MD_DKIM_REASON_KEY_SYNTAX;
  if (!signature->is_ed25519 && key->bits < MIN_RSA_BITS)
    return MD_DKIM_REASON_SHORT_KEY;
  return MD_DKIM_REASON_GOOD;
}

static MdKeyTrial
failed_trial (MdDkimReason fault)
{
  return (MdKeyTrial) { .fault = fault };
}

MdKeyTrial
md_dkim_try_key (const MdSigned *signature, const GString *text, MdMailDns *dns)
{
  g_autofree char *name = md_signed_key_name (signature);
  const MdDnsAnswer *answer = name != NULL ? md_mail_dns_get (dns, name, MD_DNS_TXT) : NULL;
  g_autoptr (MdDkimKey) key = answer != NULL ? choose_key (answer) : NULL;
  MdKeyTrial trial = { 0 };

  if (answer != NULL && md_spf_answer_failed (answer))
    return failed_trial (MD_DKIM_REASON_KEY_LOOKUP_FAILED);
  if (key == NULL)
    return failed_trial (MD_DKIM_REASON_KEY_MISSING);
  if (key->state == MD_DKIM_KEY_REVOKED)
    return failed_trial (MD_DKIM_REASON_KEY_REVOKED);
  if (strcmp (key->algorithm, signature->is_ed25519 ? "ed25519" : "rsa") != 0)
    return failed_trial (MD_DKIM_REASON_KEY_OTHER_TYPE);
  if (key->bytes == NULL || key->bits == 0)
    return failed_trial (MD_DKIM_REASON_KEY_SYNTAX);
  trial.bits = key->bits;
  trial.testing = key->testing;
  trial.objection = judge_key (signature, key);
  trial.fits = signature->is_ed25519 ? verify_ed25519 (signature, key, text) : verify_rsa (signature, key, text);
  return trial;
}

/* ── a signature ── */

static void
decide (MdDkimSignature *self, MdDkimResult result, MdDkimReason reason)
{
  self->result = result;
  self->reason = reason;
}

static void
check_body (MdDkimSignature *self, const MdSigned *signature, const MdRawMessage *message)
{
  gsize length = 0;
  guint64 total = 0;
  g_autofree guchar *hash = md_dkim_body_hash (message, signature, &length, &total);

  self->looked_into = TRUE;
  self->body_matches = hash != NULL && length == signature->body_hash_length
                       && memcmp (hash, signature->body_hash, length) == 0
                       && (!signature->has_limit || signature->limit <= total);
  if (signature->has_limit && signature->limit < total)
    self->unsigned_bytes = (gsize) (total - signature->limit);
  if (signature->has_limit && signature->limit > total)
    decide (self, MD_DKIM_FAIL, MD_DKIM_REASON_BODY_SHORTER);
}

static void
conclude (MdDkimSignature *self, const MdSigned *signature, const MdKeyTrial *trial, gint64 now)
{
  gboolean expired = signature->expires_at != 0 && signature->expires_at < now;
  MdDkimReason objection = expired ? MD_DKIM_REASON_EXPIRED : signature->objection;

  if (objection == MD_DKIM_REASON_GOOD)
    objection = trial->objection;
  self->verified = self->body_matches && self->header_matches;
  if (self->verified && objection == MD_DKIM_REASON_GOOD)
    decide (self, MD_DKIM_PASS, MD_DKIM_REASON_GOOD);
  else if (self->verified)
    decide (self, MD_DKIM_POLICY, objection);
  else if (self->reason != MD_DKIM_REASON_BODY_SHORTER)
    decide (self, MD_DKIM_FAIL,
            self->body_matches ? MD_DKIM_REASON_HEADER_CHANGED : MD_DKIM_REASON_BODY_CHANGED);
}

static void
check (MdDkimSignature *self, const MdSigned *signature, const MdRawMessage *message, MdMailDns *dns, gint64 now)
{
  g_autoptr (GString) text = NULL;
  MdKeyTrial trial;

  if (message->cut || signature->fault != MD_DKIM_REASON_GOOD)
    {
      MdDkimReason fault = message->cut ? MD_DKIM_REASON_TOO_LARGE : signature->fault;

      decide (self, reasons[fault].result, fault);
      return;
    }
  text = md_dkim_header_text (message, signature);
  trial = md_dkim_try_key (signature, text, dns);
  self->key_bits = trial.bits;
  self->testing = trial.testing;
  check_body (self, signature, message);
  if (trial.fault != MD_DKIM_REASON_GOOD)
    {
      decide (self, reasons[trial.fault].result, trial.fault);
      return;
    }
  self->header_matches = trial.fits;
  conclude (self, signature, &trial, now);
}

static MdDkimSignature *
new_signature (MdSigned *signature)
{
  MdDkimSignature *self = g_new0 (MdDkimSignature, 1);

  self->domain = g_strdup (signature->domain);
  self->selector = g_strdup (signature->selector);
  self->algorithm = g_strdup (signature->algorithm);
  self->identity = g_strdup (signature->identity);
  self->headers = g_strdupv (signature->names);
  self->signed_at = signature->signed_at;
  self->expires_at = signature->expires_at;
  return self;
}

GPtrArray *
md_dkim_verify (const MdRawMessage *message, MdMailDns *dns, gint64 now)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dkim_signature_free);
  guint n = md_raw_message_count (message, "DKIM-Signature");
  guint n_old = md_raw_message_count (message, "DomainKey-Signature");

  for (guint i = 0; i < MIN (n, MD_DKIM_MAX_SIGNATURES); i++)
    {
      g_autoptr (MdSigned) signature = md_signed_read (md_raw_message_get (message, "DKIM-Signature", i),
                                                       MD_SIGNED_DKIM);
      MdDkimSignature *self = new_signature (signature);

      check (self, signature, message, dns, now);
      g_ptr_array_add (found, self);
    }
  for (guint i = 0; i < MIN (n_old, MD_DKIM_MAX_SIGNATURES); i++)
    {
      g_autoptr (MdSigned) signature = md_signed_read (md_raw_message_get (message, "DomainKey-Signature", i),
                                                       MD_SIGNED_DKIM);
      MdDkimSignature *self = new_signature (signature);

      decide (self, reasons[MD_DKIM_REASON_DOMAINKEYS].result, MD_DKIM_REASON_DOMAINKEYS);
      g_ptr_array_add (found, self);
    }
  return found;
}

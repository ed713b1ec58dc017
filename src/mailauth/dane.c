/* dane.c - does the certificate a mail server shows fit its TLSA records? see policies.h
 *
 * RFC 7672 (SMTP), RFC 6698 (TLSA), RFC 7671 section 5.1 (name and date do not count with usage 3).  At most 100
 * records and 16 certificates are compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dane"

#include "config.h"

#include "mailauth/policies.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

#define MAX_RECORDS 100
#define MAX_CERTIFICATES 16
#define USAGE_AUTHORITY 2
#define USAGE_SERVER 3
#define SELECTOR_WHOLE 0
#define SELECTOR_KEY 1
#define MATCH_EXACT 0
#define MATCH_SHA256 1
#define MATCH_SHA512 2

/* An MdDnsRecord of type TLSA, by its own names. */
typedef struct
{
  guint usage, selector, matching;
  const char *data; /* (not owned) hexadecimal */
} Tlsa;

static const char *const result_names[] = {
  [MD_DANE_MATCH] = "match",
  [MD_DANE_MISMATCH] = "mismatch",
  [MD_DANE_UNUSABLE] = "unusable",
  [MD_DANE_CHAIN] = "chain",
};

const char *
md_dane_result_name (MdDaneResult result)
{
  return result_names[result];
}

static Tlsa
read_record (const MdDnsRecord *record)
{
  return (Tlsa) { record->priority, record->weight, record->port, record->text };
}

static gboolean
is_usable (const Tlsa *tlsa)
{
  gsize length = strlen (tlsa->data) / 2;

  if ((tlsa->usage != USAGE_AUTHORITY && tlsa->usage != USAGE_SERVER) || tlsa->selector > SELECTOR_KEY)
    return FALSE;
  if (tlsa->matching == MATCH_SHA256)
    return length == 32;
  return tlsa->matching == MATCH_SHA512 ? length == 64 : tlsa->matching == MATCH_EXACT && length > 0;
}

static X509 *
read_certificate (GBytes *der)
{
  gsize length;
  const guchar *at = g_bytes_get_data (der, &length);
  X509 *certificate = d2i_X509 (NULL, &at, (long) MIN (length, G_MAXINT));

  ERR_clear_error ();
  return certificate;
}

/* What the selector picks, in hexadecimal after the matching type's hash; NULL when there is none. */
static char *
selected_data (GBytes *der, X509 *certificate, guint selector, guint matching)
{
  g_autoptr (GBytes) picked = NULL;
  const guchar *bytes;
  gsize length;
  GString *text;

  if (selector == SELECTOR_KEY)
    {
      guchar *key = NULL;
      int key_length = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (certificate), &key);

      if (key_length <= 0)
        return NULL;
      picked = g_bytes_new (key, (gsize) key_length);
      OPENSSL_free (key);
    }
  else
    picked = g_bytes_ref (der);
  if (matching != MATCH_EXACT)
    return g_compute_checksum_for_bytes (matching == MATCH_SHA256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512, picked);
  bytes = g_bytes_get_data (picked, &length);
  text = g_string_sized_new (2 * length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
fits (const Tlsa *tlsa, GBytes *der, X509 *certificate)
{
  g_autofree char *data = selected_data (der, certificate, tlsa->selector, tlsa->matching);

  return data != NULL && g_ascii_strcasecmp (data, tlsa->data) == 0;
}

/* The chain up to @authority is good for one of the names today (RFC 7672 section 3.2.2 and 3.2.3). */
static gboolean
chain_stands (X509 **certificates, guint n, X509 *authority, const char *host, const char *domain)
{
  STACK_OF (X509) *others = sk_X509_new_null ();
  X509_STORE *store = X509_STORE_new ();
  X509_STORE_CTX *check = X509_STORE_CTX_new ();
  gboolean good;

  for (guint i = 1; i < n; i++)
    sk_X509_push (others, certificates[i]);
  X509_STORE_add_cert (store, authority);
  good = X509_STORE_CTX_init (check, store, certificates[0], others) == 1;
  X509_VERIFY_PARAM_set_flags (X509_STORE_CTX_get0_param (check), X509_V_FLAG_PARTIAL_CHAIN);
  good = good && X509_verify_cert (check) == 1;
  good = good
         && (X509_check_host (certificates[0], host, 0, 0, NULL) == 1
             || X509_check_host (certificates[0], domain, 0, 0, NULL) == 1);
  X509_STORE_CTX_free (check);
  X509_STORE_free (store);
  sk_X509_free (others);
  ERR_clear_error ();
  return good;
}

/* An authority that the server need not send, as the record holds it whole (2 0 0); (transfer full) (nullable) */
static X509 *
read_authority (const Tlsa *tlsa)
{
  gsize length = strlen (tlsa->data) / 2;
  g_autofree guchar *bytes = NULL;
  g_autoptr (GBytes) der = NULL;

  if (tlsa->selector != SELECTOR_WHOLE || tlsa->matching != MATCH_EXACT)
    return NULL;
  bytes = g_malloc (length);
  for (gsize i = 0; i < length; i++)
    bytes[i] = (guchar) (g_ascii_xdigit_value (tlsa->data[2 * i]) << 4 | g_ascii_xdigit_value (tlsa->data[2 * i + 1]));
  der = g_bytes_new (bytes, length);
  return read_certificate (der);
}

typedef struct
{
  const GPtrArray *chain;             /* of GBytes */
  X509 *certificates[MAX_CERTIFICATES];
  guint n_certificates;
  const char *host, *domain;
} Judgement;

static MdDaneResult
judge_authority (const Judgement *self, const Tlsa *tlsa)
{
  MdDaneResult result = MD_DANE_MISMATCH;
  X509 *authority = read_authority (tlsa);

  if (authority != NULL)
    {
      gboolean good = chain_stands ((X509 **) self->certificates, self->n_certificates, authority, self->host,
                                    self->domain);

      X509_free (authority);
      if (good)
        return MD_DANE_MATCH;
    }
  for (guint i = 0; i < self->n_certificates && result != MD_DANE_MATCH; i++)
    if (fits (tlsa, g_ptr_array_index (self->chain, i), self->certificates[i]))
      result = chain_stands ((X509 **) self->certificates, self->n_certificates, self->certificates[i], self->host,
                             self->domain)
                   ? MD_DANE_MATCH
                   : MD_DANE_CHAIN;
  return result;
}

static MdDaneResult
judge_records (const Judgement *self, const GPtrArray *records, guint *index)
{
  MdDaneResult worst = MD_DANE_UNUSABLE;

  for (guint i = 0; i < MIN (records->len, MAX_RECORDS); i++)
    {
      const Tlsa tlsa = read_record (g_ptr_array_index (records, i));
      MdDaneResult result = MD_DANE_MISMATCH;

      if (!is_usable (&tlsa))
        continue;
      if (tlsa.usage == USAGE_AUTHORITY)
        result = judge_authority (self, &tlsa);
      else if (fits (&tlsa, g_ptr_array_index (self->chain, 0), self->certificates[0]))
        result = MD_DANE_MATCH;
      if (worst == MD_DANE_UNUSABLE || result == MD_DANE_MATCH)
        *index = i;
      if (result == MD_DANE_MATCH)
        return result;
      if (worst == MD_DANE_UNUSABLE || result == MD_DANE_CHAIN)
        worst = result;
    }
  return worst;
}

MdDaneResult
md_dane_judge (const GPtrArray *records, const GPtrArray *chain, const char *host, const char *domain, guint *index)
{
  Judgement self = { .chain = chain, .host = host, .domain = domain };
  MdDaneResult result = MD_DANE_MISMATCH;
  guint at = 0;

  for (guint i = 0; i < MIN (chain->len, MAX_CERTIFICATES); i++)
    {
      X509 *certificate = read_certificate (g_ptr_array_index (chain, i));

      if (certificate == NULL)
        break;
      self.certificates[self.n_certificates++] = certificate;
    }
  if (self.n_certificates > 0)
    result = judge_records (&self, records, &at);
  for (guint i = 0; i < self.n_certificates; i++)
    X509_free (self.certificates[i]);
  if (index != NULL)
    *index = at;
  return result;
}

char *
md_dane_record_for (const GPtrArray *chain)
{
  X509 *certificate = chain->len > 0 ? read_certificate (g_ptr_array_index (chain, 0)) : NULL;
  g_autofree char *data = NULL;

  if (certificate == NULL)
    return NULL;
  data = selected_data (g_ptr_array_index (chain, 0), certificate, SELECTOR_KEY, MATCH_SHA256);
  X509_free (certificate);
  return data != NULL ? g_strconcat ("3 1 1 ", data, NULL) : NULL;
}

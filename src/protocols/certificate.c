/* certificate.c - the chain a server showed, read and judged; see certificate.h
 *
 * Trust, dates and name are judged apart, so that one fault does not hide another.  The system's authorities are looked
 * up by hash in their folder: loading the whole bundle for each connection would cost more than the handshake.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-certificate"

#include "config.h"

#include "protocols/certificate.h"

#include <gio/gio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#define CHAIN_MAX 16
#define NAMES_MAX 200
#define TEXT_MAX_BYTES 300
#define AUTH_LEVEL 1 /* OpenSSL's own default: at least 1024 bits, no MD5 and no SHA-1 */

void
md_certificate_free (MdCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->issuer_full);
  g_strfreev (self->names);
  g_free (self->fingerprint);
  g_bytes_unref (self->der);
  g_free (self);
}

/* A peer's text, made valid, printable and short. */
static char *
tame (const char *bytes, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, (gssize) MIN (length, TEXT_MAX_BYTES));
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (out, g_unichar_isprint (g_utf8_get_char (p)) ? g_utf8_get_char (p) : 0xfffd);
  return g_string_free (out, FALSE);
}

/* The first entry of that kind; NULL when there is none. */
static char *
name_part (const X509_NAME *name, int nid)
{
  int at = X509_NAME_get_index_by_NID (name, nid, -1);
  unsigned char *utf8 = NULL;
  char *text;
  int length;

  if (at < 0)
    return NULL;
  length = ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));
  if (length < 0)
    return NULL;
  text = tame ((const char *) utf8, (gsize) length);
  OPENSSL_free (utf8);
  if (text[0] == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static char *
name_for_people (const X509_NAME *name)
{
  char *text = name_part (name, NID_commonName);
  char *whole;

  if (text == NULL)
    text = name_part (name, NID_organizationName);
  if (text != NULL)
    return text;
  whole = X509_NAME_oneline (name, NULL, 0);
  text = whole != NULL ? tame (whole, strlen (whole)) : g_strdup ("");
  OPENSSL_free (whole);
  return text;
}

static char *
name_for_matching (const X509_NAME *name)
{
  static const int kinds[] = { NID_commonName, NID_organizationName, NID_organizationalUnitName };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *part = name_part (name, kinds[i]);

      if (part != NULL)
        g_strv_builder_add (builder, part);
    }
  parts = g_strv_builder_end (builder);
  return g_strjoinv (" / ", parts);
}

static char *
alternative_name (const GENERAL_NAME *name)
{
  int kind;
  const ASN1_STRING *value = GENERAL_NAME_get0_value (name, &kind);
  g_autoptr (GInetAddress) address = NULL;
  int length;

  if (kind != GEN_DNS && kind != GEN_IPADD)
    return NULL;
  length = ASN1_STRING_length (value);
  if (kind == GEN_DNS)
    return tame ((const char *) ASN1_STRING_get0_data (value), (gsize) length);
  if (length != 4 && length != 16)
    return NULL;
  address = g_inet_address_new_from_bytes (ASN1_STRING_get0_data (value),
                                           length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static char **
names_of (X509 *cert)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GENERAL_NAMES *list = X509_get_ext_d2i (cert, NID_subject_alt_name, NULL, NULL);
  int n = list != NULL ? sk_GENERAL_NAME_num (list) : 0;
  gboolean any = FALSE;

  for (int i = 0; i < MIN (n, NAMES_MAX); i++)
    {
      g_autofree char *name = alternative_name (sk_GENERAL_NAME_value (list, i));

      if (name == NULL)
        continue;
      g_strv_builder_add (builder, name);
      any = TRUE;
    }
  GENERAL_NAMES_free (list);
  if (!any)
    {
      g_autofree char *common = name_part (X509_get_subject_name (cert), NID_commonName);

      if (common != NULL)
        g_strv_builder_add (builder, common);
    }
  return g_strv_builder_end (builder);
}

static gint64
unix_seconds (const ASN1_TIME *date)
{
  struct tm parts;

  return ASN1_TIME_to_tm (date, &parts) == 1 ? (gint64) timegm (&parts) : 0;
}

static char *
fingerprint_of (X509 *cert)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  GString *text = g_string_new (NULL);

  if (X509_digest (cert, EVP_sha256 (), digest, &length) == 1)
    for (unsigned int i = 0; i < length; i++)
      g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

static gboolean
is_self_issued (X509 *cert)
{
  return X509_NAME_cmp (X509_get_subject_name (cert), X509_get_issuer_name (cert)) == 0;
}

static GBytes *
encoded (X509 *cert)
{
  unsigned char *bytes = NULL;
  int length = i2d_X509 (cert, &bytes);
  GBytes *der = g_bytes_new (bytes, length > 0 ? (gsize) length : 0);

  OPENSSL_free (bytes);
  return der;
}

static MdCertificate *
certificate_new (X509 *cert)
{
  MdCertificate *self = g_new0 (MdCertificate, 1);
  EVP_PKEY *key = X509_get0_pubkey (cert);

  self->subject = name_for_people (X509_get_subject_name (cert));
  self->issuer = name_for_people (X509_get_issuer_name (cert));
  self->issuer_full = name_for_matching (X509_get_issuer_name (cert));
  self->names = names_of (cert);
  self->not_before = unix_seconds (X509_get0_notBefore (cert));
  self->not_after = unix_seconds (X509_get0_notAfter (cert));
  self->self_issued = is_self_issued (cert);
  self->fingerprint = fingerprint_of (cert);
  self->der = encoded (cert);
  self->key_bits = key != NULL ? (guint) EVP_PKEY_get_bits (key) : 0;
  return self;
}

GPtrArray *
md_certificate_chain (STACK_OF (X509) *chain)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) md_certificate_free);
  int n = chain != NULL ? sk_X509_num (chain) : 0;

  for (int i = 0; i < MIN (n, CHAIN_MAX); i++)
    g_ptr_array_add (all, certificate_new (sk_X509_value (chain, i)));
  ERR_clear_error ();
  return all;
}

/* TRUE when the folder names certificates by hash, as c_rehash leaves it ("a94d09e5.0"). */
static gboolean
is_hashed_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (strlen (name) == 10 && strspn (name, "0123456789abcdef") == 8 && name[8] == '.' && g_ascii_isdigit (name[9]))
      return TRUE;
  return FALSE;
}

/* OpenSSL's own place may be empty (a runtime, a minimal container): then where distributions keep theirs. */
static void
add_authorities_file (X509_STORE *store)
{
  const char *const files[] = { X509_get_default_cert_file (), "/etc/ssl/certs/ca-certificates.crt",
                                "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (X509_STORE_load_file (store, files[i]) == 1)
      return;
}

static void
add_system_authorities (X509_STORE *store)
{
  const char *file = g_getenv (X509_get_default_cert_file_env ());
  const char *folder = g_getenv (X509_get_default_cert_dir_env ());

  if (folder == NULL)
    folder = X509_get_default_cert_dir ();
  if (file != NULL)
    (void) X509_STORE_load_file (store, file);
  if (is_hashed_folder (folder))
    (void) X509_STORE_load_path (store, folder);
  else if (file == NULL)
    add_authorities_file (store);
}

/* Read once a world: it takes longer than a handshake, and looking things up in a store is safe from every thread. */
static gpointer
authorities_new (const MdWorld *world)
{
  X509_STORE *store = X509_STORE_new ();

  g_assert (store != NULL);
  add_system_authorities (store);
  if (md_world_get_ca_file (world) != NULL && X509_STORE_load_file (store, md_world_get_ca_file (world)) != 1)
    g_debug ("the additional authorities could not be read");
  ERR_clear_error ();
  return store;
}

static MdCertProblem
problem_for_error (int error)
{
  switch (error)
    {
    case X509_V_OK:
    case X509_V_ERR_CERT_HAS_EXPIRED: /* dates are judged on their own */
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return 0;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return MD_CERT_SELF_SIGNED;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return MD_CERT_UNKNOWN_AUTHORITY;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return MD_CERT_INCOMPLETE_CHAIN;
    default:
      return MD_CERT_OTHER;
    }
}

/* Notes every error and lets the verification go on. */
static int
note_error (int ok, X509_STORE_CTX *context)
{
  MdCertProblem *problems = X509_STORE_CTX_get_app_data (context);

  if (!ok)
    *problems |= problem_for_error (X509_STORE_CTX_get_error (context));
  return 1;
}

static MdCertProblem
judge_dates (X509 *cert)
{
  MdCertProblem problems = 0;

  if (X509_cmp_current_time (X509_get0_notAfter (cert)) < 0)
    problems |= MD_CERT_EXPIRED;
  if (X509_cmp_current_time (X509_get0_notBefore (cert)) > 0)
    problems |= MD_CERT_NOT_YET_VALID;
  return problems;
}

static MdCertProblem
judge_trust (X509_STORE *store, STACK_OF (X509) *chain, X509 *leaf)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  X509_VERIFY_PARAM *rules;
  STACK_OF (X509) *built;
  MdCertProblem problems = 0;

  g_assert (context != NULL);
  if (X509_STORE_CTX_init (context, store, leaf, chain) != 1)
    g_error ("a certificate verification could not be prepared");
  rules = X509_STORE_CTX_get0_param (context);
  X509_VERIFY_PARAM_set_flags (rules, X509_V_FLAG_NO_CHECK_TIME);
  X509_VERIFY_PARAM_set_purpose (rules, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_auth_level (rules, AUTH_LEVEL);
  X509_STORE_CTX_set_app_data (context, &problems);
  X509_STORE_CTX_set_verify_cb (context, note_error);
  if (X509_verify_cert (context) < 0)
    problems |= MD_CERT_OTHER;

  /* The intermediates in use must be in date as well; what else the server sent does not matter. */
  built = X509_STORE_CTX_get0_chain (context);
  for (int i = 1; built != NULL && i < sk_X509_num (built) - 1; i++)
    problems |= judge_dates (sk_X509_value (built, i));
  X509_STORE_CTX_free (context);
  return problems;
}

static gboolean
is_named (X509 *leaf, const char *host)
{
  if (g_hostname_is_ip_address (host))
    return X509_check_ip_asc (leaf, host, 0) == 1;
  return X509_check_host (leaf, host, 0, 0, NULL) == 1;
}

MdCertProblem
md_certificate_judge (MdWorld *world, STACK_OF (X509) *chain, const char *host)
{
  X509_STORE *store;
  X509 *leaf;
  MdCertProblem problems;

  if (chain == NULL || sk_X509_num (chain) == 0)
    return MD_CERT_OTHER;
  leaf = sk_X509_value (chain, 0);
  store = md_world_share (world, authorities_new, (GDestroyNotify) X509_STORE_free);
  problems = judge_trust (store, chain, leaf) | judge_dates (leaf);
  if (!is_named (leaf, host))
    problems |= MD_CERT_WRONG_NAME;
  /* One missing issuer is reported once: what follows from it is no news. */
  if ((problems & (MD_CERT_SELF_SIGNED | MD_CERT_UNKNOWN_AUTHORITY)) != 0)
    problems &= ~(MdCertProblem) MD_CERT_INCOMPLETE_CHAIN;
  ERR_clear_error ();
  return problems;
}

char *
md_certificate_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("");
}

/* pki.c - certificates made while the test runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pki.h"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

static void
add_extension (X509 *cert, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, cert, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (cert, extension, -1);
  X509_EXTENSION_free (extension);
}

static void
add_names (X509 *cert, X509 *issuer, const char *names)
{
  g_auto (GStrv) each = g_strsplit (names, " ", -1);
  g_autoptr (GString) value = g_string_new (NULL);

  for (gsize i = 0; each[i] != NULL; i++)
    g_string_append_printf (value, "%s%s:%s", i > 0 ? "," : "", g_hostname_is_ip_address (each[i]) ? "IP" : "DNS",
                            each[i]);
  add_extension (cert, issuer, NID_subject_alt_name, value->str);
}

static void
set_serial (X509 *cert)
{
  guint32 random = g_random_int () >> 1;

  ASN1_INTEGER_set (X509_get_serialNumber (cert), (long) random);
}

Identity *
identity_new (const char *common_name, const char *names, const Identity *issuer, long from, long to)
{
  Identity *self = g_new0 (Identity, 1);
  const Identity *signer = issuer != NULL ? issuer : self;
  X509_NAME *subject;

  self->key = EVP_EC_gen ("P-256");
  self->cert = X509_new ();
  X509_set_version (self->cert, X509_VERSION_3);
  set_serial (self->cert);
  X509_gmtime_adj (X509_getm_notBefore (self->cert), from);
  X509_gmtime_adj (X509_getm_notAfter (self->cert), to);
  X509_set_pubkey (self->cert, self->key);
  subject = X509_get_subject_name (self->cert);
  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const guchar *) common_name, -1, -1, 0);
  X509_NAME_add_entry_by_txt (subject, "O", MBSTRING_UTF8, (const guchar *) "Test Works", -1, -1, 0);
  X509_set_issuer_name (self->cert, X509_get_subject_name (signer->cert));
  add_extension (self->cert, signer->cert, NID_basic_constraints, names == NULL ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension (self->cert, signer->cert, NID_subject_key_identifier, "hash");
  if (names != NULL)
    add_names (self->cert, signer->cert, names);
  g_assert_cmpint (X509_sign (self->cert, signer->key, EVP_sha256 ()), >, 0);
  return self;
}

void
identity_free (Identity *self)
{
  X509_free (self->cert);
  EVP_PKEY_free (self->key);
  g_free (self);
}

char *
identity_save (const Identity *self, const char *folder)
{
  char *path = g_build_filename (folder, "authority.pem", NULL);
  BIO *file = BIO_new_file (path, "w");

  g_assert_nonnull (file);
  PEM_write_bio_X509 (file, self->cert);
  BIO_free (file);
  return path;
}

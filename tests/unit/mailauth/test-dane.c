/* test-dane.c - certificates against TLSA records, and who may issue them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/policies.h"
#include "../tls/pki.h"

#include <string.h>

#define HOST "mx.own.example"

typedef struct
{
  Identity *authority, *server, *expired, *other;
} Certificates;

/* The certificates of @one and, when given, @two, as a server shows them. */
static GPtrArray *
chain_of (const Identity *one, const Identity *two)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const Identity *both[] = { one, two };

  for (gsize i = 0; i < G_N_ELEMENTS (both) && both[i] != NULL; i++)
    {
      unsigned char *bytes = NULL;
      int length = i2d_X509 (both[i]->cert, &bytes);

      g_ptr_array_add (chain, g_bytes_new (bytes, (gsize) length));
      OPENSSL_free (bytes);
    }
  return chain;
}

/* "3 1 1" of a certificate: what the record must say. */
static char *
data_for (const Identity *identity, guint selector, guint matching)
{
  g_autoptr (GPtrArray) chain = chain_of (identity, NULL);
  unsigned char *key = NULL;
  g_autoptr (GBytes) whole = g_bytes_ref (g_ptr_array_index (chain, 0));
  g_autoptr (GBytes) picked = NULL;
  GString *text;
  gsize length;
  const guint8 *bytes;

  if (selector == 1)
    {
      int key_length = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (identity->cert), &key);

      picked = g_bytes_new (key, (gsize) key_length);
      OPENSSL_free (key);
    }
  else
    picked = g_bytes_ref (whole);
  if (matching != 0)
    return g_compute_checksum_for_bytes (matching == 1 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512, picked);
  text = g_string_new (NULL);
  bytes = g_bytes_get_data (picked, &length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static void
test_judge (void)
{
  Certificates all = { .authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY) };
  const struct
  {
    const char *story;
    Identity **shown;          /* the server's */
    Identity **named;          /* the certificate the record is made of; NULL: of nothing */
    guint usage, selector, matching;
    MdDaneResult want;
  } cases[] = {
    { "the server's key", &all.server, &all.server, 3, 1, 1, MD_DANE_MATCH },
    { "the server's certificate", &all.server, &all.server, 3, 0, 1, MD_DANE_MATCH },
    { "SHA-512", &all.server, &all.server, 3, 1, 2, MD_DANE_MATCH },
    { "the whole certificate", &all.server, &all.server, 3, 0, 0, MD_DANE_MATCH },
    { "with usage 3 a date does not count", &all.expired, &all.expired, 3, 1, 1, MD_DANE_MATCH },
    { "with usage 3 a name does not count", &all.other, &all.other, 3, 1, 1, MD_DANE_MATCH },
    { "another key", &all.server, &all.other, 3, 1, 1, MD_DANE_MISMATCH },
    { "the authority", &all.server, &all.authority, 2, 0, 1, MD_DANE_MATCH },
    { "the authority's key", &all.server, &all.authority, 2, 1, 1, MD_DANE_MATCH },
    { "the authority, whole", &all.server, &all.authority, 2, 0, 0, MD_DANE_MATCH },
    { "with usage 2 a date counts", &all.expired, &all.authority, 2, 0, 1, MD_DANE_CHAIN },
    { "with usage 2 a name counts", &all.other, &all.authority, 2, 0, 1, MD_DANE_CHAIN },
    { "usage 0 is no use to mail servers", &all.server, &all.authority, 0, 0, 1, MD_DANE_UNUSABLE },
    { "usage 1 neither", &all.server, &all.server, 1, 1, 1, MD_DANE_UNUSABLE },
    { "an unknown selector", &all.server, &all.server, 3, 2, 1, MD_DANE_UNUSABLE },
    { "an unknown matching type", &all.server, &all.server, 3, 1, 3, MD_DANE_UNUSABLE },
    { "data of the wrong length", &all.server, NULL, 3, 1, 1, MD_DANE_UNUSABLE },
  };

  all.server = identity_new (HOST, HOST, all.authority, -DAY, DAY);
  all.expired = identity_new (HOST, HOST, all.authority, -2 * DAY, -DAY);
  all.other = identity_new ("www.other.example", "www.other.example", all.authority, -DAY, DAY);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) chain = chain_of (*cases[i].shown, all.authority);
      g_autoptr (GPtrArray) records = g_ptr_array_new ();
      g_autofree char *data = cases[i].named != NULL ? data_for (*cases[i].named, cases[i].selector & 1,
                                                                 MIN (cases[i].matching, 2))
                                                     : g_strdup ("00ff");
      MdDnsRecord useless = { .type = MD_DNS_TLSA, .priority = 1, .text = (char *) "00" };
      MdDnsRecord record = { .type = MD_DNS_TLSA, .text = data, .priority = (guint16) cases[i].usage,
                             .weight = (guint16) cases[i].selector, .port = (guint16) cases[i].matching };
      guint index = 9;

      g_test_message ("%s", cases[i].story);
      g_ptr_array_add (records, &useless);
      g_ptr_array_add (records, &record);
      g_assert_cmpint (md_dane_judge (records, chain, HOST, "own.example", &index), ==, cases[i].want);
      g_assert_cmpuint (index, ==, cases[i].want == MD_DANE_UNUSABLE ? 0 : 1);
      g_assert_nonnull (md_dane_result_name (cases[i].want));
    }
  identity_free (all.server);
  identity_free (all.expired);
  identity_free (all.other);
  identity_free (all.authority);
}

static void
test_record_for (void)
{
  Identity *server = identity_new (HOST, HOST, NULL, -DAY, DAY);
  g_autoptr (GPtrArray) chain = chain_of (server, NULL);
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autofree char *data = data_for (server, 1, 1);
  g_autofree char *want = g_strconcat ("3 1 1 ", data, NULL);
  g_autofree char *got = md_dane_record_for (chain);

  g_assert_cmpstr (got, ==, want);
  g_assert_null (md_dane_record_for (nothing));
  identity_free (server);
}

static void
test_caa (void)
{
  static const struct
  {
    const char *story;
    MdDnsRecord records[3];
    const char *issuers;
    gboolean has_issue;
    const char *fault;
  } cases[] = {
    { "one issuer", { { .tag = (char *) "issue", .text = (char *) "CA.example; account=1" } }, "ca.example", TRUE, NULL },
    { "nobody", { { .tag = (char *) "issue", .text = (char *) ";" } }, "", TRUE, NULL },
    { "only reports", { { .tag = (char *) "iodef", .text = (char *) "mailto:a@e.example" } }, "", FALSE, NULL },
    { "an unknown property", { { .tag = (char *) "new", .text = (char *) "x" } }, "", FALSE, NULL },
    { "an unknown critical one", { { .priority = 128, .tag = (char *) "new", .text = (char *) "x" } }, "", FALSE,
      "unknown-critical" },
    { "quotes pasted in", { { .tag = (char *) "issue", .text = (char *) "\"ca.example\"" } }, "", TRUE, "syntax" },
    { "two issuers", { { .tag = (char *) "issue", .text = (char *) "a.example" },
                       { .tag = (char *) "issue", .text = (char *) "b.example" } }, "a.example b.example", TRUE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new ();
      g_autoptr (MdCaa) caa = NULL;
      g_autofree char *issuers = NULL;

      for (gsize k = 0; cases[i].records[k].tag != NULL; k++)
        g_ptr_array_add (records, (gpointer) &cases[i].records[k]);
      caa = md_caa_read (records);
      issuers = g_strjoinv (" ", caa->issuers);
      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (issuers, ==, cases[i].issuers);
      g_assert_cmpint (caa->has_issue, ==, cases[i].has_issue);
      g_assert_cmpstr (caa->fault, ==, cases[i].fault);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dane/judge", test_judge);
  g_test_add_func ("/dane/record-for", test_record_for);
  g_test_add_func ("/dane/caa", test_caa);
  return g_test_run ();
}

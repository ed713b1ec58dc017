/* fuzz-certificate.c - any bytes as a certificate a server shows: described and judged without harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/certificate.h"

#include <openssl/err.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static MdWorld *world; /* one for all: it keeps the authorities */
  STACK_OF (X509) *chain = sk_X509_new_null ();
  const guint8 *at = data;
  X509 *cert;

  if (world == NULL)
    world = md_world_new ();
  while (sk_X509_num (chain) < 20 && (cert = d2i_X509 (NULL, &at, (long) (size - (gsize) (at - data)))) != NULL)
    sk_X509_push (chain, cert);
  ERR_clear_error ();
  if (sk_X509_num (chain) > 0)
    {
      g_autoptr (GPtrArray) described = md_certificate_chain (chain);
      const MdCertificate *leaf = g_ptr_array_index (described, 0);
      g_autofree char *date = md_certificate_date (leaf->not_after);

      g_assert_true (g_utf8_validate (leaf->subject, -1, NULL));
      g_assert_true (g_utf8_validate (leaf->issuer_full, -1, NULL));
      for (gsize i = 0; leaf->names[i] != NULL; i++)
        g_assert_true (g_utf8_validate (leaf->names[i], -1, NULL));
      g_assert_cmpint (md_certificate_judge (world, chain, "mail.example.org"), !=, 0);
    }
  sk_X509_pop_free (chain, X509_free);
  return 0;
}

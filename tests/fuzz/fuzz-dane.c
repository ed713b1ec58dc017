/* fuzz-dane.c - TLSA data and the certificate a server shows, both any bytes; and any CAA property
 *
 * The first three bytes are usage, selector and matching type, the fourth how many bytes of data follow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/policies.h"

static char *
hexadecimal (const guint8 *data, gsize size)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize n = size > 4 ? MIN (data[3], size - 4) : 0;
  g_autofree char *text = size > 4 ? hexadecimal (data + 4, n) : NULL;
  g_autofree char *value = size > 4 ? g_strndup ((const char *) data + 4, size - 4) : NULL;
  g_autofree char *record = NULL;
  g_autoptr (MdCaa) caa = NULL;
  MdDnsRecord tlsa = { .type = MD_DNS_TLSA, .text = text };
  MdDnsRecord property = { .type = MD_DNS_CAA, .text = value, .tag = (char *) "issue" };
  guint index;

  if (size <= 4)
    return 0;
  tlsa.priority = data[0];
  tlsa.weight = data[1];
  tlsa.port = data[2];
  g_ptr_array_add (records, &tlsa);
  g_ptr_array_add (chain, g_bytes_new (data + 4 + n, size - 4 - n));
  md_dane_judge (records, chain, "mx.e.example", "e.example", &index);
  g_assert_cmpuint (index, ==, 0);
  record = md_dane_record_for (chain);

  property.priority = data[0];
  g_ptr_array_set_size (records, 0);
  g_ptr_array_add (records, &property);
  caa = md_caa_read (records);
  g_assert_true (caa->has_issue);
  return 0;
}

/* fuzz-dns.c - any bytes as a DNS answer: the first byte picks the type asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/resolver-parse.h"

int LLVMFuzzerTestOneInput (const guchar *data, gsize size);

int
LLVMFuzzerTestOneInput (const guchar *data, gsize size)
{
  static const MdDnsType types[] = { MD_DNS_A,    MD_DNS_CNAME, MD_DNS_PTR,  MD_DNS_MX, MD_DNS_TXT,
                                     MD_DNS_AAAA, MD_DNS_SRV,   MD_DNS_TLSA, MD_DNS_CAA };
  g_autoptr (MdDnsAnswer) answer = NULL;

  if (size == 0)
    return 0;
  answer = md_dns_answer_new ("name.example", types[data[0] % G_N_ELEMENTS (types)]);
  md_dns_answer_parse (answer, data + 1, size - 1);
  g_assert (answer->records->len <= 256);
  for (guint i = 0; i < answer->records->len; i++)
    g_assert (((MdDnsRecord *) g_ptr_array_index (answer->records, i))->text != NULL);
  return 0;
}

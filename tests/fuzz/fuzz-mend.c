/* fuzz-mend.c - any text as every kind of record: what is offered in its place must be one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/mend.h"
#include "mailauth/policies.h"
#include "mailauth/spf-internal.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const MdRecordKind kinds[] = { MD_RECORD_DMARC, MD_RECORD_DKIM, MD_RECORD_TLS_RPT, MD_RECORD_STS,
                                        MD_RECORD_BIMI };
  const MdSpfMending how = { .allow = "192.0.2.9", .close = TRUE };
  g_autofree char *record = g_strndup ((const char *) data, size);
  g_autofree char *spf = md_mend_spf ((const char *const[]) { record, record, NULL }, &how);
  g_autofree char *policy = md_mend_sts_policy (record, size, (const char *const[]) { "mx.e.example", NULL });
  g_autoptr (MdSpfRecord) parsed = spf != NULL ? md_spf_record_parse (spf) : NULL;
  g_autoptr (MdTlsRpt) reports = md_tls_rpt_parse (record);
  g_autoptr (MdStsRecord) sts = md_sts_record_parse (record);
  g_autoptr (MdBimi) bimi = md_bimi_parse (record);

  g_assert_true (parsed == NULL || parsed->valid);
  g_assert_true (reports == NULL || reports->valid == (reports->position == 0));
  g_assert_true (sts == NULL || sts->valid == (sts->position == 0));
  g_assert_true (bimi == NULL || bimi->valid == (bimi->position == 0));
  g_assert_cmpuint (md_sts_policy_fault (policy, strlen (policy)), ==, 0);
  g_assert_cmpuint (md_sts_policy_fault (record, size), <=, size + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *mended = md_mend_record (kinds[i], record, "a@e.example");
      g_autofree char *again = mended != NULL ? md_mend_record (kinds[i], mended, "a@e.example") : NULL;
      g_autofree char *word = md_record_word (record, (guint) size / 2);

      g_assert_cmpstr (again, ==, mended);
      g_assert_true (g_utf8_validate (word, -1, NULL));
    }
  return 0;
}

/* fuzz-dmarc.c - any TXT record as a DMARC record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/mailauth.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *record = g_strndup ((const char *) data, size);
  g_autoptr (MdDmarc) dmarc = md_dmarc_parse (record);

  g_assert_true (dmarc == NULL || dmarc->valid == (dmarc->position == 0));
  g_assert_true (dmarc == NULL || !dmarc->valid || dmarc->policy != NULL);
  return 0;
}

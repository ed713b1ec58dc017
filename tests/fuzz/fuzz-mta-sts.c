/* fuzz-mta-sts.c - any bytes as an MTA-STS policy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/mailauth.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (MdMtaSts) policy = md_mta_sts_parse ((const char *) data, size);

  md_mta_sts_covers (policy, "mx.example.org");
  g_assert_nonnull (policy->mode);
  return 0;
}

/* fuzz-dkim-key.c - any TXT record as a DKIM key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/mailauth.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *record = g_strndup ((const char *) data, size);
  g_autoptr (MdDkimKey) key = md_dkim_key_parse (record);

  g_assert_true (key->state != MD_DKIM_KEY_OK || key->bits > 0);
  g_assert_true (key->state != MD_DKIM_KEY_SYNTAX || key->position > 0);
  return 0;
}

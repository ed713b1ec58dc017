/* fuzz-token-error.c - any bytes as the reason why a token was refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/token-error.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (MdTokenError) error = md_token_error_parse (text);

  g_assert_true (g_utf8_validate (error->status, -1, NULL));
  g_assert_true (g_utf8_validate (error->schemes, -1, NULL));
  g_assert_true (g_utf8_validate (error->scope, -1, NULL));
  return 0;
}

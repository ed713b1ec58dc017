/* fuzz-authres.c - any bytes as Authentication-Results, and as ARC-Authentication-Results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/authres.h"

static void
look_at (const MdAuthRes *got)
{
  g_assert_nonnull (got->server);
  for (guint i = 0; i < got->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (got->results, i);

      g_assert_true (result->method != NULL && result->result != NULL);
      md_auth_result_get (result, "smtp", "mailfrom");
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);
  g_autoptr (MdAuthRes) plain = md_authres_parse (value);
  g_autoptr (MdAuthRes) arc = md_authres_parse_arc (value);

  look_at (plain);
  look_at (arc);
  return 0;
}

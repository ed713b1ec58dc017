/* fuzz-autodiscover.c - any bytes as an Autodiscover answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "knowledge/knowledge.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdAutodiscover) answer
      = md_autodiscover_parse ((const char *) data, size, "ana.gil@example.org", &error);

  g_assert_true ((answer == NULL) == (error != NULL));
  if (answer != NULL && answer->url != NULL)
    g_assert_true (g_str_has_prefix (answer->url, "https://"));
  if (answer != NULL && answer->settings != NULL)
    g_assert_cmpuint (answer->settings->outgoing->len + answer->settings->incoming->len, >, 0);
  return 0;
}

/* fuzz-autoconfig.c - any bytes as clientConfig XML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdSettings) settings
      = md_autoconfig_parse ((const char *) data, size, "a.b@example.org", MD_SOURCE_AUTOCONFIG, &error);

  g_assert ((settings == NULL) == (error != NULL));
  for (guint i = 0; settings != NULL && i < settings->outgoing->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (settings->outgoing, i);
      g_autofree char *host = md_host_normalize (endpoint->host);

      g_assert (endpoint->port != 0);
      g_assert (g_strcmp0 (host, endpoint->host) == 0);
    }
  return 0;
}

/* fuzz-received.c - any bytes as a header with Received lines, and as one such line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/received.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autoptr (MdReceived) received = md_received_parse (line);
  g_autofree char *text = g_strconcat ("Received: ", line, "\n\n", NULL);
  g_autoptr (MdHeaders) headers = md_headers_parse (text, strlen (text));
  g_autoptr (MdReceivedChain) chain = md_received_chain (headers, 1751371200);

  g_assert_cmpuint (chain->hops->len, ==, chain->faults->len);
  g_assert_cmpint (chain->slowest, <, (gint) chain->hops->len);
  (void) md_received_border (chain, "example.org");
  (void) md_received_origin (chain);
  return 0;
}

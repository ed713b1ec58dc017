/* fuzz-pop3-reply.c - POP3 replies and CAPA listings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/pop3.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 1000);
  MdPop3Features features = { 0 };

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      G_GNUC_UNUSED g_autoptr (MdPop3Reply) reply = md_pop3_reply_parse (lines[i]);

      md_pop3_features_add (&features, lines[i]);
    }
  return 0;
}

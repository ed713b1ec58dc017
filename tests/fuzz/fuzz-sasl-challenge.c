/* fuzz-sasl-challenge.c - a server's challenges, one a line, for the mechanism that the first byte names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/sasl-scram.h"
#include "protocols/sasl.h"

#include <string.h>

static void
try_scram (const char *digest, char **challenges)
{
  g_autoptr (MdSecret) password = md_secret_new ("pencil", -1);
  g_autoptr (MdScram) scram = md_scram_new (digest, "user", password, "abc");
  G_GNUC_UNUSED g_autoptr (MdSecret) first = md_scram_first (scram);

  for (gsize i = 0; challenges[i] != NULL; i++)
    {
      G_GNUC_UNUSED g_autoptr (MdSecret) answer =
          md_scram_respond (scram, (const guchar *) challenges[i], strlen (challenges[i]));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_auto (GStrv) challenges = g_strsplit (text, "\n", 12);
  g_autoptr (MdSecret) password = md_secret_new (size > 20 ? text : "pencil", -1);
  G_GNUC_UNUSED g_autoptr (MdSecret) prepared = md_scram_prepare (password);
  g_autoptr (MdSasl) sasl = NULL;

  if (size == 0)
    return 0;
  if (data[0] % 9 >= 7)
    {
      try_scram (data[0] % 9 == 7 ? "SHA1" : "SHA256", challenges);
      return 0;
    }
  sasl = md_sasl_new (1 << (data[0] % 9), "user", password, "mail.example.org", 587);
  for (gsize i = 0; challenges[i] != NULL; i++)
    {
      G_GNUC_UNUSED g_autoptr (MdSecret) answer =
          md_sasl_respond (sasl, (const guchar *) challenges[i], strlen (challenges[i]));
    }
  return 0;
}

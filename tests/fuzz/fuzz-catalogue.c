/* fuzz-catalogue.c - any bytes as a compiled message catalogue, and as a sentence with places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice/mo.h"
#include "advice/text.h"
#include "fuzz.h"

#include <string.h>

static const char *
look_up (const char *name, gconstpointer user_data)
{
  return strlen (name) % 2 == 0 ? name : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GHashTable) table = md_mo_read (bytes);
  g_autofree char *pattern = g_strndup ((const char *) data, size);
  g_autofree char *filled = md_fill (pattern, look_up, NULL);
  GHashTableIter iter;
  gpointer id, text;

  g_assert_nonnull (filled);
  if (table == NULL)
    return 0;
  for (g_hash_table_iter_init (&iter, table); g_hash_table_iter_next (&iter, &id, &text);)
    g_assert_cmpuint (strlen (id) + strlen (text), <, 2 * size);
  return 0;
}

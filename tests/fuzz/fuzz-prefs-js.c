/* fuzz-prefs-js.c - any bytes as the settings file of a Mozilla program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "programs/prefs-js.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MdPrefs) prefs = md_prefs_new ();
  GHashTableIter iter;
  gpointer name, value;
  guint n, bad;

  md_prefs_read (prefs, (const char *) data, size);
  g_hash_table_iter_init (&iter, prefs->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_assert_true (g_str_has_prefix (name, "mail."));
      g_assert_true (g_utf8_validate (value, -1, NULL));
    }
  /* Once more on top: nothing new, and the same lines in the way. */
  n = g_hash_table_size (prefs->values);
  bad = prefs->first_bad;
  prefs->first_bad = 0;
  md_prefs_read (prefs, (const char *) data, size);
  g_assert_cmpuint (g_hash_table_size (prefs->values), ==, n);
  g_assert_cmpuint (prefs->first_bad, ==, bad);
  return 0;
}

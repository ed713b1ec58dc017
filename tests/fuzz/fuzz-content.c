/* fuzz-content.c - any bytes as a draft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/content.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdContentAbout about = { .sender = "ana@example.org", .size_limit = 10000, .now = 1751364000 };
  g_autoptr (MdContent) content = md_content_check ((const char *) data, size, &about);

  g_assert_cmpuint (content->notes->len, <=, 40);
  for (guint i = 0; i < content->notes->len; i++)
    {
      const MdContentNote *note = g_ptr_array_index (content->notes, i);

      g_assert_true (g_utf8_validate (note->where, -1, NULL) && note->where[0] != '\0');
      g_assert_true (g_strv_contains (md_content_words (), note->what));
    }
  return 0;
}

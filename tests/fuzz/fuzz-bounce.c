/* fuzz-bounce.c - any bytes, read as a message or as pasted text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/bounce.h"

static void
assert_text (const char *text)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at++)
    g_assert_cmpuint ((guchar) *at, >=, ' ');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* A copy of exactly that size, so that one byte too many is noticed. */
  g_autofree char *bytes = g_memdup2 (data, size);
  g_autoptr (MdBounce) bounce = md_bounce_read (bytes != NULL ? bytes : "", size);

  g_assert_cmpuint (bounce->reports->len, <=, 256);
  g_assert_true (bounce->reports->len > 0 || (bounce->kind != MD_BOUNCE_BOUNCE && bounce->kind != MD_BOUNCE_TEXT));
  for (guint i = 0; i < bounce->reports->len; i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);

      assert_text (report->recipient);
      assert_text (report->status);
      assert_text (report->reporting_mta);
      assert_text (report->remote_mta);
      assert_text (report->diagnostic);
      assert_text (report->around);
      g_assert_true (report->reply == 0 || (report->reply >= 200 && report->reply < 560));
    }
  return 0;
}

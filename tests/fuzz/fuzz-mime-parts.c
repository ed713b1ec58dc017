/* fuzz-mime-parts.c - any bytes, split into parts, each of them decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/mime-parts.h"

static void
assert_within (MdSpan part, MdSpan whole)
{
  g_assert_true (part.length == 0 || (part.at >= whole.at && md_span_end (part) <= md_span_end (whole)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *bytes = g_memdup2 (data, size);
  g_autofree MdMimeParts *parts = g_new (MdMimeParts, 1);
  g_autoptr (GString) keep = g_string_new (NULL);
  MdSpan whole = { bytes != NULL ? bytes : "", size };

  md_mime_split (whole, parts);
  g_assert_cmpuint (parts->n_parts, >=, 1);
  g_assert_cmpuint (parts->n_parts, <=, MD_MIME_MAX_PARTS);
  for (guint i = 0; i < parts->n_parts; i++)
    {
      const MdMimePart *part = &parts->parts[i];
      MdSpan text = md_mime_text (part, keep);
      g_autofree char *copy = md_span_dup (text);

      assert_within (part->header, whole);
      assert_within (part->body, whole);
      assert_within (part->charset, whole);
      g_assert_true (g_utf8_validate (copy, -1, NULL));
    }
  return 0;
}

/* fuzz-headers.c - any bytes as a header: its fields, decoded, as addresses and as dates; what filters wrote into it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/spam-headers.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (MdHeaders) headers = md_headers_parse ((const char *) data, size);
  g_autoptr (GPtrArray) marks = md_spam_marks (headers);

  g_assert_true (headers->length <= size);
  for (guint i = 0; i < headers->fields->len; i++)
    {
      const MdHeader *field = &g_array_index (headers->fields, MdHeader, i);
      g_autofree char *text = md_header_decode (field->value);
      g_autofree char *address = md_header_dup_address (field->value);
      g_autofree char *rules = md_spam_heaviest_rules (field->value);
      gint64 seconds = 0;

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_true (field->name[0] != '\0');
      (void) md_header_read_date (field->value, &seconds);
    }
  for (guint i = 0; i < marks->len; i++)
    g_assert_nonnull (((MdSpamMark *) g_ptr_array_index (marks, i))->field);
  return 0;
}

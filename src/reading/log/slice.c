/* slice.c - what pieces of a line need beside what slice.h has inline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/slice.h"

char *
md_slice_dup (MdSlice self)
{
  char *text = g_utf8_make_valid (self.at != NULL ? self.at : "", (gssize) self.length);

  for (char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return text;
}

guint64
md_slice_hash (MdSlice self)
{
  guint64 hash = 0x9e3779b97f4a7c15u ^ self.length;
  const char *at = self.at;
  gsize left = self.length;

  for (; left >= 8; left -= 8, at += 8)
    {
      guint64 piece;

      memcpy (&piece, at, 8);
      hash = (hash ^ piece) * 0xff51afd7ed558ccdu;
      hash ^= hash >> 32;
    }
  if (left > 0)
    {
      guint64 piece = 0;

      while (left > 0)
        piece = piece << 8 | (guint8) at[--left];
      hash = (hash ^ piece) * 0xff51afd7ed558ccdu;
      hash ^= hash >> 32;
    }
  return hash;
}

gboolean
md_slice_number (MdSlice self, gsize digits, guint64 *number)
{
  gsize n = 0;

  *number = 0;
  for (; n < self.length && n < digits && g_ascii_isdigit (self.at[n]); n++)
    *number = *number * 10 + (guint64) (self.at[n] - '0');
  return n > 0;
}

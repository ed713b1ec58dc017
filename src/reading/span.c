/* span.c - the parts of span.h that are worth a call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/span.h"

const char *
md_span_find_case (MdSpan self, MdSpan word)
{
  const char both[3] = { g_ascii_tolower (word.at[0]), g_ascii_toupper (word.at[0]), '\0' };
  gsize last;

  if (word.length > self.length)
    return NULL;
  last = self.length - word.length;
  for (gsize i = 0; i <= last; i++)
    if ((self.at[i] == both[0] || self.at[i] == both[1])
        && g_ascii_strncasecmp (self.at + i, word.at, word.length) == 0)
      return self.at + i;
  return NULL;
}

/* NULL when there is more than ASCII in it. */
static char *
dup_ascii (MdSpan self)
{
  char *copy = g_malloc (self.length + 1), *end = copy;
  gboolean blank = TRUE; /* the last byte written, or the start */

  for (gsize i = 0; i < self.length; i++)
    {
      guchar c = (guchar) self.at[i];

      if (c > ' ' && c < 0x7F)
        {
          *end++ = (char) c;
          blank = FALSE;
        }
      else if (c == '\0' || c >= 0x7F)
        {
          g_free (copy);
          return NULL;
        }
      else if (!blank)
        {
          *end++ = ' ';
          blank = TRUE;
        }
    }
  *end = '\0';
  return copy;
}

char *
md_span_dup (MdSpan self)
{
  g_autofree char *valid = NULL;
  char *ascii;
  GString *out;
  gboolean blank = FALSE;

  self = md_span_strip (self);
  ascii = dup_ascii (self);
  if (ascii != NULL)
    return ascii;
  valid = g_utf8_make_valid (self.at, (gssize) self.length);
  out = g_string_sized_new (self.length);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          blank = out->len > 0;
          continue;
        }
      if (blank)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_len (out, at, g_utf8_next_char (at) - at);
    }
  return g_string_free (out, FALSE);
}

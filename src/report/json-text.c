/* json-text.c - writes JSON as it goes along; see json-text.h
 *
 * RFC 8259.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"

#include "report/json-text.h"

#include <math.h>
#include <string.h>

void
md_json_text_init (MdJsonText *self)
{
  *self = (MdJsonText) { .text = g_string_sized_new (2048) };
}

char *
md_json_text_end (MdJsonText *self)
{
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

/* As g_string_append_len(), which takes more steps than a few bytes are worth. */
static inline void
put (GString *text, const char *bytes, gsize length)
{
  if (text->len + length >= text->allocated_len)
    {
      g_string_append_len (text, bytes, (gssize) length);
      return;
    }
  memcpy (text->str + text->len, bytes, length);
  text->len += length;
  text->str[text->len] = '\0';
}

/* As "%d": a format takes more steps than the digits. */
static void
put_number (GString *text, gint64 value)
{
  guint64 left = value < 0 ? -(guint64) value : (guint64) value;
  char digits[24];
  gsize at = sizeof digits;

  do
    digits[--at] = (char) ('0' + left % 10);
  while ((left /= 10) > 0);
  if (value < 0)
    digits[--at] = '-';
  put (text, digits + at, sizeof digits - at);
}

static void
begin_value (MdJsonText *self)
{
  if (self->comma)
    g_string_append_c (self->text, ',');
  self->comma = TRUE;
}

void
md_json_text_open (MdJsonText *self, char mark)
{
  begin_value (self);
  g_string_append_c (self->text, mark);
  self->comma = FALSE;
}

void
md_json_text_close (MdJsonText *self, char mark)
{
  g_string_append_c (self->text, mark);
  self->comma = TRUE;
}

static void
append_escaped (GString *text, guchar c)
{
  static const char letters[] = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't' };

  if (c == '"' || c == '\\')
    g_string_append_printf (text, "\\%c", c);
  else if (c < sizeof letters && letters[c] != '\0')
    g_string_append_printf (text, "\\%c", letters[c]);
  else
    g_string_append_printf (text, "\\u%04x", c);
}

/* Bytes that cannot stand in a string as they are. */
static const char special[256] = {
  [0] = 1,  [1] = 1,  [2] = 1,  [3] = 1,  [4] = 1,  [5] = 1,  [6] = 1,  [7] = 1,   [8] = 1,    [9] = 1,
  [10] = 1, [11] = 1, [12] = 1, [13] = 1, [14] = 1, [15] = 1, [16] = 1, [17] = 1,  [18] = 1,   [19] = 1,
  [20] = 1, [21] = 1, [22] = 1, [23] = 1, [24] = 1, [25] = 1, [26] = 1, [27] = 1,  [28] = 1,   [29] = 1,
  [30] = 1, [31] = 1, ['"'] = 1, ['\\'] = 1, [0x7F] = 1,
};

static void
append_string (MdJsonText *self, const char *value)
{
  g_string_append_c (self->text, '"');
  for (;;)
    {
      const char *at = value;

      while (!special[(guchar) *at])
        at++;
      put (self->text, value, (gsize) (at - value));
      if (*at == '\0')
        break;
      append_escaped (self->text, (guchar) *at);
      value = at + 1;
    }
  g_string_append_c (self->text, '"');
}

void
md_json_text_name (MdJsonText *self, const char *name)
{
  begin_value (self);
  g_string_append_c (self->text, '"');
  put (self->text, name, strlen (name));
  put (self->text, "\":", 2);
  self->comma = FALSE;
}

void
md_json_text_string (MdJsonText *self, const char *value)
{
  begin_value (self);
  if (value != NULL)
    append_string (self, value);
  else
    g_string_append (self->text, "null");
}

void
md_json_text_number (MdJsonText *self, gint64 value)
{
  begin_value (self);
  put_number (self->text, value);
}

void
md_json_text_decimal (MdJsonText *self, double value)
{
  gint64 thousandths = (gint64) round (value * 1000);
  int part = (int) (ABS (thousandths) % 1000);
  const char digits[] = { '.', (char) ('0' + part / 100), (char) ('0' + part / 10 % 10), (char) ('0' + part % 10) };

  begin_value (self);
  if (thousandths < 0)
    put (self->text, "-", 1);
  put_number (self->text, ABS (thousandths) / 1000);
  put (self->text, digits, part % 10 != 0 ? 4 : part % 100 != 0 ? 3 : 2);
}

void
md_json_text_truth (MdJsonText *self, gboolean value)
{
  begin_value (self);
  g_string_append (self->text, value ? "true" : "false");
}

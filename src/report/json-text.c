/* json-text.c - writes JSON as it goes along; see json-text.h
 *
 * RFC 8259.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"

#include "report/json-text.h"

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

static void
append_string (MdJsonText *self, const char *value)
{
  const char *from = value, *at;

  g_string_append_c (self->text, '"');
  for (at = value; *at != '\0'; at++)
    {
      guchar c = (guchar) *at;

      if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F)
        continue;
      g_string_append_len (self->text, from, at - from);
      append_escaped (self->text, c);
      from = at + 1;
    }
  g_string_append_len (self->text, from, at - from);
  g_string_append_c (self->text, '"');
}

void
md_json_text_name (MdJsonText *self, const char *name)
{
  begin_value (self);
  append_string (self, name);
  g_string_append_c (self->text, ':');
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
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
md_json_text_decimal (MdJsonText *self, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;

  begin_value (self);
  g_ascii_formatd (text, sizeof text, "%.3f", value);
  for (length = strlen (text); length > 3 && text[length - 1] == '0' && text[length - 2] != '.'; length--)
    ;
  g_string_append_len (self->text, text, (gssize) length);
}

void
md_json_text_truth (MdJsonText *self, gboolean value)
{
  begin_value (self);
  g_string_append (self->text, value ? "true" : "false");
}

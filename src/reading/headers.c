/* headers.c - the fields of a header; see headers.h
 *
 * One copy of the header is unfolded in place, and the fields point into it: no allocation a field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-headers"

#include "config.h"

#include "reading/headers.h"

#include <string.h>

#define MAX_BYTES (1024 * 1024)
#define MAX_FIELDS 2000

/* A line of the source, without its end. */
typedef struct
{
  const char *text;
  gsize length;
  gsize next;  /* offset of the following line */
} Line;

static gboolean
read_line (const char *text, gsize length, gsize at, Line *line)
{
  const char *newline;

  if (at >= length)
    return FALSE;
  newline = memchr (text + at, '\n', length - at);
  line->text = text + at;
  line->length = newline != NULL ? (gsize) (newline - text) - at : length - at;
  line->next = newline != NULL ? (gsize) (newline - text) + 1 : length;
  if (line->length > 0 && line->text[line->length - 1] == '\r')
    line->length--;
  return TRUE;
}

/* Length of the name when this line begins a field, else 0. */
static gsize
name_length (const Line *line)
{
  gsize length = 0, after;

  while (length < line->length && line->text[length] > 32 && line->text[length] < 127 && line->text[length] != ':')
    length++;
  /* The obsolete syntax has blanks in front of the colon. */
  for (after = length; after < line->length && (line->text[after] == ' ' || line->text[after] == '\t'); after++)
    ;
  return after < line->length && line->text[after] == ':' ? length : 0;
}

/* Copies to the end of self->text, NUL bytes as question marks. */
static void
copy_bytes (char *to, const char *from, gsize length)
{
  memcpy (to, from, length);
  for (char *nul = memchr (to, '\0', length); nul != NULL; nul = memchr (nul, '\0', (gsize) (to + length - nul)))
    *nul = '?';
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the field that begins at @line, with the lines that continue it; the offset of the line after them. */
static gsize
take_field (MdHeaders *self, const char *text, gsize length, Line line, gsize name_bytes, gsize *used)
{
  char *name = self->text + *used, *value;
  gsize at = name_bytes, next, n_value = 0;
  MdHeader field = { .name = name };

  copy_bytes (name, line.text, name_bytes);
  name[name_bytes] = '\0';
  value = name + name_bytes + 1;
  at = (gsize) ((const char *) memchr (line.text + name_bytes, ':', line.length - name_bytes) - line.text) + 1;
  while (at < line.length && is_blank (line.text[at]))
    at++;
  copy_bytes (value, line.text + at, line.length - at);
  n_value = line.length - at;
  next = line.next;
  while (read_line (text, length, next, &line) && line.length > 0 && (line.text[0] == ' ' || line.text[0] == '\t'))
    {
      copy_bytes (value + n_value, line.text, line.length);
      n_value += line.length;
      next = line.next;
    }
  while (n_value > 0 && is_blank (value[n_value - 1]))
    n_value--;
  value[n_value] = '\0';
  /* A value that only began on its second line. */
  while (is_blank (*value))
    value++;
  field.value = value;
  g_array_append_val (self->fields, field);
  *used = (gsize) (value - self->text) + strlen (value) + 1;
  return next;
}

MdHeaders *
md_headers_parse (const char *text, gsize length)
{
  MdHeaders *self = g_new0 (MdHeaders, 1);
  gsize at = 0, used = 0, limit = MIN (length, MAX_BYTES);
  Line line;

  self->fields = g_array_sized_new (FALSE, FALSE, sizeof (MdHeader), 32);
  while (read_line (text, limit, at, &line))
    {
      gsize name_bytes = name_length (&line);

      if (line.length == 0 && self->fields->len > 0)
        {
          at = line.next;
          break;
        }
      if (line.length == 0 || self->fields->len == MAX_FIELDS)
        break;
      if (name_bytes > 0)
        {
          /* Every field needs at most two bytes more than it has: the ends of its name and value.  It has a colon and,
           * but for the last, a line end. */
          if (self->text == NULL)
            self->text = g_malloc (limit + 2);
          at = take_field (self, text, limit, line, name_bytes, &used);
          continue;
        }
      if (self->fields->len == 0 && !(at == 0 && line.length > 5 && memcmp (line.text, "From ", 5) == 0))
        break;
      self->n_broken += at == 0 ? 0 : 1;
      at = line.next;
    }
  self->cut = self->fields->len == MAX_FIELDS || (limit < length && at >= limit);
  self->length = self->fields->len > 0 ? at : 0;
  return self;
}

void
md_headers_free (MdHeaders *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->fields);
  g_free (self->text);
  g_free (self);
}

const char *
md_headers_get_nth (const MdHeaders *self, const char *name, guint nth)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const MdHeader *field = &g_array_index (self->fields, MdHeader, i);

      if (g_ascii_strcasecmp (field->name, name) == 0 && nth-- == 0)
        return field->value;
    }
  return NULL;
}

const char *
md_headers_get (const MdHeaders *self, const char *name)
{
  return md_headers_get_nth (self, name, 0);
}

guint
md_headers_count (const MdHeaders *self, const char *name)
{
  guint count = 0;

  for (guint i = 0; i < self->fields->len; i++)
    if (g_ascii_strcasecmp (g_array_index (self->fields, MdHeader, i).name, name) == 0)
      count++;
  return count;
}

char *
md_headers_dup_text (const MdHeaders *self, const char *name)
{
  const char *value = md_headers_get (self, name);

  return value != NULL ? md_header_decode (value) : NULL;
}

static gboolean
ends_address (char c)
{
  return strchr (" \t\r\n,;<>()\"", c) != NULL;
}

/* The word around the first @ that stands outside a quoted name. */
static char *
bare_address (const char *value)
{
  gboolean quoted = FALSE;

  for (const char *at = value; *at != '\0'; at++)
    {
      const char *from = at, *until = at;

      if (*at == '"')
        quoted = !quoted;
      if (*at != '@' || quoted)
        continue;
      while (from > value && !ends_address (from[-1]))
        from--;
      while (!ends_address (*until))
        until++;
      if (from < at && until > at + 1)
        return g_strndup (from, (gsize) (until - from));
    }
  return NULL;
}

char *
md_header_dup_address (const char *value)
{
  gboolean quoted = FALSE;

  for (const char *at = value; *at != '\0'; at++)
    {
      const char *end;

      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = !quoted;
      if (*at != '<' || quoted)
        continue;
      end = strchr (at, '>');
      if (end != NULL && end > at + 1 && memchr (at, '@', (gsize) (end - at)) != NULL)
        return g_strndup (at + 1, (gsize) (end - at) - 1);
    }
  return bare_address (value);
}

/* raw-message.c - see raw-message.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-raw-message"

#include "config.h"

#include "mailauth/raw-message.h"

#include <string.h>

void
md_raw_message_free (MdRawMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->bytes);
  g_array_unref (self->fields);
  g_free (self);
}

static gsize
count_bare_ends (const char *bytes, gsize length)
{
  const char *at = bytes, *end = bytes + length;
  gsize n = 0;

  while (at < end && (at = memchr (at, '\n', (gsize) (end - at))) != NULL)
    {
      n += at == bytes || at[-1] != '\r' ? 1 : 0;
      at++;
    }
  return n;
}

/* A copy with CRLF for every LF that stands alone, closed by a NUL that does not count. */
static char *
dup_with_line_ends (const char *bytes, gsize length, gsize *out_length)
{
  gsize bare = count_bare_ends (bytes, length);
  char *copy = g_malloc (length + bare + 1), *to = copy;
  const char *from = bytes, *end = bytes + length;

  while (from < end)
    {
      const char *line_end = memchr (from, '\n', (gsize) (end - from));
      gsize chunk = (gsize) ((line_end != NULL ? line_end : end) - from);

      memcpy (to, from, chunk);
      to += chunk;
      from += chunk;
      if (line_end == NULL)
        break;
      if (from == bytes || from[-1] != '\r')
        *to++ = '\r';
      *to++ = '\n';
      from++;
    }
  *to = '\0';
  *out_length = (gsize) (to - copy);
  return copy;
}

/* The end of the field that starts at @at: the CRLF that no blank follows; @end when there is none. */
static const char *
field_end (const char *at, const char *end)
{
  while (at < end)
    {
      const char *line_end = memchr (at, '\n', (gsize) (end - at));

      if (line_end == NULL)
        return end;
      if (line_end + 1 >= end || (line_end[1] != ' ' && line_end[1] != '\t'))
        return line_end - 1;
      at = line_end + 1;
    }
  return end;
}

/* FALSE when it is no field: no colon, or no printable name before it. */
static gboolean
read_field (MdRawField *field, const char *start, const char *end)
{
  const char *colon = memchr (start, ':', (gsize) (end - start));
  const char *name_end = colon;

  if (colon == NULL)
    return FALSE;
  while (name_end > start && (name_end[-1] == ' ' || name_end[-1] == '\t'))
    name_end--;
  for (const char *at = start; at < name_end; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  *field = (MdRawField) { start, (gsize) (name_end - start), colon + 1, (gsize) (end - start) };
  return name_end > start;
}

/* Where the body begins, or the end.  A line that is no field is left out; nothing can have signed it. */
static const char *
read_header (MdRawMessage *self)
{
  const char *at = self->bytes, *end = self->bytes + self->length;

  while (at < end)
    {
      gboolean empty = end - at >= 2 && at[0] == '\r' && at[1] == '\n';
      const char *stop = empty ? at : field_end (at, end);
      MdRawField field;

      if (empty)
        return at + 2;
      if ((gsize) (stop - at) > MD_FIELD_MAX_BYTES || (gsize) (stop - self->bytes) > MD_HEADER_MAX_BYTES
          || self->fields->len == MD_HEADER_MAX_FIELDS)
        {
          self->cut = TRUE;
          return end;
        }
      if (read_field (&field, at, stop))
        g_array_append_val (self->fields, field);
      at = MIN (stop + 2, end);
    }
  return end;
}

MdRawMessage *
md_raw_message_new (const char *bytes, gsize length)
{
  MdRawMessage *self = g_new0 (MdRawMessage, 1);

  if (length >= strlen ("From ") && memcmp (bytes, "From ", strlen ("From ")) == 0)
    {
      const char *line_end = memchr (bytes, '\n', length);
      gsize line = line_end != NULL ? (gsize) (line_end - bytes) + 1 : length;

      bytes += line;
      length -= line;
    }
  self->cut = length > MD_MESSAGE_MAX_BYTES;
  self->bytes = dup_with_line_ends (bytes, MIN (length, MD_MESSAGE_MAX_BYTES), &self->length);
  self->fields = g_array_new (FALSE, FALSE, sizeof (MdRawField));
  self->body = read_header (self);
  self->body_length = (gsize) (self->bytes + self->length - self->body);
  return self;
}

gboolean
md_raw_field_is (const MdRawField *field, const char *name)
{
  return field->name_length == strlen (name) && g_ascii_strncasecmp (field->start, name, field->name_length) == 0;
}

char *
md_raw_field_dup_value (const MdRawField *field)
{
  const char *end = field->start + field->length;
  g_autoptr (GString) value = g_string_new (NULL);

  for (const char *at = field->value; at < end; at++)
    {
      if (*at == '\0')
        g_string_append (value, "\357\277\275");
      else if (*at != '\r' && *at != '\n')
        g_string_append_c (value, *at);
    }
  return g_strdup (g_strstrip (value->str));
}

const MdRawField *
md_raw_message_get (const MdRawMessage *self, const char *name, guint n)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const MdRawField *field = &g_array_index (self->fields, MdRawField, i);

      if (md_raw_field_is (field, name) && n-- == 0)
        return field;
    }
  return NULL;
}

guint
md_raw_message_count (const MdRawMessage *self, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < self->fields->len; i++)
    n += md_raw_field_is (&g_array_index (self->fields, MdRawField, i), name) ? 1 : 0;
  return n;
}

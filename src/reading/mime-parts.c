/* mime-parts.c - the parts of a message as stretches of its bytes; see mime-parts.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/mime-parts.h"

#define MAX_LEVEL 8
#define MAX_TEXT (256 * 1024)
#define MAX_HEADER (1024 * 1024)
#define MAX_BOUNDARY 200 /* RFC 2046 allows 70; some write more */
#define MAX_CHARSET 40

/* ── fields ── */

/* "Name:" at the start of a line; its length without the colon, or 0. */
static gsize
name_length (MdSpan line)
{
  const char *at = line.at, *end = md_span_end (line);
  gsize n;

  while (at < end && (guchar) (*at - '!') < 0x7F - '!' && *at != ':')
    at++;
  n = (gsize) (at - line.at);
  /* "Name :" was once allowed (RFC 822). */
  if (n < line.length && line.at[n] != ':')
    {
      gsize colon = n;

      while (colon < line.length && (line.at[colon] == ' ' || line.at[colon] == '\t'))
        colon++;
      return colon < line.length && line.at[colon] == ':' ? n : 0;
    }
  return n < line.length ? n : 0;
}

void
md_mime_cut (MdSpan message, MdSpan *header, MdSpan *body)
{
  MdSpan rest = message, line = { 0 };
  gboolean any = FALSE;

  if (md_span_starts (rest, MD_SPAN ("From ")) || md_span_starts (rest, MD_SPAN (">From ")))
    md_span_next_line (&rest, &line);
  *header = rest;
  *body = md_span_until (rest, 0);
  while (rest.length > 0)
    {
      const char *start = rest.at;

      md_span_next_line (&rest, &line);
      if (line.length == 0)
        {
          *header = md_span_before (*header, start);
          *body = rest;
          return;
        }
      if (!any && name_length (line) == 0)
        {
          *header = md_span_until (*header, 0);
          *body = message;
          return;
        }
      any = TRUE;
      if ((gsize) (start - header->at) > MAX_HEADER)
        break;
    }
  *header = md_span_until (*header, (gsize) (rest.at - header->at));
  *body = rest;
}

gboolean
md_mime_next_field (MdSpan *header, MdSpan *name, MdSpan *value)
{
  MdSpan line;

  while (md_span_next_line (header, &line))
    {
      gsize length = name_length (line);
      const char *colon;

      if (length == 0 || line.at[0] == ' ' || line.at[0] == '\t')
        continue;
      *name = md_span_until (line, length);
      colon = memchr (line.at, ':', line.length);
      *value = md_span_from (line, (gsize) (colon - line.at) + 1);
      while (header->length > 0 && (header->at[0] == ' ' || header->at[0] == '\t'))
        {
          md_span_next_line (header, &line);
          value->length = (gsize) (md_span_end (line) - value->at);
        }
      *value = md_span_strip (*value);
      return TRUE;
    }
  return FALSE;
}

/* ── content type ── */

/* One "name=value" after a semicolon; @rest moves on behind it. */
static gboolean
next_parameter (MdSpan *rest, MdSpan *name, MdSpan *value)
{
  const char *equals;
  gsize n = 0;

  while (rest->length > 0 && (rest->at[0] == ';' || md_is_blank (rest->at[0])))
    *rest = md_span_from (*rest, 1);
  equals = memchr (rest->at, '=', rest->length);
  if (equals == NULL)
    return FALSE;
  *name = md_span_strip (md_span_before (*rest, equals));
  *rest = md_span_strip (md_span_from (*rest, (gsize) (equals - rest->at) + 1));
  if (rest->length > 0 && rest->at[0] == '"')
    {
      *rest = md_span_from (*rest, 1);
      while (n < rest->length && rest->at[n] != '"')
        n++;
      *value = md_span_until (*rest, n);
      *rest = md_span_from (*rest, n + 1);
      return TRUE;
    }
  while (n < rest->length && rest->at[n] != ';' && !md_is_blank (rest->at[n]))
    n++;
  *value = md_span_until (*rest, n);
  *rest = md_span_from (*rest, n);
  return TRUE;
}

static void
read_type (MdMimePart *self, MdSpan value)
{
  MdSpan rest = value, name, parameter;
  gsize n = 0;

  while (n < value.length && value.at[n] != ';' && !md_is_blank (value.at[n]))
    n++;
  if (n > 0)
    self->type = md_span_until (value, n);
  rest = md_span_from (value, n);
  for (guint i = 0; i < 16 && next_parameter (&rest, &name, &parameter); i++)
    if (md_span_equals (name, MD_SPAN ("boundary")) && parameter.length <= MAX_BOUNDARY)
      self->boundary = parameter;
    else if (md_span_equals (name, MD_SPAN ("charset")))
      self->charset = parameter;
}

static void
read_header (MdMimePart *self)
{
  MdSpan rest = self->header, name, value;

  self->type = MD_SPAN ("text/plain");
  self->charset = self->boundary = MD_SPAN_NONE;
  self->encoding = MD_ENCODING_NONE;
  while (md_mime_next_field (&rest, &name, &value))
    {
      if ((name.at[0] | 0x20) != 'c')
        continue;
      if (md_span_equals (name, MD_SPAN ("Content-Type")))
        read_type (self, value);
      else if (!md_span_equals (name, MD_SPAN ("Content-Transfer-Encoding")))
        continue;
      else if (md_span_starts (value, MD_SPAN ("base64")))
        self->encoding = MD_ENCODING_BASE64;
      else if (md_span_starts (value, MD_SPAN ("quoted-printable")))
        self->encoding = MD_ENCODING_QUOTED_PRINTABLE;
    }
}

/* ── splitting ── */

/* The next line "--boundary" in @rest; @is_last: "--boundary--". */
static const char *
find_boundary (MdSpan rest, MdSpan boundary, const char *start, gboolean *is_last, const char **behind)
{
  const char *at;

  while (rest.length > 0 && (at = memmem (rest.at, rest.length, boundary.at, boundary.length)) != NULL)
    {
      const char *end = at + boundary.length;
      MdSpan after = md_span_from (rest, (gsize) (end - rest.at));

      rest = after;
      if (at - start < 2 || at[-1] != '-' || at[-2] != '-' || (at - start > 2 && at[-3] != '\n'))
        continue;
      *is_last = md_span_starts (after, MD_SPAN ("--"));
      end = memchr (after.at, '\n', after.length);
      *behind = end != NULL ? end + 1 : md_span_end (after);
      if (*is_last || md_span_strip (md_span_before (after, *behind)).length == 0)
        return at - 2;
    }
  return NULL;
}

static void split_part (MdMimeParts *self, MdSpan text, guint level);

/* The parts between the boundaries; FALSE when there is none of them. */
static gboolean
split_body (MdMimeParts *self, MdSpan body, MdSpan boundary, guint level)
{
  const char *from = NULL, *behind = NULL, *at;
  MdSpan rest = body;
  gboolean is_last = FALSE;

  while (!is_last && (at = find_boundary (rest, boundary, body.at, &is_last, &behind)) != NULL)
    {
      /* The line end in front of the boundary belongs to it. */
      if (from != NULL && self->n_parts < MD_MIME_MAX_PARTS)
        split_part (self, (MdSpan) { from, (gsize) (MAX (at, from) - from) }, level);
      from = behind;
      rest = md_span_from (body, (gsize) (behind - body.at));
    }
  if (from == NULL)
    return FALSE;
  if (!is_last && self->n_parts < MD_MIME_MAX_PARTS)
    split_part (self, md_span_from (body, (gsize) (from - body.at)), level);
  return TRUE;
}

static void
split_part (MdMimeParts *self, MdSpan text, guint level)
{
  MdMimePart *part = &self->parts[self->n_parts++];

  md_mime_cut (text, &part->header, &part->body);
  if (text.length > 0 && (text.at[0] == '\n' || text.at[0] == '\r'))
    {
      /* A part without a header begins with an empty line. */
      part->header = md_span_until (text, 0);
      part->body = text;
    }
  part->level = level;
  read_header (part);
  part->is_multipart = part->boundary.length > 0 && md_span_starts (part->type, MD_SPAN ("multipart/"))
                       && level < MAX_LEVEL && self->n_parts < MD_MIME_MAX_PARTS;
  if (part->is_multipart)
    part->is_multipart = split_body (self, part->body, part->boundary, level + 1);
}

void
md_mime_split (MdSpan message, MdMimeParts *self)
{
  self->n_parts = 0;
  split_part (self, message, 0);
}

gboolean
md_mime_is (const MdMimePart *self, MdSpan type)
{
  return type.at[type.length - 1] == '/' ? md_span_starts (self->type, type) : md_span_equals (self->type, type);
}

/* ── text ── */

static void
decode_quoted_printable (MdSpan body, GString *out)
{
  gsize i = 0;

  while (i < body.length)
    {
      const char *equals = memchr (body.at + i, '=', body.length - i);
      gsize plain = equals != NULL ? (gsize) (equals - body.at) - i : body.length - i;

      g_string_append_len (out, body.at + i, (gssize) plain);
      i += plain;
      if (i >= body.length)
        return;
      if (i + 2 < body.length && g_ascii_isxdigit (body.at[i + 1]) && g_ascii_isxdigit (body.at[i + 2]))
        {
          g_string_append_c (out, (char) (g_ascii_xdigit_value (body.at[i + 1]) * 16
                                          + g_ascii_xdigit_value (body.at[i + 2])));
          i += 3;
        }
      else if (i + 1 < body.length && body.at[i + 1] == '\n')
        i += 2;
      else if (i + 2 < body.length && body.at[i + 1] == '\r' && body.at[i + 2] == '\n')
        i += 3;
      else
        g_string_append_c (out, body.at[i++]);
    }
}

static void
decode_base64 (MdSpan body, GString *out)
{
  int state = 0;
  guint save = 0;

  g_string_set_size (out, body.length / 4 * 3 + 6);
  g_string_set_size (out, g_base64_decode_step (body.at, body.length, (guchar *) out->str, &state, &save));
}

/* Eight bytes at a time, since most text is. */
static gboolean
is_ascii (MdSpan text)
{
  guint64 eight, all = 0;
  gsize i = 0;

  for (; i + sizeof eight <= text.length; i += sizeof eight)
    {
      memcpy (&eight, text.at + i, sizeof eight);
      all |= eight;
    }
  for (; i < text.length; i++)
    all |= (guchar) text.at[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* Charsets that hide letters behind seven bits, and the bytes by which they begin to. */
static gboolean
is_shifted (MdSpan charset, MdSpan text)
{
  static const struct
  {
    MdSpan charset;
    MdSpan marks; /* none: always */
  } rows[] = {
    { MD_SPAN_ROW ("iso-2022"), MD_SPAN_ROW ("\033\016") },
    { MD_SPAN_ROW ("hz"), MD_SPAN_ROW ("~") },
    { MD_SPAN_ROW ("utf-7"), MD_SPAN_ROW ("+") },
    { MD_SPAN_ROW ("utf-16"), MD_SPAN_ROW ("") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (md_span_starts (charset, rows[i].charset))
      {
        gboolean shifted = rows[i].marks.length == 0;

        for (gsize k = 0; k < rows[i].marks.length; k++)
          shifted = shifted || memchr (text.at, rows[i].marks.at[k], text.length) != NULL;
        return shifted;
      }
  return FALSE;
}

/* The most frequent charsets of old mail, without the module that iconv would load and unload for every text. */
static gboolean
is_western (const char *charset)
{
  static const char *const names[] = { "iso-8859-1", "windows-1252", "cp1252", "latin1" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (charset, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Windows-1252, of which ISO 8859-1 is a part as far as mail is concerned. */
static void
append_western (GString *out, MdSpan text)
{
  static const guint16 upper[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  };

  for (gsize i = 0; i < text.length; i++)
    {
      guchar c = (guchar) text.at[i];

      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, c < 0xA0 ? upper[c - 0x80] : c);
    }
}

/* Replaces the text in @keep by its UTF-8 form; what cannot be told stays as it is, made valid later. */
static MdSpan
to_utf8 (MdSpan text, MdSpan charset, GString *keep)
{
  char name[MAX_CHARSET + 1] = "";
  g_autofree char *converted = NULL;
  gsize length = 0;

  if (charset.length > MAX_CHARSET || md_span_equals (charset, MD_SPAN ("utf-8"))
      || (is_ascii (text) && !is_shifted (charset, text)))
    return text;
  memcpy (name, charset.at, charset.length);
  if (name[0] == '\0' || g_ascii_strcasecmp (name, "us-ascii") == 0)
    {
      if (g_utf8_validate_len (text.at, text.length, NULL))
        return text;
      strcpy (name, "WINDOWS-1252");
    }
  if (is_western (name))
    {
      g_autoptr (GString) out = g_string_sized_new (text.length + text.length / 8);

      append_western (out, text);
      g_string_truncate (keep, 0);
      g_string_append_len (keep, out->str, (gssize) out->len);
      return (MdSpan) { keep->str, keep->len };
    }
  converted = g_convert_with_fallback (text.at, (gssize) text.length, "UTF-8", name, "?", NULL, &length, NULL);
  if (converted == NULL)
    return text;
  g_string_truncate (keep, 0);
  g_string_append_len (keep, converted, (gssize) length);
  return (MdSpan) { keep->str, keep->len };
}

MdSpan
md_mime_text (const MdMimePart *self, GString *keep)
{
  MdSpan body = md_span_until (self->body, self->encoding == MD_ENCODING_NONE ? MAX_TEXT : MAX_TEXT * 3 / 2);

  g_string_truncate (keep, 0);
  if (self->encoding == MD_ENCODING_NONE)
    return to_utf8 (body, self->charset, keep);
  if (self->encoding == MD_ENCODING_BASE64)
    decode_base64 (body, keep);
  else
    decode_quoted_printable (body, keep);
  return to_utf8 ((MdSpan) { keep->str, keep->len }, self->charset, keep);
}

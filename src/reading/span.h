/* span.h - a stretch of somebody else's bytes, never copied, not closed by a NUL
 *
 * For readers that go through megabytes and keep little: what is kept is copied by md_span_dup().  The bytes belong to
 * whoever handed out the span.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef struct
{
  const char *at;
  gsize length;
} MdSpan;

#define MD_SPAN(literal) ((MdSpan) { literal, sizeof (literal) - 1 })
/* For tables. */
#define MD_SPAN_ROW(literal) { literal, sizeof (literal) - 1 }
#define MD_SPAN_NONE ((MdSpan) { "", 0 })

static inline MdSpan
md_span (const char *text)
{
  return (MdSpan) { text, strlen (text) };
}

/* From byte @from to the end. */
static inline MdSpan
md_span_from (MdSpan self, gsize from)
{
  from = MIN (from, self.length);
  return (MdSpan) { self.at + from, self.length - from };
}

/* The first @length bytes, or fewer. */
static inline MdSpan
md_span_until (MdSpan self, gsize length)
{
  return (MdSpan) { self.at, MIN (self.length, length) };
}

/* What lies before @until, a pointer into the span. */
static inline MdSpan
md_span_before (MdSpan self, const char *until)
{
  return (MdSpan) { self.at, (gsize) (until - self.at) };
}

static inline const char *
md_span_end (MdSpan self)
{
  return self.at + self.length;
}

static inline gboolean
md_is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* Without blanks, line ends and NUL bytes at its ends. */
static inline MdSpan
md_span_strip (MdSpan self)
{
  while (self.length > 0 && md_is_blank (self.at[0]))
    self = md_span_from (self, 1);
  while (self.length > 0 && md_is_blank (self.at[self.length - 1]))
    self.length--;
  return self;
}

/* Hands out the next line without its end (LF or CRLF); FALSE when nothing is left. */
static inline gboolean
md_span_next_line (MdSpan *rest, MdSpan *line)
{
  const char *end;

  if (rest->length == 0)
    return FALSE;
  end = memchr (rest->at, '\n', rest->length);
  *line = end != NULL ? md_span_before (*rest, end) : *rest;
  *rest = md_span_from (*rest, line->length + 1);
  if (line->length > 0 && line->at[line->length - 1] == '\r')
    line->length--;
  return TRUE;
}

/* ASCII letters without regard to case, as everywhere in mail. */
static inline gboolean
md_span_starts (MdSpan self, MdSpan prefix)
{
  gsize last = prefix.length - 1;

  if (self.length < prefix.length || prefix.length == 0)
    return prefix.length == 0;
  /* Most differ in the first or the last byte, but for the bit of the letter case. */
  if ((((self.at[0] ^ prefix.at[0]) | (self.at[last] ^ prefix.at[last])) & ~0x20) != 0)
    return FALSE;
  return g_ascii_strncasecmp (self.at, prefix.at, prefix.length) == 0;
}

static inline gboolean
md_span_equals (MdSpan self, MdSpan other)
{
  return self.length == other.length && md_span_starts (self, other);
}

/* Where @word, which is not empty, stands in it, as it is written; NULL when nowhere.  For short words in short texts,
 * where the preparations of memmem() take longer than the search. */
static inline const char *
md_span_find (MdSpan self, MdSpan word)
{
  const char *at = self.at, *last;

  if (word.length > self.length)
    return NULL;
  last = self.at + (self.length - word.length);
  for (; at <= last && (at = memchr (at, word.at[0], (gsize) (last - at) + 1)) != NULL; at++)
    if (memcmp (at, word.at, word.length) == 0)
      return at;
  return NULL;
}

/* The same without regard to the case of ASCII letters. */
const char *md_span_find_case (MdSpan self, MdSpan word);
/* A copy as text: valid UTF-8, stripped, runs of blanks and line ends as one blank, no control characters. */
char       *md_span_dup (MdSpan self);

G_END_DECLS

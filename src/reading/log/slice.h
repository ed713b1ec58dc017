/* slice.h - a piece of somebody else's bytes: where it begins and how long it is
 *
 * Logs are read without copying: every field of a line is such a piece, good for as long as the line is.  The bytes may
 * be any; there is no closing NUL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef struct
{
  const char *at;  /* never NULL when length > 0 */
  gsize length;
} MdSlice;

#define MD_SLICE(literal) ((MdSlice) { "" literal, sizeof literal - 1 })
/* Does it begin with that literal? */
#define md_slice_starts(slice, literal) \
  ((slice).length >= sizeof literal - 1 && memcmp ((slice).at, "" literal, sizeof literal - 1) == 0)
#define md_slice_is(slice, literal) ((slice).length == sizeof literal - 1 && md_slice_starts (slice, literal))
#define md_slice_ends(slice, literal) \
  ((slice).length >= sizeof literal - 1 \
   && memcmp ((slice).at + (slice).length - (sizeof literal - 1), "" literal, sizeof literal - 1) == 0)

static inline MdSlice
md_slice (const char *at, gsize length)
{
  return (MdSlice) { at, length };
}

/* What is behind the first @n bytes; @n at most its length. */
static inline MdSlice
md_slice_from (MdSlice self, gsize n)
{
  /* As a number: NULL plus nothing is no address in C. */
  return (MdSlice) { (const char *) ((guintptr) self.at + n), self.length - n };
}

static inline MdSlice
md_slice_first (MdSlice self, gsize n)
{
  return (MdSlice) { self.at, MIN (n, self.length) };
}

/* The place of the first @byte; the length when there is none. */
static inline gsize
md_slice_index (MdSlice self, char byte)
{
  const char *found = self.length > 0 ? memchr (self.at, byte, self.length) : NULL;

  return found != NULL ? (gsize) (found - self.at) : self.length;
}

/* The place of @needle, or -1. */
static inline gssize
md_slice_find (MdSlice self, MdSlice needle)
{
  const char *found = self.at != NULL && self.length >= needle.length
                        ? memmem (self.at, self.length, needle.at, needle.length) : NULL;

  return found != NULL ? found - self.at : -1;
}

static inline gboolean
md_slice_equal (MdSlice one, MdSlice other)
{
  return one.length == other.length && (one.length == 0 || memcmp (one.at, other.at, one.length) == 0);
}

/* The same in any case of ASCII letters. */
static inline gboolean
md_slice_equal_folded (MdSlice one, MdSlice other)
{
  return one.length == other.length && (one.length == 0 || g_ascii_strncasecmp (one.at, other.at, one.length) == 0);
}

/* Without blanks at both ends. */
static inline MdSlice
md_slice_strip (MdSlice self)
{
  while (self.length > 0 && (self.at[0] == ' ' || self.at[0] == '\t'))
    self = md_slice_from (self, 1);
  while (self.length > 0 && strchr (" \t\r\n", self.at[self.length - 1]) != NULL && self.at[self.length - 1] != '\0')
    self.length--;
  return self;
}

/* Without <> around it. */
static inline MdSlice
md_slice_unbracket (MdSlice self)
{
  if (self.length >= 2 && self.at[0] == '<' && self.at[self.length - 1] == '>')
    return (MdSlice) { self.at + 1, self.length - 2 };
  return self;
}

/* A copy as valid UTF-8 without control characters. */
char *md_slice_dup (MdSlice self);
/* 64 bits that tell pieces apart; no protection against somebody who wants two to meet. */
guint64 md_slice_hash (MdSlice self);
/* The number that @self begins with, at most @digits of them; FALSE without one. */
gboolean md_slice_number (MdSlice self, gsize digits, guint64 *number);

G_END_DECLS

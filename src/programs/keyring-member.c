/* keyring-member.c - one string of a dictionary written as GVariant text; see keyring-member.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keyring"

#include "config.h"

#include "programs/keyring-member.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Text;

static gboolean
skip (Text *text, char wanted)
{
  while (text->at < text->end && (*text->at == ' ' || *text->at == ','))
    text->at++;
  if (text->at == text->end || *text->at != wanted)
    return FALSE;
  text->at++;
  return TRUE;
}

/* \uXXXX and \UXXXXXXXX. */
static gsize
unescape_number (Text *text, guint digits, char *into)
{
  gunichar number = 0;

  for (guint i = 0; i < digits && text->at < text->end && g_ascii_isxdigit (*text->at); i++, text->at++)
    number = number * 16 + (gunichar) g_ascii_xdigit_value (*text->at);
  return g_unichar_validate (number) ? (gsize) g_unichar_to_utf8 (number, into) : 0;
}

static gsize
unescape (Text *text, char *into)
{
  static const char from[] = "abfnrtv";
  static const char to[] = "\a\b\f\n\r\t\v";
  char letter = *text->at++;
  const char *known = letter != '\0' ? strchr (from, letter) : NULL;

  if (letter == 'u' || letter == 'U')
    return unescape_number (text, letter == 'u' ? 4 : 8, into);
  *into = known != NULL ? to[known - from] : letter;
  return 1;
}

/* A quoted string; @into (room for its text as written) or NULL to leave it out.  Its length, or -1. */
static gssize
read_string (Text *text, char *into)
{
  char scratch[8];
  gssize length = 0;
  char quote;

  if (!skip (text, '\'') && !skip (text, '"'))
    return -1;
  quote = text->at[-1];
  while (text->at < text->end && *text->at != quote)
    {
      char *place = into != NULL ? into + length : scratch;

      if (*text->at != '\\')
        {
          *place = *text->at++;
          length++;
          continue;
        }
      if (++text->at == text->end)
        return -1;
      length += (gssize) unescape (text, place);
    }
  if (text->at == text->end)
    return -1;
  text->at++;
  return length;
}

static gboolean
is_named (Text *text, const char *name)
{
  gsize length = strlen (name);
  const char *start = text->at;

  return read_string (text, NULL) == (gssize) length && memcmp (text->at - 1 - length, name, length) == 0
         && text->at > start;
}

MdSecret *
md_keyring_member (const char *text, gsize length, const char *name)
{
  Text at = { text, text + length };

  if (!skip (&at, '{'))
    return NULL;
  while (at.at < at.end && !skip (&at, '}'))
    {
      gboolean wanted = is_named (&at, name);
      Text value;
      gssize size;

      if (!skip (&at, ':') || !skip (&at, '<'))
        return NULL;
      value = at;
      size = read_string (&at, NULL); /* anything else than a string ends the reading */
      if (size < 0 || !skip (&at, '>'))
        return NULL;
      if (wanted && size == 0)
        return NULL;
      if (wanted)
        {
          MdSecret *secret = md_secret_new_sized ((gsize) size);

          read_string (&value, md_secret_bytes (secret));
          return secret;
        }
    }
  return NULL;
}

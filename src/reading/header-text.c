/* header-text.c - encoded words and dates of header fields; see headers.h
 *
 * RFC 2047, with the liberties that real mail takes: encoded words inside quotes, characters split between two words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-headers"

#include "config.h"

#include "reading/headers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CHARSET 40
#define FALLBACK_CHARSET "WINDOWS-1252"
#define BLANKS " \t\r\n"

/* ── encoded words ── */

typedef struct
{
  char charset[MAX_CHARSET + 1];
  GString *bytes;  /* decoded, not yet converted */
} Piece;

/* Appends @length bytes of text, made valid UTF-8. */
static void
append_converted (GString *out, const char *bytes, gsize length, const char *charset)
{
  g_autofree char *text = NULL;
  gsize written = 0;

  if (length == 0)
    return;
  if (g_ascii_strcasecmp (charset, "UTF-8") != 0 && g_ascii_strcasecmp (charset, "US-ASCII") != 0)
    text = g_convert (bytes, (gssize) length, "UTF-8", charset, NULL, &written, NULL);
  else if (g_utf8_validate_len (bytes, length, NULL))
    text = g_strndup (bytes, written = length);
  if (text == NULL)
    text = g_convert_with_fallback (bytes, (gssize) length, "UTF-8", FALLBACK_CHARSET, "?", NULL, &written, NULL);
  if (text == NULL)
    {
      text = g_utf8_make_valid (bytes, (gssize) length);
      written = strlen (text);
    }
  g_string_append_len (out, text, (gssize) written);
}

static void
flush_piece (Piece *piece, GString *out)
{
  append_converted (out, piece->bytes->str, piece->bytes->len, piece->charset);
  g_string_truncate (piece->bytes, 0);
  piece->charset[0] = '\0';
}

static void
decode_quoted (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          int code = g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]);

          g_string_append_c (out, (char) code);
          i += 2;
        }
      else
        g_string_append_c (out, text[i] == '_' ? ' ' : text[i]);
    }
}

static void
decode_base64 (GString *out, const char *text, gsize length)
{
  g_autofree guchar *bytes = g_malloc (length / 4 * 3 + 6);
  int state = 0;
  guint save = 0;
  gsize n_bytes = g_base64_decode_step (text, length, bytes, &state, &save);

  g_string_append_len (out, (const char *) bytes, (gssize) n_bytes);
}

/* Length of the encoded word at @at, decoded into @piece (of the charset before it, when that is the same); or 0. */
static gsize
take_word (const char *at, Piece *piece, GString *out)
{
  const char *charset = at + 2, *encoding, *text, *end;
  gsize length;

  if (at[0] != '=' || at[1] != '?')
    return 0;
  length = strcspn (charset, "?* \t");
  encoding = strchr (charset, '?');
  if (length == 0 || length > MAX_CHARSET || encoding == NULL
      || strcspn (charset, BLANKS) < (gsize) (encoding - charset)
      || encoding[1] == '\0' || encoding[2] != '?' || strchr ("QqBb", encoding[1]) == NULL)
    return 0;
  text = encoding + 3;
  end = strstr (text, "?=");
  if (end == NULL)
    return 0;
  if (strlen (piece->charset) != length || g_ascii_strncasecmp (piece->charset, charset, length) != 0)
    {
      flush_piece (piece, out);
      memcpy (piece->charset, charset, length);
      piece->charset[length] = '\0';
    }
  if (g_ascii_toupper (encoding[1]) == 'Q')
    decode_quoted (piece->bytes, text, (gsize) (end - text));
  else
    decode_base64 (piece->bytes, text, (gsize) (end - text));
  return (gsize) (end - at) + 2;
}

/* Control characters, but for line ends and tabs (as blanks), are for nobody's eyes. */
static char *
without_controls (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);

  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\t' || c == '\n' || c == '\r')
        g_string_append_c (out, ' ');
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static char *
decode_words (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Piece piece = { .bytes = g_string_new (NULL) };
  const char *at = value;

  while (*at != '\0')
    {
      gsize length = take_word (at, &piece, out), blanks;
      const char *plain = at;

      if (length > 0)
        {
          at += length;
          /* Blanks between two encoded words do not count. */
          blanks = strspn (at, BLANKS);
          if (blanks > 0 && at[blanks] == '=' && at[blanks + 1] == '?')
            at += blanks;
          continue;
        }
      flush_piece (&piece, out);
      at++;
      at += strcspn (at, "=");
      append_converted (out, plain, (gsize) (at - plain), "UTF-8");
    }
  flush_piece (&piece, out);
  g_string_free (piece.bytes, TRUE);
  return without_controls (out->str, out->len);
}

char *
md_header_decode (const char *value)
{
  g_autoptr (GString) out = NULL;

  if (strstr (value, "=?") != NULL)
    return decode_words (value);
  if (g_utf8_validate (value, -1, NULL))
    return without_controls (value, strlen (value));
  out = g_string_new (NULL);
  append_converted (out, value, strlen (value), "UTF-8");
  return without_controls (out->str, out->len);
}

/* ── dates ── */

typedef struct
{
  int day, month, year, hour, minute, second;
  int offset;  /* seconds east of Greenwich */
  gboolean has_day, has_month, has_year, has_time, has_zone;
} Date;

static int
month_number (const char *word)
{
  static const char *const months[]
      = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strncasecmp (word, months[i], 3) == 0)
      return (int) i + 1;
  return 0;
}

static gboolean
read_zone_name (const char *word, Date *date)
{
  static const struct
  {
    const char *name;
    int hours;
  } zones[] = {
    { "UT", 0 },   { "GMT", 0 },  { "UTC", 0 },  { "Z", 0 },    { "EST", -5 }, { "EDT", -4 }, { "CST", -6 },
    { "CDT", -5 }, { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 }, { "CET", 1 },  { "CEST", 2 },
    { "MET", 1 },  { "MEST", 2 }, { "BST", 1 },  { "WET", 0 },  { "EET", 2 },  { "EEST", 3 }, { "JST", 9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (g_ascii_strcasecmp (word, zones[i].name) == 0)
      {
        date->offset = zones[i].hours * 3600;
        date->has_zone = TRUE;
        return TRUE;
      }
  return FALSE;
}

/* "17:40:44" or "17:40", with "-0500" right behind it or not. */
static gsize
read_time (const char *at, Date *date)
{
  int used = 0;

  if (sscanf (at, "%2d:%2d:%2d%n", &date->hour, &date->minute, &date->second, &used) < 3)
    {
      used = 0;
      date->second = 0;
      if (sscanf (at, "%2d:%2d%n", &date->hour, &date->minute, &used) < 2)
        return 0;
    }
  date->has_time = TRUE;
  return (gsize) used;
}

static gsize
read_offset (const char *at, Date *date)
{
  gsize digits = strspn (at + 1, "0123456789");
  int number;

  if (digits != 4)
    return 0;
  number = atoi (at + 1);
  date->offset = (at[0] == '-' ? -1 : 1) * (number / 100 * 3600 + number % 100 * 60);
  date->has_zone = TRUE;
  return 5;
}

static gboolean
take_number (const char *at, gsize digits, Date *date)
{
  int number = atoi (at);

  if (digits <= 2 && !date->has_day)
    {
      date->day = number;
      date->has_day = TRUE;
      return TRUE;
    }
  if ((digits == 4 || digits == 2 || digits == 3) && date->has_day && date->has_month && !date->has_year)
    {
      date->year = digits == 4 ? number : digits == 2 && number < 50 ? number + 2000 : number + 1900;
      date->has_year = TRUE;
      return TRUE;
    }
  return FALSE;
}

/* One word of the date; 0 when it cannot be part of one. */
static gsize
take_date_word (const char *at, Date *date)
{
  gsize digits = strspn (at, "0123456789"), letters = 0;
  char word[16];

  if (digits > 0 && at[digits] == ':' && digits <= 2 && !date->has_time)
    return read_time (at, date);
  if (digits > 0)
    return digits <= 4 && take_number (at, digits, date) ? digits : 0;
  if ((*at == '+' || *at == '-') && date->has_time && !date->has_zone)
    return read_offset (at, date);
  while (g_ascii_isalpha (at[letters]))
    letters++;
  if (letters == 0 || letters >= sizeof word)
    return 0;
  memcpy (word, at, letters);
  word[letters] = '\0';
  if (date->has_time && !date->has_zone && read_zone_name (word, date))
    return letters;
  if (!date->has_month && letters >= 3 && month_number (word) > 0)
    {
      date->month = month_number (word);
      date->has_month = TRUE;
    }
  return letters;
}

gboolean
md_header_read_date (const char *text, gint64 *seconds)
{
  Date date = { 0 };
  g_autoptr (GDateTime) utc = NULL;

  for (const char *at = text; *at != '\0' && *at != '(' && at - text < 200;)
    {
      gsize used = strchr (" \t\r\n,.", *at) != NULL || (*at == '-' && !date.has_time) ? 1 : take_date_word (at, &date);

      if (used == 0)
        break;
      at += used;
    }
  if (!date.has_day || !date.has_month || !date.has_year || !date.has_time || date.year < 1970 || date.year > 9000)
    return FALSE;
  /* A leap second. */
  if (date.second == 60)
    date.second = 59;
  utc = g_date_time_new_utc (date.year, date.month, date.day, date.hour, date.minute, date.second);
  if (utc == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (utc) - date.offset;
  return TRUE;
}

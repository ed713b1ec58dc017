/* prefs-js.c - settings as Mozilla's programs keep them; see prefs-js.h
 *
 * A statement is user_pref, pref or sticky_pref, a name in quotes, and a string, a whole number, true or false.
 * Between them may stand blanks, line feeds and comments as in JavaScript.  One pass, never back: what makes no sense
 * is skipped to the end of its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-prefs-js"

#include "config.h"

#include "programs/prefs-js.h"

#include <string.h>

#define MAX_VALUES 50000
#define MAX_NAME_BYTES 512
#define MAX_VALUE_BYTES (64 * 1024)
#define PREFIX "mail."

typedef struct
{
  const char *at;
  const char *end;
  const char *counted; /* lines are counted up to here */
  guint line;
  GString *name;       /* (owned) */
  GString *value;      /* (owned) */
} Reader;

MdPrefs *
md_prefs_new (void)
{
  MdPrefs *self = g_new0 (MdPrefs, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
md_prefs_free (MdPrefs *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

static gboolean
skip_comment (Reader *reader)
{
  gsize left = (gsize) (reader->end - reader->at);
  gboolean block = left > 1 && reader->at[0] == '/' && reader->at[1] == '*';
  const char *close;

  if (!block && reader->at[0] != '#' && !(left > 1 && reader->at[0] == '/' && reader->at[1] == '/'))
    return FALSE;
  close = block ? memmem (reader->at + 2, left - 2, "*/", 2) : memchr (reader->at, '\n', left);
  reader->at = close == NULL ? reader->end : close + (block ? 2 : 1);
  return TRUE;
}

static void
skip_blanks (Reader *reader)
{
  while (reader->at < reader->end)
    if (g_ascii_isspace (*reader->at))
      reader->at++;
    else if (!skip_comment (reader))
      return;
}

static gboolean
take_sign (Reader *reader, char sign)
{
  skip_blanks (reader);
  if (reader->at >= reader->end || *reader->at != sign)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
take_hex (Reader *reader, guint digits, gunichar *value)
{
  *value = 0;
  if ((gsize) (reader->end - reader->at) < digits)
    return FALSE;
  for (guint i = 0; i < digits; i++, reader->at++)
    {
      if (!g_ascii_isxdigit (*reader->at))
        return FALSE;
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (*reader->at);
    }
  return TRUE;
}

/* What stands behind a backslash. */
static gboolean
take_escape (Reader *reader, GString *into)
{
  char letter = reader->at < reader->end ? *reader->at++ : '\0';
  gunichar value, low;

  switch (letter)
    {
    case 'n':
      g_string_append_c (into, '\n');
      return TRUE;
    case 'r':
      g_string_append_c (into, '\r');
      return TRUE;
    case 'x':
      if (!take_hex (reader, 2, &value) || value == 0)
        return FALSE;
      g_string_append_unichar (into, value);
      return TRUE;
    case 'u':
      if (!take_hex (reader, 4, &value) || value == 0)
        return FALSE;
      /* Above U+FFFF two halves stand in a row, as in UTF-16. */
      if (value >= 0xd800 && value < 0xdc00)
        {
          if (reader->end - reader->at < 6 || reader->at[0] != '\\' || reader->at[1] != 'u')
            return FALSE;
          reader->at += 2;
          if (!take_hex (reader, 4, &low) || low < 0xdc00 || low > 0xdfff)
            return FALSE;
          value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
        }
      if (!g_unichar_validate (value))
        return FALSE;
      g_string_append_unichar (into, value);
      return TRUE;
    case '\\':
    case '"':
    case '\'':
      g_string_append_c (into, letter);
      return TRUE;
    default:
      return FALSE;
    }
}

/* A string in quotes, on one line; of what is longer than @most only so much is kept. */
static gboolean
take_string (Reader *reader, GString *into, gsize most)
{
  char quote;

  g_string_truncate (into, 0);
  skip_blanks (reader);
  if (reader->at >= reader->end || (*reader->at != '"' && *reader->at != '\''))
    return FALSE;
  quote = *reader->at++;
  while (reader->at < reader->end && *reader->at != quote)
    {
      const char *run = reader->at;

      while (reader->at < reader->end && *reader->at != quote && *reader->at != '\\' && *reader->at != '\n'
             && *reader->at != '\0')
        reader->at++;
      if (into->len < most)
        g_string_append_len (into, run, (gssize) MIN ((gsize) (reader->at - run), most - into->len));
      if (reader->at >= reader->end || *reader->at == '\n' || *reader->at == '\0')
        return FALSE;
      if (*reader->at == quote)
        break;
      reader->at++;
      if (!take_escape (reader, into))
        return FALSE;
      if (into->len > most)
        g_string_truncate (into, most);
    }
  return take_sign (reader, quote);
}

static gboolean
take_value (Reader *reader)
{
  skip_blanks (reader);
  if (reader->at < reader->end && (*reader->at == '"' || *reader->at == '\''))
    return take_string (reader, reader->value, MAX_VALUE_BYTES);
  g_string_truncate (reader->value, 0);
  while (reader->at < reader->end && reader->value->len < 24
         && (g_ascii_isalnum (*reader->at) || *reader->at == '-' || *reader->at == '+'))
    g_string_append_c (reader->value, *reader->at++);
  return reader->value->len > 0
         && (strcmp (reader->value->str, "true") == 0 || strcmp (reader->value->str, "false") == 0
             || reader->value->str[strspn (reader->value->str, "+-0123456789")] == '\0');
}

static gboolean
take_word (Reader *reader)
{
  static const char *const words[] = { "user_pref", "pref", "sticky_pref" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (reader->end - reader->at) > length && memcmp (reader->at, words[i], length) == 0)
        {
          reader->at += length;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
take_statement (Reader *reader)
{
  if (!take_word (reader) || !take_sign (reader, '(') || !take_string (reader, reader->name, MAX_NAME_BYTES)
      || !take_sign (reader, ',') || !take_value (reader) || !take_sign (reader, ')'))
    return FALSE;
  (void) take_sign (reader, ';');
  return TRUE;
}

static void
keep (MdPrefs *self, const Reader *reader)
{
  if (!g_str_has_prefix (reader->name->str, PREFIX) || reader->value->len >= MAX_VALUE_BYTES)
    return;
  if (g_hash_table_size (self->values) >= MAX_VALUES && !g_hash_table_contains (self->values, reader->name->str))
    self->too_many = TRUE;
  else
    g_hash_table_insert (self->values, g_strdup (reader->name->str),
                         g_utf8_make_valid (reader->value->str, (gssize) reader->value->len));
}

static void
count_lines (Reader *reader, const char *until)
{
  const char *feed;

  while (reader->counted < until
         && (feed = memchr (reader->counted, '\n', (gsize) (until - reader->counted))) != NULL)
    {
      reader->counted = feed + 1;
      reader->line++;
    }
}

void
md_prefs_read (MdPrefs *self, const char *text, gsize length)
{
  Reader reader = { .at = text, .end = text + length, .counted = text, .line = 1 };

  reader.name = g_string_new (NULL);
  reader.value = g_string_new (NULL);
  for (skip_blanks (&reader); reader.at < reader.end; skip_blanks (&reader))
    {
      const char *feed;

      if (take_statement (&reader))
        {
          keep (self, &reader);
          continue;
        }
      if (self->first_bad == 0)
        {
          count_lines (&reader, reader.at);
          self->first_bad = reader.line;
        }
      feed = memchr (reader.at, '\n', (gsize) (reader.end - reader.at));
      reader.at = feed != NULL ? feed + 1 : reader.end;
    }
  g_string_free (reader.name, TRUE);
  g_string_free (reader.value, TRUE);
}

const char *
md_prefs_get (const MdPrefs *self, const char *prefix, const char *key, const char *name)
{
  g_autofree char *whole = g_strconcat (prefix, ".", key, ".", name, NULL);

  return g_hash_table_lookup (self->values, whole);
}

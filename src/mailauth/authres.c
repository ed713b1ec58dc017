/* authres.c - reads Authentication-Results; see authres.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-authres"

#include "config.h"

#include "mailauth/authres.h"

#include <string.h>

#define VALUE_MAX_BYTES 65536
#define MAX_RESULTS 100
#define MAX_PROPERTIES 64
#define COMMENT_MAX_DEPTH 32
#define BLANKS " \t\r\n"
#define DIGITS "0123456789"
/* What ends a word; a value goes on over all of these but the first line. */
#define VALUE_ENDS BLANKS ";(\""
#define WORD_ENDS VALUE_ENDS ")=/"

typedef struct
{
  const char *at;
  char *comment;    /* (owned) (nullable) the last one passed over */
  gboolean failed;
} Reader;

static void
property_free (gpointer data)
{
  MdAuthProperty *property = data;

  g_free (property->type);
  g_free (property->name);
  g_free (property->value);
  g_free (property);
}

static void
result_free (gpointer data)
{
  MdAuthResult *result = data;

  g_free (result->method);
  g_free (result->version);
  g_free (result->result);
  g_free (result->reason);
  g_free (result->comment);
  g_ptr_array_unref (result->properties);
  g_free (result);
}

void
md_authres_free (MdAuthRes *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->version);
  g_ptr_array_unref (self->results);
  g_free (self);
}

const char *
md_auth_result_get (const MdAuthResult *self, const char *type, const char *name)
{
  for (guint i = 0; i < self->properties->len; i++)
    {
      const MdAuthProperty *property = g_ptr_array_index (self->properties, i);

      if (strcmp (property->type, type) == 0 && strcmp (property->name, name) == 0)
        return property->value;
    }
  return NULL;
}

/* ── words ── */

static void
skip_comment (Reader *reader)
{
  const char *start = reader->at + 1;
  guint depth = 0;

  for (; *reader->at != '\0'; reader->at++)
    {
      if (*reader->at == '\\' && reader->at[1] != '\0')
        reader->at++;
      else if (*reader->at == '(' && ++depth > COMMENT_MAX_DEPTH)
        break;
      else if (*reader->at == ')' && --depth == 0)
        {
          g_free (reader->comment);
          reader->comment = g_strndup (start, (gsize) (reader->at - start));
          reader->at++;
          return;
        }
    }
  /* Never closed. */
  reader->failed = TRUE;
}

/* Blanks and comments. */
static void
skip (Reader *reader)
{
  while (!reader->failed)
    {
      reader->at += strspn (reader->at, BLANKS);
      if (*reader->at != '(')
        break;
      skip_comment (reader);
    }
}

/* Goes past @symbol and what surrounds it. */
static gboolean
accept (Reader *reader, char symbol)
{
  skip (reader);
  if (reader->failed || *reader->at != symbol)
    return FALSE;
  reader->at++;
  skip (reader);
  return TRUE;
}

static char *
read_quoted (Reader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (reader->at++; *reader->at != '\0' && *reader->at != '"'; reader->at++)
    {
      if (*reader->at == '\\' && reader->at[1] != '\0')
        reader->at++;
      g_string_append_c (text, *reader->at);
    }
  if (*reader->at == '"')
    reader->at++;
  else
    reader->failed = TRUE;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A quoted string, or everything up to one of @ends; may be empty. */
static char *
read_text (Reader *reader, const char *ends)
{
  gsize length;
  char *text;

  if (*reader->at == '"')
    return read_quoted (reader);
  length = strcspn (reader->at, ends);
  text = g_strndup (reader->at, length);
  reader->at += length;
  return text;
}

/* A value, which may hold a quoted local part: "a b"@example.org. */
static char *
read_value (Reader *reader)
{
  gboolean quoted = *reader->at == '"';
  g_autofree char *value = read_text (reader, VALUE_ENDS);

  if (quoted && *reader->at == '@')
    {
      g_autofree char *domain = read_text (reader, VALUE_ENDS);

      return g_strconcat (value, domain, NULL);
    }
  return g_steal_pointer (&value);
}

/* A keyword in lower case, its parts joined by dots even where blanks or comments stand around them; NULL when there is
 * none. */
static char *
read_word (Reader *reader)
{
  g_autofree char *text = read_text (reader, WORD_ENDS);
  g_autoptr (GString) word = g_string_new (text);

  skip (reader);
  if (*reader->at == '.' || (word->len > 0 && word->str[word->len - 1] == '.'))
    {
      g_autofree char *rest = NULL;

      if (word->len == 0 || word->str[word->len - 1] != '.')
        {
          accept (reader, '.');
          g_string_append_c (word, '.');
        }
      rest = read_text (reader, WORD_ENDS);
      g_string_append (word, rest);
      if (rest[0] == '\0' || rest[0] == '.')
        reader->failed = TRUE;
      skip (reader);
    }
  if (word->len == 0 || word->str[0] == '.')
    reader->failed = TRUE;
  return g_ascii_strdown (word->str, -1);
}

/* ── the field ── */

static void
read_property (Reader *reader, MdAuthResult *result)
{
  g_autofree char *word = read_word (reader);
  g_autofree char *value = NULL;
  const char *dot = strchr (word, '.');
  MdAuthProperty *property;

  if (reader->failed)
    return;
  value = accept (reader, '=') ? read_value (reader) : g_strdup ("");
  if (strcmp (word, "reason") == 0 && result->reason == NULL)
    {
      result->reason = g_steal_pointer (&value);
      return;
    }
  if (result->properties->len == MAX_PROPERTIES)
    return;
  property = g_new0 (MdAuthProperty, 1);
  property->type = dot != NULL ? g_strndup (word, (gsize) (dot - word)) : g_strdup ("");
  property->name = g_strdup (dot != NULL ? dot + 1 : word);
  property->value = g_steal_pointer (&value);
  g_ptr_array_add (result->properties, property);
}

static void
read_result (Reader *reader, MdAuthRes *self)
{
  MdAuthResult *result = g_new0 (MdAuthResult, 1);

  result->properties = g_ptr_array_new_with_free_func (property_free);
  g_ptr_array_add (self->results, result);
  result->method = read_word (reader);
  if (!reader->failed && accept (reader, '/'))
    result->version = read_text (reader, WORD_ENDS);
  if (!reader->failed && accept (reader, '='))
    {
      g_autofree char *value = read_value (reader);

      result->result = g_ascii_strdown (value, -1);
    }
  if (result->result == NULL)
    {
      /* A word alone is let pass, a row of them is not. */
      result->result = g_strdup ("");
      reader->failed = reader->failed || (*reader->at != ';' && *reader->at != '\0');
    }
  g_clear_pointer (&reader->comment, g_free);
  skip (reader);
  result->comment = g_steal_pointer (&reader->comment);
  while (!reader->failed && *reader->at != ';' && *reader->at != '\0')
    {
      read_property (reader, result);
      skip (reader);
    }
}

/* "none" with nothing but comments behind it. */
static gboolean
is_none (Reader *reader)
{
  Reader ahead = { .at = reader->at };
  g_autofree char *word = read_text (&ahead, WORD_ENDS);
  gboolean none = g_ascii_strcasecmp (word, "none") == 0;

  skip (&ahead);
  none = none && !ahead.failed && (*ahead.at == '\0' || *ahead.at == ';');
  if (none)
    reader->at = ahead.at;
  g_free (ahead.comment);
  return none;
}

/* The server's name, the version, and what else some put there. */
static void
read_server (Reader *reader, MdAuthRes *self)
{
  skip (reader);
  g_free (self->server);
  self->server = read_text (reader, VALUE_ENDS "=");
  skip (reader);
  if (*reader->at != '\0' && *reader->at != ';' && *reader->at != '=')
    {
      g_autofree char *word = read_text (reader, WORD_ENDS);

      if (word[0] == '\0' || word[0] == '.')
        reader->failed = TRUE;
      if (word[0] != '\0' && strspn (word, DIGITS) == strlen (word))
        self->version = g_steal_pointer (&word);
      skip (reader);
    }
  if (self->server[0] == '\0' || (*reader->at != '\0' && *reader->at != ';'))
    reader->failed = TRUE;
}

static void
read_all (Reader *reader, MdAuthRes *self)
{
  read_server (reader, self);
  while (!reader->failed && *reader->at != '\0' && self->results->len < MAX_RESULTS)
    {
      accept (reader, ';');
      if (reader->failed || *reader->at == '\0')
        break;
      if (*reader->at != ';' && !is_none (reader))
        read_result (reader, self);
    }
}

static MdAuthRes *
parse (const char *value, guint instance)
{
  MdAuthRes *self = g_new0 (MdAuthRes, 1);
  Reader reader = { .at = value };

  self->instance = instance;
  self->server = g_strdup ("");
  self->results = g_ptr_array_new_with_free_func (result_free);
  if (strlen (value) < VALUE_MAX_BYTES)
    read_all (&reader, self);
  else
    reader.failed = TRUE;
  g_free (reader.comment);
  self->valid = !reader.failed;
  return self;
}

MdAuthRes *
md_authres_parse (const char *value)
{
  return parse (value, 0);
}

MdAuthRes *
md_authres_parse_arc (const char *value)
{
  const char *at = value + strspn (value, BLANKS);
  const char *semicolon = strchr (at, ';');
  guint64 instance = 0;

  if (semicolon != NULL && *at == 'i')
    {
      const char *equals = at + 1 + strspn (at + 1, BLANKS);
      gsize length = *equals == '=' ? (gsize) (semicolon - equals - 1) : 0;
      g_autofree char *number = g_strndup (equals + 1, length);

      if (!g_ascii_string_to_unsigned (g_strstrip (number), 10, 1, 50, &instance, NULL))
        instance = 0;
    }
  return parse (instance != 0 ? semicolon + 1 : value, (guint) instance);
}

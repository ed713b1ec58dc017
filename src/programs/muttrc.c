/* muttrc.c - the words of a mutt or neomutt settings line; see muttrc.h
 *
 * Single quotes keep everything, double quotes know backslashes and variables, a backquote would run a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mutt"

#include "config.h"

#include "programs/muttrc.h"

#include <string.h>

#define MAX_WORD 4096 /* what variables may fill in; longer values count for nothing */

/* "$name" and "${name}"; @at stands behind the dollar sign. */
static const char *
take_variable (const char *at, GHashTable *variables, GString *text)
{
  gboolean braces = *at == '{';
  const char *name = at + braces;
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  g_autofree char *key = g_strndup (name, length);
  const char *value = variables == NULL ? NULL : g_hash_table_lookup (variables, key);

  if (length == 0)
    {
      g_string_append_c (text, '$');
      return at;
    }
  if (value != NULL && text->len + strlen (value) <= MAX_WORD)
    g_string_append (text, value);
  return name + length + (braces && name[length] == '}');
}

static const char *
skip_command (const char *at, MdMuttWord *word)
{
  const char *end = strchr (at, '`');

  word->unknown = TRUE;
  return end == NULL ? at + strlen (at) : end + 1;
}

/* One character outside single quotes, or what stands for it. */
static const char *
take_character (const char *at, GHashTable *variables, MdMuttWord *word, GString *text)
{
  if (*at == '\\' && at[1] != '\0')
    {
      g_string_append_c (text, at[1] == 'n' || at[1] == 't' || at[1] == 'r' ? ' ' : at[1]);
      return at + 2;
    }
  if (*at == '$')
    return take_variable (at + 1, variables, text);
  if (*at == '`')
    return skip_command (at + 1, word);
  g_string_append_c (text, *at);
  return at + 1;
}

static const char *
take_quoted (const char *at, GHashTable *variables, MdMuttWord *word, GString *text)
{
  char quote = *at++;

  while (*at != '\0' && *at != quote)
    {
      if (quote == '"')
        at = take_character (at, variables, word, text);
      else
        g_string_append_c (text, *at++);
    }
  return *at == quote ? at + 1 : at;
}

gboolean
md_mutt_word (const char **at, gboolean equals, GHashTable *variables, MdMuttWord *word)
{
  const char *now = *at + strspn (*at, " \t");
  g_autoptr (GString) text = g_string_new (NULL);

  *word = (MdMuttWord) { 0 };
  if (*now == '\0' || *now == '#' || *now == ';')
    {
      *at = *now == ';' ? now + 1 : now + strlen (now);
      return FALSE;
    }
  if (equals && *now == '=')
    {
      g_string_append_c (text, *now++);
      *at = now;
      word->text = g_string_free (g_steal_pointer (&text), FALSE);
      return TRUE;
    }
  while (*now != '\0' && strchr (" \t;", *now) == NULL && !(equals && *now == '='))
    {
      if (*now == '"' || *now == '\'')
        now = take_quoted (now, variables, word, text);
      else
        now = take_character (now, variables, word, text);
    }
  *at = now;
  word->text = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

/* managesieve-parse.c - the responses of a ManageSieve server (RFC 5804 4); see managesieve.h
 *
 * Their words are written as IMAP's are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-managesieve"

#include "config.h"

#include "protocols/managesieve.h"

#include "protocols/imap-parse.h"

#include <string.h>

#define MAX_TEXT_BYTES 1000

void
md_managesieve_reply_free (MdManageSieveReply *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

void
md_managesieve_script_free (MdManageSieveScript *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

void
md_managesieve_features_clear (MdManageSieveFeatures *self)
{
  g_free (self->implementation);
  g_free (self->extensions);
  *self = (MdManageSieveFeatures) { 0 };
}

static char *
valid_text (const GString *word)
{
  return g_utf8_make_valid (word->str, (gssize) MIN (strlen (word->str), MAX_TEXT_BYTES));
}

/* What stands between "(" and ")", its words joined by blanks. */
static char *
read_code (MdImapCursor *cursor)
{
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (GString) code = g_string_new (NULL);

  for (;;)
    {
      MdImapToken token = md_imap_next (cursor, word);

      if (token != MD_IMAP_TOKEN_ATOM && token != MD_IMAP_TOKEN_STRING)
        return token == MD_IMAP_TOKEN_CLOSE ? valid_text (code) : NULL;
      g_string_append_printf (code, "%s%s", code->len > 0 ? " " : "", word->str);
    }
}

MdManageSieveReply *
md_managesieve_reply_parse (const char *response, gsize length)
{
  MdImapCursor cursor = { response, response + length };
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (MdManageSieveReply) self = g_new0 (MdManageSieveReply, 1);
  MdImapToken token;

  if (md_imap_next (&cursor, word) != MD_IMAP_TOKEN_ATOM)
    return NULL;
  self->ok = g_ascii_strcasecmp (word->str, "OK") == 0;
  self->bye = g_ascii_strcasecmp (word->str, "BYE") == 0;
  if (!self->ok && !self->bye && g_ascii_strcasecmp (word->str, "NO") != 0)
    return NULL;
  token = md_imap_next (&cursor, word);
  if (token == MD_IMAP_TOKEN_OPEN)
    {
      self->code = read_code (&cursor);
      if (self->code == NULL)
        return NULL;
      token = md_imap_next (&cursor, word);
    }
  self->text = token == MD_IMAP_TOKEN_STRING ? valid_text (word) : g_strdup ("");
  g_strdelimit (self->text, "\r\n\t", ' ');
  return token == MD_IMAP_TOKEN_STRING || token == MD_IMAP_TOKEN_END ? g_steal_pointer (&self) : NULL;
}

void
md_managesieve_features_add (MdManageSieveFeatures *self, const char *response, gsize length)
{
  MdImapCursor cursor = { response, response + length };
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);

  if (md_imap_next (&cursor, name) != MD_IMAP_TOKEN_STRING)
    return;
  if (md_imap_next (&cursor, value) != MD_IMAP_TOKEN_STRING)
    g_string_truncate (value, 0);
  if (g_ascii_strcasecmp (name->str, "STARTTLS") == 0)
    self->starttls = TRUE;
  else if (g_ascii_strcasecmp (name->str, "SASL") == 0)
    self->mechanisms = md_sasl_from_names (value->str);
  else if (g_ascii_strcasecmp (name->str, "IMPLEMENTATION") == 0 && self->implementation == NULL)
    self->implementation = valid_text (value);
  else if (g_ascii_strcasecmp (name->str, "SIEVE") == 0 && self->extensions == NULL)
    self->extensions = valid_text (value);
}

MdManageSieveScript *
md_managesieve_script_parse (const char *response, gsize length)
{
  MdImapCursor cursor = { response, response + length };
  g_autoptr (GString) word = g_string_new (NULL);
  MdManageSieveScript *self;

  /* A name is at least one character, and none that controls (RFC 5804 1.6). */
  if (md_imap_next (&cursor, word) != MD_IMAP_TOKEN_STRING || word->len == 0 || word->len > MAX_TEXT_BYTES
      || strlen (word->str) != word->len || !g_utf8_validate (word->str, (gssize) word->len, NULL)
      || strpbrk (word->str, "\r\n") != NULL)
    return NULL;
  self = g_new0 (MdManageSieveScript, 1);
  self->name = g_strdup (word->str);
  self->active = md_imap_next (&cursor, word) == MD_IMAP_TOKEN_ATOM && g_ascii_strcasecmp (word->str, "ACTIVE") == 0;
  return self;
}

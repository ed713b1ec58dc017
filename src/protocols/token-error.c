/* token-error.c - why a server did not accept an access token; see token-error.h
 *
 * A reader of its own: the object is flat, and what comes before anybody is known needs no more than that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-token-error"

#include "config.h"

#include "protocols/token-error.h"

#include <string.h>

#define MAX_BYTES 4096
#define MAX_MEMBERS 32

static void
skip_blanks (const char **at)
{
  *at += strspn (*at, " \t\r\n");
}

static gunichar
read_hex (const char **at)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++, (*at)++)
    {
      int digit = g_ascii_xdigit_value (**at);

      if (digit < 0)
        return 0;
      value = value * 16 + (gunichar) digit;
    }
  return value;
}

/* After the backslash; FALSE at the end of the text. */
static gboolean
read_escape (const char **at, GString *into)
{
  static const char plain[] = "bfnrt", meant[] = "\b\f\n\r\t";
  char letter = **at;
  const char *found = letter != '\0' ? strchr (plain, letter) : NULL;
  gunichar code;

  if (letter == '\0')
    return FALSE;
  (*at)++;
  if (letter != 'u')
    {
      g_string_append_c (into, found != NULL ? meant[found - plain] : letter);
      return TRUE;
    }
  code = read_hex (at);
  if (code != 0 && g_unichar_validate (code))
    g_string_append_unichar (into, code);
  return TRUE;
}

/* (nullable) (transfer full) */
static char *
read_string (const char **at)
{
  g_autoptr (GString) text = g_string_new (NULL);

  skip_blanks (at);
  if (**at != '"')
    return NULL;
  for ((*at)++; **at != '"';)
    {
      if (**at == '\0')
        return NULL;
      if (**at != '\\')
        g_string_append_c (text, *(*at)++);
      else if (((*at)++, !read_escape (at, text)))
        return NULL;
    }
  (*at)++;
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/* A string, or the letters of a number or a word. */
static char *
read_value (const char **at)
{
  gsize length;

  skip_blanks (at);
  if (**at == '"')
    return read_string (at);
  length = strcspn (*at, ",}[{ \t\r\n");
  if (length == 0)
    return NULL;
  *at += length;
  return g_utf8_make_valid (*at - length, (gssize) length);
}

static void
take_member (MdTokenError *self, const char *name, char *value, GString *told)
{
  char **place = NULL;

  if (g_ascii_strcasecmp (name, "status") == 0)
    place = &self->status;
  else if (g_ascii_strcasecmp (name, "schemes") == 0)
    place = &self->schemes;
  else if (g_ascii_strcasecmp (name, "scope") == 0)
    place = &self->scope;
  else
    g_string_append_printf (told, " %s", value);
  if (place == NULL || *place != NULL)
    {
      g_free (value);
      return;
    }
  *place = value;
}

static void
read_members (MdTokenError *self, const char *at, GString *told)
{
  skip_blanks (&at);
  if (*at++ != '{')
    return;
  for (guint i = 0; i < MAX_MEMBERS; i++)
    {
      g_autofree char *name = read_string (&at);
      char *value;

      skip_blanks (&at);
      if (name == NULL || *at++ != ':')
        return;
      value = read_value (&at);
      if (value == NULL)
        return;
      take_member (self, name, value, told);
      skip_blanks (&at);
      if (*at++ != ',')
        return;
    }
}

static MdTokenFault
judge (const char *status, const char *told)
{
  static const struct
  {
    const char *status;
    MdTokenFault fault;
  } words[] = {
    { "401", MD_TOKEN_NOT_VALID },        { "invalid_token", MD_TOKEN_NOT_VALID },
    { "expired_token", MD_TOKEN_EXPIRED }, { "token_expired", MD_TOKEN_EXPIRED },
    { "revoked_token", MD_TOKEN_REVOKED }, { "token_revoked", MD_TOKEN_REVOKED },
    { "400", MD_TOKEN_NO_SCOPE },         { "403", MD_TOKEN_NO_SCOPE },
    { "insufficient_scope", MD_TOKEN_NO_SCOPE },
  };
  g_autofree char *lower = g_ascii_strdown (told, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (status, words[i].status) == 0)
      {
        if (words[i].fault != MD_TOKEN_NOT_VALID)
          return words[i].fault;
        /* The description tells what the status leaves open. */
        if (strstr (lower, "revoked") != NULL || strstr (lower, "invalid_grant") != NULL)
          return MD_TOKEN_REVOKED;
        return strstr (lower, "expired") != NULL ? MD_TOKEN_EXPIRED : MD_TOKEN_NOT_VALID;
      }
  return MD_TOKEN_UNKNOWN;
}

MdTokenError *
md_token_error_parse (const char *json)
{
  MdTokenError *self = g_new0 (MdTokenError, 1);
  g_autofree char *text = g_strndup (json, MAX_BYTES);
  g_autoptr (GString) told = g_string_new (NULL);
  char **places[] = { &self->status, &self->schemes, &self->scope };

  read_members (self, text, told);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (*places[i] == NULL)
      *places[i] = g_strdup ("");
  self->fault = judge (self->status, told->str);
  return self;
}

void
md_token_error_free (MdTokenError *self)
{
  if (self == NULL)
    return;
  g_free (self->status);
  g_free (self->schemes);
  g_free (self->scope);
  g_free (self);
}

/* redact.c - the second net; see redact.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-redact"

#include "config.h"

#include "base/redact.h"

#include <string.h>

#define MARKUP_MAX_BYTES 6 /* "&quot;" */
#define REDACT_MIN_BYTES 4 /* a shorter secret would blank half the report */

static char *
without (char *text, const char *secret, gsize length)
{
  GString *out;
  const char *from = text;
  const char *hit;

  /* One with a NUL byte inside (a SASL message) cannot be in a text as it is. */
  if (length < REDACT_MIN_BYTES || strlen (secret) != length || strstr (text, secret) == NULL)
    return text;
  out = g_string_new (NULL);
  while ((hit = strstr (from, secret)) != NULL)
    {
      g_string_append_len (out, from, hit - from);
      g_string_append (out, "[password]");
      from = hit + length;
    }
  g_string_append (out, from);
  md_wipe (text, strlen (text));
  g_free (text);
  return g_string_free (out, FALSE);
}

/* As it stands in a JSON string. */
static char *
escape_json (const char *bytes, gsize length)
{
  g_autoptr (GString) escaped = g_string_sized_new (2 * length + 1);

  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, bytes[i]);
    }
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/* As it stands in HTML.  GLib's own way would leave pieces of the secret behind wherever its buffer has grown. */
static char *
escape_markup (const char *bytes, gsize length)
{
  g_autoptr (GString) escaped = g_string_sized_new (MARKUP_MAX_BYTES * length + 1);
  gsize i = 0;

  while (i < length)
    {
      gsize plain = strcspn (bytes + i, "&<>'\"");

      g_string_append_len (escaped, bytes + i, (gssize) MIN (plain, length - i));
      i += plain;
      if (i >= length)
        break;
      switch (bytes[i++])
        {
        case '&':
          g_string_append (escaped, "&amp;");
          break;
        case '<':
          g_string_append (escaped, "&lt;");
          break;
        case '>':
          g_string_append (escaped, "&gt;");
          break;
        case '\'':
          g_string_append (escaped, "&apos;");
          break;
        default:
          g_string_append (escaped, "&quot;");
          break;
        }
    }
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/* Takes @escaped over. */
static char *
without_escaped (char *text, char *escaped)
{
  text = without (text, escaped, strlen (escaped));
  md_wipe (escaped, strlen (escaped));
  g_free (escaped);
  return text;
}

char *
md_redact (const char *text, MdSecret *const *secrets, gsize n_secrets)
{
  char *result = g_strdup (text);

  for (gsize i = 0; i < n_secrets; i++)
    {
      g_autoptr (MdSecret) encoded = NULL;
      const char *bytes;
      gsize length;

      if (secrets[i] == NULL)
        continue;
      bytes = md_secret_peek (secrets[i], &length);
      result = without (result, bytes, length);
      /* One with a NUL byte inside is in no text, and would not be wiped whole. */
      if (strlen (bytes) == length)
        {
          result = without_escaped (result, escape_json (bytes, length));
          result = without_escaped (result, escape_markup (bytes, length));
        }
      encoded = md_secret_to_base64 (secrets[i]);
      bytes = md_secret_peek (encoded, &length);
      result = without (result, bytes, length);
    }
  return result;
}

static gboolean
is_atom (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (".!#$%&'*+/=?^_`{|}~-", c) != NULL) || (guchar) c >= 0x80;
}

static gboolean
is_domain (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || (guchar) c >= 0x80;
}

char *
md_redact_addresses (const char *text)
{
  GString *out = g_string_new (NULL);
  gsize start = 0; /* of the run of atom characters that may be a local part, in out */

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *end = p + 1;
      const char *dot = NULL;

      if (*p != '@' || out->len == start)
        {
          g_string_append_c (out, *p);
          if (!is_atom (*p))
            start = out->len;
          continue;
        }
      for (; is_domain (*end); end++)
        if (*end == '.' && is_domain (end[1]) && end[1] != '.')
          dot = end;
      if (dot == NULL)
        {
          g_string_append_c (out, *p);
          continue;
        }
      g_string_truncate (out, start + (gsize) (g_utf8_next_char (out->str + start) - (out->str + start)));
      g_string_append (out, "…@…");
      g_string_append_len (out, dot, end - dot);
      start = out->len;
      p = end - 1;
    }
  return g_string_free (out, FALSE);
}

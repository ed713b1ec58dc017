/* smtp-reply.c - reads SMTP replies and what EHLO offers; see smtp.h
 *
 * Pure functions over text that a stranger wrote.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-smtp"

#include "config.h"

#include "protocols/smtp.h"

#include <gio/gio.h>
#include <string.h>

#define REPLY_MAX_LINES 512
#define NAMES_MAX_BYTES 1000

void
md_smtp_reply_free (MdSmtpReply *self)
{
  if (self == NULL)
    return;
  g_free (self->enhanced);
  g_free (self->text);
  g_free (self->raw);
  g_free (self);
}

/* 200 to 599, or 0 when @line does not open with a reply code (RFC 5321 4.2.1). */
static guint
code_of (const char *line)
{
  if (line[0] < '2' || line[0] > '5' || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]))
    return 0;
  if (line[3] != '\0' && line[3] != ' ' && line[3] != '-')
    return 0;
  return (guint) (line[0] - '0') * 100 + (guint) (line[1] - '0') * 10 + (guint) (line[2] - '0');
}

/* The length of the enhanced code (RFC 2034 4: class, subject, detail) that opens @text, or 0. */
static gsize
enhanced_length (const char *text, guint code)
{
  const char *p = text;

  if ((guint) (*p - '0') != code / 100 || (*p != '2' && *p != '4' && *p != '5'))
    return 0;
  p++;
  for (guint part = 0; part < 2; part++)
    {
      guint digits = 0;

      if (*p++ != '.')
        return 0;
      while (g_ascii_isdigit (*p) && digits < 4)
        {
          p++;
          digits++;
        }
      if (digits == 0 || digits > 3)
        return 0;
    }
  return *p == '\0' || *p == ' ' || *p == ':' || *p == '-' ? (gsize) (p - text) : 0;
}

static void
append_line (MdSmtpReply *self, const char *line, GString *text, GString *raw)
{
  const char *words = line[3] == '\0' ? line + 3 : line + 4;
  gsize enhanced;

  if (raw->len > 0)
    g_string_append_c (raw, '\n');
  g_string_append (raw, line);
  enhanced = enhanced_length (words, self->code);
  if (enhanced > 0)
    {
      if (self->enhanced == NULL)
        self->enhanced = g_strndup (words, enhanced);
      words += enhanced;
    }
  while (*words == ' ')
    words++;
  if (text->len > 0 && *words != '\0')
    g_string_append_c (text, ' ');
  g_string_append (text, words);
}

MdSmtpReply *
md_smtp_reply_parse (const char *const *lines)
{
  g_autoptr (MdSmtpReply) self = g_new0 (MdSmtpReply, 1);
  GString *text, *raw;
  gsize n = 0;

  for (; lines[n] != NULL; n++)
    {
      gboolean is_last = lines[n + 1] == NULL;

      if (n >= REPLY_MAX_LINES || code_of (lines[n]) == 0 || (lines[n][3] == '-') == is_last)
        return NULL;
    }
  if (n == 0)
    return NULL;
  /* Servers that change the code on the way mean the last one. */
  self->code = code_of (lines[n - 1]);
  text = g_string_new (NULL);
  raw = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    append_line (self, lines[i], text, raw);
  self->text = g_string_free (text, FALSE);
  self->raw = g_string_free (raw, FALSE);
  return g_steal_pointer (&self);
}

void
md_smtp_features_clear (MdSmtpFeatures *self)
{
  g_free (self->mechanism_names);
  g_free (self->masked_keyword);
  g_free (self->client_address);
  *self = (MdSmtpFeatures) { 0 };
}

/* Firewalls that "fix up" SMTP overwrite a keyword in its place: "XXXXXXXA", "********". */
static gboolean
is_masked (const char *keyword)
{
  gsize length = strlen (keyword);
  gsize same = 0;

  if (keyword[0] != 'X' && keyword[0] != '*')
    return FALSE;
  while (keyword[same] == keyword[0])
    same++;
  return same >= 4 && same + 1 >= length;
}

/* "mx.example.org Hello [192.0.2.9]", "at your service, [192.0.2.9]": the last address in brackets is the one seen by
 * the server; an earlier one may be the name that we gave. */
static char *
find_client_address (const char *greeting)
{
  g_auto (GStrv) words = g_strsplit_set (greeting, " []()", 64);
  char *found = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      g_strdelimit (words[i], ",;", '\0');
      if (g_ascii_strncasecmp (word, "IPv6:", 5) == 0)
        word += 5;
      if (!g_hostname_is_ip_address (word))
        continue;
      g_free (found);
      found = g_strdup (word);
    }
  return found;
}

static void
add_mechanisms (MdSmtpFeatures *self, const char *names)
{
  g_autofree char *before = self->mechanism_names;

  self->auth = TRUE;
  self->mechanisms |= md_sasl_from_names (names);
  if (before == NULL || before[0] == '\0')
    self->mechanism_names = g_strndup (names, NAMES_MAX_BYTES);
  else if (g_ascii_strcasecmp (before, names) == 0 || strlen (before) > NAMES_MAX_BYTES)
    self->mechanism_names = g_steal_pointer (&before);
  else
    self->mechanism_names = g_strdup_printf ("%s %.*s", before, NAMES_MAX_BYTES, names);
}

static void
add_feature (MdSmtpFeatures *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", 2);
  const char *keyword = words[0] != NULL ? words[0] : "";
  g_autofree char *rest = g_strstrip (g_strdup (keyword[0] != '\0' && words[1] != NULL ? words[1] : ""));

  if (g_ascii_strcasecmp (keyword, "STARTTLS") == 0)
    self->starttls = TRUE;
  else if (g_ascii_strcasecmp (keyword, "PIPELINING") == 0)
    self->pipelining = TRUE;
  else if (g_ascii_strcasecmp (keyword, "SMTPUTF8") == 0)
    self->smtputf8 = TRUE;
  else if (g_ascii_strcasecmp (keyword, "8BITMIME") == 0)
    self->eight_bit = TRUE;
  else if (g_ascii_strcasecmp (keyword, "SIZE") == 0)
    {
      self->size = TRUE;
      if (!g_ascii_string_to_unsigned (rest, 10, 0, G_MAXUINT64, &self->size_limit, NULL))
        self->size_limit = 0;
    }
  else if (g_ascii_strcasecmp (keyword, "AUTH") == 0)
    add_mechanisms (self, rest);
  else if (g_ascii_strncasecmp (keyword, "AUTH=", 5) == 0)
    {
      /* The form of before RFC 2554, still sent for old programs. */
      g_autofree char *old = g_strstrip (g_strdup_printf ("%s %s", keyword + 5, rest));

      add_mechanisms (self, old);
    }
  else if (self->masked_keyword == NULL && is_masked (keyword))
    self->masked_keyword = g_strndup (keyword, 64);
}

void
md_smtp_features_parse (MdSmtpFeatures *self, const MdSmtpReply *reply)
{
  g_auto (GStrv) lines = g_strsplit (reply->raw, "\n", REPLY_MAX_LINES);

  md_smtp_features_clear (self);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (strlen (lines[i]) < 4)
        continue;
      if (i == 0)
        self->client_address = find_client_address (lines[i] + 4);
      else
        add_feature (self, lines[i] + 4);
    }
}

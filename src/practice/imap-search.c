/* imap-search.c - which of the pretend account's messages a SEARCH finds; see imap-search.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/imap-search.h"

#include <stdio.h>
#include <string.h>

#define MAX_DEPTH 16

typedef struct
{
  const GPtrArray *words;
  guint at;
  const PracticeMail *mail;
} Search;

static const char *
next (Search *self)
{
  return self->at < self->words->len ? g_ptr_array_index (self->words, self->at++) : "";
}

static gboolean
field_contains (const Search *self, const char *name, const char *value)
{
  g_autofree char *field = practice_mail_get_field (self->mail, name);
  g_autofree char *lower = field != NULL ? g_ascii_strdown (field, -1) : NULL;
  g_autofree char *wanted = g_ascii_strdown (value, -1);

  return lower != NULL && strstr (lower, wanted) != NULL;
}

/* "7-Nov-2026" as Unix seconds at its beginning; 0 when it is none. */
static gint64
read_day (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr (GDateTime) day = NULL;
  int number, year;
  char month[4];
  const char *found;

  if (sscanf (text, "%2d-%3s-%4d", &number, month, &year) != 3 || strlen (month) != 3)
    return 0;
  found = strstr (months, month);
  if (found == NULL)
    return 0;
  day = g_date_time_new_utc (year, (int) (found - months) / 3 + 1, number, 0, 0, 0);
  return day != NULL ? g_date_time_to_unix (day) : 0;
}

static gboolean
fits_next (Search *self, guint depth)
{
  const char *key = next (self);

  if (g_ascii_strcasecmp (key, "OR") == 0 && depth < MAX_DEPTH)
    {
      gboolean first = fits_next (self, depth + 1);
      gboolean second = fits_next (self, depth + 1);

      return first || second;
    }
  if (g_ascii_strcasecmp (key, "NOT") == 0 && depth < MAX_DEPTH)
    return !fits_next (self, depth + 1);
  if (g_ascii_strcasecmp (key, "HEADER") == 0)
    {
      const char *name = next (self);

      return field_contains (self, name, next (self));
    }
  if (g_ascii_strcasecmp (key, "FROM") == 0)
    return field_contains (self, "From", next (self));
  if (g_ascii_strcasecmp (key, "SUBJECT") == 0)
    return field_contains (self, "Subject", next (self));
  if (g_ascii_strcasecmp (key, "SINCE") == 0)
    return self->mail->received >= read_day (next (self));
  if (g_ascii_strcasecmp (key, "BEFORE") == 0)
    return self->mail->received < read_day (next (self));
  if (g_ascii_strcasecmp (key, "CHARSET") == 0)
    (void) next (self);
  return TRUE;
}

gboolean
practice_search_fits (const GPtrArray *words, const PracticeMail *mail)
{
  Search self = { words, 0, mail };
  gboolean fits = TRUE;

  while (self.at < words->len)
    fits = fits_next (&self, 0) && fits;
  return fits;
}

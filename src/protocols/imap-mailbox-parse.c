/* imap-mailbox-parse.c - reads the responses that looking through a mailbox brings; see imap-parse.h
 *
 * RFC 9051 7, 4731 (ESEARCH), 8438 (STATUS=SIZE).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-parse.h"

#include <string.h>

#define MAX_NUMBERS 1000000

/* Adds @from … @until, of which only the last @limit can be wanted. */
static guint
add_range (guint64 from, guint64 until, guint limit, GArray *uids)
{
  guint64 first = MIN (from, until), last = MAX (from, until);
  guint64 count = last - first + 1;

  for (guint64 uid = count > limit ? last - limit + 1 : first; uid <= last; uid++)
    {
      guint32 value = (guint32) uid;

      g_array_append_val (uids, value);
    }
  if (uids->len > limit)
    g_array_remove_range (uids, 0, uids->len - limit);
  return (guint) MIN (count, MAX_NUMBERS);
}

/* "4,5,8:10"; RFC 9051 9, sequence-set. */
static guint
add_set (const char *set, guint limit, GArray *uids)
{
  guint64 count = 0;

  while (*set != '\0' && count < MAX_NUMBERS)
    {
      char *end = NULL;
      guint64 from = g_ascii_strtoull (set, &end, 10);
      guint64 until = from;

      if (end == set || from == 0 || from > G_MAXUINT32)
        break;
      if (*end == ':')
        {
          set = end + 1;
          until = g_ascii_strtoull (set, &end, 10);
          if (end == set || until == 0 || until > G_MAXUINT32)
            break;
        }
      count += add_range (from, until, limit, uids);
      set = *end == ',' ? end + 1 : "";
    }
  return (guint) MIN (count, MAX_NUMBERS);
}

static guint
parse_extended (MdImapCursor *cursor, guint limit, GArray *uids)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  MdImapCursor before = *cursor;
  guint64 number = 0;
  guint count = 0;

  if (md_imap_next (cursor, name) != MD_IMAP_TOKEN_OPEN || (*cursor = before, !md_imap_skip (cursor)))
    *cursor = before;
  while (md_imap_next (cursor, name) == MD_IMAP_TOKEN_ATOM)
    {
      if (g_ascii_strcasecmp (name->str, "UID") == 0)
        continue;
      before = *cursor;
      if (md_imap_next (cursor, value) == MD_IMAP_TOKEN_OPEN)
        {
          *cursor = before;
          if (!md_imap_skip (cursor))
            break;
        }
      else if (g_ascii_strcasecmp (name->str, "ALL") == 0)
        {
          guint listed = add_set (value->str, limit, uids);

          count = MAX (count, listed);
        }
      else if (g_ascii_strcasecmp (name->str, "COUNT") == 0
               && g_ascii_string_to_unsigned (value->str, 10, 0, G_MAXUINT32, &number, NULL))
        count = (guint) MIN (number, MAX_NUMBERS);
    }
  return count;
}

char *
md_imap_found_tag (const MdImapCursor *cursor)
{
  g_autoptr (GString) word = g_string_new (NULL);
  MdImapCursor at = *cursor;

  if (md_imap_next (&at, word) != MD_IMAP_TOKEN_OPEN || md_imap_next (&at, word) != MD_IMAP_TOKEN_ATOM
      || g_ascii_strcasecmp (word->str, "TAG") != 0 || md_imap_next (&at, word) != MD_IMAP_TOKEN_STRING)
    return NULL;
  return g_strndup (word->str, word->len);
}

guint
md_imap_found_parse (MdImapCursor *cursor, gboolean extended, guint limit, GArray *uids)
{
  g_autoptr (GString) value = g_string_new (NULL);
  guint count = 0;

  if (extended)
    return parse_extended (cursor, limit, uids);
  while (count < MAX_NUMBERS && md_imap_next (cursor, value) == MD_IMAP_TOKEN_ATOM)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (value->str, 10, 1, G_MAXUINT32, &number, NULL))
        break;
      count += add_range (number, number, limit, uids);
    }
  return count;
}

gboolean
md_imap_status_parse (MdImapCursor *cursor, MdImapFolder *counts)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  MdImapToken token = md_imap_next (cursor, name);

  if ((token != MD_IMAP_TOKEN_ATOM && token != MD_IMAP_TOKEN_STRING)
      || md_imap_next (cursor, value) != MD_IMAP_TOKEN_OPEN)
    return FALSE;
  counts->raw_name = g_strndup (name->str, name->len);
  while (md_imap_next (cursor, name) == MD_IMAP_TOKEN_ATOM)
    {
      guint64 number;

      if (md_imap_next (cursor, value) != MD_IMAP_TOKEN_ATOM)
        break;
      if (!g_ascii_string_to_unsigned (value->str, 10, 0, G_MAXINT64, &number, NULL))
        continue;
      if (g_ascii_strcasecmp (name->str, "MESSAGES") == 0)
        {
          counts->n_messages = (guint32) MIN (number, G_MAXUINT32);
          counts->counted = TRUE;
        }
      else if (g_ascii_strcasecmp (name->str, "UIDVALIDITY") == 0)
        counts->uid_validity = (guint32) MIN (number, G_MAXUINT32);
      else if (g_ascii_strcasecmp (name->str, "SIZE") == 0)
        {
          counts->bytes = number;
          counts->measured = TRUE;
        }
    }
  return TRUE;
}

gint64
md_imap_date_parse (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  int day, year, hour, minute, second;
  char month[4], offset[6];
  const char *found;

  if (sscanf (text, " %2d-%3s-%4d %2d:%2d:%2d %5s", &day, month, &year, &hour, &minute, &second, offset) != 7)
    return 0;
  found = strlen (month) == 3 ? strstr (months, month) : NULL;
  if (found == NULL || (found - months) % 3 != 0)
    return 0;
  zone = g_time_zone_new_identifier (offset);
  if (zone == NULL)
    return 0;
  time = g_date_time_new (zone, year, (int) (found - months) / 3 + 1, day, hour, minute, second);
  return time != NULL ? MAX (g_date_time_to_unix (time), 0) : 0;
}

/* Takes one item of a FETCH response; FALSE when it is broken. */
static gboolean
take_item (MdImapMail *self, const char *name, MdImapCursor *cursor, GString *value)
{
  MdImapCursor before = *cursor;
  MdImapToken token = md_imap_next (cursor, value);
  guint64 number;

  if (token == MD_IMAP_TOKEN_ATOM && g_ascii_strcasecmp (name, "UID") == 0)
    {
      if (g_ascii_string_to_unsigned (value->str, 10, 1, G_MAXUINT32, &number, NULL))
        self->uid = (guint32) number;
    }
  else if (token == MD_IMAP_TOKEN_ATOM && g_ascii_strcasecmp (name, "RFC822.SIZE") == 0)
    {
      if (g_ascii_string_to_unsigned (value->str, 10, 0, G_MAXINT64, &number, NULL))
        self->size = number;
    }
  else if (token == MD_IMAP_TOKEN_STRING && g_ascii_strcasecmp (name, "INTERNALDATE") == 0)
    self->received = md_imap_date_parse (value->str);
  else if (token == MD_IMAP_TOKEN_STRING && g_ascii_strncasecmp (name, "BODY[", 5) == 0)
    {
      g_clear_pointer (&self->bytes, g_bytes_unref);
      self->bytes = g_bytes_new (value->str, value->len);
    }
  else
    {
      *cursor = before;
      return md_imap_skip (cursor);
    }
  return TRUE;
}

MdImapMail *
md_imap_mail_parse (MdImapCursor *cursor)
{
  g_autoptr (MdImapMail) self = g_new0 (MdImapMail, 1);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);

  if (md_imap_next (cursor, name) != MD_IMAP_TOKEN_OPEN)
    return NULL;
  while (md_imap_next (cursor, name) == MD_IMAP_TOKEN_ATOM)
    if (!take_item (self, name->str, cursor, value))
      return NULL;
  return g_steal_pointer (&self);
}

/* log-reply.c - codes and delays as the servers write them; see log-readers.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-readers.h"

#define DAY 86400.0

void
md_log_event_start (MdLogEvent *self, MdLogServer server, const MdLogLine *line, MdLogKind kind)
{
  /* What Exim alone tells stands at the end, and no other reader looks at it.  From a table, because of a length that
   * it knows the compiler makes an instruction that is slower than the call. */
  static const guint16 lengths[MD_N_LOG_SERVERS] = {
    [MD_LOG_UNKNOWN_SERVER] = G_STRUCT_OFFSET (MdLogEvent, router),
    [MD_LOG_POSTFIX] = G_STRUCT_OFFSET (MdLogEvent, router),
    [MD_LOG_EXIM] = sizeof (MdLogEvent),
    [MD_LOG_SENDMAIL] = G_STRUCT_OFFSET (MdLogEvent, router),
    [MD_LOG_OPENSMTPD] = G_STRUCT_OFFSET (MdLogEvent, router),
  };

  memset (self, 0, lengths[server]);
  self->server = server;
  self->kind = kind;
  self->delay = -1;
  self->host = line->host;
}

/* "550 …", "550-…" or just "550": RFC 5321 4.2. */
static gboolean
is_code (MdSlice text)
{
  return text.length >= 3 && text.at[0] >= '2' && text.at[0] <= '5' && text.at[0] != '3' && g_ascii_isdigit (text.at[1])
         && g_ascii_isdigit (text.at[2])
         && (text.length == 3 || text.at[3] == ' ' || text.at[3] == '-');
}

/* "5.1.1": its length, 0 when it is none.  RFC 3463 2. */
static gsize
enhanced_length (MdSlice text)
{
  gsize length = 0;

  if (text.length < 5 || (text.at[0] != '2' && text.at[0] != '4' && text.at[0] != '5') || text.at[1] != '.')
    return 0;
  for (length = 2; length < text.length && g_ascii_isdigit (text.at[length]); length++)
    ;
  if (length < 3 || length > 5 || length + 1 >= text.length || text.at[length] != '.'
      || !g_ascii_isdigit (text.at[length + 1]))
    return 0;
  for (length++; length < text.length && g_ascii_isdigit (text.at[length]); length++)
    ;
  return length == text.length || strchr (" :;,-\t", text.at[length]) != NULL ? length : 0;
}

MdSlice
md_log_reply_words (MdSlice reply)
{
  MdSlice rest = reply;

  if (is_code (reply))
    return reply;
  while (rest.length > 0)
    {
      gsize colon = md_slice_index (rest, ':');

      if (colon + 2 >= rest.length)
        break;
      rest = md_slice_from (rest, colon + 1);
      if (rest.at[0] == ' ' && is_code (md_slice_from (rest, 1)))
        return md_slice_from (rest, 1);
    }
  return reply;
}

void
md_log_event_take_reply (MdLogEvent *self, MdSlice reply)
{
  MdSlice words = md_log_reply_words (reply);
  gsize length;

  self->reply = reply;
  if (is_code (words))
    {
      self->code = (guint) (words.at[0] - '0') * 100 + (guint) (words.at[1] - '0') * 10 + (guint) (words.at[2] - '0');
      words = md_slice_from (words, MIN (words.length, 4));
    }
  length = enhanced_length (words);
  if (self->dsn.length == 0 && length > 0)
    self->dsn = md_slice_first (words, length);
}

/* "00:05:08", "2+15:56:56" */
static double
read_clock_delay (MdSlice text)
{
  gsize plus = md_slice_index (text, '+');
  double total = 0;
  guint64 number;

  if (plus < text.length)
    {
      if (!md_slice_number (text, 6, &number))
        return -1;
      total = (double) number * DAY;
      text = md_slice_from (text, plus + 1);
    }
  if (text.length != 8 || text.at[2] != ':' || text.at[5] != ':')
    return -1;
  for (gsize i = 0; i < 3; i++)
    {
      static const double units[] = { 3600, 60, 1 };

      if (!md_slice_number (md_slice_from (text, i * 3), 2, &number))
        return -1;
      total += (double) number * units[i];
    }
  return total;
}

/* "0.15", "1d2h3m4s", "3.002s": numbers with their units. */
static double
read_unit_delay (MdSlice text)
{
  double total = 0;

  while (text.length > 0)
    {
      double number = 0, place = 0.1;
      gsize i;

      for (i = 0; i < text.length && i < 12 && g_ascii_isdigit (text.at[i]); i++)
        number = number * 10 + (text.at[i] - '0');
      if (i == 0)
        return -1;
      if (i < text.length && text.at[i] == '.')
        for (i++; i < text.length && g_ascii_isdigit (text.at[i]); i++, place /= 10)
          number += (text.at[i] - '0') * place;
      if (i == text.length)
        return total + number;
      if (text.at[i] == 'm' && i + 1 < text.length && text.at[i + 1] == 's')
        return total + number / 1000;
      if (strchr ("dhms", text.at[i]) == NULL || text.at[i] == '\0')
        return -1;
      total += number * (text.at[i] == 'd' ? DAY : text.at[i] == 'h' ? 3600 : text.at[i] == 'm' ? 60 : 1);
      text = md_slice_from (text, i + 1);
    }
  return total;
}

double
md_log_read_delay (MdSlice text)
{
  if (text.length == 0)
    return -1;
  return md_slice_index (text, ':') < text.length ? read_clock_delay (text) : read_unit_delay (text);
}

/* log-clock.c - reads the stamps of log lines; see log-line.h
 *
 * Zones are kept apart, not applied: most logs have none, and lines of one log are compared with each other only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-line.h"

#define DAY ((gint64) 86400)

/* Days since 1970 of a date in the Gregorian calendar (years begin in March, so that the leap day is the last). */
static gint64
days_from_date (gint64 year, guint month, guint day)
{
  gint64 era;
  gint64 of_era;
  gint64 of_year;

  year -= month <= 2;
  era = year / 400;
  of_era = year - era * 400;
  of_year = (153 * ((gint64) month + (month > 2 ? -3 : 9)) + 2) / 5 + (gint64) day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static guint
month_from_name (const char *name)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

  for (guint i = 0; i < 12; i++)
    if (memcmp (name, names + i * 3, 3) == 0)
      return i + 1;
  return 0;
}

static guint
two_digits (const char *at)
{
  return g_ascii_isdigit (at[0]) && g_ascii_isdigit (at[1]) ? (guint) (at[0] - '0') * 10 + (guint) (at[1] - '0') : 99;
}

/* "01:26:33.5" behind @day_start. */
static gboolean
read_clock (MdSlice text, gint64 day_start, MdLogTime *time, gsize *used)
{
  guint hour, minute, second;
  gint scale = 100000;

  *used = 8;
  if (text.length < 8)
    return FALSE;
  hour = two_digits (text.at);
  minute = two_digits (text.at + 3);
  second = two_digits (text.at + 6);
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;
  time->seconds = day_start + hour * 3600 + minute * 60 + second;
  time->known = TRUE;
  if (text.length <= 9 || text.at[8] != '.')
    return TRUE;
  for (*used = 9; *used < text.length && g_ascii_isdigit (text.at[*used]); (*used)++, scale /= 10)
    time->micros += (text.at[*used] - '0') * scale;
  return TRUE;
}

/* "Z", "+02:00", "+0200", "UTC". */
static void
read_zone (MdSlice text, MdLogTime *time)
{
  gsize colon = text.length > 5 && text.at[3] == ':' ? 1 : 0;

  text = md_slice_strip (text);
  time->has_zone = md_slice_is (text, "Z") || md_slice_is (text, "UTC");
  if (text.length < 5 + colon || (text.at[0] != '+' && text.at[0] != '-') || two_digits (text.at + 1) > 23
      || two_digits (text.at + 3 + colon) > 59)
    return;
  time->has_zone = TRUE;
  time->zone_minutes = (gint) (two_digits (text.at + 1) * 60 + two_digits (text.at + 3 + colon));
  if (text.at[0] == '-')
    time->zone_minutes = -time->zone_minutes;
}

static gboolean
start_of_date (MdLogClock *clock, MdSlice stamp, gint64 *start)
{
  guint64 year;
  guint month = two_digits (stamp.at + 5);
  guint day = two_digits (stamp.at + 8);

  if (!md_slice_number (stamp, 4, &year) || year < 1970 || month < 1 || month > 12 || day < 1 || day > 31)
    return FALSE;
  *start = days_from_date ((gint64) year, month, day) * DAY;
  return TRUE;
}

/* "Nov 22": the last such day that is not after the reference. */
static gboolean
start_of_day (MdLogClock *clock, MdSlice stamp, gint64 *start)
{
  guint month = month_from_name (stamp.at);
  guint64 day;
  g_autoptr (GDateTime) reference = NULL;
  gint year;

  if (memcmp (clock->day, stamp.at, 6) == 0)
    {
      *start = clock->day_start;
      return TRUE;
    }
  if (month == 0 || !md_slice_number (md_slice (stamp.at + (stamp.at[4] == ' ' ? 5 : 4), 2), 2, &day) || day < 1
      || day > 31)
    return FALSE;
  reference = g_date_time_new_from_unix_utc (clock->reference);
  year = reference != NULL ? g_date_time_get_year (reference) + 1 : 1970;
  do
    *start = days_from_date (year--, month, (guint) day) * DAY;
  while (*start > clock->reference + DAY && year > 1970);
  memcpy (clock->day, stamp.at, 6);
  clock->day_start = *start;
  return TRUE;
}

/* "1732241193.123456" */
static MdLogTime
read_unix (MdSlice stamp)
{
  MdLogTime time = { .known = TRUE, .has_zone = TRUE };
  guint64 seconds;
  gint scale = 100000;

  md_slice_number (stamp, 10, &seconds);
  time.seconds = (gint64) seconds;
  for (gsize i = 11; i < stamp.length && g_ascii_isdigit (stamp.at[i]); i++, scale /= 10)
    time.micros += (stamp.at[i] - '0') * scale;
  return time;
}

static MdLogTime
read_stamp (MdLogClock *clock, MdSlice stamp)
{
  MdLogTime time = { 0 };
  gint64 start;
  gsize used;

  if (stamp.length >= 14 && g_ascii_isupper (stamp.at[0]))
    {
      gsize at = stamp.at[5] == ' ' ? 6 : 7;

      if (start_of_day (clock, stamp, &start))
        (void) read_clock (md_slice_from (stamp, at), start, &time, &used);
    }
  else if (stamp.length >= 19 && stamp.at[4] == '-')
    {
      if (start_of_date (clock, stamp, &start) && read_clock (md_slice_from (stamp, 11), start, &time, &used))
        read_zone (md_slice_from (stamp, 11 + used), &time);
    }
  else if (stamp.length >= 11 && stamp.at[10] == '.')
    time = read_unix (stamp);
  return time;
}

MdLogTime
md_log_clock_read (MdLogClock *clock, MdSlice stamp)
{
  if (stamp.length == clock->stamp_length && stamp.length > 0 && memcmp (clock->stamp, stamp.at, stamp.length) == 0)
    return clock->time;
  if (stamp.length == 0 || stamp.length > sizeof clock->stamp)
    return read_stamp (clock, stamp);
  clock->time = read_stamp (clock, stamp);
  clock->stamp_length = stamp.length;
  memcpy (clock->stamp, stamp.at, stamp.length);
  return clock->time;
}

/* log-event.c - names of what a line says; see log-event.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-event.h"

const char *
md_log_server_name (MdLogServer server)
{
  static const char *const names[MD_N_LOG_SERVERS] = {
    [MD_LOG_UNKNOWN_SERVER] = "",        [MD_LOG_POSTFIX] = "postfix",     [MD_LOG_EXIM] = "exim",
    [MD_LOG_SENDMAIL] = "sendmail",      [MD_LOG_OPENSMTPD] = "opensmtpd",
  };

  return names[server];
}

const char *
md_log_status_name (MdLogStatus status)
{
  static const char *const names[MD_N_LOG_STATUSES] = {
    [MD_LOG_NO_STATUS] = "",       [MD_LOG_SENT] = "sent",        [MD_LOG_DEFERRED] = "deferred",
    [MD_LOG_BOUNCED] = "bounced",  [MD_LOG_REFUSED] = "rejected", [MD_LOG_GIVEN_UP] = "expired",
  };

  return names[status];
}

char *
md_log_time_to_string (const MdLogTime *time)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GDateTime) moment = time->known ? g_date_time_new_from_unix_utc (time->seconds) : NULL;
  g_autofree char *whole = moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S") : NULL;

  if (whole == NULL)
    return g_string_free (text, FALSE);
  g_string_append (text, whole);
  if (time->micros > 0)
    g_string_append_printf (text, ".%03d", time->micros / 1000);
  if (time->has_zone && time->zone_minutes == 0)
    g_string_append_c (text, 'Z');
  else if (time->has_zone)
    g_string_append_printf (text, "%c%02d:%02d", time->zone_minutes < 0 ? '-' : '+', ABS (time->zone_minutes) / 60,
                            ABS (time->zone_minutes) % 60);
  return g_string_free (text, FALSE);
}

char *
md_log_delay_to_string (double seconds)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char *point;

  if (seconds < 0)
    return g_strdup ("");
  g_ascii_formatd (text, sizeof text, "%.2f", seconds);
  point = strchr (text, '.');
  if (point != NULL)
    for (char *end = text + strlen (text) - 1; end >= point && (*end == '0' || end == point); end--)
      *end = '\0';
  return g_strdup (text);
}

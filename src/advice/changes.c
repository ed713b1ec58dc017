/* changes.c - what is another than before, in words; see changes.h
 *
 * Months are written out here: the locale of the process need not be the person's language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/changes.h"

#include <string.h>

typedef struct
{
  const char *names[4];
  const char *values[4];
} Pairs;

static const char *
look_up (const char *name, gconstpointer user_data)
{
  const Pairs *pairs = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (pairs->names) && pairs->names[i] != NULL; i++)
    if (strcmp (pairs->names[i], name) == 0)
      return pairs->values[i];
  return NULL;
}

/* ── dates ── */

static const char *
month_name (MdLang lang, int month)
{
  static const char *const names[] = {
    N_ ("January"), N_ ("February"), N_ ("March"),     N_ ("April"),   N_ ("May"),      N_ ("June"),
    N_ ("July"),    N_ ("August"),   N_ ("September"), N_ ("October"), N_ ("November"), N_ ("December"),
  };

  return md_text (lang, names[month - 1]);
}

typedef struct
{
  const char *today, *yesterday, *other;
} DateWords;

static char *
write_date (MdLang lang, gint64 unix_micros, gint64 now, const DateWords *words)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_micros / G_USEC_PER_SEC);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) yesterday = today != NULL ? g_date_time_add_days (today, -1) : NULL;
  g_autofree char *time = when != NULL ? g_date_time_format (when, "%H:%M") : NULL;
  g_autofree char *day = NULL;
  g_autofree char *year = NULL;
  const char *pattern = words->other;
  Pairs pairs;

  if (when == NULL || yesterday == NULL)
    return g_strdup (md_text (lang, N_ ("at an unknown time")));
  if (g_date_time_get_year (when) == g_date_time_get_year (today)
      && g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (today))
    pattern = words->today;
  else if (g_date_time_get_year (when) == g_date_time_get_year (yesterday)
           && g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (yesterday))
    pattern = words->yesterday;
  day = g_strdup_printf ("%d", g_date_time_get_day_of_month (when));
  year = g_strdup_printf ("%d", g_date_time_get_year (when));
  pairs = (Pairs) { { "day", "month", "year", "time" },
                    { day, month_name (lang, g_date_time_get_month (when)), year, time } };
  return md_fill (md_text (lang, pattern), look_up, &pairs);
}

char *
md_date_alone (MdLang lang, gint64 unix_micros, gint64 now)
{
  static const DateWords words = { N_ ("Today at {time}"), N_ ("Yesterday at {time}"),
                                   /* Translators: a date that stands alone */
                                   N_ ("{day} {month} {year}, {time}") };

  return write_date (lang, unix_micros, now, &words);
}

char *
md_date_within (MdLang lang, gint64 unix_micros, gint64 now)
{
  static const DateWords words = { N_ ("today at {time}"), N_ ("yesterday at {time}"),
                                   /* Translators: a date within a sentence: “the result of …” */
                                   N_ ("{day} {month} {year} at {time}") };

  return write_date (lang, unix_micros, now, &words);
}

/* ── what is another ── */

char *
md_change_server (MdLang lang, MdSubject side, const char *before, const char *now)
{
  const Pairs pairs = { { "before", "now" }, { before, now } };
  gboolean sending = side == MD_SUBJECT_OUTGOING;
  const char *msgid;

  if (before == NULL)
    msgid = sending ? N_ ("An outgoing server has been set: {now}. Before, there was none.")
                    : N_ ("An incoming server has been set: {now}. Before, there was none.");
  else if (now == NULL)
    msgid = sending ? N_ ("The outgoing server was {before}; now none is set.")
                    : N_ ("The incoming server was {before}; now none is set.");
  else
    msgid = sending ? N_ ("The outgoing server was {before}; now it is {now}.")
                    : N_ ("The incoming server was {before}; now it is {now}.");
  return md_fill (md_text (lang, msgid), look_up, &pairs);
}

char *
md_change_user (MdLang lang, const char *before, const char *now)
{
  const Pairs pairs = { { "before", "now" }, { before != NULL ? before : "–", now != NULL ? now : "–" } };

  return md_fill (md_text (lang, N_ ("The user name for sending was {before}; now it is {now}.")), look_up, &pairs);
}

char *
md_change_last_well (MdLang lang, gint64 unix_micros, gint64 now)
{
  g_autofree char *date = md_date_within (lang, unix_micros, now);
  const Pairs pairs = { { "date" }, { date } };

  return md_fill (md_text (lang, N_ ("The last time everything worked here: {date}.")), look_up, &pairs);
}

char *
md_change_new_since (MdLang lang, const MdFinding *finding)
{
  g_autofree char *line = md_finding_line (lang, finding);
  const Pairs pairs = { { "finding" }, { line } };

  return md_fill (md_text (lang, N_ ("New since then: {finding}")), look_up, &pairs);
}

const char *
md_change_same_settings (MdLang lang)
{
  return md_text (lang, N_ ("The settings are the same as then."));
}

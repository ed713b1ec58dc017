/* log-line.h - one line of a log: when, on which host, by which program, and what it said
 *
 * RFC 3164 ("Nov 22 01:26:33 host prog[pid]: …"), RFC 5424, the ISO stamps of today's rsyslog and of journalctl, and
 * Exim's own files, which have a stamp and no program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-event.h"

G_BEGIN_DECLS

typedef struct
{
  MdSlice stamp;    /* empty: there is none */
  MdSlice host;     /* may be empty */
  MdSlice program;  /* "postfix/smtp"; empty: none, as in Exim's own files */
  MdSlice text;
} MdLogLine;

/* What is remembered between lines, so that a stamp costs little: a day is worked out once. */
typedef struct
{
  gint64 reference;  /* seconds since 1970: when the log ended: dates without a year are at most a day later */
  char day[8];       /* "Nov 22" */
  gint64 day_start;
  char stamp[32];    /* the last one, and what it said: a busy server writes many lines a second */
  gsize stamp_length;
  MdLogTime time;
} MdLogClock;

/* Takes a line apart; FALSE when it does not look like one of a log. */
gboolean  md_log_line_parse (MdSlice line, MdLogLine *parsed);
/* The server whose program wrote it; Exim's own files are told by their stamp. */
MdLogServer md_log_line_server (const MdLogLine *line);
MdLogTime md_log_clock_read (MdLogClock *clock, MdSlice stamp);
/* The length of the "YYYY-MM-DD HH:MM:SS" with fraction and zone that @text begins with, the blank behind it included;
 * 0 without. */
gsize     md_log_own_stamp (MdSlice text);

G_END_DECLS

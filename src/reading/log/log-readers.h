/* log-readers.h - the readers, one for each mail server; pure functions of one line
 *
 * Each takes what stands behind the prefix and fills in an event whose pieces point into the line.  FALSE when the line
 * says nothing about a message; the event is then not touched.  What the event carries may still be "nothing": a line
 * that names a queue id and no more belongs to that message's story.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-line.h"

G_BEGIN_DECLS

/* A sink for servers whose one line tells of several recipients. */
typedef void (*MdLogEventSink) (const MdLogEvent *event, gpointer user_data);

gboolean md_log_postfix_read (const MdLogLine *line, MdLogEvent *event);
/* Exim's main log, in files of its own or over syslog (where the text may begin with a stamp again). */
gboolean md_log_exim_read (const MdLogLine *line, MdLogEvent *event);
/* @event's recipient may be a list, "<a>,<b>": md_log_sendmail_next() takes them one by one. */
gboolean md_log_sendmail_read (const MdLogLine *line, MdLogEvent *event);
/* The next recipient of *@list, without <>; FALSE when none is left. */
gboolean md_log_sendmail_next (MdSlice *list, MdSlice *recipient);
gboolean md_log_opensmtpd_read (const MdLogLine *line, MdLogEvent *event);

/* An event of that kind with all else unknown. */
void     md_log_event_start (MdLogEvent *self, MdLogServer server, const MdLogLine *line, MdLogKind kind);
/* Fills in code and enhanced code (where there is none yet) from the words of a reply: "550 5.1.1 …", also where a
 * program wrote something in front of them. */
void     md_log_event_take_reply (MdLogEvent *self, MdSlice reply);
/* The server's own words in @reply: from the code on where there is one. */
MdSlice  md_log_reply_words (MdSlice reply);
/* "1d2h3m4s", "00:05:08", "2+15:56:56", "0.15", "3.002s" in seconds; -1 when it is none of these. */
double   md_log_read_delay (MdSlice text);

G_END_DECLS

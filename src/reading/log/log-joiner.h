/* log-joiner.h - joins the lines of a message into attempts, over lines and files, in constant memory
 *
 * Who wrote a message, its Message-ID and when it came stand on other lines than its deliveries.  What is still in the
 * queue is remembered in a table of MD_LOG_JOINER_MESSAGES messages (about 36 MiB when full); the one that was heard of
 * least lately makes room.  What is lost then is counted: later attempts of that message have no Message-ID (Postfix
 * says the sender again at every try) and it does not count among those that never left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-event.h"

G_BEGIN_DECLS

#define MD_LOG_JOINER_MESSAGES 65536

typedef struct _MdLogJoiner MdLogJoiner;

/* @attempt: one delivery to one recipient, or one refusal; its pieces are good during the call only. */
typedef void (*MdLogAttemptSink) (const MdLogEvent *attempt, gpointer user_data);

typedef struct
{
  guint64 messages;       /* that came in */
  guint64 deleted;        /* by somebody, out of the queue */
  guint64 forgotten;      /* open messages that had to make room */
  guint64 shortened;      /* senders or Message-IDs that were too long to be kept whole */
  guint64 never_left;     /* accepted, and no delivery was ever tried; known after md_log_joiner_finish() */
  guint64 waiting;        /* put off at last, and still in the queue at the end of the log */
} MdLogJoinerCounts;

MdLogJoiner *md_log_joiner_new (guint n_messages, MdLogAttemptSink sink, gpointer user_data);
void         md_log_joiner_free (MdLogJoiner *self);
/* @event is filled in with what is known of its message, and then shown to the sink. */
void         md_log_joiner_add (MdLogJoiner *self, MdLogEvent *event);
/* No more lines will come.  @last: when the log ended; a message that came in less than @grace seconds before may still
 * be on its way.  @left is told of each message that never left: its id, sender, Message-ID and time. */
void         md_log_joiner_finish (MdLogJoiner *self, gint64 last, gint64 grace, MdLogAttemptSink left);
const MdLogJoinerCounts *md_log_joiner_get_counts (const MdLogJoiner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLogJoiner, md_log_joiner_free)

G_END_DECLS

/* log-event.h - what one line of a mail server's log says
 *
 * All four servers are told in the same words.  A reader fills in what its line holds; log-joiner.h adds what earlier
 * lines of the same message held.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/slice.h"

G_BEGIN_DECLS

typedef enum
{
  MD_LOG_UNKNOWN_SERVER,
  MD_LOG_POSTFIX,
  MD_LOG_EXIM,
  MD_LOG_SENDMAIL,
  MD_LOG_OPENSMTPD,
  MD_N_LOG_SERVERS,
} MdLogServer;

typedef enum
{
  MD_LOG_NOTHING,    /* no line of a delivery; it may still name its queue id */
  MD_LOG_RECEIVED,   /* a message came in */
  MD_LOG_QUEUED,     /* more about a message that is in the queue: sender, Message-ID, number of recipients */
  MD_LOG_ATTEMPT,    /* one delivery to one recipient was tried: see its status */
  MD_LOG_REJECTED,   /* a message, or one of its recipients, was not accepted */
  MD_LOG_EXPIRED,    /* the server gave up; who is still waiting for it, earlier lines said */
  MD_LOG_RETURNED,   /* a bounce or a warning was sent to the sender: other_id is its queue id */
  MD_LOG_DONE,       /* the message left the queue */
  MD_LOG_DELETED,    /* … because somebody deleted it */
  MD_LOG_REMARK,     /* no attempt, but words about a message: of the server that was asked before the next */
  MD_LOG_SUPPRESSED, /* Exim's *>: a delivery that was not made, on request */
  MD_LOG_SIGN_IN_FAILED,
} MdLogKind;

typedef enum
{
  MD_LOG_NO_STATUS,
  MD_LOG_SENT,
  MD_LOG_DEFERRED,
  MD_LOG_BOUNCED,
  MD_LOG_REFUSED,    /* "rejected": by this server, of another */
  MD_LOG_GIVEN_UP,   /* "expired" */
  MD_N_LOG_STATUSES,
} MdLogStatus;

/* Seconds since 1970 as the clock on the wall said, without its zone; the zone where the line has one. */
typedef struct
{
  gint64 seconds;
  gint micros;
  gint zone_minutes; /* east of Greenwich */
  gboolean has_zone;
  gboolean known;
} MdLogTime;

typedef struct
{
  MdLogServer server;
  MdLogKind kind;
  MdLogStatus status;
  MdLogTime time;
  guint code;           /* reply code, 0: none */
  gint errno_code;      /* Exim's "defer (-44)"; 0: none */
  guint n_recipients;   /* that the message was accepted for; 0: not said */
  double delay;         /* seconds since the message came in; -1: not said */
  MdSlice host;         /* whose log */
  MdSlice queue_id;
  MdSlice message_id;   /* without <> */
  gboolean has_sender;
  MdSlice sender;       /* without <>: empty is the null sender */
  MdSlice recipient;
  MdSlice original;     /* the address before it was rewritten */
  MdSlice dsn;          /* enhanced status code, RFC 3463 */
  MdSlice reply;        /* the words of the one who decided */
  MdSlice relay;        /* where to, as written */
  MdSlice client;       /* where from, as written */
  MdSlice other_id;
  MdSlice status_word;  /* as written */
  MdSlice size;
  /* Exim only; not set by other readers */
  MdSlice router, transport, peer_host, peer_address, tls, protocol, local_user, auth, return_path;
} MdLogEvent;

/* "postfix" … ; "" for one that is not known. */
const char *md_log_server_name (MdLogServer server);
/* "sent", "deferred", "bounced", "rejected", "expired"; "" without one. */
const char *md_log_status_name (MdLogStatus status);
/* RFC 3339, with the zone where the log has it; "" when it is not known. */
char       *md_log_time_to_string (const MdLogTime *time);
/* Seconds with at most two decimals; "" when not known. */
char       *md_log_delay_to_string (double seconds);

G_END_DECLS

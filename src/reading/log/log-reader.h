/* log-reader.h - reads the logs of mail servers: files of a rotated set in the order of their time, in one pass
 *
 * Which server wrote a line is told line by line, so that one log may hold several.  Memory does not grow with the log:
 * see log-source.h, log-joiner.h, log-summary.h.  Not tied to a thread; the caller's callbacks are called in the thread
 * that reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "reading/log/log-joiner.h"
#include "reading/log/log-summary.h"

G_BEGIN_DECLS

/* At most so many lines of one message's story are kept. */
#define MD_LOG_STORY_LINES 1000

typedef enum
{
  MD_LOG_FILE_READ,
  MD_LOG_FILE_EMPTY,
  MD_LOG_FILE_NO_MAIL,         /* a log, but no line of a mail server that is known */
  MD_LOG_FILE_NOT_A_LOG,
  MD_LOG_FILE_DAMAGED,         /* read as far as it goes */
  MD_LOG_FILE_COMPRESSION,     /* compressed in a way that is not read */
  MD_LOG_FILE_UNREADABLE,      /* missing, a folder, not allowed: see reason */
} MdLogFileState;

typedef struct
{
  char *path;                  /* (owned) */
  MdLogFileState state;
  char *reason;                /* (owned) (nullable) the system's word for UNREADABLE */
  guint64 lines, mail_lines;
  gint64 begins;               /* time of its first line; G_MAXINT64: not known */
} MdLogFile;

/* What to look for; all (nullable). */
typedef struct
{
  const char *recipient;       /* attempts to this address only, in any letter case */
  const char *queue_id;        /* the story of this message … */
  const char *message_id;      /* … or of this one; with or without <> */
} MdLogQuery;

typedef struct
{
  /* (nullable) Each attempt that the query asks for. */
  MdLogAttemptSink attempt;
  /* (nullable) Now and then: bytes done, of how many (0: nobody knows). */
  void (*progress) (guint64 done, guint64 total, gpointer user_data);
  gpointer user_data;
} MdLogHooks;

typedef struct
{
  GPtrArray *files;            /* (owned) of MdLogFile, in the order they were read */
  MdLogSummary *summary;       /* (owned) of the attempts that the query asks for */
  MdLogJoinerCounts counts;
  GPtrArray *never_left;       /* (owned) of MdLogLeft, the first few */
  GPtrArray *story;            /* (owned) lines of the message asked for, valid UTF-8; empty without */
  gboolean story_cut;
  GPtrArray *deliveries;       /* (owned) a line, valid UTF-8, of each of the last attempts to the recipient */
  char *last_recipient;        /* (owned) (nullable) of the last attempt that a query asked for … */
  char *last_relay;            /* (owned) (nullable) */
  char *last_reply;            /* (owned) (nullable) */
  guint64 sign_ins_failed;
  gboolean cancelled;          /* the numbers are those of the part that was read */
} MdLogReport;

typedef struct
{
  char *queue_id, *message_id, *sender;  /* (owned) */
  MdLogTime time;
} MdLogLeft;

/* Reads @paths ("-" is standard input).  Files that cannot be read are said in the report; it is never NULL. */
MdLogReport *md_log_read (const char *const *paths, const MdLogQuery *query, const MdWait *wait,
                          const MdLogHooks *hooks);
/* The same from bytes, for tests: one log in one piece. */
MdLogReport *md_log_read_bytes (GBytes *bytes, const MdLogQuery *query, const MdLogHooks *hooks);
void         md_log_report_free (MdLogReport *self);
/* "read", "empty", "no-mail", "not-a-log", "damaged", "compression", "unreadable" */
const char  *md_log_file_state_name (MdLogFileState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLogReport, md_log_report_free)

G_END_DECLS

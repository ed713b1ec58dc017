/* log-journal.h - the export format of systemd's journal
 *
 * Entries of "FIELD=value" lines, closed by an empty line; a value with line ends comes as "FIELD", eight bytes of
 * length (little endian), and the bytes.  Only the fields that a log line has are kept.  Limits: 8 KiB of a message,
 * 256 bytes of a host and a program; the rest of a longer one is passed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-line.h"

G_BEGIN_DECLS

#define MD_LOG_JOURNAL_TEXT 8192
#define MD_LOG_JOURNAL_NAME 256

typedef struct
{
  char text[MD_LOG_JOURNAL_TEXT];
  char host[MD_LOG_JOURNAL_NAME];
  char program[MD_LOG_JOURNAL_NAME];
  char stamp[32];
  gsize text_length, host_length, program_length, stamp_length;
  char *open;         /* (not owned) (nullable) the buffer above that a long value is being read into */
  gsize *open_length;
  gsize open_size;
  guint64 left;       /* bytes of that value that are still to come */
  gboolean skipping;  /* in a line that is too long */
  gboolean broken;    /* a length that cannot be */
} MdLogJournal;

typedef enum
{
  MD_LOG_JOURNAL_ENTRY,  /* @line is filled in, pointing into the journal */
  MD_LOG_JOURNAL_MORE,   /* the bytes end inside an entry */
} MdLogJournalResult;

/* Does a log that begins so come from journalctl -o export? */
gboolean           md_log_journal_looks_so (MdSlice head);
/* Takes an entry off the front of @bytes: *@used bytes are done with, whatever the result.  @last: no more come. */
MdLogJournalResult md_log_journal_next (MdLogJournal *self, MdSlice bytes, gboolean last, gsize *used, MdLogLine *line);

G_END_DECLS

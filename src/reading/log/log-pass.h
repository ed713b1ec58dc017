/* log-pass.h - one pass over the lines of a log, file by file
 *
 * For log-reader.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-journal.h"
#include "reading/log/log-reader.h"
#include "reading/log/log-source.h"

G_BEGIN_DECLS

#define MD_LOG_PASS_MAX_LEFT 20
#define MD_LOG_PASS_MAX_IDS 256

typedef struct
{
  MdLogReport *report;       /* (not owned) */
  const MdLogQuery *query;   /* (not owned) (nullable) */
  const MdWait *wait;        /* (not owned) */
  MdLogHooks hooks;
  MdLogJoiner *joiner;       /* (owned) */
  MdLogClock clock;
  GHashTable *followed;      /* (owned) (nullable) queue ids of the message whose story is asked for */
  GHashTable *message_ids;   /* (owned) (nullable) its Message-IDs */
  gboolean searching;        /* for those ids: nothing is told */
  guint64 done, total;
  gint64 last_seconds;       /* the latest time seen */
  guint64 lines, log_lines, mail_lines;  /* of this file */
} MdLogPass;

MdLogPass *md_log_pass_new (MdLogReport *report, const MdLogQuery *query, const MdWait *wait, const MdLogHooks *hooks);
void       md_log_pass_free (MdLogPass *self);
/* All of @source, until its end or until cancelled. */
void       md_log_pass_file (MdLogPass *self, MdLogSource *source);
/* From the start again, with the ids that were found. */
void       md_log_pass_restart (MdLogPass *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLogPass, md_log_pass_free)

G_END_DECLS

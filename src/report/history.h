/* history.h - earlier results, kept on this computer only
 *
 * A folder with one JSON document a result, written whole or not at all, readable by its owner only.  A document that
 * cannot be read any more is kept aside and said.  Blocking, small; not for a worker that must be cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;               /* (owned) its file's name */
  gboolean damaged;       /* it could not be read and was kept aside under another name; all else is empty */
  gint64 started;         /* Unix microseconds */
  char *guide;            /* (owned) (nullable) */
  char *email;            /* (owned) (nullable) */
  MdVerdictStatus status;
  gboolean has_cause;
  MdCauseCode cause;
} MdHistoryEntry;

/* What is another between two results; lists of MdFinding. */
typedef struct
{
  GPtrArray *gone;        /* (owned) warnings and problems of the older one alone */
  GPtrArray *come;        /* (owned) of the newer one alone */
  gboolean other_outgoing, other_incoming, other_user; /* the program's settings were changed */
} MdHistoryChanges;

/* The folder in the person's data directory; (transfer full). */
char             *md_history_default_folder (void);
/* Keeps a result; returns its id.  NULL with @error set when it could not be written (a full disk). */
char             *md_history_save (const char *folder, const MdRecord *record, const MdVerdict *verdict,
                                   GError **error);
/* (transfer full) (element-type MdHistoryEntry) newest first; empty when there is none. */
GPtrArray        *md_history_list (const char *folder);
/* The result again, to be diagnosed and shown in either language; NULL with @error set. */
MdRecord         *md_history_load (const char *folder, const char *id, GError **error);
gboolean          md_history_delete (const char *folder, const char *id, GError **error);
/* Deletes all, or with @days > 0 those that are older; returns how many. */
guint             md_history_prune (const char *folder, guint days);
/* The last one of the same guide and account before @record that ended well; NULL when there is none. */
MdRecord         *md_history_last_well (const char *folder, const MdRecord *record);
MdHistoryChanges *md_history_compare (const MdRecord *older, const MdRecord *newer);
void              md_history_changes_free (MdHistoryChanges *self);
void              md_history_entry_free (MdHistoryEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHistoryChanges, md_history_changes_free)

G_END_DECLS

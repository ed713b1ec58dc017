/* history.h - earlier results, kept on this computer only
 *
 * A folder with one JSON document a result, written whole or not at all, readable by its owner only.  Its file's name
 * says when the visit began and, as a hash, whose account it was about: the same visit writes over its own result, and
 * what is old or about somebody else is known without reading it.  A document that cannot be read any more is kept
 * aside and stays in the list.  Blocking, to be called in a thread unless it says that it is one system call; no
 * GObjects.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

#define MD_HISTORY_N_LANGS 2

typedef struct
{
  char *id;               /* (owned) its file's name */
  gboolean damaged;       /* it could not be read and is kept aside under this name; all below @started is empty */
  gint64 started;         /* Unix microseconds; 0: not known */
  char *guide;            /* (owned) (nullable) */
  char *email;            /* (owned) (nullable) */
  char *code;             /* (owned) (nullable) the reference code */
  char *titles[MD_HISTORY_N_LANGS]; /* (owned) (nullable) the verdict in one sentence, by MdLang */
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
/* Keeps a result in place of an earlier one of the same visit and account; returns its id.  NULL with @error set
 * (G_FILE_ERROR: NOSPC on a full disk, ACCES, ROFS, NOTDIR …) when it could not be written; then the earlier one is
 * as it was. */
char             *md_history_save (const char *folder, const MdRecord *record, const MdVerdict *verdict,
                                   GError **error);
/* (transfer full) (element-type MdHistoryEntry) at most @n from the @from-th on, newest first; @total (nullable): how
 * many there are.  Empty when nothing was ever kept; NULL with @error set when the folder cannot be read.  Reads only
 * those that it returns. */
GPtrArray        *md_history_list (const char *folder, guint from, guint n, guint *total, GError **error);
/* The result again, to be diagnosed and shown in either language; NULL with @error set. */
MdRecord         *md_history_load (const char *folder, const char *id, GError **error);
/* The last one of the same guide and account before @record that ended well; NULL when there is none. */
MdRecord         *md_history_last_well (const char *folder, const MdRecord *record);

/* One system call each.  What is hidden is in no list, and is deleted by the next md_history_tidy(). */
gboolean          md_history_delete (const char *folder, const char *id, GError **error);
gboolean          md_history_hide (const char *folder, const char *id, GError **error);
gboolean          md_history_unhide (const char *folder, const char *id, GError **error);
gboolean          md_history_delete_hidden (const char *folder, const char *id, GError **error);

/* All of them, those kept aside too; returns how many are gone. */
guint             md_history_delete_all (const char *folder);
/* Deletes what is older than @days (0: nothing is too old), what was hidden, and what a crash left half-written;
 * returns how many results are gone. */
guint             md_history_tidy (const char *folder, guint days);

MdHistoryChanges *md_history_compare (const MdRecord *older, const MdRecord *newer);
void              md_history_changes_free (MdHistoryChanges *self);
/* TRUE when there is nothing to tell. */
gboolean          md_history_changes_is_empty (const MdHistoryChanges *self);
/* The settings that are others, a whole sentence each; (transfer full), may be empty. */
char            **md_history_settings_lines (MdLang lang, const MdRecord *older, const MdRecord *newer);
/* What is another in @record than in @well, the last good result: its date, what is new, what was set otherwise;
 * whole sentences, (transfer full).  @now: Unix microseconds. */
char            **md_history_since_lines (MdLang lang, const MdRecord *well, const MdRecord *record, gint64 now);
void              md_history_entry_free (MdHistoryEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHistoryChanges, md_history_changes_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHistoryEntry, md_history_entry_free)

G_END_DECLS

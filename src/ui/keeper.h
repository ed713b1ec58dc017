/* keeper.h - earlier results: keeps that of this visit, and hands out those of before
 *
 * Listens to the session: when a guide has settled, and again when its result became another, the result is written
 * in a thread, in place of the one of the same visit; only a good result does not give way to a bad one, for it tells
 * when everything worked last.  Nothing is kept of practice, nor where the preferences say so.  What
 * cannot be written is said once.  Which results a page is to show is kept here, so that a page can be built anew at
 * any moment.  Main thread only.
 *
 * Signals
 *   "changed"   what is kept is another: lists are to be read anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/history.h"
#include "ui/session.h"

G_BEGIN_DECLS

#define MD_TYPE_KEEPER (md_keeper_get_type ())
G_DECLARE_FINAL_TYPE (MdKeeper, md_keeper, MD, KEEPER, GObject)

/* For as long as @session lives; tidies @folder up at once, in a thread. */
MdKeeper       *md_keeper_new (MdSession *session, const char *folder);
/* Waits, for a second at most, until what is being written is written. */
void            md_keeper_finish (MdKeeper *self);
const char     *md_keeper_get_folder (MdKeeper *self);
/* TRUE when the preferences want results to be kept. */
gboolean        md_keeper_is_keeping (MdKeeper *self);
/* (nullable) (transfer none) The last good result before the one that the session shows now, of the same guide and
 * account; it comes a moment after the result, with "changed" of the session. */
const MdRecord *md_keeper_get_last_well (MdKeeper *self);

/* With Undo. */
void            md_keeper_delete (MdKeeper *self, const char *id);
/* Without: ask first. */
void            md_keeper_delete_all (MdKeeper *self);

/* ── what the pages "earlier" and "comparison" show ── */

/* Goes to page "earlier". */
void            md_keeper_open (MdKeeper *self, const char *id);
/* (nullable) */
const char     *md_keeper_get_opened (MdKeeper *self);
/* Goes to page "comparison"; in any order. */
void            md_keeper_compare (MdKeeper *self, const char *one, const char *other);
/* Two ids, the older one first, and NULL; (nullable). */
const char *const *md_keeper_get_compared (MdKeeper *self);

/* ── reading, in a thread ── */

typedef struct
{
  GPtrArray *entries;    /* (owned) of MdHistoryEntry, newest first */
  guint total;           /* how many there are in all */
} MdKeptList;

void            md_keeper_list_async (MdKeeper *self, guint from, guint n, GCancellable *cancellable,
                                      GAsyncReadyCallback done, gpointer user_data);
/* NULL with @error set when the folder cannot be read. */
MdKeptList     *md_keeper_list_finish (GAsyncResult *result, GError **error);
void            md_kept_list_free (MdKeptList *self);

typedef struct
{
  char *id;              /* (owned) */
  MdRecord *record;      /* (owned) (nullable) it could not be read */
  MdVerdict *verdict;    /* (owned) (nullable) */
} MdKept;

/* @ids: NULL-terminated. */
void            md_keeper_load_async (MdKeeper *self, const char *const *ids, GCancellable *cancellable,
                                      GAsyncReadyCallback done, gpointer user_data);
/* (element-type MdKept) in the order of the ids; NULL when it was cancelled. */
GPtrArray      *md_keeper_load_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdKeptList, md_kept_list_free)

G_END_DECLS

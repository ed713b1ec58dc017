/* history.c - earlier results, kept on this computer only; see history.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-history"

#include "config.h"

#include "report/history.h"

#include "report/record-reader.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_NAMES 50000
#define SUFFIX ".json"
#define DAMAGED ".damaged"
#define HIDDEN ".deleted"
#define STAMP_LENGTH 16 /* 20260101T101500Z */
#define ID_FORM "????????T??????Z*" SUFFIX
#define DAY ((gint64) 24 * 60 * 60)
#define LEFT_ALONE ((gint64) 10 * 60) /* seconds: what is half-written for so long is nobody's any more */

char *
md_history_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "maildoctor", "history", NULL);
}

/* ── names ── */

/* A name of ours, and no way out of the folder; @suffix: what stands behind it. */
static gboolean
has_form (const char *name, const char *suffix)
{
  g_autofree char *form = g_strconcat (ID_FORM, suffix, NULL);

  return strchr (name, '/') == NULL && g_pattern_match_simple (form, name);
}

static gboolean
is_listed (const char *name)
{
  return has_form (name, "") || has_form (name, DAMAGED);
}

/* When the visit began, as the name says; Unix microseconds, 0 when it says nothing. */
static gint64
stamp_of (const char *name)
{
  g_autofree char *stamp = g_strndup (name, STAMP_LENGTH);
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (stamp, NULL);

  return when != NULL ? g_date_time_to_unix (when) * G_USEC_PER_SEC : 0;
}

/* What the name says of guide and account. */
static guint
subject_of (const MdRecord *record)
{
  g_autofree char *subject = g_strconcat (record->guide, " ", record->kase->email, NULL);

  return g_str_hash (subject);
}

static char *
make_id (const MdRecord *record)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (record->started / G_USEC_PER_SEC);
  g_autofree char *stamp = when != NULL ? g_date_time_format (when, "%Y%m%dT%H%M%SZ") : NULL;

  if (stamp == NULL || strlen (stamp) != STAMP_LENGTH) /* a clock outside of all years */
    return g_strdup_printf ("19700101T000000Z000000-%08x" SUFFIX, subject_of (record));
  return g_strdup_printf ("%s%06d-%08x" SUFFIX, stamp, ABS ((int) (record->started % G_USEC_PER_SEC)),
                          subject_of (record));
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) b, *(char *const *) a);
}

/* (element-type char*) newest first; of a folder that was never made: none. */
static GPtrArray *
read_names (const char *folder, gboolean (*wanted) (const char *name), GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (GDir) open = g_dir_open (folder, 0, &trouble);
  const char *name;

  if (open == NULL && !g_error_matches (trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return NULL;
    }
  while (open != NULL && names->len < MAX_NAMES && (name = g_dir_read_name (open)) != NULL)
    if (wanted (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_newest);
  return g_steal_pointer (&names);
}

/* ── one result ── */

static void
set_file_error (GError **error)
{
  int saved = errno;

  g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved), g_strerror (saved));
}

char *
md_history_save (const char *folder, const MdRecord *record, const MdVerdict *verdict, GError **error)
{
  const MdReportOptions options = { .lang = MD_LANG_EN, .evidence = TRUE };
  g_autofree char *document = md_report_json (record, verdict, &options);
  g_autofree char *id = make_id (record);
  g_autofree char *path = g_build_filename (folder, id, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0)
    {
      set_file_error (error);
      return NULL;
    }
  if (!g_file_set_contents_full (path, document, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 error))
    return NULL;
  return g_steal_pointer (&id);
}

MdRecord *
md_history_load (const char *folder, const char *id, GError **error)
{
  g_autofree char *path = g_build_filename (folder, id, NULL);
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize length;

  if (!has_form (id, "") || g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size > MD_RECORD_MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is no report");
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return md_record_read_json (text, length, error);
}

void
md_history_entry_free (MdHistoryEntry *self)
{
  g_free (self->id);
  g_free (self->guide);
  g_free (self->email);
  g_free (self->code);
  for (gsize i = 0; i < G_N_ELEMENTS (self->titles); i++)
    g_free (self->titles[i]);
  g_free (self);
}

static void
describe (MdHistoryEntry *entry, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const MdCause *first = verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;

  entry->started = record->started;
  entry->guide = g_strdup (record->guide);
  entry->email = g_strdup (record->kase->email);
  entry->code = md_reference_code (record, verdict);
  entry->status = verdict->status;
  entry->has_cause = first != NULL;
  if (first != NULL)
    entry->cause = first->code;
  for (guint lang = 0; lang < MD_HISTORY_N_LANGS; lang++)
    entry->titles[lang] = first != NULL ? md_advice_title ((MdLang) lang, first)
                                        : md_advice_verdict_title ((MdLang) lang, verdict, record);
}

/* What cannot be read is not lost: it stands beside under a name that is no report's.  Returns that name. */
static char *
keep_aside (const char *folder, const char *id)
{
  g_autofree char *name = g_strconcat (id, DAMAGED, NULL);
  g_autofree char *from = g_build_filename (folder, id, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);

  if (g_rename (from, to) == 0)
    return g_steal_pointer (&name);
  g_info ("%s could not be kept aside: %s", id, g_strerror (errno));
  return g_strdup (id);
}

static MdHistoryEntry *
look_at (const char *folder, const char *id)
{
  MdHistoryEntry *entry = g_new0 (MdHistoryEntry, 1);
  gboolean aside = has_form (id, DAMAGED);
  g_autoptr (MdRecord) record = aside ? NULL : md_history_load (folder, id, NULL);

  entry->damaged = record == NULL;
  entry->started = stamp_of (id);
  entry->id = record != NULL || aside ? g_strdup (id) : keep_aside (folder, id);
  if (record != NULL)
    describe (entry, record);
  return entry;
}

/* ── all of them ── */

GPtrArray *
md_history_list (const char *folder, guint from, guint n, guint *total, GError **error)
{
  g_autoptr (GPtrArray) names = read_names (folder, is_listed, error);
  GPtrArray *entries;

  if (names == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) md_history_entry_free);
  for (guint i = from; i < names->len && entries->len < n; i++)
    g_ptr_array_add (entries, look_at (folder, g_ptr_array_index (names, i)));
  if (total != NULL)
    *total = names->len;
  return entries;
}

static gboolean
is_result (const char *name)
{
  return has_form (name, "");
}

MdRecord *
md_history_last_well (const char *folder, const MdRecord *record)
{
  g_autoptr (GPtrArray) names = read_names (folder, is_result, NULL);
  g_autofree char *subject = g_strdup_printf ("-%08x" SUFFIX, subject_of (record));
  g_autofree char *own = make_id (record);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (MdHistoryEntry) entry = NULL;

      if (!g_str_has_suffix (name, subject) || strcmp (name, own) >= 0)
        continue;
      entry = look_at (folder, name);
      if (!entry->damaged && entry->status == MD_VERDICT_OK && g_strcmp0 (entry->guide, record->guide) == 0
          && g_strcmp0 (entry->email, record->kase->email) == 0)
        return md_history_load (folder, name, NULL);
    }
  return NULL;
}

/* ── deleting ── */

static gboolean
move_or_delete (const char *folder, const char *from, const char *to, GError **error)
{
  g_autofree char *old = g_build_filename (folder, from, NULL);
  g_autofree char *new = to != NULL ? g_build_filename (folder, to, NULL) : NULL;

  if ((new != NULL ? g_rename (old, new) : g_unlink (old)) == 0)
    return TRUE;
  set_file_error (error);
  return FALSE;
}

/* Refuses what is no name of ours. */
static gboolean
may_touch (const char *id, GError **error)
{
  if (is_listed (id))
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is no result");
  return FALSE;
}

gboolean
md_history_delete (const char *folder, const char *id, GError **error)
{
  return may_touch (id, error) && move_or_delete (folder, id, NULL, error);
}

gboolean
md_history_hide (const char *folder, const char *id, GError **error)
{
  g_autofree char *hidden = g_strconcat (id, HIDDEN, NULL);

  return may_touch (id, error) && move_or_delete (folder, id, hidden, error);
}

gboolean
md_history_unhide (const char *folder, const char *id, GError **error)
{
  g_autofree char *hidden = g_strconcat (id, HIDDEN, NULL);

  return may_touch (id, error) && move_or_delete (folder, hidden, id, error);
}

gboolean
md_history_delete_hidden (const char *folder, const char *id, GError **error)
{
  g_autofree char *hidden = g_strconcat (id, HIDDEN, NULL);

  return may_touch (id, error) && move_or_delete (folder, hidden, NULL, error);
}

/* Ours in any state: kept, aside, hidden, half-written. */
static gboolean
is_ours (const char *name)
{
  return has_form (name, "") || has_form (name, ".*");
}

guint
md_history_delete_all (const char *folder)
{
  g_autoptr (GPtrArray) names = read_names (folder, is_ours, NULL);
  guint deleted = 0;

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (move_or_delete (folder, name, NULL, NULL))
        deleted += is_listed (name);
    }
  return deleted;
}

/* A file that nobody writes any more; a time ahead of the clock counts as long ago. */
static gboolean
is_left_behind (const char *folder, const char *name, gint64 now)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  return g_lstat (path, &status) == 0 && ABS (now - (gint64) status.st_mtime) > LEFT_ALONE;
}

guint
md_history_tidy (const char *folder, guint days)
{
  g_autoptr (GPtrArray) names = read_names (folder, is_ours, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 oldest = (now - (gint64) days * DAY) * G_USEC_PER_SEC;
  guint deleted = 0;

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gint64 started = stamp_of (name);

      if (is_listed (name))
        deleted += days > 0 && started != 0 && started < oldest && move_or_delete (folder, name, NULL, NULL);
      else if (g_str_has_suffix (name, HIDDEN) || is_left_behind (folder, name, now))
        (void) move_or_delete (folder, name, NULL, NULL);
    }
  return deleted;
}

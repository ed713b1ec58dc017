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

#define MAX_ENTRIES 2000
#define SUFFIX ".json"
#define DAY ((gint64) 24 * 60 * 60)

char *
md_history_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "maildoctor", "history", NULL);
}

/* A name of ours, and no way out of the folder. */
static gboolean
is_id (const char *name)
{
  return g_str_has_suffix (name, SUFFIX) && name[0] != '.' && strchr (name, '/') == NULL;
}

char *
md_history_save (const char *folder, const MdRecord *record, const MdVerdict *verdict, GError **error)
{
  const MdReportOptions options = { .lang = MD_LANG_EN, .evidence = TRUE };
  g_autofree char *document = md_report_json (record, verdict, &options);
  g_autofree char *code = md_reference_code (record, verdict);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (record->started / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (when, "%Y%m%dT%H%M%SZ");
  g_autofree char *id
      = g_strdup_printf ("%s%06d-%s" SUFFIX, stamp, (int) (record->started % G_USEC_PER_SEC), code);
  g_autofree char *path = g_build_filename (folder, id, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
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

  if (!is_id (id) || g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MD_RECORD_MAX_BYTES)
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
  g_free (self);
}

static MdVerdict *
judge (const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);

  return md_diagnose (findings);
}

static MdHistoryEntry *
make_entry (const char *id, const MdRecord *record)
{
  MdHistoryEntry *entry = g_new0 (MdHistoryEntry, 1);
  g_autoptr (MdVerdict) verdict = record != NULL ? judge (record) : NULL;

  entry->id = g_strdup (id);
  entry->damaged = record == NULL;
  if (record == NULL)
    return entry;
  entry->started = record->started;
  entry->guide = g_strdup (record->guide);
  entry->email = g_strdup (record->kase->email);
  entry->status = verdict->status;
  entry->has_cause = verdict->causes->len > 0;
  if (entry->has_cause)
    entry->cause = ((const MdCause *) g_ptr_array_index (verdict->causes, 0))->code;
  return entry;
}

/* What cannot be read is not lost: it stands beside under a name that is no report's. */
static void
keep_aside (const char *folder, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".damaged", NULL);
  g_autofree char *from = g_build_filename (folder, id, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);

  if (g_rename (from, to) != 0)
    g_info ("%s could not be kept aside: %s", id, g_strerror (errno));
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(MdHistoryEntry *const *) b)->id, (*(MdHistoryEntry *const *) a)->id);
}

GPtrArray *
md_history_list (const char *folder)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) md_history_entry_free);
  g_autoptr (GDir) open = g_dir_open (folder, 0, NULL);
  const char *name;

  while (open != NULL && entries->len < MAX_ENTRIES && (name = g_dir_read_name (open)) != NULL)
    {
      g_autoptr (MdRecord) record = NULL;

      if (!is_id (name))
        continue;
      record = md_history_load (folder, name, NULL);
      g_ptr_array_add (entries, make_entry (name, record));
      if (record == NULL)
        keep_aside (folder, name);
    }
  g_ptr_array_sort (entries, compare_newest);
  return entries;
}

gboolean
md_history_delete (const char *folder, const char *id, GError **error)
{
  g_autofree char *path = g_build_filename (folder, id, NULL);

  if (is_id (id) && g_unlink (path) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return FALSE;
}

guint
md_history_prune (const char *folder, guint days)
{
  g_autoptr (GPtrArray) entries = md_history_list (folder);
  gint64 oldest = g_get_real_time () - (gint64) days * DAY * G_USEC_PER_SEC;
  guint deleted = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const MdHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (!entry->damaged && (days == 0 || entry->started < oldest))
        deleted += md_history_delete (folder, entry->id, NULL);
    }
  return deleted;
}

MdRecord *
md_history_last_well (const char *folder, const MdRecord *record)
{
  g_autoptr (GPtrArray) entries = md_history_list (folder);

  for (guint i = 0; i < entries->len; i++)
    {
      const MdHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (!entry->damaged && entry->status == MD_VERDICT_OK && entry->started < record->started
          && g_strcmp0 (entry->guide, record->guide) == 0 && g_strcmp0 (entry->email, record->kase->email) == 0)
        return md_history_load (folder, entry->id, NULL);
    }
  return NULL;
}

/* ── what changed ── */

static gboolean
is_worth_telling (const MdFinding *finding)
{
  MdFindingCode code = md_finding_get_code (finding);

  return md_finding_get_severity (finding) >= MD_SEVERITY_WARNING && code != MD_FINDING_CHECK_BROKEN;
}

/* The same thing about the same subject, whatever was measured on the way. */
static gboolean
has_alike (GPtrArray *findings, const MdFinding *finding)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *other = g_ptr_array_index (findings, i);

      if (md_finding_get_code (other) == md_finding_get_code (finding)
          && md_finding_get_subject (other) == md_finding_get_subject (finding)
          && g_strcmp0 (md_finding_get (other, "host"), md_finding_get (finding, "host")) == 0
          && g_strcmp0 (md_finding_get (other, "cause"), md_finding_get (finding, "cause")) == 0)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
only_in (GPtrArray *findings, GPtrArray *others)
{
  GPtrArray *only = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  for (guint i = 0; i < findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (findings, i);

      if (is_worth_telling (finding) && !has_alike (others, finding) && !has_alike (only, finding))
        g_ptr_array_add (only, md_finding_ref (finding));
    }
  return only;
}

MdHistoryChanges *
md_history_compare (const MdRecord *older, const MdRecord *newer)
{
  MdHistoryChanges *self = g_new0 (MdHistoryChanges, 1);
  g_autoptr (GPtrArray) before = md_record_get_findings (older);
  g_autoptr (GPtrArray) now = md_record_get_findings (newer);

  self->gone = only_in (before, now);
  self->come = only_in (now, before);
  self->other_outgoing = !md_endpoint_equal (older->kase->outgoing, newer->kase->outgoing);
  self->other_incoming = !md_endpoint_equal (older->kase->incoming, newer->kase->incoming);
  self->other_user = g_strcmp0 (md_case_get_user (older->kase, MD_SUBJECT_OUTGOING),
                                md_case_get_user (newer->kase, MD_SUBJECT_OUTGOING))
                     != 0;
  return self;
}

void
md_history_changes_free (MdHistoryChanges *self)
{
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->come);
  g_free (self);
}

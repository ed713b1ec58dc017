/* log-reader.c - reads whole logs; see log-reader.h
 *
 * The story of a message needs more than one pass over files, because lines of a message come before the line that
 * tells it: one finds its Message-ID (where a queue id is asked for), one all of its queue ids, the last its lines.
 * Standard input is read once; lines before the message is recognized are then missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-pass.h"

#include <string.h>

#define MAX_FILES 4096
/* A message that came in so shortly before the end may still be on its way. */
#define GRACE_SECONDS 300
/* Lines of something else in front of the first that shows a log's time. */
#define HEAD_LINES 200

const char *
md_log_file_state_name (MdLogFileState state)
{
  static const char *const names[] = {
    [MD_LOG_FILE_READ] = "read",           [MD_LOG_FILE_EMPTY] = "empty",
    [MD_LOG_FILE_NO_MAIL] = "no-mail",     [MD_LOG_FILE_NOT_A_LOG] = "not-a-log",
    [MD_LOG_FILE_DAMAGED] = "damaged",     [MD_LOG_FILE_COMPRESSION] = "compression",
    [MD_LOG_FILE_UNREADABLE] = "unreadable",
  };

  return names[state];
}

static void
file_free (MdLogFile *self)
{
  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}

static void
left_free (MdLogLeft *self)
{
  g_free (self->queue_id);
  g_free (self->message_id);
  g_free (self->sender);
  g_free (self);
}

void
md_log_report_free (MdLogReport *self)
{
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->never_left);
  g_ptr_array_unref (self->story);
  g_ptr_array_unref (self->deliveries);
  md_log_summary_free (self->summary);
  g_free (self->last_recipient);
  g_free (self->last_relay);
  g_free (self->last_reply);
  g_free (self);
}

static MdLogReport *
new_report (void)
{
  MdLogReport *self = g_new0 (MdLogReport, 1);

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  self->never_left = g_ptr_array_new_with_free_func ((GDestroyNotify) left_free);
  self->story = g_ptr_array_new_with_free_func (g_free);
  self->deliveries = g_ptr_array_new_with_free_func (g_free);
  self->summary = md_log_summary_new ();
  return self;
}

/* ── the order of files ── */

static MdLogSource *
open_file (MdLogFile *file)
{
  g_autoptr (GError) error = NULL;
  MdLogSource *source = md_log_source_open (file->path, &error);

  if (source != NULL)
    return source;
  file->state = g_error_matches (error, MD_LOG_ERROR, MD_LOG_ERROR_COMPRESSION) ? MD_LOG_FILE_COMPRESSION
                                                                                 : MD_LOG_FILE_UNREADABLE;
  g_clear_pointer (&file->reason, g_free);
  file->reason = g_strdup (error->message);
  return NULL;
}

/* The time of the first line that has one. */
static gint64
first_time (MdLogSource *source, const MdWait *wait)
{
  MdLogClock clock = { .reference = md_log_source_get_written (source) };
  MdSlice rest;

  if (!md_log_source_more (source, wait))
    return G_MAXINT64;
  rest.at = md_log_source_window (source, &rest.length);
  for (guint i = 0; i < HEAD_LINES && rest.length > 0; i++)
    {
      gsize end = md_slice_index (rest, '\n');
      MdLogLine line;
      MdLogTime time = { 0 };
      guint64 micros;

      if (md_slice_starts (rest, "__REALTIME_TIMESTAMP=") && md_slice_number (md_slice_from (rest, 21), 16, &micros))
        return (gint64) (micros / G_USEC_PER_SEC);
      if (md_log_line_parse (md_slice_first (rest, end), &line))
        time = md_log_clock_read (&clock, line.stamp);
      if (time.known)
        return time.seconds - time.zone_minutes * 60;
      rest = md_slice_from (rest, MIN (end + 1, rest.length));
    }
  return G_MAXINT64;
}

static gint
compare_files (gconstpointer one, gconstpointer other)
{
  const MdLogFile *a = *(const MdLogFile *const *) one;
  const MdLogFile *b = *(const MdLogFile *const *) other;

  if (a->begins != b->begins)
    return a->begins < b->begins ? -1 : 1;
  return strcmp (a->path, b->path);
}

static void
add_files (MdLogReport *report, const char *const *paths, const MdWait *wait, guint64 *total)
{
  for (guint i = 0; paths[i] != NULL && i < MAX_FILES; i++)
    {
      MdLogFile *file = g_new0 (MdLogFile, 1);
      g_autoptr (MdLogSource) source = NULL;

      file->path = g_strdup (paths[i]);
      file->begins = G_MAXINT64;
      g_ptr_array_add (report->files, file);
      if (strcmp (paths[i], "-") == 0)
        continue;
      source = open_file (file);
      if (source == NULL)
        continue;
      *total += md_log_source_get_total (source);
      if (paths[1] != NULL)
        file->begins = first_time (source, wait);
    }
  g_ptr_array_sort (report->files, compare_files);
}

/* ── passes ── */

static void
keep_left (const MdLogEvent *event, gpointer user_data)
{
  MdLogPass *pass = user_data;
  MdLogLeft *left;

  if (pass->report->never_left->len >= MD_LOG_PASS_MAX_LEFT)
    return;
  left = g_new0 (MdLogLeft, 1);
  left->queue_id = md_slice_dup (event->queue_id);
  left->message_id = md_slice_dup (event->message_id);
  left->sender = md_slice_dup (event->sender);
  left->time = event->time;
  g_ptr_array_add (pass->report->never_left, left);
}

static void
judge_file (MdLogFile *file, const MdLogSource *source, const MdLogPass *pass)
{
  file->lines = pass->lines;
  file->mail_lines = pass->mail_lines;
  if (md_log_source_is_damaged (source))
    file->state = MD_LOG_FILE_DAMAGED;
  else if (pass->lines == 0)
    file->state = MD_LOG_FILE_EMPTY;
  else if (pass->log_lines == 0)
    file->state = MD_LOG_FILE_NOT_A_LOG;
  else
    file->state = pass->mail_lines > 0 ? MD_LOG_FILE_READ : MD_LOG_FILE_NO_MAIL;
}

static void
read_files (MdLogPass *pass)
{
  for (guint i = 0; i < pass->report->files->len && !pass->report->cancelled; i++)
    {
      MdLogFile *file = g_ptr_array_index (pass->report->files, i);
      g_autoptr (MdLogSource) source = open_file (file);

      if (source == NULL)
        continue;
      md_log_pass_file (pass, source);
      judge_file (file, source, pass);
      pass->done += md_log_source_get_total (source);
    }
}

static gboolean
has_stream (MdLogReport *report)
{
  for (guint i = 0; i < report->files->len; i++)
    if (strcmp (((MdLogFile *) g_ptr_array_index (report->files, i))->path, "-") == 0)
      return TRUE;
  return FALSE;
}

static guint
searches_for (const MdLogQuery *query)
{
  if (query == NULL || (query->queue_id == NULL && query->message_id == NULL))
    return 0;
  return query->queue_id != NULL ? 2 : 1;
}

static void
conclude (MdLogPass *pass)
{
  md_log_joiner_finish (pass->joiner, pass->last_seconds, GRACE_SECONDS, keep_left);
  pass->report->counts = *md_log_joiner_get_counts (pass->joiner);
}

MdLogReport *
md_log_read (const char *const *paths, const MdLogQuery *query, const MdWait *wait, const MdLogHooks *hooks)
{
  MdLogReport *report = new_report ();
  g_autoptr (MdLogPass) pass = NULL;
  guint64 total = 0;
  guint n_searches;

  add_files (report, paths, wait, &total);
  pass = md_log_pass_new (report, query, wait, hooks);
  n_searches = has_stream (report) ? 0 : searches_for (query);
  pass->total = has_stream (report) ? 0 : total * (n_searches + 1);
  for (guint i = 0; i <= n_searches; i++)
    {
      if (i > 0)
        md_log_pass_restart (pass);
      pass->searching = i < n_searches;
      read_files (pass);
    }
  conclude (pass);
  return report;
}

MdLogReport *
md_log_read_bytes (GBytes *bytes, const MdLogQuery *query, const MdLogHooks *hooks)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  MdLogReport *report = new_report ();
  g_autoptr (MdLogPass) pass = md_log_pass_new (report, query, &wait, hooks);
  MdLogFile *file = g_new0 (MdLogFile, 1);

  file->path = g_strdup ("-");
  g_ptr_array_add (report->files, file);
  for (guint i = 0, n_searches = searches_for (query); i <= n_searches; i++)
    {
      g_autoptr (MdLogSource) source = md_log_source_new_for_bytes (bytes);

      if (i > 0)
        md_log_pass_restart (pass);
      pass->searching = i < n_searches;
      md_log_pass_file (pass, source);
      judge_file (file, source, pass);
    }
  conclude (pass);
  return report;
}

/* log.c - maildoctor-cli log; see log.h
 *
 * A thread reads, the main loop listens for Ctrl-C and the time limit.  With --format jsonl one object an attempt is
 * written as it is read, so that neither the log nor the answer is ever held whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log"

#include "config.h"

#include "cli/log.h"

#include "checks/log-findings.h"
#include "cli/run.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#define PROGRESS_MICROS 200000

extern const MdCheck md_check_server_logs;

typedef struct
{
  const MdOptions *options;   /* (not owned) */
  const char *const *paths;   /* (not owned) */
  MdLogQuery query;
  MdWait wait;
  GCancellable *cancellable;  /* (owned) */
  GMainLoop *loop;            /* (owned) */
  MdLogReport *report;        /* (owned) */
  gboolean shows_progress;
  gint64 shown;               /* when the progress was shown last */
  gboolean output_broken;
} Reading;

/* ── one object a line ── */

static void
put_text (const char *name, char *text)
{
  printf ("%s\"%s\":\"", name[0] == 't' && name[1] == 'i' ? "{" : ",", name);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        putchar ('\\');
      putchar (*at);
    }
  putchar ('"');
  g_free (text);
}

static void
on_attempt (const MdLogEvent *attempt, gpointer user_data)
{
  Reading *self = user_data;

  put_text ("time", md_log_time_to_string (&attempt->time));
  put_text ("server", g_strdup (md_log_server_name (attempt->server)));
  put_text ("host", md_slice_dup (attempt->host));
  put_text ("queue_id", md_slice_dup (attempt->queue_id));
  put_text ("message_id", md_slice_dup (attempt->message_id));
  put_text ("sender", md_slice_dup (attempt->sender));
  put_text ("recipient", md_slice_dup (attempt->recipient));
  put_text ("status", g_strdup (md_log_status_name (attempt->status)));
  put_text ("dsn", md_slice_dup (attempt->dsn));
  put_text ("reply_code", attempt->code == 0 ? g_strdup ("") : g_strdup_printf ("%u", attempt->code));
  put_text ("reply", md_slice_dup (attempt->reply));
  put_text ("relay", md_slice_dup (attempt->relay.length > 0 ? attempt->relay : attempt->client));
  put_text ("delay", md_log_delay_to_string (attempt->delay));
  if (fputs ("}\n", stdout) == EOF || ferror (stdout) != 0)
    {
      self->output_broken = TRUE;
      g_cancellable_cancel (self->cancellable);
    }
}

/* ── reading ── */

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  Reading *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (!self->shows_progress || total == 0 || now - self->shown < PROGRESS_MICROS)
    return;
  self->shown = now;
  g_printerr ("\r%3u %%", (guint) (done * 100 / total));
}

static void
read_logs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;
  const MdLogHooks hooks = {
    .attempt = self->options->format == MD_FORMAT_JSONL ? on_attempt : NULL,
    .progress = on_progress,
    .user_data = self,
  };

  self->report = md_log_read (self->paths, &self->query, &self->wait, &hooks);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *self = data;

  if (self->shown > 0)
    g_printerr ("\r      \r");
  g_main_loop_quit (self->loop);
}

static gboolean
on_stop (gpointer data)
{
  g_cancellable_cancel (((Reading *) data)->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
wait_for_reading (Reading *self)
{
  guint sources[] = { g_unix_signal_add (SIGINT, on_stop, self), g_unix_signal_add (SIGTERM, on_stop, self),
                      self->options->timeout > 0 ? g_timeout_add_seconds (self->options->timeout, on_stop, self) : 0 };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_read, self);

  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, read_logs);
  g_main_loop_run (self->loop);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0)
      g_source_remove (sources[i]);
}

/* ── the answer ── */

/* Complains about what could not be read; TRUE when something was. */
static gboolean
look_at_files (Reading *self, gboolean *has_failed)
{
  static const char *const complaints[] = {
    [MD_LOG_FILE_EMPTY] = "empty-log",
    [MD_LOG_FILE_NO_MAIL] = "log-without-mail",
    [MD_LOG_FILE_NOT_A_LOG] = "not-a-log",
    [MD_LOG_FILE_DAMAGED] = NULL,
    [MD_LOG_FILE_COMPRESSION] = "log-compression",
    [MD_LOG_FILE_UNREADABLE] = "unreadable-file",
  };
  gboolean is_read = FALSE;

  for (guint i = 0; i < self->report->files->len; i++)
    {
      const MdLogFile *file = g_ptr_array_index (self->report->files, i);

      is_read = is_read || file->mail_lines > 0;
      if (complaints[file->state] == NULL)
        continue;
      md_complain (self->options->lang, complaints[file->state], "path", file->path);
      *has_failed = *has_failed || file->state != MD_LOG_FILE_EMPTY;
    }
  return is_read;
}

static void
take_result (MdFinding *finding, MdEvidence *evidence, gpointer data)
{
  MdStepRecord *step = data;

  if (finding != NULL)
    g_ptr_array_add (step->findings, md_finding_ref (finding));
  if (evidence != NULL)
    g_ptr_array_add (step->evidence, md_evidence_ref (evidence));
}

static int
write_document (Reading *self, gint64 started)
{
  g_autoptr (MdContext) context
    = md_context_new (&md_check_server_logs, self->options->kase, self->options->world, &self->wait);
  MdStepRecord *step = md_step_record_new (MD_STEP_D6);

  md_context_connect (context, take_result, NULL, NULL, step);
  md_log_report_findings (context, self->report, &self->query);
  return md_conclude_reading (self->options, "log", step, started);
}

static int
conclude_lines (Reading *self)
{
  const MdLogSummary *summary = self->report->summary;

  if (fflush (stdout) != 0 || self->output_broken)
    {
      md_complain (self->options->lang, "cannot-write-output", "reason", g_strerror (EPIPE));
      return MD_EXIT_FAILED;
    }
  return summary->counts[MD_LOG_DEFERRED] + summary->counts[MD_LOG_BOUNCED] + summary->counts[MD_LOG_GIVEN_UP] > 0
           ? MD_EXIT_PROBLEM : MD_EXIT_OK;
}

int
md_run_log (const MdOptions *options)
{
  const char *const standard_input[] = { "-", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 started = g_get_monotonic_time ();
  Reading self = {
    .options = options,
    .paths = options->words[0] != NULL ? (const char *const *) options->words : standard_input,
    .query = md_log_query_of_case (options->kase),
    .wait = { cancellable, G_MAXINT64 },
    .cancellable = cancellable,
    .loop = loop,
    .shows_progress = !options->quiet && isatty (STDERR_FILENO) != 0 && isatty (STDOUT_FILENO) != 0,
  };
  g_autoptr (MdLogReport) report = NULL;
  gboolean has_failed = FALSE;
  int status;

  wait_for_reading (&self);
  report = self.report;
  if (report->cancelled && !self.output_broken)
    {
      md_complain (options->lang, "cancelled", "reason", "");
      return MD_EXIT_FAILED;
    }
  if (!look_at_files (&self, &has_failed))
    return MD_EXIT_FAILED;
  status = options->format == MD_FORMAT_JSONL ? conclude_lines (&self) : write_document (&self, started);
  return has_failed ? MD_EXIT_FAILED : status;
}

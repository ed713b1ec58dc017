/* explain.c - maildoctor-cli explain; see explain.h
 *
 * With --format jsonl one document a message, in the order of the arguments; else one document about all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-explain"

#include "config.h"

#include "cli/explain.h"

#include "checks/bounce-causes.h"
#include "cli/mail-files.h"
#include "cli/run.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOOK_EVERY 32 /* messages, for Ctrl-C */
#define TICK_MS 200
#define OUTPUT_BUFFER (64 * 1024)

typedef struct
{
  const MdOptions *options; /* (not owned) */
  gint64 deadline;          /* monotonic microseconds */
  guint n_messages;
  gboolean stopped;
  MdStepRecord *step;       /* (owned) (nullable) of all messages, where they share a document */
  gint64 started;           /* monotonic microseconds */
  gboolean has_unreadable;
  int status;               /* exit status so far */
} Explain;

static void
take_findings (MdStepRecord *step, const char *name, const char *bytes, gsize length)
{
  g_autoptr (MdBounce) bounce = md_bounce_read (bytes, length);

  g_ptr_array_add (step->evidence, md_bounce_evidence (MD_STEP_D1, name, bounce));
  g_ptr_array_extend_and_steal (step->findings, md_bounce_findings (MD_STEP_D1, bounce));
}

static gboolean
each_message (const char *name, const char *bytes, gsize length, gpointer user_data)
{
  Explain *self = user_data;
  MdStepRecord *step;
  int status;

  if (self->step != NULL)
    {
      take_findings (self->step, name, bytes, length);
      return TRUE;
    }
  self->started = g_get_monotonic_time ();
  step = md_step_record_new (MD_STEP_D1);
  take_findings (step, name, bytes, length);
  status = md_conclude_reading (self->options, "explain", step, self->started);
  self->status = MAX (self->status, status);
  return status != MD_EXIT_FAILED;
}

static gboolean
on_signal (gpointer user_data)
{
  ((Explain *) user_data)->stopped = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Ctrl-C, the end of the session, or the time limit: between two messages, so that no document is cut. */
static gboolean
is_stopped (gpointer user_data)
{
  Explain *self = user_data;

  if (self->n_messages++ % LOOK_EVERY == 0)
    g_main_context_iteration (NULL, FALSE);
  self->stopped = self->stopped || g_get_monotonic_time () > self->deadline;
  return self->stopped;
}

static gboolean
on_ready (int descriptor, GIOCondition condition, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Wakes the loop, so that the time limit is looked at. */
static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
wait_for (int descriptor, gpointer user_data)
{
  Explain *self = user_data;
  gboolean ready = FALSE;
  guint watch = g_unix_fd_add (descriptor, G_IO_IN | G_IO_HUP | G_IO_ERR, on_ready, &ready);
  guint tick = g_timeout_add (TICK_MS, on_tick, NULL);

  /* Who writes into the other end may wait for what is known so far. */
  (void) fflush (stdout);
  while (!ready && !self->stopped)
    {
      g_main_context_iteration (NULL, TRUE);
      self->stopped = self->stopped || g_get_monotonic_time () > self->deadline;
    }
  g_source_remove (tick);
  if (!ready)
    g_source_remove (watch);
  return !self->stopped;
}

static void
unreadable (const char *path, gpointer user_data)
{
  Explain *self = user_data;

  md_complain (self->options->lang, "unreadable-file", "path", path);
  self->has_unreadable = TRUE;
}

static void
walk (Explain *self)
{
  const MdMailFiles files = { each_message, unreadable, is_stopped, wait_for, self };
  const char *text = self->options->kase->text;
  char *const *words = self->options->words;
  gboolean go_on = TRUE;

  if (text != NULL)
    go_on = each_message ("--text", text, strlen (text), self);
  for (guint i = 0; words[i] != NULL && go_on; i++)
    go_on = md_mail_files_walk (&files, words[i]);
  if (text == NULL && words[0] == NULL)
    md_mail_files_walk (&files, "-");
}

int
md_run_explain (const MdOptions *options)
{
  Explain self = { .options = options, .started = g_get_monotonic_time (), .status = MD_EXIT_OK };
  guint signals[] = { g_unix_signal_add (SIGINT, on_signal, &self), g_unix_signal_add (SIGTERM, on_signal, &self) };

  self.deadline = options->timeout > 0 ? self.started + options->timeout * G_USEC_PER_SEC : G_MAXINT64;
  if (options->format != MD_FORMAT_JSONL)
    self.step = md_step_record_new (MD_STEP_D1);
  else if (isatty (STDOUT_FILENO) == 0)
    (void) setvbuf (stdout, NULL, _IOFBF, OUTPUT_BUFFER);
  walk (&self);
  if (self.stopped)
    {
      md_complain (options->lang, "cancelled", "reason", "");
      self.status = MD_EXIT_FAILED;
    }
  else if (self.step != NULL && self.step->findings->len > 0)
    self.status = md_conclude_reading (options, "explain", g_steal_pointer (&self.step), self.started);
  g_clear_pointer (&self.step, md_step_record_free);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  return self.has_unreadable ? MD_EXIT_FAILED : self.status;
}

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

#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

typedef struct
{
  const MdOptions *options; /* (not owned) */
  gint64 deadline;          /* monotonic microseconds */
  int signals;              /* descriptor that tells of Ctrl-C */
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

/* Ctrl-C, the end of the session, or the time limit: between two messages, so that no document is cut. */
static gboolean
is_stopped (gpointer user_data)
{
  Explain *self = user_data;
  struct signalfd_siginfo signal_info;

  self->stopped = self->stopped || g_get_monotonic_time () > self->deadline
                  || read (self->signals, &signal_info, sizeof signal_info) == (ssize_t) sizeof signal_info;
  return self->stopped;
}

static int
open_signals (void)
{
  sigset_t wanted;

  sigemptyset (&wanted);
  sigaddset (&wanted, SIGINT);
  sigaddset (&wanted, SIGTERM);
  sigprocmask (SIG_BLOCK, &wanted, NULL);
  return signalfd (-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
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
  const MdMailFiles files = { each_message, unreadable, is_stopped, self->signals, self };
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

  self.deadline = options->timeout > 0 ? self.started + options->timeout * G_USEC_PER_SEC : G_MAXINT64;
  self.signals = open_signals ();
  if (options->format != MD_FORMAT_JSONL)
    self.step = md_step_record_new (MD_STEP_D1);
  walk (&self);
  if (self.stopped)
    {
      md_complain (options->lang, "cancelled", "reason", "");
      self.status = MD_EXIT_FAILED;
    }
  else if (self.step != NULL && self.step->findings->len > 0)
    self.status = md_conclude_reading (options, "explain", g_steal_pointer (&self.step), self.started);
  g_clear_pointer (&self.step, md_step_record_free);
  close (self.signals);
  return self.has_unreadable ? MD_EXIT_FAILED : self.status;
}

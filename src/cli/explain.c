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

#include <string.h>

typedef struct
{
  const MdOptions *options; /* (not owned) */
  MdStepRecord *step;       /* (owned) (nullable) of all messages, where they share a document */
  gint64 started;           /* monotonic microseconds */
  gboolean has_unreadable;
  int status;               /* exit status so far */
} Explain;

static void
take_findings (MdStepRecord *step, const char *bytes, gsize length)
{
  g_autoptr (MdBounce) bounce = md_bounce_read (bytes, length);

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
      take_findings (self->step, bytes, length);
      return TRUE;
    }
  self->started = g_get_monotonic_time ();
  step = md_step_record_new (MD_STEP_D1);
  take_findings (step, bytes, length);
  status = md_conclude_reading (self->options, "explain", step, self->started);
  self->status = MAX (self->status, status);
  return status != MD_EXIT_FAILED;
}

static void
unreadable (const char *path, gpointer user_data)
{
  Explain *self = user_data;

  md_complain (self->options->lang, "unreadable-file", "path", path);
  self->has_unreadable = TRUE;
}

int
md_run_explain (const MdOptions *options)
{
  Explain self = { .options = options, .started = g_get_monotonic_time (), .status = MD_EXIT_OK };
  const MdMailFiles files = { each_message, unreadable, &self };
  const char *text = options->kase->text;
  gboolean go_on = TRUE;

  if (options->format != MD_FORMAT_JSONL)
    self.step = md_step_record_new (MD_STEP_D1);
  if (text != NULL)
    go_on = each_message ("--text", text, strlen (text), &self);
  for (guint i = 0; options->words[i] != NULL && go_on; i++)
    go_on = md_mail_files_walk (&files, options->words[i]);
  if (text == NULL && options->words[0] == NULL)
    go_on = md_mail_files_walk (&files, "-");
  if (self.step != NULL && self.step->findings->len > 0)
    self.status = md_conclude_reading (options, "explain", g_steal_pointer (&self.step), self.started);
  g_clear_pointer (&self.step, md_step_record_free);
  return self.has_unreadable ? MD_EXIT_FAILED : self.status;
}

/* session-programs.c - the accounts of the mail programs on this computer; see session.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#include "programs/goa.h"

#include <gio/gio.h>

#define READ_SECONDS 20

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const MdWait wait
      = { .cancellable = cancellable, .deadline = g_get_monotonic_time () + READ_SECONDS * G_USEC_PER_SEC };

  g_task_return_pointer (task, md_programs_read_all (g_get_home_dir (), &wait), (GDestroyNotify) md_programs_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  MdSession *self = MD_SESSION (source);
  MdPrograms *programs = g_task_propagate_pointer (G_TASK (result), NULL); /* NULL: cancelled, and so forgotten */

  if (programs == NULL)
    return;
  self->programs = programs;
  md_session_mark_changed (self);
}

void
md_session_read_programs (MdSession *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->reading != NULL || self->practice != NULL || self->practice_starting)
    return;
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, on_read, NULL);
  g_task_run_in_thread (task, read_in_thread);
}

void
md_session_forget_programs (MdSession *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->programs, md_programs_free);
}

const MdPrograms *
md_session_get_programs (MdSession *self)
{
  return self->practice == NULL ? self->programs : NULL;
}

void
md_session_choose_program (MdSession *self, const MdProgramAccount *account)
{
  md_account_draft_set_program (&self->draft, account);
  md_session_draft_changed (self);
}

GPtrArray *
md_session_get_account_findings (MdSession *self)
{
  MdRunner *runner = self->lookup != NULL ? self->lookup : self->runner;

  return runner != NULL ? md_runner_get_findings (runner, MD_STEP_ACCOUNT) : NULL;
}

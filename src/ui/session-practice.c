/* session-practice.c - the pretend provider and the two minutes without protection; see session.h
 *
 * The provider is started and ended on a thread of its own, since both take a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#include <gio/gio.h>

#define PROTECTION_SECONDS 120

typedef struct
{
  char *fault;    /* (owned) */
  guint number;
} Start;

static void
start_free (Start *start)
{
  g_free (start->fault);
  g_free (start);
}

static void
start_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Start *start = data;
  GError *error = NULL;
  MdPractice *practice = md_practice_start (start->fault, &error);

  if (practice == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, practice, (GDestroyNotify) md_practice_stop);
}

static void
stop_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  md_practice_stop (data);
  g_task_return_boolean (task, TRUE);
}

static void
stop (MdPractice *practice)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, practice, NULL);
  g_task_run_in_thread (task, stop_in_thread);
}

void
md_session_end_practice (MdSession *self)
{
  MdPractice *practice = g_steal_pointer (&self->practice);

  self->practice_starts++;
  self->practice_starting = FALSE;
  if (practice == NULL)
    return;
  stop (practice);
  md_world_unref (self->world);
  self->world = md_session_make_world (self);
}

/* The pretend account becomes the draft, and its passwords those of the case. */
static void
take_practice_account (MdSession *self)
{
  const MdPracticeAccount *account = md_practice_get_account (self->practice);
  MdCase *kase = md_case_new ();

  g_free (self->draft.email);
  self->draft.email = g_strdup (account->email);
  g_free (self->draft.user);
  self->draft.user = g_strdup (account->user != NULL ? account->user : "");
  self->draft.edited = account->outgoing != NULL || account->incoming != NULL;
  if (account->outgoing != NULL)
    md_account_draft_set_server (&self->draft.outgoing, account->outgoing);
  if (account->incoming != NULL)
    md_account_draft_set_server (&self->draft.incoming, account->incoming);
  self->draft.no_auth = account->no_auth;
  if (account->oauth2)
    kase->token = account->password != NULL ? md_secret_ref (account->password) : NULL;
  else
    kase->password = account->password != NULL ? md_secret_ref (account->password) : NULL;
  kase->outgoing_password = account->outgoing_password != NULL ? md_secret_ref (account->outgoing_password) : NULL;
  kase->from = g_strdup (account->from);
  kase->message_size = account->message_size;
  kase->to = g_strdup (account->to);
  kase->sender = g_strdup (account->sender);
  kase->subject = g_strdup (account->subject);
  kase->draft = g_strdup (account->draft);
  if (account->log != NULL)
    kase->logs = g_strdupv ((char *[]) { (char *) account->log, NULL });
  kase->consents = MD_CONSENT_THIRD_PARTY | MD_CONSENT_KEYRING; /* everybody asked is on this computer */
  md_case_unref (self->kase);
  self->kase = kase;
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  MdSession *self = MD_SESSION (source);
  const Start *start = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  MdPractice *practice = g_task_propagate_pointer (G_TASK (result), &error);
  MdStepId step;

  if (start->number != self->practice_starts)
    {
      if (practice != NULL)
        stop (practice);
      return;
    }
  self->practice_starting = FALSE;
  if (practice == NULL)
    {
      g_warning ("practice could not start: %s", error->message);
      md_session_mark_changed (self);
      return;
    }
  self->practice = practice;
  md_world_unref (self->world);
  self->world = md_world_ref (md_practice_get_world (practice));
  take_practice_account (self);
  if (md_step_id_from_name (md_practice_get_fault (practice)->step, &step))
    self->guide = md_step_guide (step);
  md_session_draft_changed (self);
  md_session_begin (self);
  md_session_go (self, "account");
  md_session_mark_changed (self);
}

void
md_session_start_practice (MdSession *self, const char *fault)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_started, NULL);
  Start *start = g_new0 (Start, 1);

  md_session_drop_runners (self);
  md_session_end_practice (self);
  md_session_forget_account (self);
  self->practice_starting = TRUE;
  start->fault = g_strdup (fault);
  start->number = self->practice_starts;
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  g_task_run_in_thread (task, start_in_thread);
  md_session_mark_changed (self);
}

gboolean
md_session_practice_is_starting (MdSession *self)
{
  return self->practice_starting;
}

const MdPracticeFault *
md_session_get_practice (MdSession *self)
{
  return self->practice != NULL ? md_practice_get_fault (self->practice) : NULL;
}

/* ── two minutes without protection ── */

int
md_session_get_protection_left (MdSession *self)
{
  gint64 left = self->protection_until - g_get_monotonic_time ();

  if (self->protection_until == 0)
    return -1;
  return left > 0 ? (int) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

static gboolean
on_protection_tick (gpointer data)
{
  MdSession *self = MD_SESSION (data);

  md_session_mark_changed (self);
  if (md_session_get_protection_left (self) > 0)
    return G_SOURCE_CONTINUE;
  self->protection_timer = 0;
  md_session_emit (self, MD_SESSION_REMINDER);
  return G_SOURCE_REMOVE;
}

void
md_session_protection_off (MdSession *self)
{
  self->protection_until = g_get_monotonic_time () + PROTECTION_SECONDS * G_USEC_PER_SEC;
  g_clear_handle_id (&self->protection_timer, g_source_remove);
  self->protection_timer = g_timeout_add_seconds (10, on_protection_tick, self);
  self->was_settled = FALSE;
  md_session_repeat (self, MD_STEP_S2);
  md_session_mark_changed (self);
}

void
md_session_protection_on (MdSession *self)
{
  self->protection_until = 0;
  g_clear_handle_id (&self->protection_timer, g_source_remove);
  md_session_mark_changed (self);
}

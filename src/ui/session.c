/* session.c - what the window shows, apart from any widget; see session.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/keeper.h"
#include "ui/session-private.h"

#include <string.h>

static guint signals[MD_SESSION_N_SIGNALS];

G_DEFINE_FINAL_TYPE (MdSession, md_session, G_TYPE_OBJECT)

void
md_session_emit (MdSession *self, MdSessionSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

/* ── the verdict, made when the main loop has a moment ── */

static void
make_verdict (MdSession *self)
{
  g_autoptr (GPtrArray) findings = NULL;

  g_clear_pointer (&self->verdict, md_verdict_free);
  g_clear_pointer (&self->record, md_record_free);
  if (self->runner == NULL)
    return;
  self->record = md_runner_make_record (self->runner, self->guide, "discover");
  findings = md_record_get_findings (self->record);
  self->verdict = md_diagnose (findings);
}

static gboolean
on_idle (gpointer data)
{
  g_autoptr (MdSession) self = g_object_ref (data);
  gboolean settled;

  self->idle = 0;
  make_verdict (self);
  settled = md_session_is_settled (self);
  md_session_emit (self, MD_SESSION_CHANGED);
  if (settled && !self->was_settled)
    md_session_emit (self, MD_SESSION_SETTLED);
  self->was_settled = settled;
  return G_SOURCE_REMOVE;
}

void
md_session_mark_changed (MdSession *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

const MdVerdict *
md_session_get_verdict (MdSession *self)
{
  return self->verdict;
}

const MdRecord *
md_session_get_record (MdSession *self)
{
  return self->record;
}

gboolean
md_session_is_settled (MdSession *self)
{
  return self->runner != NULL && md_session_has_something (self) && md_runner_is_settled (self->runner);
}

const MdCause *
md_session_get_cause_for_step (MdSession *self, MdStepId step)
{
  if (self->verdict == NULL)
    return NULL;
  for (guint i = 0; i < self->verdict->causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (self->verdict->causes, i);

      for (guint j = 0; j < cause->because->len; j++)
        if (md_finding_get_step (g_ptr_array_index (cause->because, j)) == step)
          return cause;
    }
  return NULL;
}

gboolean
md_session_get_before (MdSession *self, MdCauseCode *cause)
{
  *cause = self->before;
  return self->has_before;
}

/* ── runners ── */

static void
on_step_changed (MdRunner *runner, guint step, MdSession *self)
{
  md_session_mark_changed (self);
}

static void
on_result (MdRunner *runner, guint step, gpointer result, MdSession *self)
{
  md_session_mark_changed (self);
}

static void
on_runner_settled (MdRunner *runner, MdSession *self)
{
  md_session_mark_changed (self);
}

MdRunner *
md_session_make_runner (MdSession *self, MdCase *kase)
{
  MdRunner *runner = md_runner_new (self->checks[self->guide], kase, self->world);

  g_signal_connect_object (runner, "step-changed", G_CALLBACK (on_step_changed), self, 0);
  g_signal_connect_object (runner, "finding", G_CALLBACK (on_result), self, 0);
  g_signal_connect_object (runner, "evidence", G_CALLBACK (on_result), self, 0);
  g_signal_connect_object (runner, "settled", G_CALLBACK (on_runner_settled), self, 0);
  return runner;
}

static void
drop_runner (MdSession *self, MdRunner **runner)
{
  if (*runner == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*runner, self);
  md_runner_cancel (*runner);
  g_clear_object (runner);
}

void
md_session_drop_runners (MdSession *self)
{
  g_clear_handle_id (&self->look_later, g_source_remove);
  drop_runner (self, &self->runner);
  drop_runner (self, &self->lookup);
}

void
md_session_begin (MdSession *self)
{
  if (self->runner != NULL)
    return;
  self->runner = md_session_make_runner (self, self->kase);
  md_runner_start (self->runner, 0);
  md_session_mark_changed (self);
}

MdGuide
md_session_get_guide (MdSession *self)
{
  return self->guide;
}

void
md_session_set_guide (MdSession *self, MdGuide guide)
{
  if (self->guide == guide)
    return;
  md_session_drop_runners (self);
  self->guide = guide;
  self->has_before = FALSE;
  self->was_settled = FALSE;
  if (self->has_account)
    md_session_begin (self);
  md_session_mark_changed (self);
}

MdRunner *
md_session_get_runner (MdSession *self)
{
  return self->runner;
}

/* What a step has found already, when one of its checks waits for something the person may never have. */
static MdStatus
status_so_far (MdSession *self, MdStepId step)
{
  GPtrArray *findings = md_runner_get_findings (self->runner, step);
  MdSeverity worst = MD_SEVERITY_OK;

  for (guint i = 0; i < findings->len; i++)
    worst = MAX (worst, md_finding_get_severity (g_ptr_array_index (findings, i)));
  if (worst == MD_SEVERITY_PROBLEM)
    return MD_STATUS_PROBLEM;
  return worst == MD_SEVERITY_WARNING ? MD_STATUS_WARNING : MD_STATUS_WAITING;
}

MdStatus
md_session_get_status (MdSession *self, MdStepId step)
{
  MdStatus status = self->runner != NULL ? md_runner_get_status (self->runner, step) : MD_STATUS_WAITING;

  return status == MD_STATUS_WAITING && self->runner != NULL ? status_so_far (self, step) : status;
}

void
md_session_repeat (MdSession *self, MdStepId step)
{
  if (self->runner == NULL)
    return;
  md_runner_repeat (self->runner, step);
  md_session_mark_changed (self);
}

void
md_session_repeat_cause (MdSession *self)
{
  const MdCause *cause;
  MdStepId step = MD_STEP_S2;

  if (self->verdict == NULL || self->runner == NULL)
    return;
  if (self->verdict->causes->len > 0)
    {
      cause = g_ptr_array_index (self->verdict->causes, 0);
      self->before = cause->code;
      self->has_before = TRUE;
      if (cause->because->len > 0)
        step = md_finding_get_step (g_ptr_array_index (cause->because, 0));
    }
  self->was_settled = FALSE;
  md_session_repeat (self, step);
}

void
md_session_stop (MdSession *self)
{
  if (self->runner != NULL)
    md_runner_cancel (self->runner);
  md_session_mark_changed (self);
}

/* ── page and language ── */

MdLang
md_session_get_lang (MdSession *self)
{
  return self->lang;
}

void
md_session_set_lang (MdSession *self, MdLang lang)
{
  if (self->lang == lang)
    return;
  self->lang = lang;
  md_session_emit (self, MD_SESSION_LANG_CHANGED);
}

const char *
md_session_get_page (MdSession *self)
{
  return self->page;
}

void
md_session_go (MdSession *self, const char *page)
{
  MdStepId step;

  page = g_intern_string (page);
  if (page == self->page)
    return;
  if (md_step_id_from_name (page, &step) && !md_guide_has_step (self->guide, step))
    {
      md_session_set_guide (self, md_step_guide (step));
      md_session_begin (self);
    }
  g_ptr_array_add (self->history, (gpointer) self->page);
  self->page = page;
  md_session_emit (self, MD_SESSION_PAGE_CHANGED);
}

gboolean
md_session_can_go_back (MdSession *self)
{
  return self->history->len > 0;
}

void
md_session_back (MdSession *self)
{
  if (self->history->len == 0)
    return;
  self->page = g_ptr_array_steal_index (self->history, self->history->len - 1);
  md_session_emit (self, MD_SESSION_PAGE_CHANGED);
}

/* ── life ── */

void
md_session_forget_account (MdSession *self)
{
  MdCase *fresh = md_case_new ();

  fresh->consents = md_session_get_standing_consents (self);
  md_account_draft_clear (&self->draft);
  md_account_draft_init (&self->draft);
  self->has_account = FALSE;
  self->has_before = FALSE;
  self->was_settled = FALSE;
  md_session_take_case (self, fresh);
}

void
md_session_start_over (MdSession *self)
{
  md_session_drop_runners (self);
  md_session_end_practice (self);
  md_session_forget_account (self);
  md_session_forget_programs (self);
  md_session_forget_opened (self);
  self->guide = MD_GUIDE_SEND;
  g_ptr_array_set_size (self->history, 0);
  self->page = g_intern_static_string ("start");
  md_session_emit (self, MD_SESSION_PAGE_CHANGED);
}

void
md_session_close (MdSession *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->protection_timer, g_source_remove);
  md_session_forget_notice (self);
  if (self->keeper != NULL)
    md_keeper_finish (self->keeper);
  md_session_drop_runners (self);
  md_session_forget_programs (self);
  md_session_forget_opened (self);
  g_clear_pointer (&self->practice, md_practice_stop); /* at once: the program ends after this */
}

static void
md_session_finalize (GObject *object)
{
  MdSession *self = MD_SESSION (object);

  md_session_close (self);
  g_clear_object (&self->keeper);
  md_account_draft_clear (&self->draft);
  g_clear_object (&self->preferences);
  g_free (self->language);
  g_free (self->code);
  g_ptr_array_unref (self->history);
  g_clear_pointer (&self->verdict, md_verdict_free);
  g_clear_pointer (&self->record, md_record_free);
  md_case_unref (self->kase);
  md_world_unref (self->world);
  G_OBJECT_CLASS (md_session_parent_class)->finalize (object);
}

static void
md_session_class_init (MdSessionClass *klass)
{
  static const char *const names[] = {
    [MD_SESSION_CHANGED] = "changed",
    [MD_SESSION_PAGE_CHANGED] = "page-changed",
    [MD_SESSION_LANG_CHANGED] = "lang-changed",
    [MD_SESSION_SETTLED] = "settled",
    [MD_SESSION_REMINDER] = "reminder",
    [MD_SESSION_SAID] = "said",
  };

  G_OBJECT_CLASS (klass)->finalize = md_session_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               0);
}

static void
md_session_init (MdSession *self)
{
  self->kase = md_case_new ();
  self->world = md_world_new ();
  self->history = g_ptr_array_new ();
  self->page = g_intern_static_string ("start");
  md_account_draft_init (&self->draft);
}

MdSession *
md_session_new (MdLang lang, const MdCheck *const *const *checks)
{
  MdSession *self = g_object_new (MD_TYPE_SESSION, NULL);

  self->lang = lang;
  memcpy (self->checks, checks, sizeof self->checks);
  return self;
}

/* session-account.c - the account of a visit, its passwords, answers and consents; see session.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#define LOOK_AFTER_MS 500

void
md_session_take_case (MdSession *self, MdCase *changed)
{
  md_case_unref (self->kase);
  self->kase = changed;
  if (self->runner != NULL)
    md_runner_set_case (self->runner, self->kase);
  md_session_mark_changed (self);
}

MdCase *
md_session_get_case (MdSession *self)
{
  return self->kase;
}

MdAccountDraft *
md_session_get_draft (MdSession *self)
{
  return &self->draft;
}

static gboolean
on_look_later (gpointer data)
{
  MdSession *self = MD_SESSION (data);
  g_autoptr (MdCase) kase = NULL;

  self->look_later = 0;
  if (md_account_draft_check (&self->draft) == MD_DRAFT_NO_ADDRESS)
    return G_SOURCE_REMOVE;
  kase = md_case_new ();
  kase->email = g_strstrip (g_strdup (self->draft.email));
  kase->consents = self->kase->consents;
  if (self->lookup == NULL)
    {
      self->lookup = md_session_make_runner (self, kase);
      md_runner_start (self->lookup, 1u << MD_STEP_ACCOUNT);
    }
  else
    md_runner_set_case (self->lookup, kase);
  md_session_mark_changed (self);
  return G_SOURCE_REMOVE;
}

void
md_session_draft_changed (MdSession *self)
{
  g_clear_handle_id (&self->look_later, g_source_remove);
  self->look_later = g_timeout_add (LOOK_AFTER_MS, on_look_later, self);
}

MdSettings *
md_session_get_found_settings (MdSession *self)
{
  MdSettings *found = self->lookup != NULL ? md_runner_get_product (self->lookup, "discover") : NULL;

  if (found == NULL && self->runner != NULL)
    found = md_runner_get_product (self->runner, "discover");
  return found;
}

gboolean
md_session_is_looking (MdSession *self)
{
  return self->look_later != 0 || (self->lookup != NULL && md_runner_is_running (self->lookup));
}

gboolean
md_session_confirm_account (MdSession *self)
{
  if (md_account_draft_check (&self->draft) != MD_DRAFT_GOOD)
    return FALSE;
  self->has_account = TRUE;
  self->was_settled = FALSE;
  md_session_begin (self);
  md_session_take_case (self, md_account_draft_to_case (&self->draft, self->kase));
  return TRUE;
}

gboolean
md_session_has_account (MdSession *self)
{
  return self->has_account;
}

gboolean
md_session_has_something (MdSession *self)
{
  const MdInput beside = MD_INPUT_BOUNCE | MD_INPUT_RECIPIENT | MD_INPUT_DRAFT | MD_INPUT_LOGS | MD_INPUT_DOMAIN;

  return self->has_account || (md_case_get_inputs (self->kase) & beside) != 0;
}

void
md_session_take_password (MdSession *self, MdSecret *password)
{
  MdCase *changed = md_case_copy (self->kase);

  md_secret_unref (changed->password);
  changed->password = password;
  self->was_settled = FALSE;
  md_session_take_case (self, changed);
}

MdAnswer
md_session_get_answer (MdSession *self, MdQuestion question)
{
  return self->kase->answers[question];
}

void
md_session_answer (MdSession *self, MdQuestion question, MdAnswer answer)
{
  MdCase *changed;

  if (self->kase->answers[question] == answer)
    return;
  changed = md_case_copy (self->kase);
  changed->answers[question] = answer;
  md_session_take_case (self, changed);
}

void
md_session_agree (MdSession *self, MdConsent consent, gboolean yes)
{
  MdCase *changed = md_case_copy (self->kase);

  changed->consents = yes ? (changed->consents | consent) : (changed->consents & ~consent);
  md_session_take_case (self, changed);
}

/* session-notice.c - a short word that passes, and what can be undone while it stands; see session.h
 *
 * The words are kept as their msgid, so that they are said again in the other language when the window is built anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

/* The old word is gone before its data is let go of: letting go may be what makes a deletion final. */
void
md_session_forget_notice (MdSession *self)
{
  MdNotice old = self->notice;

  self->notice = (MdNotice) { 0 };
  if (old.done != NULL)
    old.done (old.data);
}

void
md_session_say_with_undo (MdSession *self, const char *msgid, MdUndoFunc undo, gpointer data, GDestroyNotify done)
{
  md_session_forget_notice (self);
  self->notice = (MdNotice) { .msgid = msgid, .undo = undo, .data = data, .done = done };
  md_session_emit (self, MD_SESSION_SAID);
}

void
md_session_say (MdSession *self, const char *msgid)
{
  md_session_say_with_undo (self, msgid, NULL, NULL, NULL);
}

const char *
md_session_get_said (MdSession *self)
{
  return self->notice.msgid;
}

gboolean
md_session_can_undo (MdSession *self)
{
  return self->notice.undo != NULL;
}

void
md_session_undo (MdSession *self)
{
  MdNotice notice = self->notice;

  if (notice.undo == NULL)
    return;
  self->notice = (MdNotice) { 0 };
  notice.undo (self, notice.data);
  if (notice.done != NULL)
    notice.done (notice.data);
  md_session_emit (self, MD_SESSION_SAID);
}

void
md_session_said_enough (MdSession *self)
{
  if (self->notice.msgid == NULL)
    return;
  md_session_forget_notice (self);
  md_session_emit (self, MD_SESSION_SAID);
}

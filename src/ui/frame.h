/* frame.h - everything inside the window: header, list of steps, the page, its buttons; built anew for another language
 *
 * Toasts: a page says a short word that passes with md_toast (widget, N_ ("Report copied")); any widget inside the
 * frame will do.  Whoever has the session calls md_session_say() or, with an Undo button (and Ctrl+Z, action
 * "win.undo"), md_session_say_with_undo().  The word belongs to the session: after a switch of language it is said
 * again in the other one, and Undo still works.  It wraps, so that a whole sentence may be said, and is announced once,
 * as an alert.  What must stay readable (a failure with what to do) belongs on the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_FRAME (md_frame_get_type ())
G_DECLARE_FINAL_TYPE (MdFrame, md_frame, MD, FRAME, AdwBin)

/* Only the header; md_frame_show() adds the page. */
MdFrame *md_frame_new (MdSession *session);
/* The session's page. */
void     md_frame_show (MdFrame *self);
/* The primary button, as if pressed.  These three do nothing before there is a page. */
void     md_frame_proceed (MdFrame *self);
/* "Check again", as if pressed. */
void     md_frame_repeat (MdFrame *self);
/* One step back: the open list, or the page. */
void     md_frame_back (MdFrame *self);

/* Says @msgid in the frame that @widget is in; nothing when it is in none. */
void     md_toast (GtkWidget *widget, const char *msgid);

G_END_DECLS

/* advice-box.h - what to do: the cause, who must act, numbered steps, buttons that act
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A new box for @cause as the session knows it. */
GtkWidget *md_advice_box_new (MdSession *session, const MdCause *cause);
/* Numbered whole sentences. */
GtkWidget *md_numbered_steps_new (char **steps);
/* The buttons that act for @cause; NULL when there are none. */
GtkWidget *md_advice_buttons_new (MdSession *session, const MdCause *cause);
/* "Who must act: you · very likely" */
char      *md_advice_who_text (MdLang lang, const MdCause *cause);

G_END_DECLS

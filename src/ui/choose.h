/* choose.h - asks for files to read, and tells what a dropped or pasted thing is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: NULL-terminated paths, never empty. */
typedef void (*MdChosenFunc) (char **files, gpointer user_data);
/* Asks for a file, or several; @done is not called when the person thinks better of it. */
void     md_choose_files (GtkWindow *parent, const char *title, gboolean several, MdChosenFunc done,
                           gpointer user_data);

/* Takes files that were dropped on the window, as md_session_open_files() does; FALSE when there is none. */
gboolean md_session_take_files (MdSession *session, char **files);
/* Takes a pasted error message, and goes to the page that reads it. */
void     md_session_take_text (MdSession *session, const char *text);

G_END_DECLS

/* portal.h - notices when what the desktop should show for us never comes
 *
 * In a sandbox the dialog for files and the browser are the desktop's, asked through xdg-desktop-portal.  Where that is
 * missing, the toolkit answers as if the person had thought better of it; here that is told apart, and said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* To be called when a file dialog has ended without an answer (@response): says so when it was never shown.
 * @parent: (nullable), then nothing is said. */
void md_portal_notice_files (GtkWindow *parent, int response);
/* @url was not opened: says so in the active window, and lets it be copied. */
void md_portal_notice_url (const char *url);

G_END_DECLS

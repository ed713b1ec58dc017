/* portal.h - notices when what the desktop should show for us never comes
 *
 * In a sandbox the dialog for files and the browser are the desktop's, asked through xdg-desktop-portal.  Where that is
 * missing, the toolkit of today shows nothing and never answers; so it is asked for before, and its absence is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a dialog for files; where the desktop cannot show it, says so in its parent and answers for it with
 * GTK_RESPONSE_DELETE_EVENT. */
void md_portal_show (GtkNativeDialog *dialog);
/* @url was not opened: says so in the active window, and lets it be copied. */
void md_portal_notice_url (const char *url);

G_END_DECLS

/* open.h - what leads out of the window: the browser, the clipboard, a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens @url in the browser; only http and https. */
void       md_open_url (const char *url);
/* A button that does so, with @url as its tooltip. */
GtkWidget *md_link_button_new (const char *label, const char *url);
/* Asks where, then writes @text there; @done is called with FALSE when it could not be written, and not at all when the
 * person wants no file after all.  @widget stays alive until then. */
typedef void (*MdSavedFunc) (gboolean saved, gpointer widget);
void       md_save_text (GtkWindow *parent, const char *title, const char *name, const char *text, MdSavedFunc done,
                         gpointer widget);

G_END_DECLS

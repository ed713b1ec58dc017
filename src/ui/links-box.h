/* links-box.h - a button that opens the page a step speaks of: the network's sign-in page, the webmail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_links_box_new_portal (MdSession *session);
GtkWidget *md_links_box_new_webmail (MdSession *session);
GtkWidget *md_links_box_new_instructions (MdSession *session);
GtkWidget *md_links_box_new_access (MdSession *session);
gboolean   md_links_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS

/* card-box.h - the settings that work, to carry to another device: to read, copy, scan, print, and save for Apple's
 * Mail; see report/settings-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_card_box_new (MdSession *session);
/* TRUE once there are settings to show. */
gboolean   md_card_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS

/* card-box.h - the settings to carry to another device: to read, to copy, to save for iPhone, iPad and Mac
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_card_box_new (MdSession *session);
gboolean   md_card_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS

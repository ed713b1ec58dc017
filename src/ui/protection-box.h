/* protection-box.h - the guided switch-off: a warning, a test at once, a reminder after two minutes
 *
 * Offered only when the findings point at something on this computer or its network that looks into mail (guidance,
 * rule 13).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_protection_box_new (MdSession *session);
gboolean   md_protection_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS

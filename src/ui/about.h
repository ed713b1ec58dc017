/* about.h - the two small windows of the menu: about, and the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void md_show_about (GtkWindow *parent, MdLang lang);
void md_show_shortcuts (GtkWindow *parent, MdLang lang);

G_END_DECLS

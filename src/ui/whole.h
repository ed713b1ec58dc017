/* whole.h - something that is shown whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_WHOLE (md_whole_get_type ())
G_DECLARE_FINAL_TYPE (MdWhole, md_whole, MD, WHOLE, GtkWidget)

G_END_DECLS

/* split.h - a list beside the page, or, where there is no room for both, a row above it that opens the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_SPLIT (md_split_get_type ())
G_DECLARE_FINAL_TYPE (MdSplit, md_split, MD, SPLIT, GtkWidget)

/* FALSE: the page stands alone, whatever the width. */
void     md_split_set_has_side (MdSplit *self, gboolean has_side);
/* While narrow: the list in place of the page. */
void     md_split_set_side_open (MdSplit *self, gboolean open);
gboolean md_split_get_side_open (MdSplit *self);

G_END_DECLS

/* stage-bar.h - one stage of a connection's time line: a bar from … until, as parts of the whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_STAGE_BAR (md_stage_bar_get_type ())
G_DECLARE_FINAL_TYPE (MdStageBar, md_stage_bar, MD, STAGE_BAR, GtkWidget)

/* 0 … 1 */
GtkWidget *md_stage_bar_new (double from, double until);

G_END_DECLS

/* bar.h - one bar of a picture, between two points of a common axis; and that axis
 *
 * Only for the eye: the words beside it say the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_BAR (md_bar_get_type ())
G_DECLARE_FINAL_TYPE (MdBar, md_bar, MD, BAR, GtkWidget)

/* @from, @until: 0 … 1 of the axis.  @status: PROBLEM and WARNING have a look of their own. */
GtkWidget *md_bar_new (double from, double until, MdStatus status);
/* Draws a faint line at each @step (0 … 1) of the axis; 0: none. */
void       md_bar_set_step (MdBar *self, double step);

#define MD_TYPE_AXIS (md_axis_get_type ())
G_DECLARE_FINAL_TYPE (MdAxis, md_axis, MD, AXIS, GtkWidget)

/* From 0 to @end seconds, a number at each @step; @comma: as in Spanish. */
GtkWidget *md_axis_new (double end, double step, gboolean comma);
/* A round step that gives an axis of @seconds three or four of them. */
double     md_axis_step (double seconds);

G_END_DECLS

/* bounded.h - a list that takes the height of its rows up to a bound, and scrolls beyond it
 *
 * A scrolled window asks for the height that its contents have where nothing wraps, so that rows are cut off where it
 * is narrow.  This one asks for what they need at the width that there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_BOUNDED (md_bounded_get_type ())
G_DECLARE_FINAL_TYPE (MdBounded, md_bounded, MD, BOUNDED, GtkWidget)

/* @contents: something that scrolls by itself (a list box). */
GtkWidget *md_bounded_new (GtkWidget *contents, int most_height);

G_END_DECLS

/* fit.h - words that are never cut: they break into more lines where there is little room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets every text in @root that could be cut, buttons' too, break into lines; to be called whenever there may be new
 * ones.  Long texts become cheap to measure on the way. */
void md_fit_words (GtkWidget *root);

G_END_DECLS

/* gradual.h - long lists are built a little at a time, so that the window answers in between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds one more piece to @widget; FALSE: that was the last. */
typedef gboolean (*MdPiece) (GtkWidget *widget, gpointer data);

/* Calls @piece at once and then again with every frame, a few times each, until it returns FALSE or @widget is no more.
 * @data must live as long as @widget. */
void md_gradually (GtkWidget *widget, MdPiece piece, gpointer data);

G_END_DECLS

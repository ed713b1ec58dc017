/* card-print.h - the settings card on paper, or as a PDF
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the system's print dialog. */
void md_print_card (GtkWindow *parent, const char *text);
/* The page, drawn at the origin, @width points wide. */
void md_print_draw (cairo_t *cairo, PangoLayout *layout, const char *text, double width);

G_END_DECLS

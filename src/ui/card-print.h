/* card-print.h - the settings card, and the helper's, on paper, or as a PDF
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the system's print dialog. */
void md_print_card (GtkWindow *parent, const char *text);
/* The same for a text in large letters and without a QR code: the helper's card. */
void md_print_text (GtkWindow *parent, const char *text);
void md_print_draw_large (cairo_t *cairo, PangoLayout *layout, const char *text, double width);
/* The page, drawn at the origin, @width points wide. */
void md_print_draw (cairo_t *cairo, PangoLayout *layout, const char *text, double width);

G_END_DECLS

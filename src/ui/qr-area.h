/* qr-area.h - a text as a QR code, for a telephone's camera
 *
 * Without libqrencode there is none, and the text stands for itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_qr_area_new (const char *name);
/* FALSE when it cannot be shown as a QR code. */
gboolean   md_qr_area_set_text (GtkWidget *area, const char *text);
/* Draws @text as a square of @size at the origin; FALSE when it cannot. */
gboolean   md_qr_draw (cairo_t *cairo, const char *text, double size);

G_END_DECLS

/* qr-area.c - a text as a QR code; see qr-area.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-qr-area"

#include "config.h"

#include "ui/qr-area.h"

#include "ui/looks.h"

#ifdef MD_HAVE_QRENCODE
#include <math.h>
#include <qrencode.h>
#endif

#define MODULE_PIXELS 3
#define QUIET_MODULES 4 /* the white border that readers need */

#ifdef MD_HAVE_QRENCODE
gboolean
md_qr_draw (cairo_t *cairo, const char *text, double size)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
  int modules;
  double module;

  if (code == NULL)
    return FALSE;
  modules = code->width + 2 * QUIET_MODULES;
  module = size / modules >= 2 ? floor (size / modules) : size / modules; /* even squares are read best */
  size = module * modules;
  cairo_save (cairo);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_rectangle (cairo, 0, 0, size, size);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if (code->data[row * code->width + column] & 1)
        cairo_rectangle (cairo, (column + QUIET_MODULES) * module, (row + QUIET_MODULES) * module, module, module);
  cairo_fill (cairo);
  cairo_restore (cairo);
  QRcode_free (code);
  return TRUE;
}

/* Modules of a side with the border; 0 when the text is too long. */
static int
count_modules (const char *text)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
  int modules = code != NULL ? code->width + 2 * QUIET_MODULES : 0;

  QRcode_free (code);
  return modules;
}
#else
gboolean
md_qr_draw (cairo_t *cairo, const char *text, double size)
{
  return FALSE;
}

static int
count_modules (const char *text)
{
  return 0;
}
#endif

static void
draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user_data)
{
  const char *text = g_object_get_data (G_OBJECT (area), "text");

  if (text != NULL)
    md_qr_draw (cairo, text, MIN (width, height));
}

GtkWidget *
md_qr_area_new (const char *name)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, NULL, NULL);
  gtk_widget_set_halign (area, GTK_ALIGN_START);
  md_set_accessible_name (area, name);
  return area;
}

gboolean
md_qr_area_set_text (GtkWidget *area, const char *text)
{
  int modules = count_modules (text);

  g_object_set_data_full (G_OBJECT (area), "text", g_strdup (text), g_free);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), modules * MODULE_PIXELS);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), modules * MODULE_PIXELS);
  gtk_widget_queue_draw (area);
  return modules > 0;
}

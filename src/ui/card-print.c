/* card-print.c - the settings card, and the helper's, on paper; see card-print.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-card-print"

#include "config.h"

#include "ui/card-print.h"

#include "ui/qr-area.h"

#define QR_POINTS 220 /* nearly eight centimetres */
#define GAP 20

/* Draws @text in @family_and_size and returns its height. */
static int
draw_text (cairo_t *cairo, PangoLayout *layout, const char *text, double width, const char *family_and_size)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (family_and_size);
  int height = 0;

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_move_to (cairo, 0, 0);
  pango_cairo_show_layout (cairo, layout);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

void
md_print_draw (cairo_t *cairo, PangoLayout *layout, const char *text, double width)
{
  int height = draw_text (cairo, layout, text, width, "Monospace 11");

  cairo_save (cairo);
  cairo_translate (cairo, 0, height + GAP);
  md_qr_draw (cairo, text, QR_POINTS);
  cairo_restore (cairo);
}

void
md_print_draw_large (cairo_t *cairo, PangoLayout *layout, const char *text, double width)
{
  (void) draw_text (cairo, layout, text, width, "Sans 16");
}

typedef void (*Draw) (cairo_t *cairo, PangoLayout *layout, const char *text, double width);

typedef struct
{
  char *text; /* (owned) */
  Draw draw;
} Paper;

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  const Paper *paper = user_data;
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);

  paper->draw (gtk_print_context_get_cairo_context (context), layout, paper->text,
               gtk_print_context_get_width (context));
}

static void
forget (gpointer data, GClosure *closure)
{
  Paper *paper = data;

  g_free (paper->text);
  g_free (paper);
}

static void
print (GtkWindow *parent, const char *text, Draw draw)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Paper *paper = g_new0 (Paper, 1);

  paper->text = g_strdup (text);
  paper->draw = draw;
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), paper, forget, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

void
md_print_card (GtkWindow *parent, const char *text)
{
  print (parent, text, md_print_draw);
}

void
md_print_text (GtkWindow *parent, const char *text)
{
  print (parent, text, md_print_draw_large);
}

/* bar.c - one bar of a picture, and the axis; see bar.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-bar"

#include "config.h"

#include "ui/pictures/bar.h"

#include "ui/looks.h"

#include <math.h>

#define BAR_HEIGHT 10
#define BAR_MIN_WIDTH 3
#define PLOT_MIN_WIDTH 70
#define TICK_HEIGHT 4

static void
draw_line (GtkWidget *widget, GtkSnapshot *snapshot, float x, float y, float width, float height)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.25f;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* ── bar ── */

struct _MdBar
{
  GtkWidget parent_instance;

  GtkWidget *bar;
  double from;
  double until;
  double step;
};

G_DEFINE_FINAL_TYPE (MdBar, md_bar, GTK_TYPE_WIDGET)

static void
md_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? PLOT_MIN_WIDTH : BAR_HEIGHT;
}

static void
md_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MdBar *self = MD_BAR (widget);
  int x = (int) (self->from * width);
  int length = MAX ((int) ((self->until - self->from) * width), BAR_MIN_WIDTH);

  x = CLAMP (x, 0, MAX (width - BAR_MIN_WIDTH, 0));
  length = MIN (length, width - x);
  gtk_widget_measure (self->bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->bar, &(GtkAllocation) { x, (height - BAR_HEIGHT) / 2, length, BAR_HEIGHT }, -1);
}

static void
md_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MdBar *self = MD_BAR (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);

  for (double at = 0; self->step > 0 && at <= 1.0001; at += self->step)
    draw_line (widget, snapshot, (float) at * (width - 1), 0, 1, height);
  GTK_WIDGET_CLASS (md_bar_parent_class)->snapshot (widget, snapshot);
}

static void
md_bar_dispose (GObject *object)
{
  g_clear_pointer (&MD_BAR (object)->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (md_bar_parent_class)->dispose (object);
}

static void
md_bar_class_init (MdBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_bar_dispose;
  widget_class->measure = md_bar_measure;
  widget_class->size_allocate = md_bar_size_allocate;
  widget_class->snapshot = md_bar_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
md_bar_init (MdBar *self)
{
  self->bar = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->bar, "md-bar");
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
}

GtkWidget *
md_bar_new (double from, double until, MdStatus status)
{
  MdBar *self = g_object_new (MD_TYPE_BAR, NULL);

  self->from = CLAMP (from, 0, 1);
  self->until = CLAMP (until, self->from, 1);
  if (status == MD_STATUS_PROBLEM || status == MD_STATUS_WARNING)
    gtk_widget_add_css_class (self->bar, md_status_class (status));
  return GTK_WIDGET (self);
}

void
md_bar_set_step (MdBar *self, double step)
{
  self->step = step;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── axis ── */

struct _MdAxis
{
  GtkWidget parent_instance;

  double end;
  double step;
  gboolean comma;
};

G_DEFINE_FINAL_TYPE (MdAxis, md_axis, GTK_TYPE_WIDGET)

static PangoLayout *
number_at (MdAxis *self, double at)
{
  g_autofree char *words = at > 0 ? md_seconds_text (at, self->comma) : g_strdup ("0");

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
}

static void
md_axis_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = number_at (MD_AXIS (widget), 0);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? PLOT_MIN_WIDTH : TICK_HEIGHT + height;
}

static void
draw_number (MdAxis *self, GtkSnapshot *snapshot, PangoLayout *layout, int x)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, TICK_HEIGHT));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* Numbers that would run into the one before, or out of the axis, are left out. */
static void
md_axis_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MdAxis *self = MD_AXIS (widget);
  int width = gtk_widget_get_width (widget), free_from = 0;

  draw_line (widget, snapshot, 0, 0, (float) width, 1);
  for (double at = 0; at <= self->end * 1.0001; at += self->step)
    {
      g_autoptr (PangoLayout) layout = number_at (self, at);
      int tick = (int) (at / self->end * (width - 1)), size, x;

      pango_layout_get_pixel_size (layout, &size, NULL);
      x = CLAMP (tick - size / 2, 0, MAX (width - size, 0));
      draw_line (widget, snapshot, (float) tick, 0, 1, TICK_HEIGHT);
      if (x < free_from)
        continue;
      draw_number (self, snapshot, layout, x);
      free_from = x + size + 8;
    }
}

static void
md_axis_class_init (MdAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = md_axis_measure;
  widget_class->snapshot = md_axis_snapshot;
  gtk_widget_class_set_css_name (widget_class, "axis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
md_axis_init (MdAxis *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
}

GtkWidget *
md_axis_new (double end, double step, gboolean comma)
{
  MdAxis *self = g_object_new (MD_TYPE_AXIS, NULL);

  self->end = end;
  self->step = step;
  self->comma = comma;
  return GTK_WIDGET (self);
}

double
md_axis_step (double seconds)
{
  static const double round[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (MAX (seconds, 0.001) / 2)));

  for (gsize i = 0; i < G_N_ELEMENTS (round); i++)
    if (seconds / (round[i] * power) <= 4)
      return round[i] * power;
  return 10 * power;
}

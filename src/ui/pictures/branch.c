/* branch.c - the lines before one row of a tree or a way; see branch.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-branch"

#include "config.h"

#include "ui/pictures/branch.h"

#define STEP 14
#define RAIL_WIDTH 18
#define STOP_SIZE 9

static void
draw (GtkWidget *widget, GtkSnapshot *snapshot, int x, int y, int width, int height)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.45f;
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* Where the middle of the first line of words beside it is, in the letters at hand. */
static int
line_middle (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "x");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height / 2 + 1;
}

/* ── branch ── */

struct _MdBranch
{
  GtkWidget parent_instance;

  guint depth;
  guint goes_on;
};

G_DEFINE_FINAL_TYPE (MdBranch, md_branch, GTK_TYPE_WIDGET)

static void
md_branch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  MdBranch *self = MD_BRANCH (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) self->depth * STEP : 2 * line_middle (widget);
}

static void
md_branch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MdBranch *self = MD_BRANCH (widget);
  int height = gtk_widget_get_height (widget), middle = line_middle (widget);

  for (guint level = 0; level < self->depth; level++)
    {
      int x = (int) level * STEP + STEP / 2;
      gboolean goes_on = (self->goes_on & (1u << level)) != 0;

      if (level + 1 < self->depth)
        {
          if (goes_on)
            draw (widget, snapshot, x, 0, 1, height);
          continue;
        }
      draw (widget, snapshot, x, 0, 1, goes_on ? height : middle);
      draw (widget, snapshot, x, middle, STEP / 2, 1);
    }
}

static void
md_branch_class_init (MdBranchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = md_branch_measure;
  widget_class->snapshot = md_branch_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
md_branch_init (MdBranch *self)
{
}

GtkWidget *
md_branch_new (guint depth, guint goes_on)
{
  MdBranch *self = g_object_new (MD_TYPE_BRANCH, NULL);

  self->depth = depth;
  self->goes_on = goes_on;
  return GTK_WIDGET (self);
}

/* ── rail ── */

struct _MdRail
{
  GtkWidget parent_instance;

  gboolean stops;
  gboolean comes_from_above;
  gboolean goes_on;
};

G_DEFINE_FINAL_TYPE (MdRail, md_rail, GTK_TYPE_WIDGET)

static void
md_rail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? RAIL_WIDTH : 2 * line_middle (widget);
}

static void
md_rail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MdRail *self = MD_RAIL (widget);
  int middle = RAIL_WIDTH / 2, height = gtk_widget_get_height (widget), stop = line_middle (widget);
  int from = self->comes_from_above ? 0 : stop, until = self->goes_on ? height : stop;
  graphene_rect_t dot = GRAPHENE_RECT_INIT ((float) middle - STOP_SIZE / 2.0f, (float) stop - STOP_SIZE / 2.0f,
                                            STOP_SIZE, STOP_SIZE);
  GskRoundedRect round;
  GdkRGBA colour;

  draw (widget, snapshot, middle - 1, from, 2, until - from);
  if (!self->stops)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gsk_rounded_rect_init_from_rect (&round, &dot, STOP_SIZE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &colour, &dot);
  gtk_snapshot_pop (snapshot);
}

static void
md_rail_class_init (MdRailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = md_rail_measure;
  widget_class->snapshot = md_rail_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
md_rail_init (MdRail *self)
{
}

GtkWidget *
md_rail_new (gboolean stops, gboolean comes_from_above, gboolean goes_on)
{
  MdRail *self = g_object_new (MD_TYPE_RAIL, NULL);

  self->stops = stops;
  self->comes_from_above = comes_from_above;
  self->goes_on = goes_on;
  return GTK_WIDGET (self);
}

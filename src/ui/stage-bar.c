/* stage-bar.c - one stage of a connection's time line; see stage-bar.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-stage-bar"

#include "config.h"

#include "ui/stage-bar.h"

#define BAR_HEIGHT 6
#define BAR_MIN_WIDTH 3

struct _MdStageBar
{
  GtkWidget parent_instance;

  GtkWidget *bar;
  double from;
  double until;
};

G_DEFINE_FINAL_TYPE (MdStageBar, md_stage_bar, GTK_TYPE_WIDGET)

static void
md_stage_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : BAR_HEIGHT;
}

static void
md_stage_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MdStageBar *self = MD_STAGE_BAR (widget);
  int x = (int) (self->from * width);
  int length = MAX ((int) ((self->until - self->from) * width), BAR_MIN_WIDTH);

  x = CLAMP (x, 0, MAX (width - BAR_MIN_WIDTH, 0));
  length = MIN (length, width - x);
  gtk_widget_measure (self->bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->bar, &(GtkAllocation) { x, (height - BAR_HEIGHT) / 2, length, BAR_HEIGHT }, -1);
}

static void
md_stage_bar_dispose (GObject *object)
{
  g_clear_pointer (&MD_STAGE_BAR (object)->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (md_stage_bar_parent_class)->dispose (object);
}

static void
md_stage_bar_class_init (MdStageBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = md_stage_bar_dispose;
  GTK_WIDGET_CLASS (klass)->measure = md_stage_bar_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = md_stage_bar_size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
md_stage_bar_init (MdStageBar *self)
{
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->bar, "md-bar");
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
}

GtkWidget *
md_stage_bar_new (double from, double until)
{
  MdStageBar *self = g_object_new (MD_TYPE_STAGE_BAR, NULL);

  self->from = from;
  self->until = until;
  return GTK_WIDGET (self);
}

/* bounded.c - a list that takes the height of its rows up to a bound; see bounded.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-bounded"

#include "config.h"

#include "ui/bounded.h"

struct _MdBounded
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;  /* (owned) as our child */
  GtkWidget *contents;  /* (not owned) inside */
  int most_height;
};

G_DEFINE_FINAL_TYPE (MdBounded, md_bounded, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
md_bounded_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
md_bounded_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                    int *minimum_baseline, int *natural_baseline)
{
  MdBounded *self = MD_BOUNDED (widget);
  int least;

  gtk_widget_measure (self->scrolled, orientation, -1, minimum, natural, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  least = *minimum;
  gtk_widget_measure (self->contents, orientation, for_size, NULL, natural, NULL, NULL);
  *natural = MAX (MIN (*natural, self->most_height), least);
  *minimum = *natural; /* or a page that scrolls itself would leave no room for it */
}

static void
md_bounded_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (MD_BOUNDED (widget)->scrolled, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
md_bounded_dispose (GObject *object)
{
  g_clear_pointer (&MD_BOUNDED (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (md_bounded_parent_class)->dispose (object);
}

static void
md_bounded_class_init (MdBoundedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_bounded_dispose;
  widget_class->get_request_mode = md_bounded_get_request_mode;
  widget_class->measure = md_bounded_measure;
  widget_class->size_allocate = md_bounded_size_allocate;
}

static void
md_bounded_init (MdBounded *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
md_bounded_new (GtkWidget *contents, int most_height)
{
  MdBounded *self = g_object_new (MD_TYPE_BOUNDED, NULL);

  self->contents = contents;
  self->most_height = most_height;
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), contents);
  return GTK_WIDGET (self);
}

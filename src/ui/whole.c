/* whole.c - something that is shown whole or not at all: the title in a narrow header; see whole.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-whole"

#include "config.h"

#include "ui/whole.h"

struct _MdWhole
{
  GtkWidget parent_instance;

  GtkWidget *child;   /* (nullable) */
};

enum
{
  PROP_CHILD = 1,
};

G_DEFINE_FINAL_TYPE (MdWhole, md_whole, GTK_TYPE_WIDGET)

static void
md_whole_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  MdWhole *self = MD_WHOLE (widget);

  *minimum = *natural = 0;
  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
md_whole_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MdWhole *self = MD_WHOLE (widget);
  int natural;

  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_set_child_visible (self->child, width >= natural);
  if (width >= natural)
    gtk_widget_size_allocate (self->child, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
md_whole_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MdWhole *self = MD_WHOLE (object);

  if (id != PROP_CHILD)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = g_value_get_object (value);
  if (self->child != NULL)
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
md_whole_dispose (GObject *object)
{
  g_clear_pointer (&MD_WHOLE (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (md_whole_parent_class)->dispose (object);
}

static void
md_whole_class_init (MdWholeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = md_whole_dispose;
  G_OBJECT_CLASS (klass)->set_property = md_whole_set_property;
  GTK_WIDGET_CLASS (klass)->measure = md_whole_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = md_whole_size_allocate;
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_CHILD,
      g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
md_whole_init (MdWhole *self)
{
}

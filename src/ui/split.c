/* split.c - a list beside the page, or a row that opens it; see split.h
 *
 * Which of both is decided by the width at hand, at every allocation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-split"

#include "config.h"

#include "ui/split.h"

#define SIDE_WIDTH 250
#define WIDE_FROM 760
#define LEAST_HEIGHT 200
#define NATURAL_HEIGHT 560

struct _MdSplit
{
  GtkWidget parent_instance;

  GtkWidget *side;     /* the list */
  GtkWidget *handle;   /* the row that opens it */
  GtkWidget *content;  /* the page */
  gboolean has_side;
  gboolean side_open;
};

enum
{
  PROP_SIDE = 1,
  PROP_HANDLE,
  PROP_CONTENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (MdSplit, md_split, GTK_TYPE_WIDGET)

static int
min_width (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
min_height (GtkWidget *child, int width)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static gboolean
is_wide (MdSplit *self, int width)
{
  return width >= MAX (WIDE_FROM, MAX (SIDE_WIDTH, min_width (self->side)) + min_width (self->content));
}

/* A page scrolls: its height needs no measuring, which for long texts takes its time.  Its width is measured even where
 * it does not matter, for the toolkit takes what was never measured for unchanged. */
static void
md_split_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  MdSplit *self = MD_SPLIT (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = LEAST_HEIGHT;
      *natural = NATURAL_HEIGHT;
      return;
    }
  *minimum = min_width (self->content);
  if (self->has_side)
    *minimum = MAX (*minimum, MAX (min_width (self->side), min_width (self->handle)));
  *natural = MAX (*minimum, WIDE_FROM);
}

static void
place (GtkWidget *child, gboolean visible, int x, int y, int width, int height)
{
  gtk_widget_set_child_visible (child, visible);
  if (visible)
    gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
md_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MdSplit *self = MD_SPLIT (widget);
  gboolean left_to_right = gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL;
  int side = MAX (SIDE_WIDTH, min_width (self->side));

  if (!self->has_side)
    {
      place (self->side, FALSE, 0, 0, 0, 0);
      place (self->handle, FALSE, 0, 0, 0, 0);
      place (self->content, TRUE, 0, 0, width, height);
    }
  else if (is_wide (self, width))
    {
      place (self->handle, FALSE, 0, 0, 0, 0);
      place (self->side, TRUE, left_to_right ? 0 : width - side, 0, side, height);
      place (self->content, TRUE, left_to_right ? side : 0, 0, width - side, height);
    }
  else
    {
      int row = min_height (self->handle, width);

      place (self->handle, TRUE, 0, 0, width, row);
      place (self->side, self->side_open, 0, row, width, height - row);
      place (self->content, !self->side_open, 0, row, width, height - row);
    }
}

static void
set_child (MdSplit *self, GtkWidget **slot, GtkWidget *child)
{
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child == NULL)
    return;
  gtk_widget_set_child_visible (child, FALSE); /* until the first allocation has decided */
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
md_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MdSplit *self = MD_SPLIT (object);

  switch (id)
    {
    case PROP_SIDE:
      set_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_HANDLE:
      set_child (self, &self->handle, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
md_split_dispose (GObject *object)
{
  MdSplit *self = MD_SPLIT (object);

  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->handle, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (md_split_parent_class)->dispose (object);
}

static void
md_split_class_init (MdSplitClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { [PROP_SIDE] = "side", [PROP_HANDLE] = "handle", [PROP_CONTENT] = "content" };

  G_OBJECT_CLASS (klass)->dispose = md_split_dispose;
  G_OBJECT_CLASS (klass)->set_property = md_split_set_property;
  widget_class->measure = md_split_measure;
  widget_class->size_allocate = md_split_size_allocate;
  for (guint i = PROP_SIDE; i < N_PROPS; i++)
    props[i] = g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
md_split_init (MdSplit *self)
{
}

void
md_split_set_has_side (MdSplit *self, gboolean has_side)
{
  self->has_side = has_side;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
md_split_set_side_open (MdSplit *self, gboolean open)
{
  self->side_open = open;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
md_split_get_side_open (MdSplit *self)
{
  return self->side_open;
}

/* gradual.c - long lists are built a little at a time; see gradual.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-gradual"

#include "config.h"

#include "ui/gradual.h"

#define BUDGET_US 500 /* laying out what was built takes several times as long as building it */

typedef struct
{
  MdPiece piece;
  gpointer data;       /* (not owned) */
} Work;

static gboolean
work_on (GtkWidget *widget, MdPiece piece, gpointer data)
{
  gint64 until = g_get_monotonic_time () + BUDGET_US;

  while (piece (widget, data))
    if (g_get_monotonic_time () >= until)
      return TRUE;
  return FALSE;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  const Work *self = data;

  /* What is not seen is not laid out: all of it would be at once, later. */
  if (!gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  return work_on (widget, self->piece, self->data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
md_gradually (GtkWidget *widget, MdPiece piece, gpointer data)
{
  Work *self;

  /* What is seen first is there at once. */
  if (!work_on (widget, piece, data))
    return;
  self = g_new0 (Work, 1);
  self->piece = piece;
  self->data = data;
  gtk_widget_add_tick_callback (widget, on_frame, self, g_free);
}

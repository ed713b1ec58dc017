/* fit.c - words that are never cut; see fit.h
 *
 * The toolkit makes buttons as wide as their words and cuts the titles of groups; at twice the size of letters, or on a
 * narrow screen, neither can stay so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-fit"

#include "config.h"

#include "ui/fit.h"

#include <adwaita.h>
#include <string.h>

#define SHORT_TEXT 10      /* bytes */
#define LONG_TEXT 30
#define VERY_LONG_TEXT 300
#define LEAST_CHARACTERS 6
#define MORE_CHARACTERS 13

static void
break_lines (GtkLabel *label)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE); /* only where there is no room for one line */
}

/* The narrowest form of a text is measured at every allocation; one character a line is the dearest to measure. */
static void
keep_measurable (GtkLabel *label)
{
  gsize length = strlen (gtk_label_get_text (label));

  if (gtk_label_get_wrap (label) && length > LONG_TEXT
      && gtk_label_get_width_chars (label) < (length > VERY_LONG_TEXT ? MORE_CHARACTERS : LEAST_CHARACTERS))
    gtk_label_set_width_chars (label, length > VERY_LONG_TEXT ? MORE_CHARACTERS : LEAST_CHARACTERS);
}

static void
fit_label (GtkLabel *label, GtkWidget *parent)
{
  if (GTK_IS_BUTTON (parent) && !gtk_label_get_wrap (label))
    {
      break_lines (label);
      gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD);
      gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
    }
  else if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE
           || (!gtk_label_get_wrap (label) && strlen (gtk_label_get_text (label)) > SHORT_TEXT))
    break_lines (label);
  keep_measurable (label);
}

/* A field lays its title and its text over each other itself. */
static gboolean
is_left_alone (GtkWidget *widget)
{
  return ADW_IS_ENTRY_ROW (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_POPOVER (widget) || GTK_IS_TEXT_VIEW (widget);
}

void
md_fit_words (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      fit_label (GTK_LABEL (child), root);
    else if (!is_left_alone (child))
      md_fit_words (child);
}

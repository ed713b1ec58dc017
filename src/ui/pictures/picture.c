/* picture.c - what all pictures share; see picture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-picture"

#include "config.h"

#include "ui/pictures/picture.h"

#include "ui/looks.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define NO_BREAK "\u00a0"

GtkWidget *
md_picture_new (const char *title, const char *sentence)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, "orientation",
                                 GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);

  gtk_widget_add_css_class (box, "md-picture");
  md_set_accessible_name (box, sentence);
  if (title != NULL)
    gtk_box_append (GTK_BOX (box), md_label_new (title, "caption-heading"));
  return box;
}

GtkWidget *
md_mark_new (MdStatus status, const char *word)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = md_silent_icon_new ();
  GtkWidget *label = md_label_new (word, "caption");

  md_image_set_status (GTK_IMAGE (icon), status);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  if (status == MD_STATUS_PROBLEM || status == MD_STATUS_WARNING)
    gtk_widget_add_css_class (label, "md-marked");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

char *
md_count_text (MdLang lang, gint64 count, const char *one, const char *many)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  return md_fill_with (md_text (lang, count == 1 ? one : many), "count", number, NULL);
}

char *
md_length_text (MdLang lang, gint64 seconds)
{
  gint64 length = ABS (seconds);

  if (length < MINUTE)
    return g_strdup_printf ("%" G_GINT64_FORMAT NO_BREAK "s", length);
  if (length < HOUR)
    return g_strdup_printf ("%" G_GINT64_FORMAT NO_BREAK "min", (length + MINUTE / 2) / MINUTE);
  if (length < DAY)
    return g_strdup_printf ("%" G_GINT64_FORMAT NO_BREAK "h %" G_GINT64_FORMAT NO_BREAK "min", length / HOUR,
                            length % HOUR / MINUTE);
  return md_count_text (lang, length / DAY, N_ ("one day"), N_ ("{count} days"));
}

GtkWidget *
md_name_new (const char *name, const char *style_class)
{
  GtkWidget *label = md_label_new (name, style_class);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  return label;
}

GtkWidget *
md_verbatim_new (const char *text)
{
  GtkWidget *label = md_name_new (text, "monospace");

  gtk_widget_add_css_class (label, "md-evidence");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

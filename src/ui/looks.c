/* looks.c - icon and colour of a status or severity; see looks.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-looks"

#include "config.h"

#include "ui/looks.h"

#include "advice/text.h"

#include <string.h>

#define NO_BREAK "\u00a0" /* a number stays with its unit */

static const struct
{
  const char *icon;
  const char *style_class;
} looks[] = {
  [MD_STATUS_WAITING] = { "md-not-tested-symbolic", "dim-label" },
  [MD_STATUS_RUNNING] = { "content-loading-symbolic", "dim-label" },
  [MD_STATUS_OK] = { "object-select-symbolic", "success" },
  [MD_STATUS_INFO] = { "dialog-information-symbolic", "dim-label" },
  [MD_STATUS_WARNING] = { "dialog-warning-symbolic", "warning" },
  [MD_STATUS_PROBLEM] = { "md-problem-symbolic", "error" },
  [MD_STATUS_SKIPPED] = { "md-not-tested-symbolic", "dim-label" },
  [MD_STATUS_CANCELLED] = { "md-not-tested-symbolic", "dim-label" },
  [MD_STATUS_BROKEN] = { "dialog-question-symbolic", "warning" },
};

const char *
md_status_icon (MdStatus status)
{
  return looks[status].icon;
}

const char *
md_status_class (MdStatus status)
{
  return looks[status].style_class;
}

MdStatus
md_severity_status (MdSeverity severity)
{
  static const MdStatus statuses[] = {
    [MD_SEVERITY_OK] = MD_STATUS_OK,
    [MD_SEVERITY_INFO] = MD_STATUS_INFO,
    [MD_SEVERITY_WARNING] = MD_STATUS_WARNING,
    [MD_SEVERITY_PROBLEM] = MD_STATUS_PROBLEM,
  };

  return statuses[severity];
}

void
md_image_set_status (GtkImage *image, MdStatus status)
{
  static const char *const classes[] = { "success", "warning", "error", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (image), classes[i]);
  gtk_image_set_from_icon_name (image, md_status_icon (status));
  gtk_widget_add_css_class (GTK_WIDGET (image), md_status_class (status));
}

char *
md_seconds_text (double seconds, gboolean comma)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  char *point;

  if (seconds <= 0)
    return g_strdup ("");
  if (seconds < 0.1)
    return g_strdup_printf ("%d" NO_BREAK "ms", MAX ((int) (seconds * 1000 + 0.5), 1));
  g_ascii_formatd (number, sizeof number, "%.1f", seconds);
  point = strchr (number, '.');
  if (comma && point != NULL)
    *point = ',';
  return g_strdup_printf ("%s" NO_BREAK "s", number);
}

GtkWidget *
md_silent_icon_new (void)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

GtkWidget *
md_label_new (const char *text, const char *style_class)
{
  gboolean is_title = style_class != NULL && g_str_has_prefix (style_class, "title");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role",
                                   is_title ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

GtkWidget *
md_expander_new (const char *title)
{
  GtkWidget *expander = gtk_expander_new (title);

  md_set_accessible_name (expander, title);
  return expander;
}

typedef struct
{
  const char *names[8];
  const char *values[8];
  gsize n;
} Places;

static const char *
look_up_place (const char *name, gconstpointer data)
{
  const Places *places = data;

  for (gsize i = 0; i < places->n; i++)
    if (strcmp (places->names[i], name) == 0)
      return places->values[i];
  return NULL;
}

char *
md_fill_with (const char *pattern, ...)
{
  Places places = { .n = 0 };
  const char *name;
  va_list pairs;

  va_start (pairs, pattern);
  while ((name = va_arg (pairs, const char *)) != NULL && places.n < G_N_ELEMENTS (places.names))
    {
      places.names[places.n] = name;
      places.values[places.n++] = va_arg (pairs, const char *);
    }
  va_end (pairs);
  return md_fill (pattern, look_up_place, &places);
}

/* A name that is set again is told again, too. */
void
md_set_accessible_name (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), "accessible-name"), name) == 0)
    return;
  g_object_set_data_full (G_OBJECT (widget), "accessible-name", g_strdup (name), g_free);
  /* The relation that rows and buttons have to their own words would win over the name, from GTK 4.10 on. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

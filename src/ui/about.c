/* about.c - the two small windows of the menu: about, and the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-about"

#include "config.h"

#include "ui/about.h"

#include "ui/looks.h"

#include <adwaita.h>

void
md_show_about (GtkWindow *parent, MdLang lang)
{
  gtk_show_about_dialog (parent, "program-name", md_text (lang, N_ ("Mail Doctor")), "logo-icon-name", MD_APP_ID,
                         "version", MD_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         md_text (lang, N_ ("Finds out why you can receive mail but cannot send it.")), NULL);
}

static void
add_key (AdwPreferencesGroup *group, const char *what, const char *keys)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (keys);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), what);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
}

static gboolean
on_escape (GtkWidget *window, GVariant *unused, gpointer data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

void
md_show_shortcuts (GtkWindow *parent, MdLang lang)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Back")), "Alt + ←");
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Next")), md_text (lang, N_ ("Ctrl + Enter")));
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Check this step again")), "Ctrl + R");
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Main menu")), "F10");
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Preferences")), "Ctrl + ,");
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("This list")), "F1");
  add_key (ADW_PREFERENCES_GROUP (group), md_text (lang, N_ ("Quit")), "Ctrl + Q");
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), md_text (lang, N_ ("Keyboard shortcuts")));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 440);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

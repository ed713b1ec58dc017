/* about.c - the two small windows of the menu: about, and the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-about"

#include "config.h"

#include "ui/about.h"

#include "ui/keys.h"
#include "ui/libraries.h"
#include "ui/looks.h"

#include <adwaita.h>

#define WEBSITE "https://github.com/maildoctor/MailDoctor" /* as in the metainfo: a test compares */
#define ISSUES "https://github.com/maildoctor/MailDoctor/issues"

/* The toolkit's arrows from one page of it to the other have no words. */
static void
name_arrows (GtkWidget *widget, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child) && gtk_button_get_label (GTK_BUTTON (child)) == NULL)
      md_set_accessible_name (child, name);
    else
      name_arrows (child, name);
}

void
md_show_about (GtkWindow *parent, MdLang lang)
{
  g_autofree char *libraries = md_libraries_text ();
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window, "application-name", md_text (lang, N_ ("Mail Doctor")), "application-icon", MD_APP_ID,
                "version", MD_VERSION, "comments",
                md_text (lang, N_ ("Finds out why your mail cannot be sent, does not always arrive, or does not "
                                   "come.")),
                "license-type", GTK_LICENSE_GPL_3_0, "website", WEBSITE, "issue-url", ISSUES, "debug-info", libraries,
                "debug-info-filename", "maildoctor.txt", "transient-for", parent, "modal", TRUE, NULL);
  name_arrows (window, md_text (lang, N_ ("Back")));
  gtk_window_present (GTK_WINDOW (window));
}

static void
add_key (AdwPreferencesGroup *group, const MdKey *key, MdLang lang)
{
  g_autofree char *keys = md_key_label (key);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (keys);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), md_text (lang, key->what));
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

  for (guint i = 0; md_key_get (i) != NULL; i++)
    add_key (ADW_PREFERENCES_GROUP (group), md_key_get (i), lang);
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
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 560);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

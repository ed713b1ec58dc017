/* preferences-window.c - where the person chooses once and for all; see preferences-window.h
 *
 * What is in it is built anew when another language is chosen here; what was typed stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-preferences-window"

#include "config.h"

#include "ui/preferences-window.h"

#include "ui/looks.h"

#include <string.h>

struct _MdPreferencesWindow
{
  AdwWindow parent_instance;

  MdSession *session;      /* (owned) */
  GtkWidget *language;
  GtkWidget *third_parties;
  GtkWidget *servers;
  GtkWidget *servers_note;
  GtkWidget *slow_line;
  GtkWidget *keep;
  GtkWidget *days;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (MdPreferencesWindow, md_preferences_window, ADW_TYPE_WINDOW)

static const char *const languages[] = { "", "es", "en" };
static const MdThirdParties answers[] = { MD_THIRD_PARTIES_ASK, MD_THIRD_PARTIES_YES, MD_THIRD_PARTIES_NO };
static const guint terms[] = { 0, 365, 90, 30 };

static MdPreferences *
preferences_of (MdPreferencesWindow *self)
{
  return md_session_get_preferences (self->session);
}

static const char *
text (MdPreferencesWindow *self, const char *msgid)
{
  return md_text (md_session_get_lang (self->session), msgid);
}

/* ── DNS servers ── */

char **
md_preferences_split_servers (const char *words, char **wrong)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " ,;\t", -1);
  g_autoptr (GStrvBuilder) good = g_strv_builder_new ();

  *wrong = NULL;
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0')
        continue;
      if (!md_world_is_resolver (parts[i]))
        {
          *wrong = g_strdup (parts[i]);
          return NULL;
        }
      g_strv_builder_add (good, parts[i]);
    }
  return g_strv_builder_end (good);
}

static void
show_servers_note (MdPreferencesWindow *self, const char *wrong)
{
  g_autofree char *words = NULL;

  if (wrong == NULL)
    words = g_strdup (text (self, N_ ("Empty: those of this computer. Write several with a space between them.")));
  else
    words = md_fill_with (text (self, N_ ("“{value}” is not the address of a DNS server. Write it in numbers, for "
                                          "example 192.0.2.53. Until then, the servers from before are asked.")),
                          "value", wrong, NULL);
  gtk_label_set_text (GTK_LABEL (self->servers_note), words);
  if (wrong != NULL)
    {
      gtk_widget_add_css_class (self->servers, "error");
      gtk_widget_add_css_class (self->servers_note, "error");
    }
  else
    {
      gtk_widget_remove_css_class (self->servers, "error");
      gtk_widget_remove_css_class (self->servers_note, "error");
    }
}

/* Good words are kept; others stay where they were typed, and are told about. */
static void
take_servers (MdPreferencesWindow *self)
{
  g_autofree char *wrong = NULL;
  g_auto (GStrv) servers = md_preferences_split_servers (gtk_editable_get_text (GTK_EDITABLE (self->servers)), &wrong);

  show_servers_note (self, wrong);
  if (servers != NULL)
    md_preferences_set_resolvers (preferences_of (self), (const char *const *) servers);
}

/* An error goes away as soon as it is one no longer. */
static void
on_servers_edited (GtkEditable *editable, MdPreferencesWindow *self)
{
  g_autofree char *wrong = NULL;
  g_auto (GStrv) servers = NULL;

  if (self->is_filling || !gtk_widget_has_css_class (self->servers, "error"))
    return;
  servers = md_preferences_split_servers (gtk_editable_get_text (editable), &wrong);
  if (servers != NULL)
    show_servers_note (self, NULL);
}

/* ── what the person chooses ── */

static void
on_language (MdPreferencesWindow *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->language));

  if (self->is_filling || chosen >= G_N_ELEMENTS (languages))
    return;
  md_preferences_set_language (preferences_of (self), languages[chosen]);
  md_session_set_lang (self->session, md_preferences_get_lang (preferences_of (self)));
}

static void
on_third_parties (MdPreferencesWindow *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->third_parties));

  if (!self->is_filling && chosen < G_N_ELEMENTS (answers))
    md_preferences_set_third_parties (preferences_of (self), answers[chosen]);
}

static void
on_days (MdPreferencesWindow *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->days));

  if (!self->is_filling && chosen < G_N_ELEMENTS (terms))
    md_preferences_set_history_days (preferences_of (self), terms[chosen]);
}

static void
on_switched (MdPreferencesWindow *self)
{
  gboolean keep = gtk_switch_get_active (GTK_SWITCH (self->keep));

  gtk_widget_set_sensitive (self->days, keep);
  if (self->is_filling)
    return;
  md_preferences_set_keep_history (preferences_of (self), keep);
  md_preferences_set_slow_line (preferences_of (self), gtk_switch_get_active (GTK_SWITCH (self->slow_line)));
}

/* ── the rows ── */

static GtkWidget *
add_group (MdPreferencesWindow *self, AdwPreferencesPage *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), text (self, title));
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text (self, description));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return group;
}

static GtkWidget *
add_choice (MdPreferencesWindow *self, GtkWidget *group, const char *title, const char *const *names, gpointer changed)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    gtk_string_list_append (model, text (self, names[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text (self, title));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (changed), self);
  return row;
}

static GtkWidget *
add_switch (MdPreferencesWindow *self, GtkWidget *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text (self, title));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text (self, subtitle));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (on_switched), self);
  return toggle;
}

static void
add_servers (MdPreferencesWindow *self, GtkWidget *group)
{
  self->servers = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->servers),
                                 text (self, N_ ("_DNS servers instead of the system’s")));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->servers), TRUE);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->servers), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->servers);
  self->servers_note = md_label_new ("", "caption");
  gtk_widget_add_css_class (self->servers_note, "md-inside");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->servers_note);
  g_signal_connect_swapped (self->servers, "apply", G_CALLBACK (take_servers), self);
  g_signal_connect_swapped (self->servers, "entry-activated", G_CALLBACK (take_servers), self);
  g_signal_connect (self->servers, "changed", G_CALLBACK (on_servers_edited), self);
}

static guint
index_of_term (guint days)
{
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    if (terms[i] == days)
      return i;
  return GTK_INVALID_LIST_POSITION; /* written by hand somewhere: left as it is until another is chosen */
}

static void
fill (MdPreferencesWindow *self, const char *typed)
{
  MdPreferences *preferences = preferences_of (self);
  g_autofree char *servers = g_strjoinv (" ", (char **) md_preferences_get_resolvers (preferences));

  self->is_filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i], md_preferences_get_language (preferences)))
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->language), i);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i] == md_preferences_get_third_parties (preferences))
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->third_parties), i);
  gtk_editable_set_text (GTK_EDITABLE (self->servers), typed != NULL ? typed : servers);
  gtk_switch_set_active (GTK_SWITCH (self->slow_line), md_preferences_get_slow_line (preferences));
  gtk_switch_set_active (GTK_SWITCH (self->keep), md_preferences_get_keep_history (preferences));
  gtk_widget_set_sensitive (self->days, md_preferences_get_keep_history (preferences));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->days),
                              index_of_term (md_preferences_get_history_days (preferences)));
  show_servers_note (self, NULL);
  self->is_filling = FALSE;
}

static void
add_groups (MdPreferencesWindow *self, AdwPreferencesPage *page)
{
  static const char *const language_names[] = { N_ ("As on this computer"), "Español", "English", NULL };
  static const char *const answer_names[] = { N_ ("Ask each time"), N_ ("Always"), N_ ("Never"), NULL };
  static const char *const term_names[]
      = { N_ ("Until I delete them"), N_ ("1 year"), N_ ("90 days"), N_ ("30 days"), NULL };
  GtkWidget *group = add_group (self, page, N_ ("Window"), NULL);

  self->language = add_choice (self, group, N_ ("_Language"), language_names, on_language);
  group = add_group (self, page, N_ ("Questions to third parties"),
                     N_ ("Mozilla’s directory of mail settings learns the part after the @; public block lists, and "
                         "the service that tells it, learn your public Internet address. Everything else works "
                         "without them."));
  self->third_parties = add_choice (self, group, N_ ("_Ask third parties"), answer_names, on_third_parties);
  group = add_group (self, page, N_ ("Connection"), NULL);
  self->slow_line = add_switch (self, group, N_ ("_Slow line"),
                                N_ ("Every test waits three times as long before it gives up."));
  add_servers (self, group);
  group = add_group (self, page, N_ ("Earlier results"), NULL);
  self->keep = add_switch (self, group, N_ ("_Keep results on this computer"),
                           N_ ("Without passwords, in your own folder; they are never sent anywhere."));
  self->days = add_choice (self, group, N_ ("_How long"), term_names, on_days);
  if (!md_preferences_are_kept (preferences_of (self)))
    add_group (self, page, N_ ("For now only"),
               N_ ("This computer keeps no settings of Mail Doctor: what you choose here holds until you close it."));
}

static void
build (MdPreferencesWindow *self, const char *typed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  gtk_window_set_title (GTK_WINDOW (self), text (self, N_ ("Preferences")));
  add_groups (self, ADW_PREFERENCES_PAGE (page));
  fill (self, typed);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/* Later: the row that was just used is among what goes. */
static gboolean
on_later (gpointer data)
{
  MdPreferencesWindow *self = MD_PREFERENCES_WINDOW (data);
  g_autofree char *typed = NULL;

  if (self->session == NULL)
    return G_SOURCE_REMOVE;
  typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->servers)));
  build (self, typed);
  gtk_widget_grab_focus (self->language);
  return G_SOURCE_REMOVE;
}

static void
on_lang_changed (MdSession *session, MdPreferencesWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_later, g_object_ref (self), g_object_unref);
}

/* Servers that were typed and not yet applied are taken with the window's end, when they are good. */
static gboolean
md_preferences_window_close_request (GtkWindow *window)
{
  take_servers (MD_PREFERENCES_WINDOW (window));
  return GTK_WINDOW_CLASS (md_preferences_window_parent_class)->close_request (window);
}

static void
md_preferences_window_dispose (GObject *object)
{
  MdPreferencesWindow *self = MD_PREFERENCES_WINDOW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (md_preferences_window_parent_class)->dispose (object);
}

static void
md_preferences_window_class_init (MdPreferencesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = md_preferences_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = md_preferences_window_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
md_preferences_window_init (MdPreferencesWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 700);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

void
md_show_preferences (GtkWindow *parent, MdSession *session)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  MdPreferencesWindow *self;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) open = g_list_model_get_item (windows, i);

      if (MD_IS_PREFERENCES_WINDOW (open))
        {
          gtk_window_present (open);
          return;
        }
    }
  self = g_object_new (MD_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_signal_connect (session, "lang-changed", G_CALLBACK (on_lang_changed), self);
  build (self, NULL);
  gtk_window_present (GTK_WINDOW (self));
}

/* application.c - the program: its options, its actions, its one window; see application.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-application"

#include "config.h"

#include "ui/application.h"

#include "report/history.h"
#include "ui/about.h"
#include "ui/keys.h"
#include "ui/looks.h"
#include "ui/notifier.h"
#include "ui/page-table.h"
#include "ui/preferences-window.h"
#include "ui/style.h"
#include "ui/window.h"

#include <string.h>

struct _MdApplication
{
  AdwApplication parent_instance;

  const MdCheck *const *checks[MD_N_GUIDES]; /* (not owned) const */
  MdSession *session;            /* (owned) (nullable) */
  MdPreferences *preferences;    /* (owned) (nullable) */
  MdNotifier *notifier;          /* (owned) (nullable) */
  char *page_later;              /* (owned) (nullable) --page, when practice has started */
};

G_DEFINE_FINAL_TYPE (MdApplication, md_application, ADW_TYPE_APPLICATION)

/* ── options ── */

/* The one line about an option that cannot be; its words are for whoever types commands. */
static int
refuse (const char *msgid, const char *value)
{
  g_autofree char *line = md_fill_with (md_text (md_lang_from_environment (), msgid), "value", value, NULL);

  g_printerr ("maildoctor: %s\n", line);
  return 2;
}

static int
md_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *value;
  MdGuide guide;
  MdLang lang;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("maildoctor %s\n", MD_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "lang", "&s", &value) && !md_lang_from_code (value, &lang))
    return refuse (N_ ("there is no language “{value}”; use es or en"), value);
  if (g_variant_dict_lookup (options, "practice", "&s", &value) && md_practice_find (value) == NULL)
    return refuse (N_ ("there is no practice case “{value}”; maildoctor-cli practice list names them"), value);
  if (g_variant_dict_lookup (options, "page", "&s", &value) && md_page_table_find (value) == NULL)
    return refuse (N_ ("there is no page “{value}”"), value);
  if (g_variant_dict_lookup (options, "guide", "&s", &value) && !md_guide_from_name (value, &guide))
    return refuse (N_ ("there is no guide “{value}”; use send, delivery or receive"), value);
  return -1;
}

/* ── where it begins ── */

static void
begin (MdApplication *self, MdGuide guide, const char *page)
{
  g_application_activate (G_APPLICATION (self));
  md_session_set_guide (self->session, guide);
  md_session_begin (self->session);
  md_session_go (self->session, page);
}

static void
md_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_activate (application);
  md_session_open_files (MD_APPLICATION (application)->session, files, (guint) n_files);
}

static void
open_arguments (MdApplication *self, GApplicationCommandLine *command_line, const char *const *names)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; names[i] != NULL; i++)
    g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line, names[i]));
  md_session_open_files (self->session, (GFile **) files->pdata, files->len);
}

/* With a practice case, a page beyond the account page wants the account to be confirmed. */
static void
open_page_later (MdSession *session, MdApplication *self)
{
  g_autofree char *page = NULL;

  if (self->page_later == NULL || md_session_practice_is_starting (session))
    return;
  page = g_steal_pointer (&self->page_later);
  if (!g_str_equal (page, "start") && !g_str_equal (page, "practice") && !g_str_equal (page, "account"))
    md_session_confirm_account (session);
  md_session_go (session, md_page_table_find (page)->id);
}

static int
md_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  MdApplication *self = MD_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **names = NULL;
  const char *value;
  MdGuide guide;
  MdLang lang;

  if (g_variant_dict_lookup (options, "lang", "&s", &value) && md_lang_from_code (value, &lang))
    md_session_set_lang (self->session, lang); /* for this time only */
  g_application_activate (application);
  if (g_variant_dict_lookup (options, "page", "&s", &value))
    {
      g_free (self->page_later);
      self->page_later = g_strdup (value);
    }
  if (g_variant_dict_lookup (options, "guide", "&s", &value) && md_guide_from_name (value, &guide))
    begin (self, guide, "account");
  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &names))
    open_arguments (self, command_line, names);
  if (g_variant_dict_lookup (options, "practice", "&s", &value))
    md_session_start_practice (self->session, value);
  else
    open_page_later (self->session, self);
  return 0;
}

/* ── actions ── */

static void
on_lang (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MdApplication *self = MD_APPLICATION (data);
  MdLang lang;

  if (!md_lang_from_code (g_variant_get_string (parameter, NULL), &lang))
    return;
  md_preferences_set_language (self->preferences, md_lang_code (lang));
  md_session_set_lang (self->session, lang); /* where the window had been opened in another one */
}

/* However the language came to be another one. */
static void
on_lang_changed (MdSession *session, MdApplication *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "lang");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (md_lang_code (md_session_get_lang (session))));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  md_show_preferences (gtk_application_get_active_window (GTK_APPLICATION (data)), MD_APPLICATION (data)->session);
}

static void
on_practice (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *fault = g_variant_get_string (parameter, NULL);

  if (md_practice_find (fault) != NULL)
    md_session_start_practice (MD_APPLICATION (data)->session, fault);
}

static void
on_guide (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MdGuide guide;

  if (md_guide_from_name (g_variant_get_string (parameter, NULL), &guide))
    begin (MD_APPLICATION (data), guide, "account");
}

/* "guide-send" …: the actions of the desktop entry, which take no parameter. */
static void
on_named_guide (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MdGuide guide;

  if (md_guide_from_name (g_action_get_name (G_ACTION (action)) + strlen ("guide-"), &guide))
    begin (MD_APPLICATION (data), guide, "account");
}

static void
on_explain (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (MD_APPLICATION (data), MD_GUIDE_DELIVERY, "D1");
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  md_show_about (gtk_application_get_active_window (GTK_APPLICATION (data)),
                 md_session_get_lang (MD_APPLICATION (data)->session));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  md_show_shortcuts (gtk_application_get_active_window (GTK_APPLICATION (data)),
                     md_session_get_lang (MD_APPLICATION (data)->session));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_application_quit (G_APPLICATION (data));
}

/* What a notification leads to: the window, on that page. */
static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const MdPageRow *row = md_page_table_find (g_variant_get_string (parameter, NULL));

  g_application_activate (G_APPLICATION (data));
  if (row != NULL)
    md_session_go (MD_APPLICATION (data)->session, row->id);
}

static void
add_actions (MdApplication *self)
{
  static const GActionEntry entries[] = {
    { "practice", on_practice, "s", NULL, NULL, { 0 } },
    { "show", on_show, "s", NULL, NULL, { 0 } },
    { "guide", on_guide, "s", NULL, NULL, { 0 } },
    { "guide-send", on_named_guide, NULL, NULL, NULL, { 0 } },
    { "guide-delivery", on_named_guide, NULL, NULL, NULL, { 0 } },
    { "guide-receive", on_named_guide, NULL, NULL, NULL, { 0 } },
    { "explain", on_explain, NULL, NULL, NULL, { 0 } },
    { "preferences", on_preferences, NULL, NULL, NULL, { 0 } },
    { "about", on_about, NULL, NULL, NULL, { 0 } },
    { "shortcuts", on_shortcuts, NULL, NULL, NULL, { 0 } },
    { "quit", on_quit, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GSimpleAction) lang = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  lang = g_simple_action_new_stateful (
      "lang", G_VARIANT_TYPE_STRING, g_variant_new_string (md_lang_code (md_session_get_lang (self->session))));
  g_signal_connect (lang, "activate", G_CALLBACK (on_lang), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (lang));
  md_keys_install_application (GTK_APPLICATION (self));
}

/* ── life ── */

static void
md_application_startup (GApplication *application)
{
  MdApplication *self = MD_APPLICATION (application);
  g_autofree char *history = NULL;

  G_APPLICATION_CLASS (md_application_parent_class)->startup (application);
  self->preferences = md_preferences_new ();
  self->session = md_session_new (md_preferences_get_lang (self->preferences), self->checks);
  md_session_set_preferences (self->session, self->preferences);
  history = md_history_default_folder ();
  md_session_keep_results (self->session, history);
  g_signal_connect (self->session, "changed", G_CALLBACK (open_page_later), self);
  g_signal_connect (self->session, "lang-changed", G_CALLBACK (on_lang_changed), self);
  self->notifier = md_notifier_new (GTK_APPLICATION (self), self->session);
  md_style_load ();
  add_actions (self);
}

static void
md_application_activate (GApplication *application)
{
  MdApplication *self = MD_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (md_window_new (GTK_APPLICATION (self), self->session));
  gtk_window_present (window);
}

static void
md_application_shutdown (GApplication *application)
{
  MdApplication *self = MD_APPLICATION (application);

  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->notifier, md_notifier_free);
  md_session_close (self->session);
  G_APPLICATION_CLASS (md_application_parent_class)->shutdown (application);
}

static void
md_application_finalize (GObject *object)
{
  MdApplication *self = MD_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_object (&self->preferences);
  g_free (self->page_later);
  G_OBJECT_CLASS (md_application_parent_class)->finalize (object);
}

static void
md_application_class_init (MdApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = md_application_finalize;
  application_class->startup = md_application_startup;
  application_class->activate = md_application_activate;
  application_class->shutdown = md_application_shutdown;
  application_class->handle_local_options = md_application_handle_local_options;
  application_class->open = md_application_open;
  application_class->command_line = md_application_command_line;
}

static void
md_application_init (MdApplication *self)
{
}

MdApplication *
md_application_new (const MdCheck *const *const *checks)
{
  MdApplication *self = g_object_new (MD_TYPE_APPLICATION, "application-id", MD_APP_ID, "flags",
                                      G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                                      "resource-base-path", NULL, NULL);
  MdLang lang = md_lang_from_environment ();
  const GOptionEntry options[] = {
    { "lang", 0, 0, G_OPTION_ARG_STRING, NULL, md_text (lang, N_ ("Language of the window")), "es|en" },
    { "practice", 0, 0, G_OPTION_ARG_STRING, NULL, md_text (lang, N_ ("Practise with a pretend account")), "ID" },
    { "guide", 0, 0, G_OPTION_ARG_STRING, NULL, md_text (lang, N_ ("Begin with this guide")),
      "send|delivery|receive" },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL, md_text (lang, N_ ("Open this page")), "ID" },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, md_text (lang, N_ ("Show the version")), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, md_text (lang, N_ ("[FILE…]")) },
    { NULL },
  };

  memcpy (self->checks, checks, sizeof self->checks);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  return self;
}

MdSession *
md_application_get_session (MdApplication *self)
{
  return self->session;
}

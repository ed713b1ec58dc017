/* test-choices.c - every preference really changes what is done, and its window says what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "core/context.h"
#include "ui/preferences-window.h"

#include <string.h>

/* ── a visit with one pretend check, which looks at what it was given ── */

static gboolean
run_looker (MdContext *context, GError **error)
{
  const char *const *resolvers = md_world_get_resolvers (md_context_get_world (context));
  const MdWait wait = md_wait_within (md_context_get_wait (context), 1000);

  md_context_report (context, MD_FINDING_NO_PORTAL, NULL);
  md_context_leave (context,
                    g_strdup_printf ("%s, %s, %s", resolvers != NULL ? resolvers[0] : "system",
                                     md_wait_left_ms (&wait) > 2000 ? "patient" : "usual",
                                     md_context_get_case (context)->consents & MD_CONSENT_THIRD_PARTY ? "asks" : "alone"),
                    g_free);
  return TRUE;
}

static const MdCheck looker = {
  .id = "looker", .step = MD_STEP_S1, .subject = MD_SUBJECT_NETWORK, .budget_ms = 5000, .run = run_looker,
};
static const MdCheck *const looking[] = { &looker, NULL };

typedef struct
{
  MdSession *session;
  MdPreferences *preferences;
} Visit;

static void
open_visit (Visit *visit)
{
  const MdCheck *const *checks[MD_N_GUIDES] = { looking, looking, looking };

  visit->preferences = md_preferences_new_from (NULL);
  visit->session = md_session_new (MD_LANG_EN, checks);
  md_session_set_preferences (visit->session, visit->preferences);
}

static void
close_visit (Visit *visit)
{
  md_session_close (visit->session);
  g_object_unref (visit->session);
  g_object_unref (visit->preferences);
}

/* What the check saw when it was run now. */
static const char *
look (Visit *visit)
{
  MdRunner *runner;

  if (md_session_get_runner (visit->session) == NULL)
    md_session_begin (visit->session);
  else
    md_session_repeat (visit->session, MD_STEP_S1);
  runner = md_session_get_runner (visit->session);
  while (md_runner_is_running (runner))
    g_main_context_iteration (NULL, TRUE);
  return md_runner_get_product (runner, "looker");
}

/* Each choice holds for the next test of the very same visit. */
static void
test_behaviour (void)
{
  static const char *const servers[] = { "192.0.2.53", NULL };
  static const char *const none[] = { NULL };
  Visit visit;

  open_visit (&visit);
  g_assert_cmpstr (look (&visit), ==, "system, usual, alone");
  md_preferences_set_resolvers (visit.preferences, servers);
  g_assert_cmpstr (look (&visit), ==, "192.0.2.53, usual, alone");
  md_preferences_set_slow_line (visit.preferences, TRUE);
  g_assert_cmpstr (look (&visit), ==, "192.0.2.53, patient, alone");
  md_preferences_set_third_parties (visit.preferences, MD_THIRD_PARTIES_YES);
  g_assert_cmpstr (look (&visit), ==, "192.0.2.53, patient, asks");
  md_preferences_set_resolvers (visit.preferences, none);
  md_preferences_set_slow_line (visit.preferences, FALSE);
  md_preferences_set_third_parties (visit.preferences, MD_THIRD_PARTIES_NO);
  g_assert_cmpstr (look (&visit), ==, "system, usual, alone");
  g_assert_false (md_session_may_ask_others (visit.session));
  close_visit (&visit);
}

/* A new visit begins with what was chosen; "ask each time" begins with no. */
static void
test_new_visit (void)
{
  Visit visit;

  open_visit (&visit);
  md_preferences_set_third_parties (visit.preferences, MD_THIRD_PARTIES_YES);
  md_session_start_over (visit.session);
  g_assert_cmpstr (look (&visit), ==, "system, usual, asks");
  md_preferences_set_third_parties (visit.preferences, MD_THIRD_PARTIES_ASK);
  g_assert_cmpstr (look (&visit), ==, "system, usual, asks"); /* it was answered in this visit */
  md_session_start_over (visit.session);
  g_assert_cmpstr (look (&visit), ==, "system, usual, alone");
  close_visit (&visit);
}

/* The language changes when the language was chosen, not with every other choice. */
static void
test_language (void)
{
  Visit visit;

  open_visit (&visit);
  md_preferences_set_language (visit.preferences, "es");
  g_assert_cmpint (md_session_get_lang (visit.session), ==, MD_LANG_ES);
  md_session_set_lang (visit.session, MD_LANG_EN); /* as by --lang */
  md_preferences_set_slow_line (visit.preferences, TRUE);
  g_assert_cmpint (md_session_get_lang (visit.session), ==, MD_LANG_EN);
  close_visit (&visit);
}

static void
test_servers (void)
{
  static const struct
  {
    const char *text;
    const char *servers; /* NULL: not taken */
    const char *wrong;
  } rows[] = {
    { "", "", NULL },
    { "  ", "", NULL },
    { "192.0.2.53", "192.0.2.53", NULL },
    { " 192.0.2.53,2001:db8::53 ", "192.0.2.53 2001:db8::53", NULL },
    { "[2001:db8::53]:5353; 192.0.2.53:5353", "[2001:db8::53]:5353 192.0.2.53:5353", NULL },
    { "dns.example.org", NULL, "dns.example.org" },
    { "192.0.2.53 192.0.2", NULL, "192.0.2" },
    { "192.0.2.53:99999", NULL, "192.0.2.53:99999" },
    { "https://dns.example.org/dns-query", NULL, "https://dns.example.org/dns-query" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *wrong = NULL;
      g_auto (GStrv) servers = md_preferences_split_servers (rows[i].text, &wrong);
      g_autofree char *joined = servers != NULL ? g_strjoinv (" ", servers) : NULL;

      g_assert_cmpstr (joined, ==, rows[i].servers);
      g_assert_cmpstr (wrong, ==, rows[i].wrong);
    }
}

/* ── the window of the choices ── */

static GtkWindow *
preferences_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (MD_IS_PREFERENCES_WINDOW (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
find_row (GtkWidget *widget, GType type, const char *title)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, type, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
row (GType type, const char *title)
{
  GtkWidget *found = find_row (GTK_WIDGET (preferences_window ()), type, title);

  g_assert_nonnull (found);
  return found;
}

static void
choose (const char *title, guint which)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (row (ADW_TYPE_COMBO_ROW, title)), which);
  stage_settle (0.2);
}

static void
press_switch (const char *title)
{
  GtkWidget *toggle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row (ADW_TYPE_ACTION_ROW, title)));

  gtk_switch_set_active (GTK_SWITCH (toggle), !gtk_switch_get_active (GTK_SWITCH (toggle)));
  stage_settle (0.1);
}

static void
type_servers (const char *title, const char *words)
{
  GtkWidget *entry = row (ADW_TYPE_ENTRY_ROW, title);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "apply");
  stage_settle (0.1);
}

static void
assert_servers (MdPreferences *preferences, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) md_preferences_get_resolvers (preferences));

  g_assert_cmpstr (joined, ==, expected);
}

/* Bad words are told about, stay in the field, and change nothing. */
static void
try_servers (MdPreferences *preferences)
{
  GtkWidget *entry = row (ADW_TYPE_ENTRY_ROW, "_DNS servers instead of the system’s");

  type_servers ("_DNS servers instead of the system’s", "192.0.2.53");
  assert_servers (preferences, "192.0.2.53");
  type_servers ("_DNS servers instead of the system’s", "192.0.2.53 dns.example.org");
  assert_servers (preferences, "192.0.2.53");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "192.0.2.53 dns.example.org");
  gtk_editable_set_text (GTK_EDITABLE (entry), "192.0.2.53 192.0.2.54");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
}

/* For somebody to look at: narrow, and as it opens. */
static void
save_pictures (const char *name)
{
  static const int widths[] = { 340, 520 };

  for (gsize i = 0; g_getenv ("MD_PICTURES") != NULL && i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/preferences-%s-%d.png", g_getenv ("MD_PICTURES"), name, widths[i]);
      Stage other = { .window = preferences_window () };

      gtk_window_set_default_size (other.window, widths[i], 1000);
      stage_settle (0.4);
      stage_save_picture (&other, path);
    }
}

static gboolean
is_in_spanish (Stage *stage)
{
  return g_str_equal (gtk_window_get_title (preferences_window ()), "Preferencias");
}

static void
test_window (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  MdPreferences *preferences = md_session_get_preferences (stage->session);

  stage_reset (stage, MD_LANG_EN);
  g_action_group_activate_action (G_ACTION_GROUP (stage->application), "preferences", NULL);
  stage_settle (0.3);
  choose ("_Ask third parties", 2);
  g_assert_cmpint (md_preferences_get_third_parties (preferences), ==, MD_THIRD_PARTIES_NO);
  press_switch ("_Slow line");
  g_assert_true (md_preferences_get_slow_line (preferences));
  choose ("_How long", 2);
  g_assert_cmpuint (md_preferences_get_history_days (preferences), ==, 90);
  press_switch ("_Keep results on this computer");
  g_assert_false (md_preferences_get_keep_history (preferences));
  g_assert_false (gtk_widget_get_sensitive (row (ADW_TYPE_COMBO_ROW, "_How long")));
  save_pictures ("en");
  try_servers (preferences);
  /* In the other language at once, with what was typed. */
  choose ("_Language", 1);
  g_assert_cmpstr (md_preferences_get_language (preferences), ==, "es");
  g_assert_cmpint (md_session_get_lang (stage->session), ==, MD_LANG_ES);
  g_assert_true (stage_wait (stage, is_in_spanish, 10));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (
                       row (ADW_TYPE_ENTRY_ROW, "Servidores _DNS en lugar de los del sistema"))),
                   ==, "192.0.2.53 192.0.2.54");
  save_pictures ("es");
  gtk_window_close (preferences_window ());
  stage_settle (0.1);
  g_assert_null (preferences_window ());
  assert_servers (preferences, "192.0.2.53 192.0.2.54"); /* typed, good, and not lost */
}

/* The two buttons of the header remember what was chosen. */
static void
test_buttons (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_EN);
  stage_settle (0.2);
  stage_press (stage, "spanish");
  stage_settle (0.2);
  g_assert_cmpint (md_session_get_lang (stage->session), ==, MD_LANG_ES);
  g_assert_cmpstr (md_preferences_get_language (md_session_get_preferences (stage->session)), ==, "es");
}

/* Where third parties are never asked, their box says so and leads here. */
static void
test_never (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  MdPreferences *preferences = md_session_get_preferences (stage->session);

  /* GLib warns, sooner or later, that nobody on this bus shows the notification of the result. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  stage_reset (stage, MD_LANG_ES);
  md_preferences_set_third_parties (preferences, MD_THIRD_PARTIES_NO);
  g_free (md_session_get_draft (stage->session)->email);
  md_session_get_draft (stage->session)->email = g_strdup ("ana@example.org");
  md_session_set_guide (stage->session, MD_GUIDE_SEND);
  md_session_go (stage->session, "account");
  stage_settle (0.2);
  g_assert_null (stage_find (stage, "third_parties"));
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_stop (stage->session);
  md_session_go (stage->session, "S6");
  g_assert_true (stage_will_show (
      stage, "No se pregunta a las listas negras públicas: en las preferencias elegiste no preguntar nunca a terceros."));
  g_assert_true (stage_will_show (stage, "fuera por tus preferencias"));
  g_assert_false (stage_shows (stage, "Preguntar a las listas negras"));
  if (g_getenv ("MD_PICTURES") != NULL)
    {
      g_autofree char *path = g_build_filename (g_getenv ("MD_PICTURES"), "never.png", NULL);

      gtk_window_set_default_size (stage->window, 370, 1400);
      stage_settle (0.4);
      stage_save_picture (stage, path);
    }
  md_preferences_set_third_parties (preferences, MD_THIRD_PARTIES_ASK);
  g_assert_true (stage_will_show (stage, "Preguntar a las listas negras"));
}

int
main (int argc, char **argv)
{
  Stage stage = { NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choices/behaviour", test_behaviour);
  g_test_add_func ("/choices/new-visit", test_new_visit);
  g_test_add_func ("/choices/language", test_language);
  g_test_add_func ("/choices/servers", test_servers);
  if (stage_prepare ())
    {
      stage_open (&stage, MD_LANG_EN);
      g_test_add_data_func ("/choices/window", &stage, test_window);
      g_test_add_data_func ("/choices/buttons", &stage, test_buttons);
      g_test_add_data_func ("/choices/never", &stage, test_never);
    }
  status = g_test_run ();
  if (stage.application != NULL)
    stage_close (&stage);
  return status;
}

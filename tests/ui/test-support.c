/* test-support.c - what two people on the phone need: the card, the help, the code, the keys, and what it all runs on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice/help-texts.h"
#include "report/report.h"
#include "stage.h"
#include "ui/keys.h"
#include "ui/libraries.h"
#include "ui/pages/help.h"

#include <string.h>

/* ── help ── */

static void
test_help_of_checks (void)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  MdChecklist *lists[MD_N_GUIDES];

  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      const MdCheck *const *checks;

      lists[guide] = md_checklist_new ((MdGuide) guide);
      checks = md_checklist_get (lists[guide]);
      for (guint i = 0; checks[i] != NULL; i++)
        {
          const char *english = md_help_check (MD_LANG_EN, checks[i]->id);

          if (english == NULL)
            g_error ("no help for the check %s", checks[i]->id);
          g_assert_cmpstr (english, !=, md_help_check (MD_LANG_ES, checks[i]->id));
          g_assert_cmpuint (md_help_seconds (checks, checks[i]->step), >=, checks[i]->budget_ms / 1000);
          g_hash_table_add (known, (gpointer) checks[i]->id);
        }
    }
  for (guint i = 0; md_help_check_nth (i) != NULL; i++)
    if (!g_hash_table_contains (known, md_help_check_nth (i)))
      g_error ("help for %s, which is no check", md_help_check_nth (i));
  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    md_checklist_free (lists[guide]);
}

static void
test_help_page (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_EN);
  stage_practise (stage, "old-sending-password");
  md_session_confirm_account (stage->session);
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_go (stage->session, "S3");
  stage_press (stage, "explain");
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "help");
  g_assert_true (stage_will_show (stage, "Where you were"));
  g_assert_true (stage_will_show (stage, "S3 · Password"));
  g_assert_true (stage_will_show (stage, md_step_leaves (MD_LANG_EN, MD_STEP_S3)));
  g_assert_true (stage_will_show (stage, md_help_tells_apart (MD_LANG_EN, MD_STEP_S3)));
  gtk_editable_set_text (GTK_EDITABLE (stage_await (stage, "search")), "greylisting");
  g_assert_true (stage_will_show (stage, "D1 · Error message"));
  g_assert_false (stage_shows (stage, "S8 · Another program"));
  gtk_editable_set_text (GTK_EDITABLE (stage_find (stage, "search")), "zzzz");
  g_assert_true (stage_will_show (stage, "Nothing here has these words."));
}

/* ── card ── */

static void
test_card (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "old-sending-password");
  md_session_confirm_account (stage->session);
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_go (stage->session, "verdict");
  stage_press (stage, "card");
  code = md_reference_code (md_session_get_record (stage->session), md_session_get_verdict (stage->session));
  g_assert_true (stage_will_show (stage, code));
  g_assert_true (stage_will_show (stage, "Tu contraseña para enviar es la antigua."));
  g_assert_true (stage_will_show (stage, "Your password for sending is the old one."));
  /* The person's language is read first. */
  text = stage_read (stage);
  g_assert_true (strstr (text, "Español") < strstr (text, "English"));
  g_assert_true (strstr (text, "la antigua") < strstr (text, "the old one"));
  md_session_go (stage->session, "S2");
  stage_press (stage, "card");
  g_assert_true (stage_will_show (stage, "¿Son correctos los ajustes para enviar?")
                 || stage_shows (stage, md_step_heading (MD_LANG_ES, MD_STEP_S2)));
  g_assert_true (stage_shows (stage, md_step_heading (MD_LANG_EN, MD_STEP_S2)));
}

static void
test_card_of_nothing (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_EN);
  md_session_go (stage->session, "card");
  g_assert_true (stage_will_show (stage, "There is nothing to put on a card yet: choose what is wrong first."));
  g_assert_false (gtk_widget_is_sensitive (stage_await (stage, "copy")));
}

/* ── code ── */

static void
test_code (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  GtkWidget *entry;

  stage_reset (stage, MD_LANG_EN);
  md_session_go (stage->session, "code");
  entry = stage_await (stage, "entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), "4e7h z");
  stage_settle (0.1);
  g_assert_null (stage_find (stage, "notes")); /* it is still being typed */
  gtk_editable_set_text (GTK_EDITABLE (entry), "4e7h zx49");
  g_assert_true (stage_will_show (stage, "Your password for sending is the old one."));
  g_assert_true (stage_shows (stage, "What to ask next"));
  stage_speak (stage, MD_LANG_ES);
  g_assert_true (stage_will_show (stage, "Tu contraseña para enviar es la antigua."));
  stage_speak (stage, MD_LANG_EN);
  entry = stage_await (stage, "entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), "4E7H-CX49");
  g_assert_true (stage_will_show (stage, "4E7H-CX49 is no code of Mail Doctor: a letter was misheard or mistyped."));
  g_assert_null (stage_find (stage, "answer"));
  stage_press (stage, "suggestion");
  g_assert_true (stage_will_show (stage, "Your password for sending is the old one."));
  gtk_editable_set_text (GTK_EDITABLE (stage_find (stage, "entry")), "");
}

/* ── report ── */

static void
test_report_in_both (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  stage_reset (stage, MD_LANG_EN);
  stage_practise (stage, "old-sending-password");
  md_session_confirm_account (stage->session);
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_go (stage->session, "report");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (stage_await (stage, "in_both")), TRUE);
  gtk_switch_set_active (GTK_SWITCH (stage_find (stage, "hide")), TRUE);
  stage_settle (0.1);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (stage_find (stage, "preview")));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_nonnull (strstr (text, "Your password for sending is the old one."));
  g_assert_nonnull (strstr (text, "Tu contraseña para enviar es la antigua."));
  g_assert_null (strstr (text, "ana@"));
  g_assert_null (strstr (text, "practice.example"));
}

/* ── keys and libraries ── */

static gboolean
is_listed (const char *accel)
{
  guint value, wanted;
  GdkModifierType modifiers, wanted_modifiers;

  g_assert_true (gtk_accelerator_parse (accel, &wanted, &wanted_modifiers));
  for (guint i = 0; md_key_get (i) != NULL; i++)
    for (guint j = 0; md_key_get (i)->accels[j] != NULL; j++)
      if (gtk_accelerator_parse (md_key_get (i)->accels[j], &value, &modifiers) && value == wanted
          && modifiers == wanted_modifiers)
        return TRUE;
  return FALSE;
}

/* What the class of the window itself binds; each must be listed. */
static guint
assert_bindings_listed (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);
          g_autofree char *trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (!GTK_IS_NAMED_ACTION (action)
              || !g_str_has_prefix (gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)), "win."))
            continue;
          /* Newer toolkits add the same key of the number pad by themselves. */
          if (strstr (trigger, "KP_") == NULL && !is_listed (trigger))
            g_error ("%s is not in the list of keys", trigger);
          n++;
        }
    }
  return n;
}

static void
test_keys (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  GtkApplication *application = GTK_APPLICATION (stage->application);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  g_assert_cmpuint (assert_bindings_listed (GTK_WIDGET (stage->window)), >=, 8);
  g_assert_cmpuint (g_strv_length (actions), >=, 4);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, actions[i]);

      for (guint j = 0; accels[j] != NULL; j++)
        if (!is_listed (accels[j]))
          g_error ("%s of %s is not in the list of keys", accels[j], actions[i]);
    }
  for (guint i = 0; md_key_get (i) != NULL; i++)
    {
      g_autofree char *label = md_key_label (md_key_get (i));

      g_assert_cmpstr (label, !=, "");
      g_assert_cmpstr (md_text (MD_LANG_ES, md_key_get (i)->what), !=, md_key_get (i)->what);
    }
}

static void
test_libraries (void)
{
  static const char *const names[] = { "GTK: 4.", "libadwaita: 1.", "GLib: 2.", "libcurl: ", "OpenSSL: 3", "c-ares: 1", "GMime: 3",
                                       "SQLite: 3", "libpsl: 0", MD_VERSION };
  g_autofree char *text = md_libraries_text ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (text, names[i]) == NULL)
      g_error ("'%s' is missing in %s", names[i], text);
  g_assert_null (strstr (text, "?\n"));
  g_assert_null (strstr (text, g_get_host_name ()));
}

int
main (int argc, char **argv)
{
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  g_test_add_func ("/support/help-of-checks", test_help_of_checks);
  g_test_add_func ("/support/libraries", test_libraries);
  g_test_add_data_func ("/support/keys", &stage, test_keys);
  g_test_add_data_func ("/support/card-of-nothing", &stage, test_card_of_nothing);
  g_test_add_data_func ("/support/code", &stage, test_code);
  g_test_add_data_func ("/support/help-page", &stage, test_help_page);
  g_test_add_data_func ("/support/card", &stage, test_card);
  g_test_add_data_func ("/support/report-in-both", &stage, test_report_in_both);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}

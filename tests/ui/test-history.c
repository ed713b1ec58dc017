/* test-history.c - results are kept, listed, opened, compared and deleted in the window; short words pass
 *
 * The checks are pretend ones, so that a visit is a real one (practice is never kept) and yet asks no network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "../unit/report/history-fixture.h"
#include "core/context.h"
#include "ui/keeper.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define HOUR (3600 * SECOND)
#define MANY 1000

typedef struct
{
  Stage stage;
  char *folder;       /* (owned) where this test's results are kept */
} Visit;

static gint refuses; /* atomic: the pretend server refuses the password */

static gboolean
run_login (MdContext *context, GError **error)
{
  md_context_report_about (context, MD_SUBJECT_INCOMING, MD_FINDING_LOGIN_ACCEPTED, "host", "imap.example.org", "port",
                           "993", "user", "ana@example.org", "mechanism", "PLAIN", NULL);
  if (g_atomic_int_get (&refuses))
    md_context_report (context, MD_FINDING_LOGIN_REFUSED, "host", "smtp.example.org", "port", "587", "user",
                       "ana@example.org", "reply", "535 5.7.8 no " HISTORY_CANARY, NULL);
  else
    md_context_report (context, MD_FINDING_LOGIN_ACCEPTED, "host", "smtp.example.org", "port", "587", "user",
                       "ana@example.org", "mechanism", "PLAIN", NULL);
  return TRUE;
}

static gboolean
run_nothing (MdContext *context, GError **error)
{
  return TRUE;
}

static const MdCheck discover = {
  .id = "discover", .step = MD_STEP_ACCOUNT, .subject = MD_SUBJECT_ACCOUNT, .inputs = MD_INPUT_DOMAIN, .budget_ms = 1000,
  .run = run_nothing,
};
static const MdCheck login = {
  .id = "login", .step = MD_STEP_S3, .subject = MD_SUBJECT_OUTGOING, .inputs = MD_INPUT_PASSWORD, .budget_ms = 5000,
  .run = run_login,
};

static void
open_window (Stage *stage)
{
  static const MdCheck *const list[] = { &discover, &login, NULL };
  const MdCheck *const *const checks[MD_N_GUIDES] = { list, list, list };
  g_autoptr (GError) error = NULL;

  stage->application = md_application_new (checks);
  g_application_set_flags (G_APPLICATION (stage->application),
                           G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (stage->application), NULL, &error);
  g_assert_no_error (error);
  stage->session = md_application_get_session (stage->application);
  g_application_activate (G_APPLICATION (stage->application));
  stage->window = gtk_application_get_active_window (GTK_APPLICATION (stage->application));
}

/* The start page in @lang, and an empty folder of results. */
static void
begin (Visit *visit, MdLang lang)
{
  if (visit->folder != NULL)
    history_forget (visit->folder);
  g_free (visit->folder);
  visit->folder = history_make_folder ();
  stage_reset (&visit->stage, lang);
  md_session_keep_results (visit->stage.session, visit->folder);
  gtk_window_set_application (visit->stage.window, GTK_APPLICATION (visit->stage.application));
  stage_speak (&visit->stage, lang == MD_LANG_EN ? MD_LANG_ES : MD_LANG_EN); /* pages meet the new keeper */
  stage_speak (&visit->stage, lang);
  stage_settle (0.1);
}

/* Ana's account is checked; the pretend server refuses, or not. */
static void
check_account (Visit *visit, gboolean refused)
{
  MdAccountDraft *draft = md_session_get_draft (visit->stage.session);

  g_atomic_int_set (&refuses, refused);
  g_free (draft->email);
  draft->email = g_strdup ("ana@example.org");
  g_free (draft->outgoing.host);
  draft->outgoing.host = g_strdup ("smtp.example.org");
  draft->edited = TRUE;
  g_assert_true (md_session_confirm_account (visit->stage.session));
  md_session_take_password (visit->stage.session, md_secret_new (HISTORY_CANARY, -1));
  g_assert_true (stage_wait (&visit->stage, stage_is_settled, 10));
}

static guint
count_kept (Visit *visit, MdVerdictStatus status)
{
  g_autoptr (GPtrArray) entries = md_history_list (visit->folder, 0, G_MAXUINT, NULL, NULL);
  guint n = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MdHistoryEntry *entry = g_ptr_array_index (entries, i);

      n += !entry->damaged && entry->status == status;
    }
  return n;
}

/* Results are written a moment after they are there. */
static gboolean
will_keep (Visit *visit, guint problems, guint well)
{
  for (int tries = 0; tries < 100; tries++)
    if (count_kept (visit, MD_VERDICT_PROBLEM) == problems && count_kept (visit, MD_VERDICT_OK) == well)
      return TRUE;
    else
      stage_settle (0.03);
  return FALSE;
}

static void
seed (Visit *visit, gint64 started, gboolean well, guint16 port)
{
  g_autoptr (MdRecord) record = history_make_record (started, well, port);

  g_free (history_save (visit->folder, record));
}

static guint
count_rows (Visit *visit)
{
  GtkListBox *results = GTK_LIST_BOX (stage_await (&visit->stage, "results"));
  guint n = 0;

  while (gtk_list_box_get_row_at_index (results, (int) n) != NULL)
    n++;
  return n;
}

static gboolean
will_have_rows (Visit *visit, guint n)
{
  for (int tries = 0; tries < 200; tries++)
    if (stage_find (&visit->stage, "results") != NULL && count_rows (visit) == n)
      return TRUE;
    else
      stage_settle (0.03);
  return FALSE;
}

static GtkListBoxRow *
get_row (Visit *visit, int index)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (stage_await (&visit->stage, "results")), index);
}

static void
open_list (Visit *visit, guint rows)
{
  gtk_widget_activate_action (GTK_WIDGET (visit->stage.window), "win.show-history", NULL);
  stage_settle (0.1);
  g_assert_true (will_have_rows (visit, rows));
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_last_well (Stage *stage)
{
  return md_keeper_get_last_well (md_session_get_keeper (stage->session)) != NULL;
}

static gboolean
has_problem (Stage *stage)
{
  const MdVerdict *verdict = md_session_get_verdict (stage->session);

  return verdict != NULL && verdict->status == MD_VERDICT_PROBLEM && md_session_is_settled (stage->session);
}

/* ── keeping ── */

static void
test_kept (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  g_autoptr (GDir) folder = NULL;
  const char *name;

  begin (visit, MD_LANG_EN);
  md_session_begin (visit->stage.session);
  stage_settle (0.2);
  g_assert_false (g_file_test (visit->folder, G_FILE_TEST_EXISTS)); /* nothing to give a result about yet */
  check_account (visit, TRUE);
  g_assert_true (will_keep (visit, 1, 0));
  folder = g_dir_open (visit->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (visit->folder, name, NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_null (strstr (text, "c4nary"));
    }
  g_atomic_int_set (&refuses, FALSE);
  md_session_repeat_cause (visit->stage.session); /* "I have fixed it" */
  g_assert_true (will_keep (visit, 0, 1));        /* in place of what it was */
  g_atomic_int_set (&refuses, TRUE);
  md_session_repeat (visit->stage.session, MD_STEP_S3);
  g_assert_true (will_keep (visit, 1, 1)); /* that it worked a moment ago is worth knowing */
  g_assert_true (stage_wait (&visit->stage, has_last_well, 10));
}

static void
test_not_kept (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  MdPreferences *preferences = md_session_get_preferences (visit->stage.session);

  begin (visit, MD_LANG_EN);
  md_preferences_set_keep_history (preferences, FALSE);
  check_account (visit, TRUE);
  stage_settle (0.3);
  g_assert_false (g_file_test (visit->folder, G_FILE_TEST_EXISTS));
  gtk_widget_activate_action (GTK_WIDGET (visit->stage.window), "win.show-history", NULL);
  g_assert_true (stage_will_show (&visit->stage, "New results are not kept"));
  md_preferences_set_keep_history (preferences, TRUE);
  begin (visit, MD_LANG_EN);
  stage_practise (&visit->stage, "healthy");
  g_assert_true (md_session_confirm_account (visit->stage.session));
  g_assert_true (stage_wait (&visit->stage, stage_is_settled, 10));
  stage_settle (0.3);
  g_assert_false (g_file_test (visit->folder, G_FILE_TEST_EXISTS));
}

/* A result is written even when the window is closed at once; see md_keeper_finish(). */
static void
test_kept_at_the_end (gconstpointer data)
{
  Visit *visit = (Visit *) data;

  begin (visit, MD_LANG_EN);
  check_account (visit, TRUE);
  g_assert_true (stage_wait (&visit->stage, has_problem, 10));
  md_keeper_finish (md_session_get_keeper (visit->stage.session));
  g_assert_cmpuint (count_kept (visit, MD_VERDICT_PROBLEM), ==, 1);
}

static void
test_trouble (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  g_autofree char *parent = NULL;

  begin (visit, MD_LANG_EN);
  parent = g_path_get_dirname (visit->folder);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (visit->folder, "not a folder", -1, NULL));
  check_account (visit, TRUE);
  g_assert_true (stage_will_show (&visit->stage, "This result cannot be kept for later: its folder"));
  stage_speak (&visit->stage, MD_LANG_ES);
  g_assert_true (stage_will_show (&visit->stage, "no se puede escribir en su carpeta"));
  md_session_said_enough (visit->stage.session);
  g_atomic_int_set (&refuses, FALSE);
  md_session_repeat_cause (visit->stage.session);
  stage_settle (0.4);
  g_assert_null (md_session_get_said (visit->stage.session)); /* said once */
  gtk_widget_activate_action (GTK_WIDGET (visit->stage.window), "win.show-history", NULL);
  g_assert_true (stage_will_show (&visit->stage, "No se pueden leer los resultados anteriores"));
  g_assert_cmpint (g_unlink (visit->folder), ==, 0);
}

static void
test_since (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  g_autofree char *report = NULL;
  GtkTextBuffer *preview;

  begin (visit, MD_LANG_EN);
  seed (visit, g_get_real_time () - 3 * 24 * HOUR, TRUE, 25);
  check_account (visit, TRUE);
  md_session_go (stage->session, "verdict");
  g_assert_true (stage_will_show (stage, "What changed since it last worked"));
  g_assert_true (stage_shows (stage, "The last time everything worked here: "));
  g_assert_true (stage_shows (stage, "The outgoing server was smtp.example.org:25"));
  g_assert_true (stage_shows (stage, "New since then: "));
  stage_speak (stage, MD_LANG_ES);
  g_assert_true (stage_will_show (stage, "La última vez que todo funcionó aquí: "));
  stage_settle (0.1);
  stage_assert_spanish (stage);
  md_session_go (stage->session, "report");
  stage_settle (0.3);
  preview = gtk_text_view_get_buffer (GTK_TEXT_VIEW (stage_await (stage, "preview")));
  g_object_get (preview, "text", &report, NULL);
  g_assert_nonnull (strstr (report, "Qué ha cambiado desde la última vez que funcionó"));
  g_atomic_int_set (&refuses, FALSE);
  md_session_repeat_cause (stage->session);
  g_assert_true (will_keep (visit, 0, 2));
  md_session_go (stage->session, "verdict");
  stage_settle (0.3);
  g_assert_false (stage_shows (stage, "Qué ha cambiado desde la última vez que funcionó"));
}

/* ── the list ── */

static void
test_list (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  gint64 now = g_get_real_time ();

  begin (visit, MD_LANG_ES);
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.show-history", NULL);
  g_assert_true (stage_will_show (stage, "Todavía no hay resultados"));
  md_session_back (stage->session);
  for (int i = 0; i < 30; i++)
    seed (visit, now - i * HOUR, i % 2 == 1, 587);
  stage_speak (stage, MD_LANG_EN); /* the page is made anew, and so is the list */
  stage_speak (stage, MD_LANG_ES);
  open_list (visit, 25);
  g_assert_true (stage_shows (stage, "Envío · ana@example.org · "));
  stage_assert_spanish (stage);
  stage_press (stage, "older");
  g_assert_true (will_have_rows (visit, 30));
  g_signal_emit_by_name (get_row (visit, 0), "activate");
  g_assert_true (stage_will_show (stage, "Este es el resultado de "));
  g_assert_true (stage_await (stage, "compare") != NULL);
  stage_assert_spanish (stage);
  stage_speak (stage, MD_LANG_EN);
  g_assert_true (stage_will_show (stage, "This is the result of "));
  g_assert_true (stage_will_show (stage, "Why we said so"));
  stage_press (stage, "compare");
  g_assert_true (stage_will_show (stage, "What changed between the two"));
  g_assert_true (stage_will_show (stage, "What has come"));
}

static void
test_delete (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  gint64 now = g_get_real_time ();

  begin (visit, MD_LANG_EN);
  for (int i = 0; i < 3; i++)
    seed (visit, now - i * HOUR, i == 1, 587);
  open_list (visit, 3);
  g_signal_emit_by_name (find_type (GTK_WIDGET (get_row (visit, 1)), GTK_TYPE_BUTTON), "clicked");
  g_assert_true (will_have_rows (visit, 2));
  g_assert_true (stage_will_show (stage, "Result deleted"));
  g_assert_cmpuint (count_kept (visit, MD_VERDICT_OK), ==, 0);
  stage_speak (stage, MD_LANG_ES); /* the word and its Undo live on */
  g_assert_true (stage_will_show (stage, "Resultado borrado"));
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.undo", NULL);
  g_assert_true (will_have_rows (visit, 3));
  g_assert_cmpuint (count_kept (visit, MD_VERDICT_OK), ==, 1);
  g_assert_null (md_session_get_said (stage->session));
  g_signal_emit_by_name (find_type (GTK_WIDGET (get_row (visit, 1)), GTK_TYPE_BUTTON), "clicked");
  g_assert_true (will_have_rows (visit, 2));
  md_session_said_enough (stage->session); /* the word has passed: gone for good */
  g_assert_cmpuint (md_history_delete_all (visit->folder), ==, 2);
  g_assert_cmpint (g_rmdir (visit->folder), ==, 0); /* nothing hidden was left */
}

static void
test_delete_all (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  static const char *const answers[] = { "keep", "delete" };

  begin (visit, MD_LANG_EN);
  seed (visit, g_get_real_time (), TRUE, 587);
  seed (visit, g_get_real_time () - HOUR, FALSE, 587);
  open_list (visit, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GListModel *windows = gtk_window_get_toplevels ();
      g_autoptr (GObject) dialog = NULL;

      stage_press (stage, "delete_all");
      for (guint w = 0; w < g_list_model_get_n_items (windows) && dialog == NULL; w++)
        {
          g_autoptr (GObject) window = g_list_model_get_item (windows, w);

          if (ADW_IS_MESSAGE_DIALOG (window))
            dialog = g_object_ref (window);
        }
      g_assert_nonnull (dialog);
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), answers[i]);
      gtk_window_destroy (GTK_WINDOW (dialog));
      stage_settle (0.3);
      g_assert_cmpuint (count_kept (visit, MD_VERDICT_OK), ==, i == 0 ? 1 : 0);
    }
  g_assert_true (stage_will_show (stage, "No results yet"));
}

static void
test_compare (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  gint64 now = g_get_real_time ();

  begin (visit, MD_LANG_EN);
  seed (visit, now, FALSE, 587);
  seed (visit, now - HOUR, FALSE, 587);
  seed (visit, now - 2 * HOUR, TRUE, 25);
  open_list (visit, 3);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (stage_await (stage, "compare")), TRUE);
  stage_settle (0.1);
  g_assert_true (stage_shows (stage, "Mark the two results to compare."));
  g_signal_emit_by_name (get_row (visit, 2), "activate");
  g_signal_emit_by_name (get_row (visit, 0), "activate");
  g_assert_true (stage_will_show (stage, "What has come"));
  g_assert_true (stage_shows (stage, "The outgoing server was smtp.example.org:25"));
  g_assert_false (stage_shows (stage, "What is gone"));
  md_session_back (stage->session);
  stage_settle (0.1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (stage_await (stage, "compare")), TRUE);
  g_signal_emit_by_name (get_row (visit, 1), "activate");
  g_signal_emit_by_name (get_row (visit, 0), "activate");
  g_assert_true (stage_will_show (stage, "Nothing that Mail Doctor looks at is different"));
  stage_speak (stage, MD_LANG_ES);
  g_assert_true (stage_will_show (stage, "No hay diferencias entre los dos"));
}

static void
test_damaged (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  g_autofree char *path = NULL;

  begin (visit, MD_LANG_EN);
  seed (visit, g_get_real_time (), TRUE, 587);
  path = g_build_filename (visit->folder, "20260101T000000Z000000-0000aaaa.json", NULL);
  g_assert_true (g_file_set_contents (path, "{\"format\": 1, \"guide\"", -1, NULL));
  open_list (visit, 2);
  g_assert_true (stage_shows (&visit->stage, "This result could not be read"));
  g_assert_true (stage_shows (&visit->stage, "kept aside as 20260101T000000Z000000-0000aaaa.json.damaged"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_signal_emit_by_name (find_type (GTK_WIDGET (get_row (visit, 1)), GTK_TYPE_BUTTON), "clicked");
  g_assert_true (will_have_rows (visit, 1));
}

/* ── a thousand of them ── */

/* Of this thread, microseconds: other programs on a busy computer do not count. */
static gint64
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * SECOND + time.tv_nsec / 1000;
}

/* The longest turn of the main loop while the list comes up, drawing included. */
static void
test_many (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  gint64 longest = 0, began, until;

  begin (visit, MD_LANG_EN);
  history_save_many (visit->folder, MANY);
  md_session_go (visit->stage.session, "history");
  for (until = g_get_monotonic_time () + SECOND; g_get_monotonic_time () < until;)
    {
      began = processor_time ();
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
      longest = MAX (longest, processor_time () - began);
    }
  g_assert_true (will_have_rows (visit, 25));
  g_test_message ("longest turn with %d results: %.1f ms", MANY, (double) longest / 1000);
  g_assert_cmpint (longest, <, SECOND / 4); /* under sanitizers, too */
}

/* ── short words ── */

static void
on_undo (MdSession *session, gpointer data)
{
  *(int *) data += 1;
}

static void
on_done (gpointer data)
{
  *(int *) data += 10;
}

static void
test_words (gconstpointer data)
{
  Visit *visit = (Visit *) data;
  Stage *stage = &visit->stage;
  int count = 0;

  begin (visit, MD_LANG_EN);
  check_account (visit, TRUE);
  md_session_go (stage->session, "verdict");
  stage_settle (0.2);
  stage_press (stage, "copy");
  g_assert_true (stage_will_show (stage, "Report copied"));
  stage_speak (stage, MD_LANG_ES);
  g_assert_true (stage_will_show (stage, "Informe copiado"));
  md_session_say_with_undo (stage->session, N_ ("Result deleted"), on_undo, &count, on_done);
  g_assert_true (stage_will_show (stage, "Resultado borrado"));
  g_assert_false (stage_shows (stage, "Informe copiado"));
  md_session_undo (stage->session);
  g_assert_cmpint (count, ==, 11);
  md_session_undo (stage->session); /* only once */
  g_assert_cmpint (count, ==, 11);
  md_session_say_with_undo (stage->session, N_ ("Result deleted"), on_undo, &count, on_done);
  md_session_say (stage->session, N_ ("Text copied"));
  g_assert_cmpint (count, ==, 21);
  g_assert_true (stage_will_show (stage, "Texto copiado"));
}

int
main (int argc, char **argv)
{
  Visit visit = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  open_window (&visit.stage);
  g_test_add_data_func ("/history/kept", &visit, test_kept);
  g_test_add_data_func ("/history/not-kept", &visit, test_not_kept);
  g_test_add_data_func ("/history/kept-at-the-end", &visit, test_kept_at_the_end);
  g_test_add_data_func ("/history/trouble", &visit, test_trouble);
  g_test_add_data_func ("/history/since", &visit, test_since);
  g_test_add_data_func ("/history/list", &visit, test_list);
  g_test_add_data_func ("/history/delete", &visit, test_delete);
  g_test_add_data_func ("/history/compare", &visit, test_compare);
  g_test_add_data_func ("/history/damaged", &visit, test_damaged);
  g_test_add_data_func ("/history/many", &visit, test_many);
  g_test_add_data_func ("/history/words", &visit, test_words);
  /* The last: without a window manager the window is not active again after the question. */
  g_test_add_data_func ("/history/delete-all", &visit, test_delete_all);
  status = g_test_run ();
  stage_close (&visit.stage);
  if (visit.folder != NULL)
    history_forget (visit.folder);
  g_free (visit.folder);
  return status;
}

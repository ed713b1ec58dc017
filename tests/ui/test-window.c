/* test-window.c - the window, walked through a pretend account in both languages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "report/settings-card.h"
#include "ui/card-print.h"
#include "ui/page-table.h"
#include "ui/qr-area.h"

#include <string.h>

/* ── tests ── */

static void
test_table (void)
{
  for (guint i = 0; md_page_table_get (i) != NULL; i++)
    {
      const MdPageRow *row = md_page_table_get (i);

      g_assert_true (md_page_table_find (row->id) == row);
      g_assert_true (row->next == NULL || md_page_table_find (row->next) != NULL);
    }
  g_assert_null (md_page_table_find ("S9"));
}

typedef struct
{
  const char *story;
  const char *fault;
  MdLang lang;
  const char *cause; /* NULL: healthy */
  Stage *stage;
} WalkCase;

static const WalkCase walks[] = {
  { "healthy-es", "healthy", MD_LANG_ES, NULL, NULL },
  { "healthy-en", "healthy", MD_LANG_EN, NULL, NULL },
  { "old-password-es", "old-sending-password", MD_LANG_ES, "stale-sending-password", NULL },
  { "old-password-en", "old-sending-password", MD_LANG_EN, "stale-sending-password", NULL },
};

static void
assert_verdict (Stage *stage, const char *cause)
{
  const MdVerdict *verdict = md_session_get_verdict (stage->session);
  MdLang lang = md_session_get_lang (stage->session);
  g_autofree char *title = NULL;

  if (cause == NULL)
    {
      g_assert_cmpint (verdict->status, ==, MD_VERDICT_OK);
      title = md_advice_verdict_title (lang, verdict, md_session_get_record (stage->session));
    }
  else
    {
      const MdCause *first = g_ptr_array_index (verdict->causes, 0);

      g_assert_cmpstr (md_cause_id (first->code), ==, cause);
      title = md_advice_title (lang, first);
    }
  g_assert_true (stage_will_show (stage, title));
}

static void
test_walk (gconstpointer data)
{
  const WalkCase *walk = data;
  Stage *stage = walk->stage;

  MdGuide guide;

  stage_reset (stage, walk->lang);
  stage_settle (0.1);
  if (walk->lang == MD_LANG_ES)
    stage_assert_spanish (stage);
  stage_practise (stage, walk->fault);
  guide = md_session_get_guide (stage->session);
  g_assert_true (stage_will_show (stage, md_text (walk->lang, "Practice: nothing leaves this computer.")));
  for (MdStepId step = md_guide_first_step (guide); step <= md_guide_last_step (guide); step++)
    {
      stage_press (stage, "primary");
      g_assert_cmpstr (md_session_get_page (stage->session), ==, md_step_id_name (step));
      g_assert_true (stage_will_show (stage, md_step_heading (walk->lang, step)));
      if (walk->lang == MD_LANG_ES)
        stage_assert_spanish (stage);
    }
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_agree (stage->session, MD_CONSENT_SEND_TEST, TRUE);
  stage_settle (0.1);
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  stage_press (stage, "primary");
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "verdict");
  stage_settle (0.2);
  assert_verdict (stage, walk->cause);
  if (walk->lang == MD_LANG_ES)
    stage_assert_spanish (stage);
}

/* Every page, in Spanish, without one line of English. */
static void
test_all_pages (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "tls-on-587");
  g_assert_true (md_session_confirm_account (stage->session));
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  for (guint i = 0; md_page_table_get (i) != NULL; i++)
    {
      md_session_go (stage->session, md_page_table_get (i)->id);
      stage_settle (0.05);
      stage_assert_spanish (stage);
    }
}

/* What another device needs to know stands on the page, and can be printed. */
static void
test_card (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 800);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  g_autoptr (MdSettingsCard) card = NULL;
  g_autofree char *text = NULL;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_go (stage->session, "S8");
  stage_settle (0.2);
  gtk_expander_set_expanded (GTK_EXPANDER (stage_find (stage, "GtkExpander")), TRUE);
  stage_settle (0.5);
  card = md_settings_card_new (md_session_get_record (stage->session));
  g_assert_nonnull (card);
  text = md_settings_card_text (card, MD_LANG_ES);
  g_assert_true (stage_will_show (stage, text));
  stage_assert_spanish (stage);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  md_print_draw (cairo, layout, text, 500);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
#ifdef MD_HAVE_QRENCODE
  cairo_translate (cairo, 300, 0);
  g_assert_true (md_qr_draw (cairo, text, 300));
#endif
  if (g_getenv ("MD_PICTURES") != NULL)
    { /* for somebody to look at */
      g_autofree char *path = g_build_filename (g_getenv ("MD_PICTURES"), "card-page.png", NULL);
      g_autofree char *paper = g_build_filename (g_getenv ("MD_PICTURES"), "card-paper.png", NULL);

      stage_save_picture (stage, path);
      cairo_surface_write_to_png (surface, paper);
    }
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* The list is there once the window has been laid out. */
static gboolean
shows_step_list (Stage *stage)
{
  return stage_find (stage, "MdStepList") != NULL;
}

static void
test_language_switch (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  g_autofree char *english = NULL;
  g_autofree char *again = NULL;
  GtkWidget *before;

  stage_reset (stage, MD_LANG_EN);
  stage_practise (stage, "old-sending-password");
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_go (stage->session, "verdict"); /* where no toast tells that the result is ready */
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  stage_settle (0.1);
  md_session_go (stage->session, "S3");
  md_session_answer (stage->session, MD_QUESTION_TWO_STEP, MD_ANSWER_YES);
  stage_settle (0.1);
  g_assert_true (stage_wait (stage, shows_step_list, 5));
  stage_settle (0.5); /* long pages are built a little with every frame */
  english = stage_read (stage);
  before = stage_find (stage, "MdFrame");
  g_object_add_weak_pointer (G_OBJECT (before), (gpointer *) &before);
  stage_speak (stage, MD_LANG_ES);
  stage_settle (0.1);
  g_assert_null (before); /* nothing of the old language is left behind */
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "S3");
  g_assert_true (stage_will_show (stage, md_step_heading (MD_LANG_ES, MD_STEP_S3)));
  g_assert_true (stage_will_show (stage, "Doctor de correo"));
  g_assert_true (stage_will_show (stage, "Siguiente"));
  g_assert_cmpint (md_session_get_status (stage->session, MD_STEP_S3), ==, MD_STATUS_PROBLEM);
  g_assert_cmpint (md_session_get_answer (stage->session, MD_QUESTION_TWO_STEP), ==, MD_ANSWER_YES);
  stage_assert_spanish (stage);
  stage_speak (stage, MD_LANG_EN);
  stage_settle (0.1);
  g_assert_true (stage_wait (stage, shows_step_list, 5));
  stage_settle (0.5);
  again = stage_read (stage);
  g_assert_cmpstr (again, ==, english);
}

/* What is being typed outlives the switch, too. */
static void
test_draft_survives (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_EN);
  md_session_go (stage->session, "account");
  stage_settle (0.1);
  gtk_editable_set_text (GTK_EDITABLE (stage_await (stage, "email")), "ñandú");
  stage_press (stage, "primary");
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "account");
  g_assert_true (stage_will_show (stage, "Write the whole address"));
  stage_speak (stage, MD_LANG_ES);
  stage_settle (0.1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (stage_await (stage, "email"))), ==, "ñandú");
  g_assert_false (md_session_has_account (stage->session));
}

static void
test_narrow (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "old-sending-password");
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_go (stage->session, "S3");
  gtk_window_set_default_size (stage->window, 370, 720);
  for (int tries = 0; tries < 30 && gtk_widget_get_width (GTK_WIDGET (stage->window)) > 370; tries++)
    stage_settle (0.1);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage->window)), <=, 370);
  g_assert_null (stage_find (stage, "MdStepList"));
  stage_press (stage, "handle");
  g_assert_nonnull (stage_await (stage, "MdStepList"));
  g_assert_null (stage_find (stage, "MdStepPage"));
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.back", NULL);
  stage_settle (0.05);
  g_assert_nonnull (stage_await (stage, "MdStepPage"));
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "S3");
}

static void
test_password_field (gconstpointer data)
{
  static const char *const canary = "c4nary ñ\"pass' word";
  Stage *stage = (Stage *) data;
  GtkWidget *field;

  stage_reset (stage, MD_LANG_EN);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  md_session_take_password (stage->session, NULL);
  md_session_go (stage->session, "S3");
  stage_settle (0.2);
  field = stage_await (stage, "password");
  g_assert_nonnull (field);
  gtk_editable_set_text (GTK_EDITABLE (field), canary);
  stage_press (stage, "use");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");
  g_assert_nonnull (md_session_get_case (stage->session)->password);
  g_assert_false (stage_shows (stage, canary));
}

/* An answer of the person changes the verdict at once. */
static void
test_answer (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  g_assert_true (stage_wait (stage, stage_is_settled, 60));
  stage_settle (0.1);
  g_assert_cmpint (md_session_get_verdict (stage->session)->status, ==, MD_VERDICT_OK);
  md_session_answer (stage->session, MD_QUESTION_WEBMAIL_LOGIN, MD_ANSWER_NO);
  md_session_answer (stage->session, MD_QUESTION_OUTBOX, MD_ANSWER_YES);
  stage_settle (0.2);
  g_assert_cmpint (md_session_get_verdict (stage->session)->status, ==, MD_VERDICT_PROBLEM);
  md_session_answer (stage->session, MD_QUESTION_WEBMAIL_LOGIN, MD_ANSWER_NOT_TRIED);
  md_session_answer (stage->session, MD_QUESTION_OUTBOX, MD_ANSWER_NOT_TRIED);
  stage_settle (0.2);
  g_assert_cmpint (md_session_get_verdict (stage->session)->status, ==, MD_VERDICT_OK);
}

static void
test_start_over (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.start-over", NULL);
  stage_settle (0.2);
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "start");
  g_assert_null (md_session_get_practice (stage->session));
  g_assert_null (md_session_get_runner (stage->session));
  g_assert_false (md_session_has_account (stage->session));
}

int
main (int argc, char **argv)
{
  WalkCase cases[G_N_ELEMENTS (walks)];
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  g_test_add_func ("/window/table", test_table);
  for (gsize i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/window/walk/%s", walks[i].story);

      cases[i] = walks[i];
      cases[i].stage = &stage;
      g_test_add_data_func (path, &cases[i], test_walk);
    }
  g_test_add_data_func ("/window/all-pages", &stage, test_all_pages);
  g_test_add_data_func ("/window/card", &stage, test_card);
  g_test_add_data_func ("/window/language-switch", &stage, test_language_switch);
  g_test_add_data_func ("/window/draft-survives", &stage, test_draft_survives);
  g_test_add_data_func ("/window/password-field", &stage, test_password_field);
  g_test_add_data_func ("/window/answer", &stage, test_answer);
  g_test_add_data_func ("/window/start-over", &stage, test_start_over);
  g_test_add_data_func ("/window/narrow", &stage, test_narrow);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}

/* test-guides.c - the guides of delivery and reception in the window: what they ask for, with an account and without
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "ui/choose.h"

#include <glib/gstdio.h>
#include <string.h>

static void
activate_row (Stage *stage, const char *id)
{
  GtkWidget *row = stage_await (stage, id);

  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX), "row-activated", row);
  stage_settle (0.1);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
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

/* Types into the first field of the page and presses Enter there. */
static void
type_in_field (Stage *stage, const char *text)
{
  GtkWidget *field = find_type (stage_await (stage, "extras"), ADW_TYPE_ENTRY_ROW);

  g_assert_nonnull (field);
  gtk_editable_set_text (GTK_EDITABLE (field), text);
  g_signal_emit_by_name (field, "entry-activated");
  stage_settle (0.1);
}

static void
walk_guide (Stage *stage, MdGuide guide)
{
  md_session_set_guide (stage->session, guide);
  for (MdStepId step = md_guide_first_step (guide); step <= md_guide_last_step (guide); step++)
    {
      stage_press (stage, "primary");
      g_assert_cmpstr (md_session_get_page (stage->session), ==, md_step_id_name (step));
      g_assert_true (stage_will_show (stage, md_step_heading (MD_LANG_ES, step)));
      stage_assert_spanish (stage);
    }
  stage_press (stage, "primary");
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "verdict");
  stage_assert_spanish (stage);
}

static void
test_walk_delivery (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  walk_guide (stage, MD_GUIDE_DELIVERY);
}

static void
test_walk_receive (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  walk_guide (stage, MD_GUIDE_RECEIVE);
}

/* The rows of the start page lead where they say; an error message needs no account. */
static void
test_start_rows (gconstpointer data)
{
  static const struct
  {
    const char *row;
    MdGuide guide;
    const char *page;
  } rows[] = {
    { "send_row", MD_GUIDE_SEND, "account" },       { "delivery_row", MD_GUIDE_DELIVERY, "account" },
    { "receive_row", MD_GUIDE_RECEIVE, "account" }, { "error_row", MD_GUIDE_DELIVERY, "D1" },
    { "domain_row", MD_GUIDE_DELIVERY, "D4" },      { "practice_row", MD_GUIDE_SEND, "practice" },
  };
  Stage *stage = (Stage *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      stage_reset (stage, MD_LANG_ES);
      activate_row (stage, rows[i].row);
      g_assert_cmpstr (md_session_get_page (stage->session), ==, rows[i].page);
      g_assert_cmpint (md_session_get_guide (stage->session), ==, rows[i].guide);
      stage_assert_spanish (stage);
    }
}

static void
test_pasted_error (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  md_session_take_text (stage->session, "  550 5.1.1 <luis@example.net>: user unknown\n");
  stage_settle (0.2);
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "D1");
  g_assert_cmpstr (md_session_get_case (stage->session)->text, ==, "550 5.1.1 <luis@example.net>: user unknown");
  g_assert_true (md_session_has_something (stage->session));
  g_assert_false (md_session_has_account (stage->session));
  stage_assert_spanish (stage);
}

static void
test_dropped_files (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  g_autofree char *folder = g_dir_make_tmp ("md-drop-XXXXXX", NULL);
  g_autofree char *message = g_build_filename (folder, "Fwd.eml", NULL);
  g_autofree char *log = g_build_filename (folder, "mail.log", NULL);
  g_autofree char *bounce = g_build_filename (folder, "Undelivered.eml", NULL);
  char *messages[] = { message, NULL };
  char *bounces[] = { bounce, NULL };
  char *logs[] = { log, NULL };

  g_assert_true (g_file_set_contents (message, "From: a@example.org\nSubject: Hello\n\nHello\n", -1, NULL));
  g_assert_true (g_file_set_contents (bounce, "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n\n"
                                              "<luis@example.net>: 550 5.1.1 user unknown\n", -1, NULL));
  g_assert_true (g_file_set_contents (log, "nothing\n", -1, NULL));
  stage_reset (stage, MD_LANG_ES);
  g_assert_true (md_session_take_files (stage->session, messages));
  g_assert_true (stage_will_show (stage, "Un mensaje corriente de a@example.org: «Hello»."));
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "opened");
  stage_assert_spanish (stage);
  g_assert_true (md_session_take_files (stage->session, bounces));
  g_assert_true (stage_will_show (stage, "Undelivered.eml"));
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "D1");
  g_assert_true (md_session_take_files (stage->session, logs));
  stage_settle (0.5);
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "D6");
  g_assert_true (stage_will_show (stage, "mail.log"));
  stage_assert_spanish (stage);
  g_unlink (message);
  g_unlink (bounce);
  g_unlink (log);
  g_rmdir (folder);
}

/* What the fields take, and what they say to what cannot be. */
static void
test_fields (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_go (stage->session, "D3");
  type_in_field (stage, " luis@practice.example ");
  g_assert_cmpstr (md_session_get_case (stage->session)->to, ==, "luis@practice.example");
  md_session_go (stage->session, "R1");
  g_assert_cmpint (md_session_get_guide (stage->session), ==, MD_GUIDE_RECEIVE);
  stage_settle (0.2);
  type_in_field (stage, "nobody");
  g_assert_null (md_session_get_case (stage->session)->sender);
  type_in_field (stage, "luis@example.net");
  g_assert_cmpstr (md_session_get_case (stage->session)->sender, ==, "luis@example.net");
  g_assert_cmpint (md_session_get_case (stage->session)->sent, >, 0);
  stage_assert_spanish (stage);
}

/* The question says where the message would go, and a yes holds for that address alone. */
static void
test_consent_names_the_recipient (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_go (stage->session, "D5");
  g_assert_true (stage_will_show (stage, "un mensaje corto de ana@practice.example a ana@practice.example y"));
  type_in_field (stage, "otra@practice.example");
  g_assert_cmpstr (md_session_get_case (stage->session)->test_to, ==, "otra@practice.example");
  g_assert_true (stage_will_show (stage, "un mensaje corto de ana@practice.example a otra@practice.example y"));
  md_session_agree (stage->session, MD_CONSENT_SEND_TEST, TRUE);
  type_in_field (stage, "tercera@practice.example");
  g_assert_cmpint (md_session_get_case (stage->session)->consents & MD_CONSENT_SEND_TEST, ==, 0);
}

static void
test_letter (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, "healthy");
  g_assert_true (md_session_confirm_account (stage->session));
  md_session_go (stage->session, "D2");
  g_assert_true (stage_will_show (stage, "Texto para el destinatario"));
  g_assert_true (stage_will_show (stage, "¡Hola! Te envié un correo desde ana@practice.example"));
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
  g_test_add_data_func ("/guides/walk-delivery", &stage, test_walk_delivery);
  g_test_add_data_func ("/guides/walk-receive", &stage, test_walk_receive);
  g_test_add_data_func ("/guides/start-rows", &stage, test_start_rows);
  g_test_add_data_func ("/guides/pasted-error", &stage, test_pasted_error);
  g_test_add_data_func ("/guides/dropped-files", &stage, test_dropped_files);
  g_test_add_data_func ("/guides/fields", &stage, test_fields);
  g_test_add_data_func ("/guides/consent-names-the-recipient", &stage, test_consent_names_the_recipient);
  g_test_add_data_func ("/guides/letter", &stage, test_letter);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}

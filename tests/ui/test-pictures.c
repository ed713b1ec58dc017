/* test-pictures.c - the pictures of the Details: what each says to a screen reader, and that practice shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-samples.h"
#include "stage.h"

#include "ui/pictures/marked-record.h"
#include "ui/pictures/time-line.h"
#include "ui/probe-row.h"

#include <string.h>

/* The sentence of a picture is its accessible name. */
static char *
sentence_of (GtkWidget *picture)
{
  char *name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                   "nothing of ours");

  return name != NULL ? name : g_strdup ("");
}

static void
test_sentences (void)
{
  for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
    for (gsize i = 0; i < n_picture_samples; i++)
      {
        const PictureSample *sample = &picture_samples[i];
        GtkWidget *picture = g_object_ref_sink (sample->build (lang));
        const char *want = lang == MD_LANG_ES ? sample->says_es : sample->says_en;
        g_autofree char *got = sentence_of (picture);

        g_test_message ("%s: %s", sample->name, got);
        g_assert_nonnull (strstr (got, want));
        gtk_test_accessible_assert_role (picture, GTK_ACCESSIBLE_ROLE_GROUP);
        g_object_unref (picture);
      }
}

/* Without what it would show, there is no picture. */
static void
test_nothing (void)
{
  g_autoptr (MdEvidence) evidence = md_evidence_new (MD_STEP_S2, "sample", "x", "y", 0);
  g_autoptr (MdFinding) found = md_finding_new (MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_SPF_FOUND, "domain",
                                                "example.org", "record", "v=spf1 -all", "lookups", "0", NULL);
  g_autoptr (MdFinding) unmended = md_finding_new (
      MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_DMARC_SYNTAX, "domain", "example.org", "record", "v=DMARC1;p=\xc3\xb1",
      "position", "9999", "word", "", "corrected", "", NULL);
  GtkWidget *record;

  g_assert_null (md_time_line_new (evidence, MD_LANG_EN));
  g_assert_null (md_marked_record_new (found, MD_LANG_EN));
  record = md_marked_record_new (unmended, MD_LANG_EN); /* a place past the end marks nothing */
  g_assert_nonnull (record);
  g_object_ref_sink (record);
  g_object_unref (record);
}

/* ── in the window ── */

static gboolean
is_row (GtkWidget *widget)
{
  return MD_IS_PROBE_ROW (widget) && gtk_widget_get_mapped (widget);
}

/* Opens every row of the page. */
static void
open_rows (GtkWidget *widget)
{
  if (is_row (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    open_rows (child);
}

static const struct
{
  const char *fault;
  MdGuide guide;
  MdConsent consents[2];
  const char *page;
  const char *shows[2]; /* in English, in Spanish */
  const char *shows_too[2];
} stories[] = {
  { "cert-expired", MD_GUIDE_SEND, { 0 }, "S2",
    { "Certificate of smtp.practice.example", "Certificado de smtp.practice.example" }, { "expired", "caducó hace" } },
  { "old-sending-password", MD_GUIDE_SEND, { 0 }, "S3", { "Time line", "Línea de tiempo" },
    { "it ended here", "aquí terminó" } },
  { "spf-not-covered", MD_GUIDE_SEND, { MD_CONSENT_SEND_TEST }, "S7", { "Copy corrected record", "Copiar el registro corregido" },
    { "What the SPF record includes", "Lo que incluye el registro SPF" } },
  { "message-in-spam", MD_GUIDE_RECEIVE, { 0 }, "R5", { "The way of the message", "El camino del mensaje" },
    { "Word for word", "Palabra por palabra" } },
  { "draft-is-spam", MD_GUIDE_DELIVERY, { MD_CONSENT_SEND_TEST, MD_CONSENT_SEND_DRAFT }, "D5",
    { "The plain message and yours", "El mensaje sencillo y el tuyo" }, { "different", "distinto" } },
};

/* Opens the rows of the page, those that come later too, until one shows @words. */
static gboolean
rows_will_show (Stage *stage, const char *words)
{
  for (int tries = 0; tries < 300; tries++)
    {
      open_rows (GTK_WIDGET (stage->window));
      if (stage_shows (stage, words))
        return TRUE;
      stage_settle (0.05);
    }
  return FALSE;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The corrected record in the row and in the advice: pressing copies it, and it is said. */
static void
check_copy (Stage *stage, const char *page)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (stage->window));
  g_auto (GValue) value = G_VALUE_INIT;
  GtkWidget *button;

  gdk_clipboard_set_text (clipboard, "");
  md_session_go (stage->session, page);
  g_assert_true (rows_will_show (stage, "Copiar el registro corregido"));
  button = find_button (GTK_WIDGET (stage->window), "Copiar el registro corregido");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, NULL));
  g_assert_true (g_str_has_prefix (g_value_get_string (&value), "v=spf1 "));
  g_assert_true (stage_will_show (stage, "Registro corregido copiado"));
}

static void
test_practice (void)
{
  Stage stage_of_test;
  Stage *stage = &stage_of_test;

  stage_open (stage, MD_LANG_EN);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_test_message ("%s", stories[i].fault);
      stage_reset (stage, MD_LANG_EN);
      stage_practise (stage, stories[i].fault);
      md_session_set_guide (stage->session, stories[i].guide);
      md_session_confirm_account (stage->session);
      for (gsize c = 0; c < G_N_ELEMENTS (stories[i].consents) && stories[i].consents[c] != 0; c++)
        md_session_agree (stage->session, stories[i].consents[c], TRUE);
      g_assert_true (stage_wait (stage, stage_is_settled, 60));
      for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
        {
          stage_speak (stage, lang);
          stage_settle (0.1);
          md_session_go (stage->session, stories[i].page);
          g_assert_true (rows_will_show (stage, stories[i].shows[lang]));
          g_assert_true (rows_will_show (stage, stories[i].shows_too[lang]));
        }
      if (strcmp (stories[i].page, "S7") == 0)
        {
          check_copy (stage, "S7");
          check_copy (stage, "verdict");
        }
    }
  stage_close (stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  g_test_add_func ("/pictures/sentences", test_sentences);
  g_test_add_func ("/pictures/nothing", test_nothing);
  g_test_add_func ("/pictures/practice", test_practice);
  return g_test_run ();
}

/* album.c - every picture on paper, for somebody to look at: album FOLDER, or a page with its rows open: album FOLDER
 * FAULT GUIDE PAGE
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-samples.h"
#include "stage.h"

#include "ui/probe-row.h"
#include "ui/style.h"

static void
save (const PictureSample *sample, const char *folder, MdLang lang, const char *look, int width)
{
  g_autofree char *name = g_strdup_printf ("%s-%s-%s-%d.png", sample->name, md_lang_code (lang), look, width);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GtkWidget *window = adw_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *picture = sample->build (lang);
  Stage stage = { .window = GTK_WINDOW (window) };

  gtk_widget_set_margin_start (picture, 14);
  gtk_widget_set_margin_end (picture, 14);
  gtk_widget_set_margin_top (picture, 14);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), picture);
  adw_window_set_content (ADW_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 560);
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (0.4); /* the first window takes its time */
  stage_save_picture (&stage, path);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
open_rows (GtkWidget *widget)
{
  if (MD_IS_PROBE_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    open_rows (child);
}

static void
save_open_page (Stage *stage, char **argv, MdLang lang, int width)
{
  g_autofree char *path = g_strdup_printf ("%s/%s-%s-%s-%d.png", argv[1], argv[2], argv[4], md_lang_code (lang), width);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      lang == MD_LANG_EN ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  stage_speak (stage, lang);
  gtk_window_set_default_size (stage->window, width, 1450);
  md_session_go (stage->session, argv[4]);
  stage_settle (0.5);
  open_rows (GTK_WIDGET (stage->window));
  stage_settle (0.5);
  stage_save_picture (stage, path);
}

static void
save_page (char **argv)
{
  MdGuide guide = MD_GUIDE_SEND;
  Stage stage;

  stage_open (&stage, MD_LANG_ES);
  md_session_start_practice (stage.session, argv[2]);
  (void) stage_wait (&stage, stage_has_practice, 10);
  (void) md_guide_from_name (argv[3], &guide);
  md_session_set_guide (stage.session, guide);
  md_session_confirm_account (stage.session);
  (void) stage_wait (&stage, stage_is_settled, 60);
  save_open_page (&stage, argv, MD_LANG_ES, 360);
  save_open_page (&stage, argv, MD_LANG_EN, 1000);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  static const int widths[] = { 330, 640 };

  if (argc < 2 || !stage_prepare ())
    return 2;
  if (argc > 4)
    {
      save_page (argv);
      return 0;
    }
  md_style_load ();
  for (int dark = 0; dark < 2; dark++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      for (gsize i = 0; i < n_picture_samples; i++)
        {
          adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                              dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
          save (&picture_samples[i], argv[1], dark ? MD_LANG_EN : MD_LANG_ES, dark ? "dark" : "light", widths[w]);
        }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  for (gsize i = 0; i < n_picture_samples; i++)
    save (&picture_samples[i], argv[1], MD_LANG_ES, "large", widths[0]);
  return 0;
}

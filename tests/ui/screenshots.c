/* screenshots.c - a picture of every page, in both languages, light and dark, narrow and wide
 *
 * screenshots FOLDER [FAULT [GUIDE]]: writes FOLDER/PAGE-LANG-SCHEME-WIDTH.png for somebody to look at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "../unit/report/history-fixture.h"
#include "ui/keeper.h"
#include "ui/choose.h"
#include "ui/page-table.h"

#include <glib/gstdio.h>
#include <string.h>

static void
resize (Stage *stage, int width, int height)
{
  int frame = 10; /* what the shadow takes where nothing composes it */

  gtk_window_set_default_size (stage->window, width + frame, height + frame);
  for (int tries = 0; tries < 30 && gtk_widget_get_width (GTK_WIDGET (stage->window)) != width; tries++)
    stage_settle (0.1);
  if (gtk_widget_get_width (GTK_WIDGET (stage->window)) != width)
    g_printerr ("the window is %d wide, not %d\n", gtk_widget_get_width (GTK_WIDGET (stage->window)), width);
}

static void
save (Stage *stage, const char *folder, const char *what, int width)
{
  const char *scheme = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light";
  const char *lang = md_lang_code (md_session_get_lang (stage->session));
  g_autofree char *path = g_strdup_printf ("%s/%s-%s-%s-%d.png", folder, what, lang, scheme, width);

  stage_settle (0.1);
  stage_save_picture (stage, path);
}

static void
unfold (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

/* States that the table of pages does not have. */
static void
take_special (Stage *stage, const char *folder, int width)
{
  if (md_session_get_guide (stage->session) != MD_GUIDE_SEND)
    return;
  md_session_go (stage->session, "S3");
  stage_settle (0.1);
  unfold (stage_find (stage, "probes"));
  save (stage, folder, "details", width);
  md_session_protection_off (stage->session);
  save (stage, folder, "reminder", width);
  md_session_protection_on (stage->session);
  stage_wait (stage, stage_is_settled, 30);
  if (stage_find (stage, "handle") != NULL)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (stage_find (stage, "handle")), TRUE);
      save (stage, folder, "list", width);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (stage_find (stage, "handle")), FALSE);
    }
}

/* Files of which it is not plain what to do with them. */
static void
take_opened (Stage *stage, const char *folder, int width)
{
  static const char *const texts[][2] = {
    { "Undelivered.eml", "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n\n550 5.1.1 <luis@example.net>: no\n" },
    { "Friday.eml", "From: Luis <luis@example.net>\nTo: ana@example.org\nSubject: Friday at ten?\n\nHello\n" },
    { "Empty.eml", "" },
  };
  g_autofree char *scratch = g_dir_make_tmp ("md-opened-XXXXXX", NULL);
  g_autofree char *gone = g_build_filename (scratch, "Gone.eml", NULL);
  char *paths[] = { NULL, NULL, NULL, gone, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      paths[i] = g_build_filename (scratch, texts[i][0], NULL);
      g_file_set_contents (paths[i], texts[i][1], -1, NULL);
    }
  md_session_take_files (stage->session, paths);
  stage_settle (0.5);
  save (stage, folder, "opened-several", width);
  md_session_take_files (stage->session, paths + 3);
  stage_settle (0.5);
  save (stage, folder, "opened-none", width);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_unlink (paths[i]);
      g_free (paths[i]);
    }
  g_rmdir (scratch);
}

/* Twice the size of letters. */
static void
take_large (Stage *stage, const char *folder, int width)
{
  static const char *const pages[] = { "start", "account", "S3", "D1", "D3", "R1", "verdict" };
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strdup_printf ("large-%s", pages[i]);

      if (!md_guide_has_step (md_session_get_guide (stage->session), md_page_table_find (pages[i])->step))
        continue;
      md_session_go (stage->session, pages[i]);
      stage_settle (0.3);
      save (stage, folder, name, width);
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  stage_settle (0.3);
}

static void
take_password (Stage *stage, const char *folder)
{
  md_session_take_password (stage->session, NULL);
  md_session_go (stage->session, "S3");
  save (stage, folder, "password", 360);
}

/* Something to show on the pages of earlier results; the folder is the display's own home. */
static void
make_history (Stage *stage)
{
  g_autofree char *folder = md_history_default_folder ();
  g_autofree char *damaged = g_build_filename (folder, "20251224T180000Z000000-0000aaaa.json", NULL);
  gint64 now = g_get_real_time (), hour = (gint64) 3600 * G_USEC_PER_SEC;
  const gint64 ages[] = { 0, 26, 200, 1500 };
  char *ids[G_N_ELEMENTS (ages)];
  MdKeeper *keeper;

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autoptr (MdRecord) record = history_make_record (now - ages[i] * hour, i % 2 == 1, i == 1 ? 25 : 587);

      ids[i] = history_save (folder, record);
    }
  g_file_set_contents (damaged, "{", -1, NULL);
  md_session_keep_results (stage->session, folder);
  keeper = md_session_get_keeper (stage->session);
  md_keeper_open (keeper, ids[0]);
  md_keeper_compare (keeper, ids[0], ids[1]);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

static void
take_all (Stage *stage, const char *folder)
{
  static const int widths[] = { 1000, 360 };
  static const int heights[] = { 760, 1300 };

  for (int dark = 0; dark < 2; dark++)
    for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                              dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
          stage_speak (stage, lang);
          resize (stage, widths[w], heights[w]);
          for (guint i = 0; md_page_table_get (i) != NULL; i++)
            {
              const char *page = md_page_table_get (i)->id;

              if (!md_guide_has_step (md_session_get_guide (stage->session), md_page_table_get (i)->step))
                continue;
              md_session_go (stage->session, page);
              save (stage, folder, page, widths[w]);
            }
          take_special (stage, folder, widths[w]);
          take_opened (stage, folder, widths[w]);
          if (!dark)
            take_large (stage, folder, widths[w]);
        }
}

int
main (int argc, char **argv)
{
  Stage stage;
  MdGuide guide;

  if (argc < 2 || !stage_prepare ())
    {
      g_printerr ("screenshots FOLDER [FAULT], on a display\n");
      return 2;
    }
  stage_open (&stage, MD_LANG_EN);
  md_session_start_practice (stage.session, argc > 2 ? argv[2] : "old-sending-password");
  if (!stage_wait (&stage, stage_has_practice, 10))
    return 1;
  if (argc > 3 && md_guide_from_name (argv[3], &guide))
    md_session_set_guide (stage.session, guide);
  md_session_confirm_account (stage.session);
  if (!stage_wait (&stage, stage_is_settled, 60))
    g_printerr ("not settled\n");
  make_history (&stage);
  take_all (&stage, argv[1]);
  if (md_session_get_guide (stage.session) == MD_GUIDE_SEND)
    take_password (&stage, argv[1]);
  stage_close (&stage);
  return 0;
}

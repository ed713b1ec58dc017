/* test-portal.c - a file dialog or a browser that the desktop does not show is missed, and that is said
 *
 * As in a sandbox (GTK_USE_PORTAL=1), on a bus without a portal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "ui/choose.h"
#include "ui/open.h"
#include "ui/portal.h"

#include <string.h>

static const struct
{
  MdLang lang;
  const char *files;
  const char *browser;
} words[] = {
  { MD_LANG_EN, "The dialog for choosing a file did not open", "No browser could be opened" },
  { MD_LANG_ES, "No se ha abierto el diálogo para elegir un archivo", "No se ha podido abrir ningún navegador" },
};

static AdwMessageDialog *
find_dialog (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
has_dialog (Stage *stage)
{
  return find_dialog () != NULL;
}

/* A dialog with this heading comes, and goes when it is closed. */
static void
assert_told (Stage *stage, const char *heading)
{
  g_assert_true (stage_wait (stage, has_dialog, 10));
  g_assert_cmpstr (adw_message_dialog_get_heading (find_dialog ()), ==, heading);
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  stage_settle (0.1);
  g_assert_null (find_dialog ());
}

static void
on_never (char **files, gpointer data)
{
  g_assert_not_reached ();
}

static void
on_not_saved (gboolean saved, gpointer data)
{
  g_assert_not_reached ();
}

static void
test_files (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      stage_speak (stage, words[i].lang);
      md_choose_files (stage->window, "file", FALSE, on_never, NULL);
      assert_told (stage, words[i].files);
      md_save_text (stage->window, "file", "name.txt", "text", on_not_saved, stage->window);
      assert_told (stage, words[i].files);
    }
}

/* No desktop entry opens web pages in a home of its own. */
static void
test_browser (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      stage_speak (stage, words[i].lang);
      md_portal_notice_url ("https://example.org/help");
      g_assert_true (stage_wait (stage, has_dialog, 10));
      g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "https://example.org/help"));
      assert_told (stage, words[i].browser);
    }
}

int
main (int argc, char **argv)
{
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* The toolkit warns of the missing portal. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  g_test_add_data_func ("/portal/files", &stage, test_files);
  g_test_add_data_func ("/portal/browser", &stage, test_browser);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}

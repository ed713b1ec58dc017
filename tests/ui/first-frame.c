/* first-frame.c - the window's first frame against that of an empty window with a header, in the same run
 *
 * Starts itself several times in turn, each child showing one window and telling when its first frame was drawn, and compares
 * the medians.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/checklist.h"
#include "ui/application.h"
#include "ui/language.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 7
#define LIMIT 1.25

static void
on_painted (GdkFrameClock *clock, gpointer started)
{
  g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time () - *(gint64 *) started);
  exit (0);
}

static void
watch (GtkWindow *window, gint64 *started)
{
  GdkSurface *surface;

  gtk_window_present (window);
  surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_signal_connect (gdk_surface_get_frame_clock (surface), "after-paint", G_CALLBACK (on_painted), started);
}

static void
on_activate_empty (GtkApplication *application, gint64 *started)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Empty");
  gtk_window_set_default_size (GTK_WINDOW (window), 980, 700);
  watch (GTK_WINDOW (window), started);
}

static void
on_activated_ours (GtkApplication *application, gint64 *started)
{
  watch (gtk_application_get_active_window (application), started);
}

static int
show (const char *which, gint64 *started)
{
  char *no_arguments[] = { (char *) "first-frame", NULL };
  g_autoptr (GApplication) application = NULL;

  if (g_str_equal (which, "empty"))
    {
      application = G_APPLICATION (adw_application_new (MD_APP_ID ".Empty", G_APPLICATION_NON_UNIQUE));
      g_signal_connect (application, "activate", G_CALLBACK (on_activate_empty), started);
    }
  else
    {
      md_language_prepare ();
      md_language_use (md_lang_from_environment ());
      application = G_APPLICATION (md_application_new (md_checklist ()));
      g_application_set_flags (application, G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE);
      g_signal_connect_after (application, "activate", G_CALLBACK (on_activated_ours), started);
    }
  return g_application_run (application, 1, no_arguments);
}

static gint64
measure (const char *self, const char *which)
{
  g_autofree char *started = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  char *arguments[] = { (char *) self, (char *) which, started, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return g_ascii_strtoll (output, NULL, 10);
}

static int
by_size (const void *a, const void *b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

int
main (int argc, char **argv)
{
  gint64 empty[ROUNDS], ours[ROUNDS];
  double ratio;

  if (argc == 3)
    {
      gint64 started = g_ascii_strtoll (argv[2], NULL, 10);

      return show (argv[1], &started);
    }
  measure (argv[0], "empty"); /* both once to warm the caches */
  measure (argv[0], "ours");
  for (int i = 0; i < ROUNDS; i++)
    {
      empty[i] = measure (argv[0], "empty");
      ours[i] = measure (argv[0], "ours");
    }
  qsort (empty, ROUNDS, sizeof empty[0], by_size);
  qsort (ours, ROUNDS, sizeof ours[0], by_size);
  ratio = (double) ours[ROUNDS / 2] / (double) empty[ROUNDS / 2];
  g_print ("empty window %.0f ms, Mail Doctor %.0f ms, ratio %.2f (at most %.2f)\n", (double) empty[ROUNDS / 2] / 1000,
           (double) ours[ROUNDS / 2] / 1000, ratio, LIMIT);
  return ratio <= LIMIT ? 0 : 1;
}

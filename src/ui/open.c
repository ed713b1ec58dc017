/* open.c - what leads out of the window; see open.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-open"

#include "config.h"

#include "ui/open.h"

#include "ui/portal.h"

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *url = data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    return;
  g_info ("no browser: %s", error->message);
  md_portal_notice_url (url);
}

void
md_open_url (const char *url)
{
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
    return;
  g_app_info_launch_default_for_uri_async (url, NULL, NULL, on_opened, g_strdup (url));
}

static void
on_link (GtkButton *button, const char *url)
{
  md_open_url (url);
}

static void
forget (gpointer url, GClosure *closure)
{
  g_free (url);
}

GtkWidget *
md_link_button_new (const char *label, const char *url)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, url);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_link), g_strdup (url), forget, 0);
  return button;
}

typedef struct
{
  GBytes *text;      /* (owned) */
  MdSavedFunc done;
  GtkWidget *widget; /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_bytes_unref (saving->text);
  g_object_unref (saving->widget);
  g_free (saving);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (!saved)
    g_info ("report not written: %s", error->message);
  saving->done (saved, saving->widget);
  saving_free (saving);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    g_file_replace_contents_bytes_async (file, saving->text, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written,
                                         saving);
  else
    saving_free (saving);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
md_save_text (GtkWindow *parent, const char *title, const char *name, const char *text, MdSavedFunc done,
              gpointer widget)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  Saving *saving = g_new0 (Saving, 1);

  saving->text = g_bytes_new (text, strlen (text));
  saving->done = done;
  saving->widget = g_object_ref (widget);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chosen), saving);
  md_portal_show (GTK_NATIVE_DIALOG (dialog));
}

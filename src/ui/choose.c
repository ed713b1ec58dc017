/* choose.c - asks for files to read, and tells what a dropped or pasted thing is; see choose.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-choose"

#include "config.h"

#include "ui/choose.h"

#include "ui/portal.h"

#include <string.h>

#define MAX_TEXT (256 * 1024)

typedef struct
{
  MdChosenFunc done;
  gpointer user_data;
} Choice;

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  Choice *choice = data;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_strv_builder_add (paths, g_file_peek_path (file));
    }
  list = g_strv_builder_end (paths);
  if (list[0] != NULL)
    choice->done (list, choice->user_data);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  g_free (choice);
}

void
md_choose_files (GtkWindow *parent, const char *title, gboolean several, MdChosenFunc done, gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  Choice *choice = g_new0 (Choice, 1);

  choice->done = done;
  choice->user_data = user_data;
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chosen), choice);
  md_portal_show (GTK_NATIVE_DIALOG (dialog));
}

gboolean
md_session_take_files (MdSession *session, char **files)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    g_ptr_array_add (list, g_file_new_for_path (files[i]));
  md_session_open_files (session, (GFile **) list->pdata, list->len);
  return list->len > 0;
}

void
md_session_take_text (MdSession *session, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_utf8_make_valid (text, (gssize) MIN (strlen (text), MAX_TEXT)));
  MdCase *changed;

  if (stripped[0] == '\0')
    return;
  md_session_set_guide (session, MD_GUIDE_DELIVERY);
  md_session_begin (session);
  changed = md_case_copy (md_session_get_case (session));
  g_free (changed->text);
  changed->text = g_steal_pointer (&stripped);
  g_clear_pointer (&changed->bounce, g_free);
  md_session_take_case (session, changed);
  md_session_go (session, "D1");
}

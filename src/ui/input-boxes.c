/* input-boxes.c - an error message, a draft, logs; see input-boxes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-input-boxes"

#include "config.h"

#include "ui/input-boxes.h"

#include "ui/choose.h"
#include "ui/looks.h"

#include <adwaita.h>

static GtkWidget *
card_new (MdSession *session, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  g_object_set_data_full (G_OBJECT (box), "session", g_object_ref (session), g_object_unref);
  gtk_box_append (GTK_BOX (box), md_label_new (md_text (md_session_get_lang (session), words), NULL));
  return box;
}

static MdSession *
session_of (GtkWidget *box)
{
  return g_object_get_data (G_OBJECT (box), "session");
}

static GtkWidget *
add_button (GtkWidget *box, GtkWidget *row, const char *label, GCallback on_click)
{
  GtkWidget *button
      = gtk_button_new_with_mnemonic (md_text (md_session_get_lang (session_of (box)), label));

  g_signal_connect_object (button, "clicked", on_click, box, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static GtkWidget *
add_row (GtkWidget *box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_box_append (GTK_BOX (box), row);
  return row;
}

static char *
names_of (char **files)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *name = g_filename_display_basename (files[i]);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (names, FALSE);
}

/* ── D1: an error message ── */

static GtkTextBuffer *
text_of (GtkWidget *box)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (g_object_get_data (G_OBJECT (box), "view")));
}

static void
on_read_text (GtkWidget *box)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (text_of (box), &start, &end);
  text = gtk_text_buffer_get_text (text_of (box), &start, &end, FALSE);
  if (text[0] == '\0')
    gtk_widget_grab_focus (g_object_get_data (G_OBJECT (box), "view"));
  else
    md_session_take_text (session_of (box), text);
}

static void
on_bounce_chosen (char **files, gpointer box)
{
  MdSession *session = session_of (box);
  MdCase *changed = md_case_copy (md_session_get_case (session));

  g_free (changed->bounce);
  changed->bounce = g_strdup (files[0]);
  g_clear_pointer (&changed->text, g_free);
  md_session_begin (session);
  md_session_take_case (session, changed);
}

static void
on_open_bounce (GtkWidget *box)
{
  md_choose_files (GTK_WINDOW (gtk_widget_get_root (box)),
                   md_text (md_session_get_lang (session_of (box)), N_ ("Open the message that came back")), FALSE,
                   on_bounce_chosen, box);
}

GtkWidget *
md_bounce_box_new (MdSession *session)
{
  GtkWidget *box = card_new (session, N_ ("Paste the text of the error here, or open the message that came back. It is "
                                          "read on this computer."));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *row;
  const char *text = md_session_get_case (session)->text;

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "md-paste");
  md_set_accessible_name (view, md_text (md_session_get_lang (session), N_ ("Text of the error")));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, -1, 110);
  gtk_widget_add_css_class (scroller, "md-frame");
  gtk_box_append (GTK_BOX (box), scroller);
  g_object_set_data (G_OBJECT (box), "view", view);
  if (text != NULL)
    gtk_text_buffer_set_text (text_of (box), text, -1);
  row = add_row (box);
  gtk_widget_add_css_class (add_button (box, row, N_ ("_Read the error"), G_CALLBACK (on_read_text)),
                            "suggested-action");
  add_button (box, row, N_ ("_Open a file…"), G_CALLBACK (on_open_bounce));
  g_object_set_data (G_OBJECT (box), "file", md_label_new ("", "dim-label"));
  gtk_box_append (GTK_BOX (box), g_object_get_data (G_OBJECT (box), "file"));
  return box;
}

gboolean
md_bounce_box_refresh (GtkWidget *box, MdSession *session)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (box), "file");
  char *files[] = { md_session_get_case (session)->bounce, NULL };
  g_autofree char *name = names_of (files);

  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_widget_set_visible (label, name[0] != '\0');
  return TRUE;
}

/* ── D5, D6: files ── */

static void
on_draft_chosen (char **files, gpointer box)
{
  MdSession *session = session_of (box);
  MdCase *changed = md_case_copy (md_session_get_case (session));

  g_free (changed->draft);
  changed->draft = g_strdup (files[0]);
  md_session_begin (session);
  md_session_take_case (session, changed);
}

static void
on_open_draft (GtkWidget *box)
{
  md_choose_files (GTK_WINDOW (gtk_widget_get_root (box)),
                   md_text (md_session_get_lang (session_of (box)), N_ ("Open your message")), FALSE, on_draft_chosen,
                   box);
}

static void
on_logs_chosen (char **files, gpointer box)
{
  MdSession *session = session_of (box);
  MdCase *changed = md_case_copy (md_session_get_case (session));

  g_strfreev (changed->logs);
  changed->logs = g_strdupv (files);
  md_session_begin (session);
  md_session_take_case (session, changed);
}

static void
on_open_logs (GtkWidget *box)
{
  md_choose_files (GTK_WINDOW (gtk_widget_get_root (box)),
                   md_text (md_session_get_lang (session_of (box)), N_ ("Open log files")), TRUE, on_logs_chosen, box);
}

static GtkWidget *
files_box_new (MdSession *session, const char *words, const char *label, GCallback on_click, gboolean logs)
{
  GtkWidget *box = card_new (session, words);

  add_button (box, add_row (box), label, on_click);
  g_object_set_data (G_OBJECT (box), "file", md_label_new ("", "dim-label"));
  g_object_set_data (G_OBJECT (box), "logs", GINT_TO_POINTER (logs));
  gtk_box_append (GTK_BOX (box), g_object_get_data (G_OBJECT (box), "file"));
  return box;
}

GtkWidget *
md_draft_box_new (MdSession *session)
{
  return files_box_new (session,
                        N_ ("Save your message as a file (.eml) and open it here: its content is looked through on "
                            "this computer."),
                        N_ ("_Open your message…"), G_CALLBACK (on_open_draft), FALSE);
}

GtkWidget *
md_logs_box_new (MdSession *session)
{
  return files_box_new (session,
                        N_ ("If you run the mail server yourself, open its log (Postfix, Exim, Sendmail or OpenSMTPD; "
                            "also compressed). It is read on this computer."),
                        N_ ("_Open log files…"), G_CALLBACK (on_open_logs), TRUE);
}

gboolean
md_files_box_refresh (GtkWidget *box, MdSession *session)
{
  const MdCase *kase = md_session_get_case (session);
  char *draft[] = { kase->draft, NULL };
  gboolean logs = g_object_get_data (G_OBJECT (box), "logs") != NULL;
  g_autofree char *names = names_of (logs ? kase->logs : draft);
  GtkWidget *label = g_object_get_data (G_OBJECT (box), "file");

  gtk_label_set_text (GTK_LABEL (label), names);
  gtk_widget_set_visible (label, names[0] != '\0');
  return TRUE;
}

/* letter-box.c - a ready text for somebody else, to read and to copy; see letter-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-letter-box"

#include "config.h"

#include "ui/letter-box.h"

#include "advice/letters.h"
#include "ui/frame.h"
#include "ui/looks.h"

static void
on_copy (GtkButton *button, GtkWidget *label)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (label), gtk_label_get_text (GTK_LABEL (label)));
  md_toast (label, N_ ("Text copied"));
}

static void
append_letter (GtkWidget *box, MdSession *session, MdLetter letter)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *text
      = md_letter_text (lang, letter, md_session_get_case (session), md_session_get_verdict (session));
  GtkWidget *label = md_label_new (text, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (md_text (lang, N_ ("_Copy the text")));

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_copy), label, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  g_object_set_data (G_OBJECT (box), "text", label);
}

GtkWidget *
md_letter_box_new_recipient (MdSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_box_append (GTK_BOX (box), md_label_new (md_letter_title (md_session_get_lang (session), MD_LETTER_RECIPIENT),
                                               "heading"));
  append_letter (box, session, MD_LETTER_RECIPIENT);
  return box;
}

gboolean
md_letter_box_refresh_recipient (GtkWidget *box, MdSession *session)
{
  g_autofree char *text = md_letter_text (md_session_get_lang (session), MD_LETTER_RECIPIENT,
                                          md_session_get_case (session), NULL);
  GtkWidget *label = g_object_get_data (G_OBJECT (box), "text");

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
  return TRUE;
}

GtkWidget *
md_letter_box_new_for_verdict (MdSession *session)
{
  GtkWidget *expander, *box;
  MdLetter letter;

  if (md_session_get_verdict (session) == NULL
      || !md_letter_for_verdict (md_session_get_verdict (session), md_session_get_guide (session), &letter))
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  append_letter (box, session, letter);
  expander = md_expander_new (md_letter_title (md_session_get_lang (session), letter));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  return expander;
}

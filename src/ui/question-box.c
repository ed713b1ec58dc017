/* question-box.c - a question only the person can answer; see question-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-question-box"

#include "config.h"

#include "ui/question-box.h"

#include "ui/looks.h"

static void
on_toggled (GtkCheckButton *button, MdSession *session)
{
  guint question = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "question"));
  guint answer = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "answer"));

  if (gtk_check_button_get_active (button))
    md_session_answer (session, (MdQuestion) question, (MdAnswer) answer);
}

static GtkWidget *
choice (MdSession *session, MdQuestion question, MdAnswer answer)
{
  const char *words = md_answer_text (md_session_get_lang (session), question, answer);
  GtkWidget *button = gtk_check_button_new_with_label (words);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), md_session_get_answer (session, question) == answer);
  g_object_set_data (G_OBJECT (button), "question", GUINT_TO_POINTER ((guint) question));
  g_object_set_data (G_OBJECT (button), "answer", GUINT_TO_POINTER ((guint) answer));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), session, 0);
  return button;
}

GtkWidget *
md_question_box_new (MdSession *session, MdQuestion question)
{
  static const MdAnswer order[] = { MD_ANSWER_YES, MD_ANSWER_NO, MD_ANSWER_NOT_TRIED };
  const char *words = md_question_text (md_session_get_lang (session), question);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *first = NULL;

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-question");
  md_set_accessible_name (box, words);
  gtk_box_append (GTK_BOX (box), md_label_new (words, "heading"));
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GtkWidget *button = choice (session, question, order[i]);

      if (first == NULL)
        first = button;
      else
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (first));
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

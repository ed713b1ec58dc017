/* card-box.c - the settings to carry to another device; see card-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-card-box"

#include "config.h"

#include "ui/card-box.h"

#include "ui/looks.h"
#include "ui/open.h"
#include "ui/settings-card.h"

static gboolean
read_card (MdSettingsCard *card, MdSession *session)
{
  return md_settings_card_read (card, md_session_get_case (session), md_session_get_found_settings (session));
}

static void
on_copy (GtkWidget *button, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *text = NULL;
  MdSettingsCard card;

  if (!read_card (&card, session))
    return;
  text = md_settings_card_to_text (&card, lang);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
  gtk_button_set_label (GTK_BUTTON (button), md_text (lang, N_ ("Settings copied")));
}

static void
on_saved (gboolean saved, gpointer data)
{
  g_autoptr (GtkWidget) outcome = data;
  const char *words = g_object_get_data (G_OBJECT (outcome), saved ? "saved" : "not-saved");

  gtk_label_set_text (GTK_LABEL (outcome), words);
  gtk_widget_set_visible (outcome, TRUE);
}

static void
on_save (GtkWidget *button, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  GtkWidget *outcome = g_object_get_data (G_OBJECT (button), "outcome");
  g_autofree char *text = NULL;
  MdSettingsCard card;

  if (!read_card (&card, session))
    return;
  text = md_settings_card_to_profile (&card, lang);
  md_save_text (GTK_WINDOW (gtk_widget_get_root (button)), md_text (lang, N_ ("Save the profile")), "mail.mobileconfig",
                text, on_saved, g_object_ref (outcome));
}

static GtkWidget *
button (const char *label, GCallback callback, MdSession *session)
{
  GtkWidget *made = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (made, GTK_ALIGN_START);
  g_signal_connect_object (made, "clicked", callback, session, 0);
  return made;
}

GtkWidget *
md_card_box_new (MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *words = md_label_new (NULL, NULL);
  GtkWidget *outcome = md_label_new (NULL, "dim-label");
  GtkWidget *save = button (md_text (lang, N_ ("Save for iPhone, iPad or _Mac…")), G_CALLBACK (on_save), session);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_widget_set_can_focus (words, FALSE);
  gtk_widget_set_visible (outcome, FALSE);
  g_object_set_data (G_OBJECT (outcome), "saved", (gpointer) md_text (lang, N_ ("Profile saved")));
  g_object_set_data (G_OBJECT (outcome), "not-saved",
                     (gpointer) md_text (lang, N_ ("The profile could not be written there. Choose another folder.")));
  g_object_set_data (G_OBJECT (save), "outcome", outcome);
  g_object_set_data (G_OBJECT (box), "words", words);
  gtk_box_append (GTK_BOX (box), md_label_new (md_text (lang, N_ ("Settings for another device")), "title-4"));
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), button (md_text (lang, N_ ("Copy _these settings")), G_CALLBACK (on_copy), session));
  gtk_box_append (GTK_BOX (box), save);
  gtk_box_append (GTK_BOX (box), outcome);
  return box;
}

gboolean
md_card_box_refresh (GtkWidget *box, MdSession *session)
{
  GtkLabel *words = g_object_get_data (G_OBJECT (box), "words");
  g_autofree char *text = NULL;
  MdSettingsCard card;

  if (!md_session_has_account (session) || !read_card (&card, session))
    return FALSE;
  text = md_settings_card_to_text (&card, md_session_get_lang (session));
  if (!g_str_equal (g_strchomp (text), gtk_label_get_text (words)))
    gtk_label_set_text (words, text);
  return TRUE;
}

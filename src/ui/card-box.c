/* card-box.c - the settings that work, to carry to another device; see card-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-card-box"

#include "config.h"

#include "ui/card-box.h"

#include "report/settings-card.h"
#include "ui/card-print.h"
#include "ui/frame.h"
#include "ui/looks.h"
#include "ui/open.h"
#include "ui/qr-area.h"

typedef struct
{
  MdSession *session;    /* (owned) */
  MdSettingsCard *card;  /* (owned) (nullable) */
  GtkWidget *text;
  GtkWidget *qr;
  GtkWidget *save;
  GtkWidget *outcome;
} CardBox;

static void
card_box_free (gpointer data)
{
  CardBox *self = data;

  g_object_unref (self->session);
  md_settings_card_free (self->card);
  g_free (self);
}

static CardBox *
get (GtkWidget *box)
{
  return g_object_get_data (G_OBJECT (box), "card-box");
}

static void
on_copy (GtkWidget *box)
{
  CardBox *self = get (box);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (box), gtk_label_get_text (GTK_LABEL (self->text)));
  gtk_widget_set_visible (self->outcome, FALSE);
  md_toast (box, N_ ("Settings copied"));
}

static void
on_saved (gboolean saved, gpointer data)
{
  GtkWidget *box = data;

  gtk_widget_set_visible (get (box)->outcome, !saved);
  if (saved)
    md_toast (box, N_ ("Profile saved"));
}

static void
on_save (GtkWidget *box)
{
  CardBox *self = get (box);
  MdLang lang = md_session_get_lang (self->session);
  g_autofree char *profile = self->card != NULL ? md_settings_card_profile (self->card, lang) : NULL;

  if (profile != NULL)
    md_save_text (GTK_WINDOW (gtk_widget_get_root (box)), md_text (lang, N_ ("Save the profile")),
                  "mail.mobileconfig", profile, on_saved, box);
}

static void
on_print (GtkWidget *box)
{
  md_print_card (GTK_WINDOW (gtk_widget_get_root (box)), gtk_label_get_text (GTK_LABEL (get (box)->text)));
}

static GtkWidget *
add_button (GtkWidget *box, GtkWidget *row, const char *label, GCallback on_click)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", on_click, box, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

GtkWidget *
md_card_box_new (MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *expander = md_expander_new (md_text (lang, N_ ("Settings for another device")));
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  CardBox *self = g_new0 (CardBox, 1);

  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (box), "card-box", self, card_box_free);
  self->text = md_label_new ("", "monospace");
  gtk_label_set_selectable (GTK_LABEL (self->text), TRUE);
  self->qr = md_qr_area_new (md_text (lang, N_ ("QR code with the same settings")));
  self->outcome = md_label_new (
      md_text (lang, N_ ("The profile could not be written there. Choose another folder.")), "error");
  gtk_widget_set_visible (self->outcome, FALSE);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_widget_set_halign (buttons, GTK_ALIGN_START);
  gtk_widget_set_margin_top (inside, 10);
  gtk_box_append (GTK_BOX (inside), self->text);
  gtk_box_append (GTK_BOX (inside), self->qr);
  gtk_box_append (GTK_BOX (inside), buttons);
  gtk_box_append (GTK_BOX (inside), self->outcome);
  gtk_expander_set_child (GTK_EXPANDER (expander), inside);
  gtk_box_append (GTK_BOX (box), expander);
  add_button (box, buttons, md_text (lang, N_ ("Copy _these settings")), G_CALLBACK (on_copy));
  add_button (box, buttons, md_text (lang, N_ ("Pr_int these settings")), G_CALLBACK (on_print));
  self->save = add_button (box, buttons, md_text (lang, N_ ("Save for iPhone, iPad or _Mac…")), G_CALLBACK (on_save));
  return box;
}

gboolean
md_card_box_refresh (GtkWidget *box, MdSession *session)
{
  CardBox *self = get (box);
  MdLang lang = md_session_get_lang (session);
  const MdRecord *record = md_session_has_account (session) ? md_session_get_record (session) : NULL;
  g_autofree char *profile = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->card, md_settings_card_free);
  if (record != NULL)
    self->card = md_settings_card_new (record);
  if (self->card == NULL)
    return FALSE;
  text = md_settings_card_text (self->card, lang);
  if (g_strcmp0 (text, gtk_label_get_text (GTK_LABEL (self->text))) == 0)
    return TRUE;
  profile = md_settings_card_profile (self->card, lang);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_widget_set_visible (self->save, profile != NULL);
  gtk_widget_set_visible (self->qr, md_qr_area_set_text (self->qr, text));
  gtk_widget_set_visible (self->outcome, FALSE);
  return TRUE;
}

/* protection-box.c - the guided switch-off; see protection-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-protection-box"

#include "config.h"

#include "ui/protection-box.h"

#include "ui/advice-box.h"
#include "ui/looks.h"

static void
on_off (GtkButton *button, MdSession *session)
{
  md_session_protection_off (session);
}

GtkWidget *
md_protection_box_new (MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  const char *const steps[] = {
    md_text (lang, N_ ("Better first: add an exception for your outgoing server in the antivirus or firewall, and "
                       "check again.")),
    md_text (lang, N_ ("Only if that does not help: close your browser, open no attachment, and switch the mail "
                       "protection off.")),
    md_text (lang, N_ ("Press the button: the test starts at once, and a reminder comes after two minutes.")),
    md_text (lang, N_ ("Switch your protection on again, whatever the result.")),
    NULL,
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *button = gtk_button_new_with_mnemonic (md_text (lang, N_ ("It is _off now: test")));

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_off), session, 0);
  gtk_box_append (GTK_BOX (box), md_label_new (md_text (lang, N_ ("Try two minutes without protection")), "title-4"));
  gtk_box_append (GTK_BOX (box),
                  md_label_new (md_text (lang, N_ ("While it is off, this computer is less safe. Keep it short.")),
                                "warning"));
  gtk_box_append (GTK_BOX (box), md_numbered_steps_new ((char **) steps));
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

gboolean
md_protection_box_refresh (GtkWidget *box, MdSession *session)
{
  static const MdCauseCode suspects[] = { MD_CAUSE_TLS_INTERCEPTION,     MD_CAUSE_LOCAL_FIREWALL,
                                          MD_CAUSE_OUTBOUND_PORT_BLOCKED, MD_CAUSE_STARTTLS_NOT_OFFERED,
                                          MD_CAUSE_SMTP_REDIRECTED,      MD_CAUSE_VPN_BLOCKS_MAIL };
  const MdVerdict *verdict = md_session_get_verdict (session);

  for (guint i = 0; verdict != NULL && i < verdict->causes->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (suspects); j++)
      if (((const MdCause *) g_ptr_array_index (verdict->causes, i))->code == suspects[j])
        return md_session_get_protection_left (session) < 0;
  return FALSE;
}

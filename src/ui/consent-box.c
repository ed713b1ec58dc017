/* consent-box.c - asks before something that others can see; see consent-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-consent-box"

#include "config.h"

#include "ui/consent-box.h"

#include "ui/looks.h"

typedef struct
{
  MdConsent consent;
  const char *words;
  const char *label;
} Kind;

static const Kind kinds[] = {
  [MD_CONSENT_BOX_TEST] = { MD_CONSENT_SEND_TEST,
    N_ ("With your yes, Mail Doctor sends one short message from {address} to {recipient} and watches it arrive. "
        "Nobody else gets it."),
    N_ ("_Send one test message") },
  [MD_CONSENT_BOX_LISTS] = { MD_CONSENT_THIRD_PARTY,
    N_ ("With your yes, public block lists are asked about your public Internet address and your server’s. They "
        "learn these addresses, nothing about {address}."),
    N_ ("Ask the _block lists") },
  [MD_CONSENT_BOX_KEYRING] = { MD_CONSENT_KEYRING,
    N_ ("With your yes, Mail Doctor compares the password with those that your mail programs have saved in the "
        "keyring. It only learns whether they are the same; nothing of them is shown or sent."),
    N_ ("Co_mpare with the saved passwords") },
  [MD_CONSENT_BOX_TOKEN] = { MD_CONSENT_TOKEN,
    N_ ("{address} is in Online Accounts, with a permission to sign in (OAuth2). With your yes, Mail Doctor asks for "
        "it and signs in with it at your provider’s two servers, as your mail program does."),
    N_ ("Sign in with Online _Accounts") },
  [MD_CONSENT_BOX_SAVED] = { MD_CONSENT_TRY_SAVED,
    N_ ("A mail program has saved another password for sending than yours. With your yes, Mail Doctor signs in with it "
        "once, at your provider’s server, to see whether it still works."),
    N_ ("_Try the saved password once") },
  [MD_CONSENT_BOX_SERVER_LISTS] = { MD_CONSENT_THIRD_PARTY,
    N_ ("With your yes, public block lists are asked about your domain and the address of the server that sends for "
        "it. They learn these two, nothing more."),
    N_ ("Ask the _block lists") },
  [MD_CONSENT_BOX_DRAFT] = { MD_CONSENT_SEND_DRAFT,
    N_ ("With your yes, Mail Doctor sends the message that you opened, as it is, to the same address as the test "
        "message, and looks where it lands."),
    N_ ("_Send my own message, too") },
  [MD_CONSENT_BOX_MOVE] = { MD_CONSENT_CHANGE_MAILBOX,
    N_ ("With your yes, Mail Doctor moves the message that it found to the inbox and marks it as “not spam”. Nothing "
        "else in the mailbox is changed."),
    N_ ("_Move it to the inbox") },
};

static const char never[]
    = N_ ("The public block lists are not asked: you chose in the preferences that third parties never are.");

static void
on_agree (GtkButton *button, MdSession *session)
{
  const Kind *kind = g_object_get_data (G_OBJECT (button), "kind");

  md_session_agree (session, kind->consent, TRUE);
}

/* The preferences say no to it. */
static gboolean
is_blocked (GtkWidget *box, MdSession *session)
{
  const Kind *kind = g_object_get_data (G_OBJECT (box), "kind");

  return kind->consent == MD_CONSENT_THIRD_PARTY && !md_session_may_ask_others (session);
}

/* The words name the addresses that hold now. */
static void
show_words (GtkWidget *box, MdSession *session)
{
  gboolean blocked = is_blocked (box, session);
  const Kind *kind = g_object_get_data (G_OBJECT (box), "kind");
  const MdCase *kase = md_session_get_case (session);
  const char *pattern = md_text (md_session_get_lang (session), blocked ? never : kind->words);
  g_autofree char *words
      = md_fill_with (pattern, "address", kase->email, "recipient",
                      kase->test_to != NULL ? kase->test_to : kase->email, NULL);
  GtkWidget *label = gtk_widget_get_first_child (box);
  GtkWidget *agree = gtk_widget_get_next_sibling (label);

  gtk_widget_set_visible (agree, !blocked);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (agree), blocked);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), words) != 0)
    gtk_label_set_text (GTK_LABEL (label), words);
}

GtkWidget *
md_consent_box_new (MdSession *session, MdConsentKind which)
{
  const Kind *kind = &kinds[which];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *button = gtk_button_new_with_mnemonic (md_text (md_session_get_lang (session), kind->label));

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (box), "kind", (gpointer) kind);
  g_object_set_data (G_OBJECT (button), "kind", (gpointer) kind);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_agree), session, 0);
  gtk_box_append (GTK_BOX (box), md_label_new ("", NULL));
  gtk_box_append (GTK_BOX (box), button);
  button = gtk_button_new_with_mnemonic (md_text (md_session_get_lang (session), N_ ("P_references")));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.preferences");
  gtk_box_append (GTK_BOX (box), button);
  show_words (box, session);
  return box;
}

gboolean
md_consent_box_refresh (GtkWidget *box, MdSession *session)
{
  const Kind *kind = g_object_get_data (G_OBJECT (box), "kind");

  show_words (box, session); /* the account may be another one than when the page was built */
  return md_session_has_something (session) && (md_session_get_case (session)->consents & kind->consent) == 0;
}

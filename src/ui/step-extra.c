/* step-extra.c - what one step's page has beyond rows and questions; see step-extra.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-step-extra"

#include "config.h"

#include "ui/step-extra.h"

#include "ui/card-box.h"
#include "ui/consent-box.h"
#include "ui/links-box.h"
#include "ui/password-box.h"
#include "ui/protection-box.h"

/* ── S3: the password, and what the mail programs have saved ── */

static GtkWidget *
new_passwords (MdSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), md_password_box_new (session));
  gtk_box_append (GTK_BOX (box), md_consent_box_new_keyring (session));
  return box;
}

/* The question makes sense once there is a password to compare. */
static gboolean
refresh_passwords (GtkWidget *box, MdSession *session)
{
  GtkWidget *password = gtk_widget_get_first_child (box);
  GtkWidget *saved = gtk_widget_get_last_child (box);
  gboolean wants_password = md_password_box_refresh (password, session);
  gboolean wants_yes = (md_case_get_inputs (md_session_get_case (session)) & MD_INPUT_PASSWORD) != 0
                       && md_consent_box_refresh (saved, session);

  gtk_widget_set_visible (password, wants_password);
  gtk_widget_set_visible (saved, wants_yes);
  return wants_password || wants_yes;
}

static const MdStepExtra extras[] = {
  { MD_STEP_S1, md_links_box_new_portal, md_links_box_refresh },
  { MD_STEP_S3, new_passwords, refresh_passwords },
  { MD_STEP_S4, md_protection_box_new, md_protection_box_refresh },
  { MD_STEP_S5, md_links_box_new_webmail, md_links_box_refresh },
  { MD_STEP_S6, md_consent_box_new_lists, md_consent_box_refresh },
  { MD_STEP_S8, md_consent_box_new_test, md_consent_box_refresh },
  { MD_STEP_S8, md_card_box_new, md_card_box_refresh },
};

const MdStepExtra *
md_step_extra_get (guint index)
{
  return index < G_N_ELEMENTS (extras) ? &extras[index] : NULL;
}

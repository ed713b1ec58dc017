/* step-extra.c - what one step's page has beyond rows and questions; see step-extra.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-step-extra"

#include "config.h"

#include "ui/step-extra.h"

#include "ui/card-box.h"
#include "ui/consent-box.h"
#include "ui/input-boxes.h"
#include "ui/letter-box.h"
#include "ui/links-box.h"
#include "ui/password-box.h"
#include "ui/protection-box.h"

/* Comparing makes sense once there is a password to compare. */
static gboolean
refresh_saved (GtkWidget *box, MdSession *session)
{
  return (md_case_get_inputs (md_session_get_case (session)) & MD_INPUT_PASSWORD) != 0
         && md_consent_box_refresh (box, session);
}

/* Only where Online Accounts has this very address, with a token. */
static gboolean
refresh_token (GtkWidget *box, MdSession *session)
{
  const MdPrograms *programs = md_session_get_programs (session);
  const char *email = md_session_get_case (session)->email;

  for (guint i = 0; programs != NULL && email != NULL && i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (g_str_equal (account->program, "goa") && account->oauth2 && account->email != NULL
          && g_ascii_strcasecmp (account->email, email) == 0)
        return md_consent_box_refresh (box, session);
    }
  return FALSE;
}

/* Only where one that differs was seen. */
static gboolean
refresh_other_saved (GtkWidget *box, MdSession *session)
{
  MdRunner *runner = md_session_get_runner (session);
  GPtrArray *findings = runner != NULL ? md_runner_get_findings (runner, MD_STEP_S3) : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (md_finding_get_code (g_ptr_array_index (findings, i)) == MD_FINDING_SAVED_PASSWORD_DIFFERENT
        && md_finding_get_subject (g_ptr_array_index (findings, i)) == MD_SUBJECT_OUTGOING)
      return md_consent_box_refresh (box, session);
  return FALSE;
}

/* Sending the own draft makes sense once there is one. */
static gboolean
refresh_draft (GtkWidget *box, MdSession *session)
{
  return md_session_get_case (session)->draft != NULL && md_consent_box_refresh (box, session);
}

/* Moving makes sense once it was found where it should not be. */
static gboolean
refresh_move (GtkWidget *box, MdSession *session)
{
  MdRunner *runner = md_session_get_runner (session);
  GPtrArray *findings = runner != NULL ? md_runner_get_findings (runner, MD_STEP_R1) : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      MdFindingCode code = md_finding_get_code (g_ptr_array_index (findings, i));

      if (code == MD_FINDING_MESSAGE_IN_SPAM || code == MD_FINDING_MESSAGE_IN_TRASH
          || code == MD_FINDING_MESSAGE_IN_ARCHIVE || code == MD_FINDING_MESSAGE_IN_FOLDER)
        return md_consent_box_refresh (box, session);
    }
  return FALSE;
}

static const MdStepExtra extras[] = {
  { MD_STEP_S1, md_links_box_new_portal, md_links_box_refresh },
  { MD_STEP_S2, md_links_box_new_instructions, md_links_box_refresh },
  { MD_STEP_S3, md_links_box_new_access, md_links_box_refresh },
  { MD_STEP_S3, NULL, refresh_token, MD_CONSENT_BOX_TOKEN },
  { MD_STEP_S3, md_password_box_new, md_password_box_refresh },
  { MD_STEP_S3, NULL, refresh_saved, MD_CONSENT_BOX_KEYRING },
  { MD_STEP_S3, NULL, refresh_other_saved, MD_CONSENT_BOX_SAVED },
  { MD_STEP_S4, md_protection_box_new, md_protection_box_refresh },
  { MD_STEP_S5, md_links_box_new_webmail, md_links_box_refresh },
  { MD_STEP_S6, NULL, md_consent_box_refresh, MD_CONSENT_BOX_LISTS },
  { MD_STEP_S8, NULL, md_consent_box_refresh, MD_CONSENT_BOX_TEST },
  { MD_STEP_S8, md_card_box_new, md_card_box_refresh },
  { MD_STEP_D1, md_bounce_box_new, md_bounce_box_refresh },
  { MD_STEP_D1, md_password_box_new, md_password_box_refresh },
  { MD_STEP_D2, md_letter_box_new_recipient, md_letter_box_refresh_recipient },
  { MD_STEP_D3, md_recipient_box_new, md_recipient_box_refresh },
  { MD_STEP_D4, md_domain_box_new, md_domain_box_refresh },
  { MD_STEP_D4, NULL, md_consent_box_refresh, MD_CONSENT_BOX_SERVER_LISTS },
  { MD_STEP_D5, md_draft_box_new, md_files_box_refresh },
  { MD_STEP_D5, md_test_to_box_new, md_test_to_box_refresh },
  { MD_STEP_D5, NULL, md_consent_box_refresh, MD_CONSENT_BOX_TEST },
  { MD_STEP_D5, NULL, refresh_draft, MD_CONSENT_BOX_DRAFT },
  { MD_STEP_D6, md_logs_box_new, md_files_box_refresh },
  { MD_STEP_R1, md_wanted_box_new, md_wanted_box_refresh },
  { MD_STEP_R1, md_password_box_new, md_password_box_refresh },
  { MD_STEP_R1, NULL, refresh_move, MD_CONSENT_BOX_MOVE },
};

const MdStepExtra *
md_step_extra_get (guint index)
{
  return index < G_N_ELEMENTS (extras) ? &extras[index] : NULL;
}

GtkWidget *
md_step_extra_build (const MdStepExtra *self, MdSession *session)
{
  return self->build != NULL ? self->build (session) : md_consent_box_new (session, self->consent);
}

/* user-name.c - is the user name of the form that the provider recommends, and does it matter?
 *
 * Compared after signing in was tried: a form that the server takes works too, one that it does not take while the
 * other works is wrong, and where nobody could try it only differs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-user-name"

#include "config.h"

#include "checks/products.h"

static void
compare (MdContext *context, MdSubject subject, MdUserForm form)
{
  const MdCase *kase = md_context_get_case (context);
  g_autofree char *recommended = md_user_form_apply (form, kase->email);
  const char *configured = md_case_get_user (kase, subject);
  MdFindingCode code = MD_FINDING_SETTING_DIFFERS;

  if (recommended == NULL || configured == NULL)
    return;
  if (g_ascii_strcasecmp (configured, recommended) == 0)
    {
      md_context_report_about (context, subject, MD_FINDING_SETTING_SAME, "field", "user", "value", configured, NULL);
      return;
    }
  if (md_context_has_found (context, MD_FINDING_LOGIN_ACCEPTED, subject))
    code = MD_FINDING_SETTING_WORKS_TOO;
  else if (subject == MD_SUBJECT_OUTGOING && md_context_has_found (context, MD_FINDING_USER_FORM_OTHER, subject))
    code = MD_FINDING_SETTING_WRONG;
  md_context_report_about (context, subject, code, "field", "user", "configured", configured, "recommended",
                           recommended, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSettings *settings = md_recommended (context);

  if (settings == NULL)
    return TRUE;
  if (kase->outgoing != NULL && !kase->no_auth)
    compare (context, MD_SUBJECT_OUTGOING, settings->outgoing_user_form);
  if (kase->incoming != NULL)
    compare (context, MD_SUBJECT_INCOMING, settings->incoming_user_form);
  return TRUE;
}

/* What can be compared without a login is not kept back until there is a password. */
static gboolean
waives (const MdCase *kase, const char *need)
{
  return !g_str_equal (need, "discover") && (md_case_get_inputs (kase) & MD_INPUT_PASSWORD) == 0
         && (kase->consents & MD_CONSENT_TOKEN) == 0;
}

const MdCheck md_check_user_name = {
  .id = "user-name",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "discover", "incoming-login", "outgoing-login", "other-login" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 2000,
  .refines = TRUE,
  .waives = waives,
  .run = run,
};

/* other-login.c - when the configured way failed: does another credential or another port sign in?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-other-login"

#include "config.h"

#include "checks/sign-in.h"

#include <string.h>

/* A second credential for the same server, worth the one more try that a run may make; FALSE when there is none. */
static gboolean
second_credential (MdContext *context, const MdCredential *first, MdCredential *second, char **user)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSettings *settings = md_recommended (context);
  gboolean reading_works = md_context_has_found (context, MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_INCOMING);
  const char *at = strchr (first->user, '@');

  *second = md_credential_of (kase, MD_SUBJECT_INCOMING);
  if (reading_works && second->secret != NULL && !md_credential_equal (first, second))
    return TRUE;
  /* A reading server may be content with the part before the @ where the sending one is not; never the other way
   * round. */
  if (kase->email == NULL || first->is_token || (reading_works && at != NULL))
    return FALSE;
  *second = *first;
  if (at == NULL)
    *user = g_strdup (kase->email);
  else if (settings != NULL && settings->outgoing_user_form == MD_USER_FORM_LOCAL)
    *user = g_strndup (first->user, (gsize) (at - first->user));
  second->user = *user;
  return *user != NULL;
}

static void
try_second (MdContext *context, MdSignedIn *signed_in)
{
  MdSaslMechanisms offered = md_smtp_get_features (signed_in->smtp)->mechanisms;
  MdCredential first = md_credential_for (context, MD_SUBJECT_OUTGOING, offered);
  gint64 started = g_get_monotonic_time ();
  g_autofree char *user = NULL;
  MdCredential second;
  MdSignIn result;

  if (first.user == NULL || !second_credential (context, &first, &second, &user))
    return;
  md_sign_in (context, signed_in->smtp, &second, &result);
  md_sign_in_evidence (context, md_context_get_product (context, "outgoing-configured"),
                       md_smtp_get_wire (signed_in->smtp), result.end == MD_SIGN_IN_ACCEPTED,
                       g_get_monotonic_time () - started);
  if (result.end == MD_SIGN_IN_ACCEPTED && !md_secret_equal (first.secret, second.secret))
    md_context_report_about (context, MD_SUBJECT_OUTGOING, MD_FINDING_OTHER_PASSWORD_ACCEPTED, "host",
                             signed_in->endpoint->host, "user", second.user, NULL);
  else if (result.end == MD_SIGN_IN_ACCEPTED)
    md_context_report_about (context, MD_SUBJECT_OUTGOING, MD_FINDING_USER_FORM_OTHER, "host",
                             signed_in->endpoint->host, "user", first.user, "works", second.user, NULL);
  md_sign_in_clear (&result);
}

/* The best of what answered elsewhere: the provider's own server first, then 587, 465. */
static MdDialogue *
find_way (MdContext *context)
{
  const char *const checks[] = { "recommended-server", "outgoing-ports" };
  const MdSettings *settings = md_recommended (context);
  gboolean is_proven = settings == NULL || !settings->servers_unproven;

  for (gsize i = is_proven ? 0 : 1; i < G_N_ELEMENTS (checks); i++)
    {
      GPtrArray *dialogues = md_context_get_product (context, checks[i]);

      for (guint j = 0; dialogues != NULL && j < dialogues->len; j++)
        {
          MdDialogue *dialogue = g_ptr_array_index (dialogues, j);

          if (dialogue->endpoint->port != 25 && dialogue->smtp != NULL && md_dialogue_is_trusted (dialogue))
            return dialogue;
        }
    }
  return NULL;
}

static void
report_way (MdContext *context, const MdSignedIn *way, const MdSignIn *result)
{
  g_autofree char *port = g_strdup_printf ("%u", way->endpoint->port);
  const char *security = md_security_name (way->endpoint->security);

  if (way->accepted)
    md_context_report (context, MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED, "host", way->endpoint->host, "port", port,
                       "security", security, NULL);
  else if (result->reply != NULL)
    {
      md_context_report (context, MD_FINDING_LOGIN_ELSEWHERE_REFUSED, "host", way->endpoint->host, "port", port,
                         "security", security, "reply", result->reply->raw, NULL);
      md_report_reply (context, MD_SUBJECT_OTHER, way->endpoint, MD_PHASE_AUTH, result->reply->code,
                       result->reply->enhanced, result->reply->text);
    }
}

static void
try_other_way (MdContext *context, const MdCredential *credential)
{
  MdDialogue *dialogue = find_way (context);
  gint64 started = g_get_monotonic_time ();
  MdSignedIn *way;
  MdSignIn result;

  if (dialogue == NULL)
    return;
  way = g_new0 (MdSignedIn, 1);
  way->endpoint = md_endpoint_copy (dialogue->endpoint);
  way->address = g_strdup (dialogue->address);
  way->user = g_strdup (credential->user);
  way->password = md_secret_ref (credential->secret);
  way->is_token = credential->is_token;
  way->smtp = g_steal_pointer (&dialogue->smtp);
  md_sign_in (context, way->smtp, credential, &result);
  way->accepted = result.end == MD_SIGN_IN_ACCEPTED;
  md_sign_in_evidence (context, dialogue, md_smtp_get_wire (way->smtp), way->accepted,
                       g_get_monotonic_time () - started);
  report_way (context, way, &result);
  md_sign_in_clear (&result);
  md_context_leave (context, way, (GDestroyNotify) md_signed_in_free);
}

static gboolean
run (MdContext *context, GError **error)
{
  MdSignedIn *signed_in = md_context_get_product (context, "outgoing-login");
  MdCredential credential = md_credential_for (context, MD_SUBJECT_OUTGOING, 0);

  if ((signed_in != NULL && signed_in->accepted) || credential.secret == NULL || credential.user == NULL)
    return TRUE;
  if (md_context_has_found (context, MD_FINDING_LOGIN_REFUSED, MD_SUBJECT_OUTGOING))
    {
      /* What the reply named is not cured by another credential. */
      if (signed_in != NULL && signed_in->smtp != NULL
          && !md_context_has_found (context, MD_FINDING_REPLY_NAMES_CAUSE, MD_SUBJECT_OUTGOING))
        try_second (context, signed_in);
      return TRUE;
    }
  if (signed_in == NULL)
    try_other_way (context, &credential);
  return TRUE;
}

const MdCheck md_check_other_login = {
  .id = "other-login",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_OTHER,
  .needs = { "outgoing-login", "incoming-login", "outgoing-ports", "recommended-server" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 20000,
  .consumes = TRUE,
  .waives = md_token_waives,
  .run = run,
};

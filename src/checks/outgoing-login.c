/* outgoing-login.c - does the outgoing server accept the user name and the password saved for sending?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-outgoing-login"

#include "config.h"

#include "checks/sign-in.h"

static gboolean
waives (const MdCase *kase, const char *need)
{
  return (g_str_equal (need, "password") && kase->no_auth) || md_token_waives (kase, need);
}

static void
report_password_shape (MdContext *context)
{
  const MdCase *kase = md_context_get_case (context);
  MdSecret *outgoing = md_case_get_password (kase, MD_SUBJECT_OUTGOING);
  MdSecret *incoming = md_case_get_password (kase, MD_SUBJECT_INCOMING);

  if (outgoing == NULL || kase->token != NULL)
    return;
  if (md_secret_has_outer_blanks (outgoing))
    md_context_report_about (context, MD_SUBJECT_ACCOUNT, MD_FINDING_PASSWORD_BLANKS_AT_END, NULL);
  else if (md_secret_has_inner_blanks (outgoing))
    md_context_report_about (context, MD_SUBJECT_ACCOUNT, MD_FINDING_PASSWORD_BLANKS_INSIDE, NULL);
  if (incoming != NULL && !md_secret_equal (outgoing, incoming))
    md_context_report_about (context, MD_SUBJECT_ACCOUNT, MD_FINDING_PASSWORDS_DIFFER, NULL);
}

static void
report_refusal (MdContext *context, const MdEndpoint *endpoint, const char *user, const MdSignIn *result)
{
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);
  g_autofree char *names = NULL;

  switch (result->end)
    {
    case MD_SIGN_IN_REFUSED:
      md_context_report (context, MD_FINDING_LOGIN_REFUSED, "host", endpoint->host, "port", port, "user", user, "reply",
                         result->reply->raw, NULL);
      break;
    case MD_SIGN_IN_DEFERRED:
      md_context_report (context, MD_FINDING_LOGIN_REFUSED_TEMPORARILY, "host", endpoint->host, "port", port, "user",
                         user, "reply", result->reply->raw, NULL);
      break;
    case MD_SIGN_IN_NO_MECHANISM:
      names = md_sasl_names (result->mechanism);
      md_context_report (context, MD_FINDING_LOGIN_NO_MECHANISM, "host", endpoint->host, "port", port, "mechanisms",
                         names, NULL);
      break;
    case MD_SIGN_IN_CUT:
      md_report_broken_off (context, MD_SUBJECT_OUTGOING, endpoint, "login", result->wire,
                            result->reply != NULL ? result->reply->text : NULL);
      return;
    case MD_SIGN_IN_ACCEPTED:
    default:
      break;
    }
  if (result->reply != NULL)
    md_report_reply (context, MD_SUBJECT_OUTGOING, endpoint, MD_PHASE_AUTH, result->reply->code,
                     result->reply->enhanced, result->reply->text);
  if (result->token_error != NULL && result->end == MD_SIGN_IN_REFUSED)
    md_report_token_error (context, endpoint, result->token_error);
}

static MdSignedIn *
signed_in_new (MdDialogue *dialogue, const MdCredential *credential)
{
  MdSignedIn *signed_in = g_new0 (MdSignedIn, 1);

  signed_in->endpoint = md_endpoint_copy (dialogue->endpoint);
  signed_in->address = g_strdup (dialogue->address);
  signed_in->user = g_strdup (credential->user);
  signed_in->password = credential->secret != NULL ? md_secret_ref (credential->secret) : NULL;
  signed_in->is_token = credential->is_token;
  signed_in->size_limit = md_smtp_get_features (dialogue->smtp)->size_limit;
  signed_in->smtp = g_steal_pointer (&dialogue->smtp);
  return signed_in;
}

static void
sign_in (MdContext *context, MdSignedIn *signed_in, const MdDialogue *dialogue, const MdCredential *credential)
{
  gint64 started = g_get_monotonic_time ();
  MdSignIn result;

  md_sign_in (context, signed_in->smtp, credential, &result);
  signed_in->accepted = result.end == MD_SIGN_IN_ACCEPTED;
  md_sign_in_evidence (context, dialogue, md_smtp_get_wire (signed_in->smtp), signed_in->accepted,
                       g_get_monotonic_time () - started);
  if (signed_in->accepted)
    {
      g_autofree char *port = g_strdup_printf ("%u", signed_in->endpoint->port);

      md_context_report (context, MD_FINDING_LOGIN_ACCEPTED, "host", signed_in->endpoint->host, "port", port, "user",
                         credential->user, "mechanism", md_sasl_name (result.mechanism), NULL);
    }
  else
    report_refusal (context, signed_in->endpoint, credential->user, &result);
  if (result.end == MD_SIGN_IN_CUT)
    g_clear_pointer (&signed_in->smtp, md_smtp_free);
  md_sign_in_clear (&result);
}

static MdSaslMechanisms
mechanisms_of (const MdDialogue *dialogue)
{
  return dialogue != NULL && dialogue->smtp != NULL ? md_smtp_get_features (dialogue->smtp)->mechanisms : 0;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  MdDialogue *dialogue = md_context_get_product (context, "outgoing-configured");
  MdCredential credential = md_credential_for (context, MD_SUBJECT_OUTGOING, mechanisms_of (dialogue));
  const char *obstacle = md_sign_in_obstacle (dialogue);
  const char *host = dialogue != NULL ? dialogue->endpoint->host : "";
  MdSignedIn *signed_in;

  report_password_shape (context);
  if (credential.secret == NULL && !kase->no_auth)
    md_context_report (context, MD_FINDING_PASSWORD_MISSING, NULL);
  if (kase->no_auth)
    md_context_report (context, MD_FINDING_LOGIN_NOT_TRIED, "host", host, "reason", "switched-off", NULL);
  else if (obstacle != NULL && dialogue != NULL)
    md_context_report (context, MD_FINDING_LOGIN_NOT_TRIED, "host", host, "reason", obstacle, NULL);
  if (dialogue == NULL || dialogue->smtp == NULL)
    return TRUE;
  if (obstacle != NULL && !kase->no_auth)
    return TRUE;

  signed_in = signed_in_new (dialogue, &credential);
  if (!kase->no_auth && credential.secret != NULL)
    sign_in (context, signed_in, dialogue, &credential);
  md_context_leave (context, signed_in, (GDestroyNotify) md_signed_in_free);
  return TRUE;
}

const MdCheck md_check_outgoing_login = {
  .id = "outgoing-login",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-configured", "access-token" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 20000,
  .consumes = TRUE,
  .waives = waives,
  .run = run,
};

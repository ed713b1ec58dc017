/* sign-in.c - one login try for sending, and what its answer means; see sign-in.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sign-in"

#include "config.h"

#include "checks/sign-in.h"

#include "checks/evidence-of.h"
#include "protocols/token-error.h"

MdCredential
md_credential_of (const MdCase *kase, MdSubject side)
{
  MdCredential credential = { md_case_get_user (kase, side), kase->token, kase->token != NULL };

  if (kase->token == NULL)
    credential.secret = md_case_get_password (kase, side);
  return credential;
}

MdCredential
md_credential_for (const MdContext *context, MdSubject side, MdSaslMechanisms offered)
{
  MdCredential credential = md_credential_of (md_context_get_case (context), side);
  const MdAccessToken *given = md_context_get_product (context, "access-token");
  gboolean takes_tokens = offered == 0 || (offered & MD_SASL_TOKEN_MECHANISMS) != 0;

  if (given == NULL || credential.is_token || (credential.secret != NULL && !takes_tokens))
    return credential;
  return (MdCredential) { credential.user, given->token, TRUE };
}

gboolean
md_token_waives (const MdCase *kase, const char *need)
{
  gboolean is_wanted = (kase->consents & MD_CONSENT_TOKEN) != 0;

  return g_str_equal (need, "password") ? is_wanted : g_str_equal (need, "access-token") && !is_wanted;
}

/* A token that was handed out a moment ago has not expired: the permission behind it is gone. */
static MdFindingCode
token_finding (const MdContext *context, MdTokenFault fault)
{
  const MdAccessToken *given = md_context_get_product (context, "access-token");
  gboolean is_fresh = given != NULL && given->seconds > 0 && md_context_get_case (context)->token == NULL;

  switch (fault)
    {
    case MD_TOKEN_EXPIRED:
      return MD_FINDING_TOKEN_EXPIRED;
    case MD_TOKEN_REVOKED:
      return MD_FINDING_TOKEN_REVOKED;
    case MD_TOKEN_NO_SCOPE:
      return MD_FINDING_TOKEN_LACKS_SCOPE;
    case MD_TOKEN_NOT_VALID:
      return is_fresh ? MD_FINDING_TOKEN_REVOKED : MD_FINDING_TOKEN_REFUSED;
    case MD_TOKEN_UNKNOWN:
    default:
      return MD_FINDING_TOKEN_REFUSED;
    }
}

void
md_report_token_error (MdContext *context, const MdEndpoint *endpoint, const char *json)
{
  g_autoptr (MdTokenError) error = md_token_error_parse (json);
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);

  md_context_report (context, token_finding (context, error->fault), "host", endpoint->host, "port", port, "status",
                     error->status, "scope", error->scope, NULL);
}

gboolean
md_credential_equal (const MdCredential *a, const MdCredential *b)
{
  return g_strcmp0 (a->user, b->user) == 0 && md_secret_equal (a->secret, b->secret);
}

void
md_sign_in (MdContext *context, MdSmtp *smtp, const MdCredential *credential, MdSignIn *result)
{
  const MdSmtpFeatures *features = md_smtp_get_features (smtp);

  *result = (MdSignIn) { .end = MD_SIGN_IN_NO_MECHANISM };
  result->mechanism = features->auth ? md_sasl_choose (features->mechanisms, credential->is_token, TRUE) : 0;
  if (result->mechanism == 0)
    return;
  result->wire = md_smtp_login (smtp, md_context_get_wait (context), result->mechanism, credential->user,
                                credential->secret, &result->reply, &result->token_error);
  if (result->wire != MD_WIRE_OK || result->reply->code < 200 || result->reply->code / 100 == 3)
    result->end = MD_SIGN_IN_CUT;
  else if (result->reply->code < 300)
    result->end = MD_SIGN_IN_ACCEPTED;
  else
    result->end = result->reply->code < 500 ? MD_SIGN_IN_DEFERRED : MD_SIGN_IN_REFUSED;
}

void
md_report_broken_off (MdContext *context, MdSubject subject, const MdEndpoint *endpoint, const char *stage,
                      MdWireStatus wire, const char *line)
{
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);

  switch (wire)
    {
    case MD_WIRE_TIMED_OUT:
      md_context_report_about (context, subject, MD_FINDING_SILENT_AFTER, "host", endpoint->host, "port", port, "stage",
                               stage, "seconds", "", NULL);
      break;
    case MD_WIRE_NONSENSE:
    case MD_WIRE_TOO_LONG:
    case MD_WIRE_INJECTED:
      md_context_report_about (context, subject, MD_FINDING_NONSENSE_AFTER, "host", endpoint->host, "port", port,
                               "stage", stage, "line", line != NULL ? line : "", NULL);
      break;
    case MD_WIRE_CLOSED:
    case MD_WIRE_RESET:
    case MD_WIRE_TLS:
      md_context_report_about (context, subject, MD_FINDING_CLOSED_AFTER, "host", endpoint->host, "port", port, "stage",
                               stage, NULL);
      break;
    case MD_WIRE_OK:
    case MD_WIRE_CANCELLED:
    case MD_WIRE_NOT_TRUSTED:
    default:
      break;
    }
}

void
md_sign_in_clear (MdSignIn *result)
{
  g_clear_pointer (&result->reply, md_smtp_reply_free);
  g_clear_pointer (&result->token_error, g_free);
}

void
md_sign_in_evidence (MdContext *context, const MdDialogue *dialogue, MdWire *wire, gboolean accepted, gint64 micros)
{
  g_autofree char *target = md_endpoint_to_string (dialogue->endpoint);
  g_autofree char *probe = g_strdup_printf ("%s-login", md_protocol_name (dialogue->endpoint->protocol));
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, probe, target,
                                          accepted ? "accepted" : "refused", micros);

  md_evidence_add_login_stages (evidence, dialogue, (double) micros / 1e6, accepted);
  md_evidence_add_transcript (evidence, md_wire_get_transcript (wire));
  md_context_add_evidence (context, evidence);
}

const char *
md_sign_in_obstacle (const MdDialogue *dialogue)
{
  if (dialogue == NULL || dialogue->end == MD_DIALOGUE_NO_CONNECTION)
    return "no-connection";
  if (dialogue->end != MD_DIALOGUE_READY)
    return "not-ready";
  if (dialogue->endpoint->security == MD_SECURITY_PLAIN)
    return "not-encrypted";
  return md_dialogue_is_trusted (dialogue) ? NULL : "not-trusted";
}

/* envelope.c - does the server take the sender and a recipient, without a message?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-envelope"

#include "config.h"

#include "checks/envelope-test.h"
#include "checks/sign-in.h"

static void
report_refusal (MdContext *context, MdSubject subject, const MdSignedIn *way, MdReplyPhase phase,
                const MdSmtpReply *reply)
{
  const char *sender = md_case_get_sender (md_context_get_case (context));
  g_autofree char *code = g_strdup_printf ("%u", reply->code);

  if (!way->accepted && reply->code >= 500)
    md_context_report_about (context, subject, MD_FINDING_AUTH_DEMANDED, "host", way->endpoint->host, "reply",
                             reply->raw, NULL);
  md_context_report_about (context, subject,
                           reply->code < 500 ? MD_FINDING_ENVELOPE_DEFERRED : MD_FINDING_ENVELOPE_REFUSED, "host",
                           way->endpoint->host, "sender", sender, "code", code, "reply", reply->raw, NULL);
  md_report_reply (context, subject, way->endpoint, phase, reply->code, reply->enhanced, reply->text);
}

void
md_envelope_test (MdContext *context, MdSubject subject, MdSignedIn *way)
{
  const MdCase *kase = md_context_get_case (context);
  const char *sender = md_case_get_sender (kase);
  const char *recipient = kase->to != NULL ? kase->to : kase->email;
  g_autoptr (MdSmtp) smtp = g_steal_pointer (&way->smtp);
  g_autoptr (MdSmtpReply) mail = NULL;
  g_autoptr (MdSmtpReply) rcpt = NULL;
  g_autofree char *target = md_endpoint_to_string (way->endpoint);
  gint64 started = g_get_monotonic_time ();
  MdWireStatus status = md_smtp_envelope (smtp, md_context_get_wait (context), sender, recipient, kase->message_size,
                                          &mail, &rcpt);
  gboolean accepted = mail != NULL && mail->code / 100 == 2 && rcpt != NULL && rcpt->code / 100 == 2;
  const MdSmtpReply *last = rcpt != NULL ? rcpt : mail;
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "smtp-envelope", target,
                                          accepted ? "accepted" : "refused", g_get_monotonic_time () - started);

  md_evidence_add_transcript (evidence, md_wire_get_transcript (md_smtp_get_wire (smtp)));
  md_context_add_evidence (context, evidence);
  if (accepted)
    md_context_report_about (context, subject, MD_FINDING_ENVELOPE_ACCEPTED, "host", way->endpoint->host, "sender",
                             sender, NULL);
  else if (last != NULL && last->code >= 400)
    report_refusal (context, subject, way, rcpt != NULL ? MD_PHASE_RCPT : MD_PHASE_MAIL, last);
  else if (status == MD_WIRE_NONSENSE && mail == NULL)
    md_context_report_about (context, subject, MD_FINDING_ENVELOPE_NOT_TRIED, "reason", md_wire_status_name (status),
                             NULL);
  else
    md_report_broken_off (context, subject, way->endpoint, mail == NULL || mail->code == 0 ? "mail" : "rcpt", status,
                          last != NULL ? last->text : NULL);
}

static gboolean
waives (const MdCase *kase, const char *need)
{
  return g_str_equal (need, "password") && kase->no_auth;
}

static gboolean
run (MdContext *context, GError **error)
{
  MdSignedIn *way = md_context_get_product (context, "outgoing-login");

  if (way == NULL || way->smtp == NULL || (!way->accepted && !md_context_get_case (context)->no_auth))
    {
      md_context_report (context, MD_FINDING_ENVELOPE_NOT_TRIED, "reason", "no-login", NULL);
      return TRUE;
    }
  md_envelope_test (context, MD_SUBJECT_OUTGOING, way);
  return TRUE;
}

const MdCheck md_check_envelope = {
  .id = "envelope",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-login" },
  .inputs = MD_INPUT_EMAIL | MD_INPUT_PASSWORD,
  .budget_ms = 20000,
  .consumes = TRUE,
  .waives = waives,
  .run = run,
};

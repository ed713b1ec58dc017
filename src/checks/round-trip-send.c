/* round-trip-send.c - hands one message to the sending server and says how that went; see round-trip.h
 *
 * It is sent by libcurl, on a connection of its own: another program, as it were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-round-trip"

#include "config.h"

#include "checks/evidence-of.h"
#include "checks/round-trip.h"

#define SEND_MS 50000

const MdSignedIn *
md_trip_choose_way (MdContext *context)
{
  const char *const checks[] = { "outgoing-login", "other-login" };
  const MdSignedIn *first = md_context_get_product (context, checks[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      const MdSignedIn *way = md_context_get_product (context, checks[i]);

      if (way != NULL && way->accepted && way->address != NULL)
        return way;
    }
  return md_context_get_case (context)->no_auth && first != NULL && first->address != NULL ? first : NULL;
}

const char *
md_trip_recipient (const MdCase *kase)
{
  return kase->test_to != NULL ? kase->test_to : kase->email;
}

gboolean
md_trip_is_elsewhere (const MdCase *kase)
{
  return kase->test_to != NULL && kase->email != NULL && g_ascii_strcasecmp (kase->test_to, kase->email) != 0;
}

void
md_trip_report_elsewhere (MdContext *context, const MdTripCodes *codes)
{
  md_context_report (context, codes->not_watched, "reason", "other-recipient", NULL);
  md_context_report (context, MD_FINDING_TRIP_ELSEWHERE, "recipient",
                     md_trip_recipient (md_context_get_case (context)), NULL);
}

static MdReplyPhase
phase_of (const char *stage)
{
  static const struct
  {
    const char *stage;
    MdReplyPhase phase;
  } phases[] = {
    { "connect", MD_PHASE_BANNER }, { "tls", MD_PHASE_STARTTLS }, { "login", MD_PHASE_AUTH },
    { "mail", MD_PHASE_MAIL },      { "rcpt", MD_PHASE_RCPT },    { "data", MD_PHASE_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_str_equal (phases[i].stage, stage))
      return phases[i].phase;
  return MD_PHASE_DATA;
}

static const char *
word_of_failure (const char *stage)
{
  if (g_str_equal (stage, "connect"))
    return "no-connection";
  return g_str_equal (stage, "tls") ? "tls-failed" : "closed";
}

static void
report_refusal (MdContext *context, const MdTripCodes *codes, const MdSignedIn *way, const MdSendResult *result)
{
  g_autofree char *code = g_strdup_printf ("%ld", result->code);
  const char *reply = result->reply != NULL ? result->reply : "";
  g_auto (GStrv) lines = g_strsplit (reply, "\n", -1);
  g_autoptr (MdSmtpReply) parsed = md_smtp_reply_parse ((const char *const *) lines);

  md_context_report (context, codes->refused, "host", way->endpoint->host, "stage", result->stage, "code", code,
                     "reply", reply, NULL);
  md_report_reply (context, MD_SUBJECT_OUTGOING, way->endpoint, phase_of (result->stage), (guint) result->code,
                   parsed != NULL ? parsed->enhanced : NULL, parsed != NULL ? parsed->text : reply);
}

static void
add_evidence (MdContext *context, const MdSignedIn *way, const MdSendResult *result)
{
  static const char *const words[] = {
    [MD_SEND_OK] = "accepted",   [MD_SEND_REFUSED] = "refused",     [MD_SEND_STALLED] = "stalled",
    [MD_SEND_FAILED] = "failed", [MD_SEND_CANCELLED] = "cancelled",
  };
  g_autofree char *target = md_endpoint_to_string (way->endpoint);
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "smtp-send", target,
                                          words[result->outcome], result->micros);

  for (gsize i = 0; result->lines[i] != NULL; i++)
    md_evidence_add_line (evidence, result->lines[i]);
  md_evidence_add_send_stages (evidence, result);
  md_context_add_evidence (context, evidence);
}

gboolean
md_trip_send (MdContext *context, const MdTripCodes *codes, const MdSignedIn *way, const MdMessage *message)
{
  const MdCase *kase = md_context_get_case (context);
  const char *recipient = md_trip_recipient (kase);
  MdWait wait = md_wait_within (md_context_get_wait (context), SEND_MS);
  g_autoptr (MdSendResult) result
      = md_message_send (md_context_get_world (context), way->endpoint, way->address, way->accepted ? way->user : NULL,
                         way->accepted ? way->password : NULL, way->is_token, md_case_get_sender (kase), recipient,
                         message, &wait);
  g_autofree char *bytes = g_strdup_printf ("%" G_GINT64_FORMAT, result->bytes);

  add_evidence (context, way, result);
  switch (result->outcome)
    {
    case MD_SEND_OK:
      md_context_report (context, codes->sent, "host", way->endpoint->host, "recipient", recipient, "message_id",
                         message->message_id, NULL);
      return TRUE;
    case MD_SEND_REFUSED:
      report_refusal (context, codes, way, result);
      return FALSE;
    case MD_SEND_STALLED:
      md_context_report (context, codes->stalled, "host", way->endpoint->host, "bytes", bytes, NULL);
      return FALSE;
    case MD_SEND_FAILED:
      md_context_report (context, codes->not_possible, "reason", word_of_failure (result->stage), NULL);
      return FALSE;
    case MD_SEND_CANCELLED:
    default:
      return FALSE;
    }
}

/* server-findings.c - what a dialogue with a server means, said the same way for every server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-server-findings"

#include "config.h"

#include "checks/evidence-of.h"
#include "checks/products.h"

#include <string.h>

#define SLOW_GREETING_SECONDS 8.0
#define EXPIRES_SOON_SECONDS (14 * 24 * 3600)

/* What every finding about one port says. */
typedef struct
{
  MdContext *context;
  MdSubject subject;
  const MdDialogue *dialogue;
  const char *host;
  char port[8];
} Report;

#define REPORT(report, code, ...)                                                                                      \
  md_context_report_about ((report)->context, (report)->subject, code, "host", (report)->host, "port", (report)->port, \
                           __VA_ARGS__)

static char *
seconds_text (double seconds)
{
  return g_strdup_printf ("%.1f", seconds);
}

static MdFindingCode
code_of_tcp_state (MdTcpState state)
{
  static const MdFindingCode codes[] = {
    [MD_TCP_OPEN] = MD_FINDING_PORT_OPEN,
    [MD_TCP_REFUSED] = MD_FINDING_PORT_REFUSED,
    [MD_TCP_TIMED_OUT] = MD_FINDING_PORT_TIMED_OUT,
    [MD_TCP_UNREACHABLE] = MD_FINDING_PORT_UNREACHABLE,
    [MD_TCP_PROHIBITED] = MD_FINDING_PORT_PROHIBITED,
    [MD_TCP_RESET] = MD_FINDING_PORT_RESET,
    [MD_TCP_DENIED_HERE] = MD_FINDING_PORT_DENIED_HERE,
    [MD_TCP_CANCELLED] = MD_FINDING_NONE,
    [MD_TCP_FAILED] = MD_FINDING_PORT_UNREACHABLE,
  };

  return codes[state];
}

/* ── evidence ── */

static void
add_evidence (MdContext *context, const MdDialogue *dialogue)
{
  g_autofree char *target = md_endpoint_to_string (dialogue->endpoint);
  g_autofree char *probe = g_strdup_printf ("%s-dialogue", md_protocol_name (dialogue->endpoint->protocol));
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, probe, target,
                                          md_dialogue_end_name (dialogue->end), (gint64) (dialogue->seconds * 1e6));
  MdTranscript *transcript = md_dialogue_get_transcript (dialogue);

  for (guint i = 0; i < dialogue->attempts->len; i++)
    {
      const MdTcpAttempt *attempt = g_ptr_array_index (dialogue->attempts, i);
      g_autofree char *line = g_strdup_printf ("%s: %s (%.3f s)", attempt->address, md_tcp_state_name (attempt->state),
                                               (double) attempt->micros / 1e6);

      md_evidence_add_line (evidence, line);
    }
  md_evidence_add_dialogue_stages (evidence, dialogue);
  if (transcript != NULL)
    md_evidence_add_transcript (evidence, transcript);
  md_evidence_add_tls (evidence, md_dialogue_get_tls (dialogue), dialogue->endpoint->host);
  md_context_add_evidence (context, evidence);
}

/* ── names and ports ── */

static void
suggest_name (MdContext *context, MdSubject subject, const char *host)
{
  const char *domain = strchr (host, '.');
  const char *meant = domain != NULL ? md_typos_suggest (domain + 1) : NULL;
  g_autofree char *suggestion = NULL;

  if (meant == NULL)
    return;
  suggestion = g_strdup_printf ("%.*s.%s", (int) (domain - host), host, meant);
  md_context_report_about (context, subject, MD_FINDING_NAME_SUGGESTION, "host", host, "suggestion", suggestion, NULL);
}

/* Of what cannot be a name, such as a command: nobody is asked about it. */
static MdDnsAddresses *
no_addresses (void)
{
  MdDnsAddresses *none = g_new0 (MdDnsAddresses, 1);

  none->addresses = g_new0 (char *, 1);
  none->status = MD_DNS_NXDOMAIN;
  return none;
}

MdDnsAddresses *
md_report_name (MdContext *context, MdSubject subject, const char *host)
{
  g_autofree char *name = md_host_normalize (host);
  MdDnsAddresses *found = name != NULL ? md_resolver_addresses (md_context_get_world (context), host,
                                                                md_context_get_wait (context))
                                       : no_addresses ();
  g_autofree char *joined = g_strjoinv (", ", found->addresses);
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "dns", host,
                                          md_dns_status_name (found->status), found->micros);

  if (joined[0] != '\0')
    md_evidence_add_line (evidence, joined);
  md_context_add_evidence (context, evidence);

  if (name == NULL)
    md_context_report_about (context, subject, MD_FINDING_NOT_A_SERVER, "host", host, NULL);
  else if (found->status == MD_DNS_OK)
    md_context_report_about (context, subject, MD_FINDING_NAME_RESOLVES, "host", host, "addresses", joined, NULL);
  else if (found->status == MD_DNS_NXDOMAIN)
    {
      md_context_report_about (context, subject, MD_FINDING_NAME_NOT_FOUND, "host", host, NULL);
      suggest_name (context, subject, host);
    }
  else if (found->status == MD_DNS_NO_DATA)
    md_context_report_about (context, subject, MD_FINDING_NAME_NO_ADDRESS, "host", host, NULL);
  else if (found->status != MD_DNS_CANCELLED)
    md_context_report_about (context, subject, MD_FINDING_NAME_LOOKUP_FAILED, "host", host, "status",
                             md_dns_status_name (found->status), NULL);
  return found;
}

static void
report_ports (const Report *report)
{
  GPtrArray *attempts = report->dialogue->attempts;
  MdTcpAttempt *open = md_tcp_find_open (attempts);
  MdTcpState state = md_tcp_summary (attempts);

  if (report->dialogue->address != NULL || open != NULL)
    {
      double seconds = report->dialogue->stage_until[MD_STAGE_CONNECT] - report->dialogue->stage_from[MD_STAGE_CONNECT];
      g_autofree char *ms = g_strdup_printf ("%.0f", 1000 * seconds);

      REPORT (report, MD_FINDING_PORT_OPEN, "ms", ms, NULL);
    }
  else if (code_of_tcp_state (state) != MD_FINDING_NONE)
    REPORT (report, code_of_tcp_state (state), NULL);
  if (report->dialogue->address == NULL)
    return;
  for (guint i = 0; i < attempts->len; i++)
    {
      const MdTcpAttempt *attempt = g_ptr_array_index (attempts, i);

      /* An attempt that was cut short by a faster one says nothing, nor does one in a family this computer has not. */
      if (attempt->state == MD_TCP_REFUSED || (attempt->state == MD_TCP_UNREACHABLE && !attempt->no_way))
        REPORT (report, MD_FINDING_ADDRESS_DEAD, "address", attempt->address, "result",
                md_tcp_state_name (attempt->state), NULL);
    }
}

/* ── replies ── */

gboolean
md_report_reply (MdContext *context, MdSubject subject, const MdEndpoint *endpoint, MdReplyPhase phase, guint code,
                 const char *enhanced, const char *text)
{
  g_autoptr (MdSettings) provider = md_providers_find_by_server (endpoint->host);
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);
  g_autofree char *code_text = NULL;
  g_autofree char *reply = NULL;
  MdReplyMeaning meaning;

  if (!md_replies_classify (code, enhanced, text != NULL ? text : "", phase,
                            provider != NULL ? provider->provider : NULL, &meaning))
    return FALSE;
  /* A refused password is said by LOGIN_REFUSED, which knows what the other side answered. */
  if (strcmp (meaning.cause, "bad-credentials") == 0 || strcmp (meaning.cause, "unknown") == 0)
    return FALSE;
  code_text = code == 0 ? g_strdup ("") : g_strdup_printf ("%u", code);
  reply = g_strstrip (g_strdup_printf ("%s %s %s", code_text, enhanced != NULL ? enhanced : "",
                                       text != NULL ? text : ""));
  md_context_report_about (context, subject, MD_FINDING_REPLY_NAMES_CAUSE, "cause", meaning.cause, "sure",
                           md_sureness_name (meaning.sure), "phase", md_reply_phase_name (phase), "host",
                           endpoint->host, "port", port, "code", code_text, "reply", reply, NULL);
  return TRUE;
}

static void
report_refusal (const Report *report)
{
  const MdDialogue *dialogue = report->dialogue;
  const MdSmtpReply *reply = dialogue->smtp_reply;
  const char *text = dialogue->reply_text != NULL ? dialogue->reply_text : "";
  MdReplyPhase phase = MD_PHASE_EHLO;

  if (dialogue->stage == MD_STAGE_GREETING)
    phase = MD_PHASE_BANNER;
  else if (dialogue->stage == MD_STAGE_STARTTLS)
    phase = MD_PHASE_STARTTLS;
  if (phase == MD_PHASE_STARTTLS)
    REPORT (report, MD_FINDING_STARTTLS_REFUSED, "reply", text, NULL);
  else
    REPORT (report, MD_FINDING_EHLO_REFUSED, "reply", text, NULL);
  if (reply != NULL)
    md_report_reply (report->context, report->subject, dialogue->endpoint, phase, reply->code, reply->enhanced,
                     reply->text);
}

/* ── certificate ── */

static const MdInterceptor *
find_interceptor (const MdTls *tls)
{
  GPtrArray *chain = md_tls_get_chain (tls);

  for (guint i = 0; i < chain->len; i++)
    {
      const MdCertificate *certificate = g_ptr_array_index (chain, i);
      const MdInterceptor *product = md_interception_by_issuer (certificate->issuer_full);

      if (product != NULL)
        return product;
    }
  return NULL;
}

static void
report_dates_and_name (const Report *report, const MdCertificate *leaf, MdCertProblem problems)
{
  g_autofree char *from = md_certificate_date (leaf->not_before);
  g_autofree char *until = md_certificate_date (leaf->not_after);
  g_autofree char *names = g_strjoinv (", ", leaf->names);

  if (problems & MD_CERT_EXPIRED)
    REPORT (report, MD_FINDING_CERT_EXPIRED, "until", until, NULL);
  if (problems & MD_CERT_NOT_YET_VALID)
    REPORT (report, MD_FINDING_CERT_NOT_YET_VALID, "from", from, NULL);
  if (problems & MD_CERT_WRONG_NAME)
    REPORT (report, MD_FINDING_CERT_WRONG_NAME, "names", names, NULL);
}

static void
report_certificate (const Report *report, const MdTls *tls)
{
  GPtrArray *chain = md_tls_get_chain (tls);
  const MdCertificate *leaf = chain->len > 0 ? g_ptr_array_index (chain, 0) : NULL;
  MdCertProblem problems = md_tls_get_problems (tls);
  const MdCertProblem untrusted
      = MD_CERT_SELF_SIGNED | MD_CERT_UNKNOWN_AUTHORITY | MD_CERT_INCOMPLETE_CHAIN | MD_CERT_OTHER;
  const MdInterceptor *product;

  if (leaf == NULL)
    return;
  if (problems == 0)
    {
      g_autofree char *until = md_certificate_date (leaf->not_after);

      REPORT (report, MD_FINDING_TLS_ESTABLISHED, "version", md_tls_get_version (tls), "issuer", leaf->issuer, "until",
              until, NULL);
      if (leaf->not_after - g_get_real_time () / G_USEC_PER_SEC < EXPIRES_SOON_SECONDS)
        REPORT (report, MD_FINDING_CERT_EXPIRES_SOON, "until", until, NULL);
      return;
    }
  product = (problems & untrusted) != 0 ? find_interceptor (tls) : NULL;
  if (product != NULL)
    {
      REPORT (report, MD_FINDING_CERT_INTERCEPTED, "product", product->product, "where_en", product->where_en,
              "where_es", product->where_es, NULL);
      return;
    }
  report_dates_and_name (report, leaf, problems);
  if (problems & MD_CERT_SELF_SIGNED)
    REPORT (report, MD_FINDING_CERT_SELF_SIGNED, "issuer", leaf->issuer, NULL);
  else if (problems & MD_CERT_INCOMPLETE_CHAIN)
    REPORT (report, MD_FINDING_CERT_INCOMPLETE_CHAIN, "issuer", leaf->issuer, NULL);
  else if (problems & (MD_CERT_UNKNOWN_AUTHORITY | MD_CERT_OTHER))
    REPORT (report, MD_FINDING_CERT_UNKNOWN_AUTHORITY, "issuer", leaf->issuer, NULL);
}

static void
report_tls_failure (const Report *report, const MdTls *tls)
{
  const char *version = tls != NULL ? md_tls_get_version (tls) : NULL;
  const char *reason = tls != NULL ? md_tls_get_reason (tls) : NULL;

  if (tls != NULL && md_tls_get_status (tls) == MD_TLS_TOO_OLD)
    REPORT (report, MD_FINDING_TLS_TOO_OLD, "version", version != NULL ? version : "", NULL);
  else if (tls != NULL && (md_tls_get_status (tls) == MD_TLS_FAILED || md_tls_get_status (tls) == MD_TLS_PLAIN_ANSWER))
    REPORT (report, MD_FINDING_NONSENSE_AFTER, "stage", md_dialogue_stage_name (MD_STAGE_TLS), "line",
            reason != NULL ? reason : "", NULL);
  else
    REPORT (report, MD_FINDING_TLS_FAILED, "reason", reason != NULL ? reason : "", NULL);
}

/* ── greeting and offers ── */

static void
report_greeting (const Report *report)
{
  const MdDialogue *dialogue = report->dialogue;
  g_autofree char *seconds = seconds_text (dialogue->greeting_seconds);
  const MdBannerMark *mark;

  if (dialogue->banner == NULL)
    return;
  mark = md_interception_by_banner (dialogue->banner);
  if (dialogue->end != MD_DIALOGUE_OTHER_SERVICE)
    REPORT (report, MD_FINDING_GREETING, "banner", dialogue->banner, "seconds", seconds, NULL);
  if (dialogue->greeting_seconds > SLOW_GREETING_SECONDS)
    REPORT (report, MD_FINDING_GREETING_SLOW, "seconds", seconds, NULL);
  if (mark != NULL && g_strcmp0 (mark->cause, "tls-interception") == 0)
    REPORT (report, MD_FINDING_GREETING_MASKED, "banner", dialogue->banner, NULL);
}

static void
report_size (const Report *report, const MdSmtpFeatures *features)
{
  const MdCase *kase = md_context_get_case (report->context);
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, features->size_limit);
  g_autofree char *bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, kase->message_size);

  if (!features->size || features->size_limit == 0)
    return;
  md_context_report_about (report->context, report->subject, MD_FINDING_SIZE_LIMIT, "host", report->host, "bytes",
                           limit, NULL);
  if (kase->message_size > features->size_limit)
    md_context_report_about (report->context, report->subject, MD_FINDING_MESSAGE_OVER_SIZE, "host", report->host,
                             "bytes", bytes, "limit", limit, NULL);
}

static void
report_smtp_offers (const Report *report)
{
  const MdSmtpFeatures *features = md_smtp_get_features (report->dialogue->smtp);
  const char *names = features->mechanism_names != NULL ? features->mechanism_names : "";
  gboolean plain = report->dialogue->endpoint->security == MD_SECURITY_PLAIN;

  report_size (report, features);
  if (plain)
    REPORT (report, MD_FINDING_NO_ENCRYPTION_SET, NULL);
  if (features->auth && (features->mechanisms & MD_SASL_PASSWORD_MECHANISMS) != 0)
    REPORT (report, MD_FINDING_AUTH_OFFERED, "mechanisms", names, NULL);
  else if (features->auth && (features->mechanisms & MD_SASL_TOKEN_MECHANISMS) != 0)
    REPORT (report, MD_FINDING_AUTH_ONLY_OAUTH2, "mechanisms", names, NULL);
  else if (plain && features->starttls)
    REPORT (report, MD_FINDING_TLS_REQUIRED_BY_SERVER, "reply", "", NULL);
  else if (!md_context_get_case (report->context)->no_auth)
    REPORT (report, MD_FINDING_AUTH_NOT_OFFERED, NULL);
}

static void
report_no_starttls (const Report *report)
{
  const MdDialogue *dialogue = report->dialogue;
  const char *masked = dialogue->smtp != NULL ? md_smtp_get_features (dialogue->smtp)->masked_keyword : NULL;

  if (masked != NULL)
    REPORT (report, MD_FINDING_STARTTLS_MASKED, "keyword", masked, NULL);
  else
    REPORT (report, MD_FINDING_STARTTLS_MISSING, NULL);
}

static void
report_end (const Report *report)
{
  const MdDialogue *dialogue = report->dialogue;
  const char *stage = md_dialogue_stage_name (dialogue->stage);
  g_autofree char *seconds = seconds_text (dialogue->seconds);

  switch (dialogue->end)
    {
    case MD_DIALOGUE_SILENT:
      if (dialogue->stage == MD_STAGE_GREETING)
        REPORT (report, MD_FINDING_GREETING_NONE, "seconds", seconds, NULL);
      else
        REPORT (report, MD_FINDING_SILENT_AFTER, "stage", stage, "seconds", seconds, NULL);
      break;
    case MD_DIALOGUE_CLOSED:
      REPORT (report, MD_FINDING_CLOSED_AFTER, "stage", stage, NULL);
      break;
    case MD_DIALOGUE_NONSENSE:
      REPORT (report, MD_FINDING_NONSENSE_AFTER, "stage", stage, "line",
              dialogue->reply_text != NULL ? dialogue->reply_text : "", NULL);
      break;
    case MD_DIALOGUE_OTHER_SERVICE:
      REPORT (report, MD_FINDING_GREETING_OTHER_SERVICE, "service", dialogue->service, NULL);
      break;
    case MD_DIALOGUE_SPEAKS_TLS:
      REPORT (report, MD_FINDING_TLS_PORT_GIVEN_PLAIN, NULL);
      break;
    case MD_DIALOGUE_SPEAKS_PLAIN:
      REPORT (report, MD_FINDING_PLAIN_PORT_GIVEN_TLS, NULL);
      break;
    case MD_DIALOGUE_REFUSED:
      report_refusal (report);
      break;
    case MD_DIALOGUE_NO_STARTTLS:
      report_no_starttls (report);
      break;
    case MD_DIALOGUE_TLS_FAILED:
      report_tls_failure (report, md_dialogue_get_tls (dialogue));
      break;
    case MD_DIALOGUE_READY:
    case MD_DIALOGUE_NO_CONNECTION:
    case MD_DIALOGUE_CANCELLED:
    default:
      break;
    }
}

void
md_report_dialogue (MdContext *context, MdSubject subject, const MdDialogue *dialogue)
{
  Report report = { context, subject, dialogue, dialogue->endpoint->host, "" };
  const MdTls *tls = md_dialogue_get_tls (dialogue);

  g_snprintf (report.port, sizeof report.port, "%u", dialogue->endpoint->port);
  add_evidence (context, dialogue);
  if (dialogue->end == MD_DIALOGUE_CANCELLED)
    return;
  report_ports (&report);
  report_greeting (&report);
  if (tls != NULL && md_tls_get_status (tls) == MD_TLS_OK)
    report_certificate (&report, tls);
  report_end (&report);
  if (dialogue->end != MD_DIALOGUE_READY)
    return;
  if (dialogue->smtp != NULL)
    report_smtp_offers (&report);
  if (md_dialogue_is_trusted (dialogue))
    REPORT (&report, MD_FINDING_SERVER_WORKS, "security", md_security_name (dialogue->endpoint->security), NULL);
}

void
md_report_other (MdContext *context, const MdDialogue *dialogue)
{
  Report report = { context, MD_SUBJECT_OTHER, dialogue, dialogue->endpoint->host, "" };
  const char *result = md_dialogue_end_name (dialogue->end);

  g_snprintf (report.port, sizeof report.port, "%u", dialogue->endpoint->port);
  add_evidence (context, dialogue);
  if (dialogue->end == MD_DIALOGUE_CANCELLED)
    return;
  if (md_dialogue_is_trusted (dialogue))
    {
      REPORT (&report, MD_FINDING_OTHER_PORT_WORKS, "security", md_security_name (dialogue->endpoint->security), NULL);
      return;
    }
  if (dialogue->end == MD_DIALOGUE_NO_CONNECTION)
    result = md_tcp_state_name (md_tcp_summary (dialogue->attempts));
  else if (dialogue->end == MD_DIALOGUE_READY)
    result = "not-trusted";
  REPORT (&report, MD_FINDING_OTHER_PORT_CLOSED, "result", result, NULL);
}

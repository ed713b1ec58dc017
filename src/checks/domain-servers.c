/* domain-servers.c - do the servers that take the domain's mail answer, encrypt, and keep the promises of DANE?
 *
 * Spoken to on port 25 as another server would, where this network lets that out; where it does not, nothing is said
 * about them.  DANE counts only where the resolver verified the signatures of every record on the way (RFC 7672
 * sections 2.2 and 3.1); usage 0 and 1 are no use to mail servers (3.1.3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-servers"

#include "config.h"

#include "checks/domain.h"
#include "checks/mx-probe.h"
#include "mailauth/mailauth.h"
#include "mailauth/policies.h"

typedef struct
{
  MdContext *context;
  const char *domain;
  const MdMxProbe *probe;
  MdSubject subject;
} Look;

/* ── DANE ── */

static GPtrArray *
chain_of (const MdMxHost *host)
{
  const MdTls *tls = host->dialogue != NULL ? md_dialogue_get_tls (host->dialogue) : NULL;
  GPtrArray *certificates = tls != NULL ? md_tls_get_chain (tls) : NULL;
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    g_ptr_array_add (chain, g_bytes_ref (((const MdCertificate *) g_ptr_array_index (certificates, i))->der));
  return chain;
}

static void
say_dane (const Look *look, const MdMxHost *host, const char *state, const char *records)
{
  if (md_domain_tells_all (look->context))
    md_context_report_about (look->context, look->subject, MD_FINDING_DANE, "domain", look->domain, "host",
                             host->host, "state", state, "records", records, NULL);
}

static void
report_dane_unchecked (const Look *look, const MdMxHost *host, const char *reason, const char *records)
{
  say_dane (look, host, "unchecked", records);
  md_context_report_about (look->context, look->subject, MD_FINDING_DANE_UNCHECKED, "domain", look->domain, "host",
                           host->host, "reason", reason, NULL);
}

static void
report_dane_mismatch (const Look *look, const MdMxHost *host, const char *reason, const char *record,
                      const GPtrArray *chain)
{
  g_autofree char *corrected = md_dane_record_for (chain);

  md_context_report_about (look->context, look->subject, MD_FINDING_DANE_MISMATCH, "domain", look->domain, "host",
                           host->host, "record", record, "reason", reason, "corrected", md_domain_word (corrected),
                           NULL);
}

static char *
record_text (const MdDnsRecord *record)
{
  return g_strdup_printf ("%u %u %u %s", record->priority, record->weight, record->port, record->text);
}

static void
judge_dane (const Look *look, const MdMxHost *host)
{
  g_autoptr (GPtrArray) chain = chain_of (host);
  const MdDialogue *dialogue = host->dialogue;
  g_autofree char *first = record_text (g_ptr_array_index (host->tlsa->records, 0));
  g_autofree char *record = NULL;
  MdDaneResult result;
  guint index = 0;

  if (!look->probe->mx->authentic || !host->authentic || !host->tlsa->authentic)
    report_dane_unchecked (look, host, "not-signed", first);
  else if (dialogue != NULL && dialogue->end == MD_DIALOGUE_NO_STARTTLS)
    {
      say_dane (look, host, "no-starttls", first);
      report_dane_mismatch (look, host, "no-starttls", first, chain);
    }
  else if (chain->len == 0)
    report_dane_unchecked (look, host, look->probe->port25_open ? "no-connection" : "port25", first);
  else
    {
      result = md_dane_judge (host->tlsa->records, chain, host->host, look->domain, &index);
      record = record_text (g_ptr_array_index (host->tlsa->records, index));
      say_dane (look, host, md_dane_result_name (result), record);
      if (result == MD_DANE_MATCH)
        md_context_report_about (look->context, look->subject, MD_FINDING_DANE_FOUND, "domain", look->domain, "host",
                                 host->host, NULL);
      else
        report_dane_mismatch (look, host, md_dane_result_name (result), record, chain);
    }
}

static void
report_dane (const Look *look)
{
  gboolean any = FALSE;

  for (guint i = 0; i < look->probe->hosts->len; i++)
    {
      const MdMxHost *host = g_ptr_array_index (look->probe->hosts, i);

      any = any || host->tlsa->status == MD_DNS_OK;
      if (host->tlsa->status == MD_DNS_OK)
        judge_dane (look, host);
      else if (md_domain_has_failed (host->tlsa))
        report_dane_unchecked (look, host, "lookup", "");
      else
        say_dane (look, host, "none", "");
    }
  if (!any)
    md_context_report_about (look->context, look->subject, MD_FINDING_DANE_NONE, "domain", look->domain, NULL);
}

/* ── the servers themselves ── */

/* A policy that is enforced keeps mail away from a server whose certificate is not good for its name. */
static void
judge_certificate (const Look *look, const MdMxHost *host)
{
  const MdMtaSts *policy = md_context_get_product (look->context, "domain-policies");
  const MdTls *tls = md_dialogue_get_tls (host->dialogue);
  const char *reason = NULL;

  if (policy == NULL || g_str_equal (policy->mode, "none") || host->dialogue->end == MD_DIALOGUE_TLS_FAILED)
    return;
  if (tls == NULL)
    reason = "no-starttls";
  else if ((md_tls_get_problems (tls) & (MD_CERT_EXPIRED | MD_CERT_NOT_YET_VALID)) != 0)
    reason = "date";
  else if ((md_tls_get_problems (tls) & MD_CERT_WRONG_NAME) != 0)
    reason = "name";
  else if (md_tls_get_problems (tls) != 0)
    reason = "authority";
  if (reason != NULL)
    md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS_CERTIFICATE, "domain", look->domain,
                             "host", host->host, "mode", policy->mode, "reason", reason, NULL);
}

static void
report_server (const Look *look, const MdMxHost *host)
{
  if (md_mx_host_answers (host))
    {
      if (host->dialogue->end == MD_DIALOGUE_READY)
        md_context_report_about (look->context, look->subject, MD_FINDING_MX_ANSWERS, "domain", look->domain, "host",
                                 host->host, "address", host->dialogue->address, NULL);
      else
        md_context_report_about (look->context, look->subject, MD_FINDING_MX_NO_STARTTLS, "domain", look->domain,
                                 "host", host->host, "result", md_dialogue_end_name (host->dialogue->end), NULL);
      judge_certificate (look, host);
    }
  else if (look->probe->port25_open && host->dialogue != NULL)
    md_context_report_about (look->context, look->subject, MD_FINDING_MX_SILENT, "domain", look->domain, "host",
                             host->host, "result", md_mx_host_result (host), NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_autoptr (MdMxProbe) probe = domain != NULL ? md_mx_probe (context, domain) : NULL;
  const Look look = { context, domain, probe, md_domain_subject (context) };

  if (probe == NULL || md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  if (probe->hosts->len == 0)
    {
      md_context_leave (context, g_steal_pointer (&probe), (GDestroyNotify) md_mx_probe_free);
      return TRUE;
    }
  md_mx_probe_add_evidence (context, probe);
  for (guint i = 0; i < probe->hosts->len; i++)
    report_server (&look, g_ptr_array_index (probe->hosts, i));
  if (!probe->port25_open)
    md_context_report_about (context, look.subject, MD_FINDING_PORT25_UNTESTED, "result",
                             md_tcp_state_name (probe->port25_state), NULL);
  report_dane (&look);
  /* For the check that asks the same servers whether they would take a message. */
  md_context_leave (context, g_steal_pointer (&probe), (GDestroyNotify) md_mx_probe_free);
  return TRUE;
}

const MdCheck md_check_domain_servers = {
  .id = "domain-servers",
  .step = MD_STEP_D4,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-policies" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 20000,
  .run = run,
};

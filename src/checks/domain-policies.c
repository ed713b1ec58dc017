/* domain-policies.c - what the domain promises about encryption (MTA-STS, TLS-RPT, DANE), and the name of the address
 * mail leaves from
 *
 * None of it stops anybody from sending; a policy that does not fit the servers stops mail that comes in.
 * RFC 8461, RFC 8460, RFC 7672, RFC 1912 section 2.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-policies"

#include "config.h"

#include "checks/domain.h"
#include "checks/products.h"
#include "mailauth/mailauth.h"
#include "protocols/http.h"

#define MAX_HOSTS 10
#define MAX_ADDRESSES 2
#define POLICY_LIMIT_MS 6000
#define POLICY_MAX_BYTES 65536

/* What is asked for first. */
enum
{
  ANSWER_MX,
  ANSWER_STS,
  ANSWER_RPT,
  N_FIRST_ANSWERS,
};

/* ── the policy for mail that comes in ── */

/* NULL when the policy cannot be had; then nobody heeds it. */
static MdMtaSts *
fetch_policy (MdContext *context, const char *domain)
{
  const MdHttpOptions options = { .limit_ms = POLICY_LIMIT_MS, .max_bytes = POLICY_MAX_BYTES };
  g_autofree char *url = g_strdup_printf ("https://mta-sts.%s/.well-known/mta-sts.txt", domain);
  g_autoptr (MdHttpResult) result = md_http_get (md_context_get_world (context), url, &options,
                                                 md_context_get_wait (context));
  g_autoptr (MdMtaSts) policy = NULL;
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "http", url,
                                          md_http_outcome_name (result->outcome), result->micros);
  g_autofree char *status = g_strdup_printf ("HTTP %ld", result->status);
  gsize length = 0;
  const char *body = result->body != NULL ? g_bytes_get_data (result->body, &length) : NULL;

  md_evidence_add_line (evidence, status);
  md_context_add_evidence (context, evidence);
  if (result->outcome != MD_HTTP_OK || result->status != 200 || body == NULL)
    return NULL;
  policy = md_mta_sts_parse (body, length);
  return policy->valid ? g_steal_pointer (&policy) : NULL;
}

static void
report_mta_sts (MdContext *context, const char *domain, GPtrArray *answers)
{
  const MdDnsAnswer *mx = g_ptr_array_index (answers, ANSWER_MX);
  g_autoptr (GPtrArray) texts = md_domain_texts (g_ptr_array_index (answers, ANSWER_STS), "v=STSv1");
  g_autoptr (MdMtaSts) policy = texts->len == 1 ? fetch_policy (context, domain) : NULL;
  gboolean fits = TRUE;

  if (md_wait_is_cancelled (md_context_get_wait (context))
      || (texts->len == 0 && md_domain_has_failed (g_ptr_array_index (answers, ANSWER_STS))))
    return;
  if (policy == NULL)
    {
      md_context_report (context, MD_FINDING_MTA_STS_NONE, "domain", domain, NULL);
      return;
    }
  for (guint i = 0; i < mx->records->len && !g_str_equal (policy->mode, "none"); i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      if (md_mta_sts_covers (policy, host))
        continue;
      fits = FALSE;
      md_context_report (context, MD_FINDING_MTA_STS_MISMATCH, "domain", domain, "host", host, "mode", policy->mode,
                         NULL);
    }
  if (fits)
    md_context_report (context, MD_FINDING_MTA_STS_FOUND, "domain", domain, "mode", policy->mode, NULL);
}

static void
report_tls_rpt (MdContext *context, const char *domain, const MdDnsAnswer *answer)
{
  g_autoptr (GPtrArray) texts = md_domain_texts (answer, "v=TLSRPTv1");

  if (texts->len > 0)
    md_context_report (context, MD_FINDING_TLS_RPT_FOUND, "domain", domain, NULL);
  else if (!md_domain_has_failed (answer))
    md_context_report (context, MD_FINDING_TLS_RPT_NONE, "domain", domain, NULL);
}

/* ── DANE and reverse names, asked together ── */

static void
report_dane (MdContext *context, const char *domain, const MdDnsAnswer *mx, GPtrArray *answers, guint n_hosts)
{
  gboolean any = FALSE;

  for (guint i = 0; i < n_hosts; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->status != MD_DNS_OK || answer->records->len == 0)
        continue;
      any = TRUE;
      md_context_report (context, MD_FINDING_DANE_FOUND, "domain", domain, "host",
                         ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text, NULL);
    }
  if (!any && n_hosts > 0)
    md_context_report (context, MD_FINDING_DANE_NONE, "domain", domain, NULL);
}

static void
report_reverse_name (MdContext *context, const char *address, const MdDnsAnswer *answer)
{
  const MdDnsRecord *first = answer->records->len > 0 ? g_ptr_array_index (answer->records, 0) : NULL;

  if (answer->status == MD_DNS_OK && first != NULL)
    md_context_report (context, MD_FINDING_PTR_FOUND, "address", address, "name", first->text, NULL);
  else if (md_domain_is_void (answer))
    md_context_report (context, MD_FINDING_PTR_MISSING, "address", address, NULL);
}

static void
ask_second (MdContext *context, const char *domain, const MdDnsAnswer *mx)
{
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) answers = NULL;
  MdWait wait = md_domain_patience (context);
  MdDnsQuestion questions[MAX_HOSTS + MAX_ADDRESSES];
  guint n_hosts = MIN (mx->records->len, MAX_HOSTS), n = 0;

  for (; n < n_hosts; n++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, n))->text;

      g_ptr_array_add (names, g_strconcat ("_25._tcp.", host, NULL));
      questions[n] = (MdDnsQuestion) { g_ptr_array_index (names, n), MD_DNS_TLSA };
    }
  for (guint i = 0; server != NULL && i < MAX_ADDRESSES && server->addresses->addresses[i] != NULL; i++, n++)
    {
      g_ptr_array_add (names, md_dns_reverse_name (server->addresses->addresses[i]));
      questions[n] = (MdDnsQuestion) { g_ptr_array_index (names, n), MD_DNS_PTR };
    }
  if (n == 0)
    return;
  answers = md_resolver_ask (md_context_get_world (context), questions, n, &wait);
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return;
  report_dane (context, domain, mx, answers, n_hosts);
  for (guint i = n_hosts; i < n; i++)
    report_reverse_name (context, server->addresses->addresses[i - n_hosts], g_ptr_array_index (answers, i));
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_own (context);
  g_autofree char *sts = g_strconcat ("_mta-sts.", domain, NULL);
  g_autofree char *rpt = g_strconcat ("_smtp._tls.", domain, NULL);
  g_autoptr (GPtrArray) answers = NULL;
  MdWait wait = md_domain_patience (context);
  const MdDnsQuestion questions[N_FIRST_ANSWERS] = {
    [ANSWER_MX] = { domain, MD_DNS_MX },
    [ANSWER_STS] = { sts, MD_DNS_TXT },
    [ANSWER_RPT] = { rpt, MD_DNS_TXT },
  };

  if (domain == NULL)
    return TRUE;
  answers = md_resolver_ask (md_context_get_world (context), questions, N_FIRST_ANSWERS, &wait);
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  ask_second (context, domain, g_ptr_array_index (answers, ANSWER_MX));
  report_tls_rpt (context, domain, g_ptr_array_index (answers, ANSWER_RPT));
  report_mta_sts (context, domain, answers);
  return TRUE;
}

const MdCheck md_check_domain_policies = {
  .id = "domain-policies",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "outgoing-name" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 12000,
  .refines = TRUE,
  .run = run,
};

/* domain-policies.c - what the domain promises about encryption (MTA-STS, TLS-RPT, DANE), who may issue certificates
 * for it, and the picture beside its messages
 *
 * None of it stops anybody from sending; a policy that does not fit the servers stops mail that comes in.
 * RFC 8461, RFC 8460, RFC 7672, RFC 8659; BIMI.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-policies"

#include "config.h"

#include "checks/domain.h"
#include "checks/evidence-of.h"
#include "checks/products.h"
#include "mailauth/mailauth.h"
#include "mailauth/mend.h"
#include "mailauth/policies.h"
#include "protocols/http.h"

#include <string.h>

#define MAX_HOSTS 10
#define MAX_PARENTS 8
#define POLICY_LIMIT_MS 6000
#define SHOWN_MAX_BYTES 2048
#define POLICY_MAX_BYTES 65536

/* What is asked for first; CAA for the domain and the names above it. */
enum
{
  ANSWER_MX,
  ANSWER_STS,
  ANSWER_RPT,
  ANSWER_BIMI,
  ANSWER_CAA,
  N_FIRST_ANSWERS = ANSWER_CAA + MAX_PARENTS,
};

typedef struct
{
  MdContext *context;
  const char *domain;
  GPtrArray *answers;   /* the first ones */
  MdSubject subject;
  gboolean tells_all;
} Look;

static const MdDnsAnswer *
answer_of (const Look *look, guint which)
{
  return g_ptr_array_index (look->answers, which);
}

/* The one text that begins with @mark; NULL when there is none, or after saying that there are several. */
static const char *
only_text (const Look *look, guint which, const char *mark, const char *record)
{
  const MdDnsAnswer *answer = answer_of (look, which);
  g_autoptr (GPtrArray) texts = md_domain_texts (answer, mark);
  g_autofree char *count = g_strdup_printf ("%u", texts->len);

  if (texts->len > 1)
    md_context_report_about (look->context, look->subject, MD_FINDING_RECORD_DUPLICATE, "domain", answer->name,
                             "record", record, "count", count, NULL);
  return texts->len == 1 ? g_ptr_array_index (texts, 0) : NULL;
}

static void
report_syntax (const Look *look, MdFindingCode code, MdRecordKind kind, const char *record, guint fault)
{
  g_autofree char *position = g_strdup_printf ("%u", fault);
  g_autofree char *word = md_record_word (record, fault);
  g_autofree char *address = g_strconcat ("postmaster@", look->domain, NULL);
  g_autofree char *corrected = md_mend_record (kind, record, address);

  md_context_report_about (look->context, look->subject, code, "domain", look->domain, "record", record, "position",
                           position, "word", word, "corrected", md_domain_word (corrected), NULL);
}

/* ── the policy for mail that comes in ── */

/* The hosts that take mail, NULL-terminated; the strings are the answer's. */
static GPtrArray *
mx_hosts (const Look *look)
{
  const MdDnsAnswer *mx = answer_of (look, ANSWER_MX);
  GPtrArray *hosts = g_ptr_array_new ();

  for (guint i = 0; i < mx->records->len; i++)
    g_ptr_array_add (hosts, ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text);
  g_ptr_array_add (hosts, NULL);
  return hosts;
}

static void
report_policy_fault (const Look *look, const char *url, const char *body, gsize length, guint fault)
{
  g_autofree char *text = g_strndup (body, length);
  g_autofree char *position = g_strdup_printf ("%u", fault);
  g_autofree char *rest = fault <= strlen (text) ? g_strndup (text + fault - 1, strcspn (text + fault - 1, "\r\n"))
                                                 : g_strdup ("");
  g_autofree char *word = md_record_word (rest, 1);
  g_autoptr (GPtrArray) hosts = mx_hosts (look);
  g_autofree char *corrected = md_mend_sts_policy (body, length, (const char *const *) hosts->pdata);

  md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS_POLICY_SYNTAX, "domain", look->domain,
                           "url", url, "record", length <= SHOWN_MAX_BYTES ? text : "", "position", position, "word",
                           word, "corrected", corrected, NULL);
}

/* NULL when the policy cannot be had, after saying why; then nobody heeds it. */
static MdMtaSts *
fetch_policy (const Look *look)
{
  const MdHttpOptions options = { .limit_ms = POLICY_LIMIT_MS, .max_bytes = POLICY_MAX_BYTES };
  MdContext *context = look->context;
  g_autofree char *url = g_strdup_printf ("https://mta-sts.%s/.well-known/mta-sts.txt", look->domain);
  g_autoptr (MdHttpResult) result = md_http_get (md_context_get_world (context), url, &options,
                                                 md_context_get_wait (context));
  g_autoptr (MdMtaSts) policy = NULL;
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "http", url,
                                          md_http_outcome_name (result->outcome), result->micros);
  g_autofree char *status = g_strdup_printf ("HTTP %ld", result->status);
  gsize length = 0;
  const char *body = result->body != NULL ? g_bytes_get_data (result->body, &length) : NULL;

  md_evidence_add_line (evidence, status);
  md_evidence_add_http_stages (evidence, result);
  md_context_add_evidence (context, evidence);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return NULL;
  if (result->outcome != MD_HTTP_OK || result->status != 200 || body == NULL)
    {
      md_context_report_about (context, look->subject, MD_FINDING_MTA_STS_UNREACHABLE, "domain", look->domain, "url",
                               url, "result", result->outcome != MD_HTTP_OK ? md_http_outcome_name (result->outcome)
                                                                            : status, NULL);
      return NULL;
    }
  policy = md_mta_sts_parse (body, length);
  if (!policy->valid)
    report_policy_fault (look, url, body, length, md_sts_policy_fault (body, length));
  return policy->valid ? g_steal_pointer (&policy) : NULL;
}

static void
report_mismatch (const Look *look, const MdMtaSts *policy, const char *host)
{
  g_autofree char *age = g_strdup_printf ("version: STSv1\nmode: %s\nmx: x.x\nmax_age: %" G_GUINT64_FORMAT "\n",
                                          policy->mode, policy->max_age);
  g_autoptr (GPtrArray) hosts = mx_hosts (look);
  g_autofree char *corrected = md_mend_sts_policy (age, strlen (age), (const char *const *) hosts->pdata);

  md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS_MISMATCH, "domain", look->domain, "host",
                           host, "mode", policy->mode, "corrected", corrected, NULL);
}

static void
report_policy (const Look *look, const MdMtaSts *policy)
{
  const MdDnsAnswer *mx = answer_of (look, ANSWER_MX);
  g_autofree char *patterns = g_strjoinv (", ", policy->mx);
  g_autofree char *age = g_strdup_printf ("%" G_GUINT64_FORMAT, policy->max_age);
  gboolean fits = TRUE;

  for (guint i = 0; i < mx->records->len && !g_str_equal (policy->mode, "none"); i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      if (md_mta_sts_covers (policy, host))
        continue;
      fits = FALSE;
      report_mismatch (look, policy, host);
    }
  if (fits)
    md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS_FOUND, "domain", look->domain, "mode",
                             policy->mode, NULL);
  if (look->tells_all)
    md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS, "domain", look->domain, "state",
                             fits ? "good" : "mismatch", "mode", policy->mode, "max_age", age, "hosts", patterns, NULL);
}

static void
report_no_policy (const Look *look, const char *state)
{
  if (look->tells_all)
    md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS, "domain", look->domain, "state", state,
                             "mode", "", "max_age", "", "hosts", "", NULL);
}

static void
report_mta_sts (const Look *look)
{
  const char *text = only_text (look, ANSWER_STS, "v=STSv1", "MTA-STS");
  g_autoptr (MdStsRecord) record = text != NULL ? md_sts_record_parse (text) : NULL;
  g_autoptr (MdMtaSts) policy = NULL;

  if (text == NULL && md_domain_has_failed (answer_of (look, ANSWER_STS)))
    return;
  if (text == NULL || record == NULL)
    {
      md_context_report_about (look->context, look->subject, MD_FINDING_MTA_STS_NONE, "domain", look->domain, NULL);
      report_no_policy (look, "none");
      return;
    }
  if (!record->valid)
    report_syntax (look, MD_FINDING_MTA_STS_SYNTAX, MD_RECORD_STS, text, record->position);
  policy = fetch_policy (look);
  if (policy != NULL)
    report_policy (look, policy);
  else
    report_no_policy (look, "unreachable");
  /* For the check that sees the servers' certificates. */
  if (policy != NULL)
    md_context_leave (look->context, g_steal_pointer (&policy), (GDestroyNotify) md_mta_sts_free);
}

/* ── the smaller ones ── */

static void
report_tls_rpt (const Look *look)
{
  const char *text = only_text (look, ANSWER_RPT, "v=TLSRPTv1", "TLS-RPT");
  g_autoptr (MdTlsRpt) record = text != NULL ? md_tls_rpt_parse (text) : NULL;
  g_autofree char *addresses = record != NULL ? g_strjoinv (", ", record->addresses) : NULL;
  const char *state = record == NULL ? "none" : record->valid ? "good" : "broken";

  if (record == NULL && md_domain_has_failed (answer_of (look, ANSWER_RPT)))
    return;
  if (look->tells_all)
    md_context_report_about (look->context, look->subject, MD_FINDING_TLS_RPT, "domain", look->domain, "state", state,
                             "addresses", md_domain_word (addresses), NULL);
  if (record != NULL && !record->valid)
    report_syntax (look, MD_FINDING_TLS_RPT_SYNTAX, MD_RECORD_TLS_RPT, text, record->position);
  else
    md_context_report_about (look->context, look->subject,
                             record != NULL ? MD_FINDING_TLS_RPT_FOUND : MD_FINDING_TLS_RPT_NONE, "domain",
                             look->domain, NULL);
}

/* A picture is shown only where the domain has others turn away what is not its own. */
static void
report_bimi (const Look *look)
{
  const char *text = only_text (look, ANSWER_BIMI, "v=BIMI1", "BIMI");
  g_autoptr (MdBimi) record = text != NULL ? md_bimi_parse (text) : NULL;
  const char *state = "none";

  if (record == NULL && md_domain_has_failed (answer_of (look, ANSWER_BIMI)))
    return;
  if (record != NULL)
    state = !record->valid ? "broken" : record->declined ? "declined" : "good";
  if (look->tells_all)
    md_context_report_about (look->context, look->subject, MD_FINDING_BIMI, "domain", look->domain, "state", state,
                             "location", record != NULL ? md_domain_word (record->location) : "", "authority",
                             record != NULL ? md_domain_word (record->authority) : "", NULL);
  if (record == NULL)
    return;
  if (!record->valid)
    report_syntax (look, MD_FINDING_BIMI_SYNTAX, MD_RECORD_BIMI, text, record->position);
  else if (!record->declined && !md_context_has_found (look->context, MD_FINDING_DMARC_ENFORCED, look->subject))
    md_context_report_about (look->context, look->subject, MD_FINDING_BIMI_WITHOUT_POLICY, "domain", look->domain,
                             NULL);
}

/* The nearest name with properties counts (RFC 8659 section 3). */
static void
report_caa (const Look *look)
{
  const MdDnsAnswer *answer = NULL;
  g_autoptr (MdCaa) caa = NULL;
  g_autofree char *issuers = NULL;

  for (guint i = ANSWER_CAA; i < look->answers->len && answer == NULL; i++)
    if (answer_of (look, i)->status == MD_DNS_OK)
      answer = answer_of (look, i);
  if (answer == NULL && md_domain_has_failed (answer_of (look, ANSWER_CAA)))
    return;
  caa = answer != NULL ? md_caa_read (answer->records) : NULL;
  issuers = caa != NULL ? g_strjoinv (", ", caa->issuers) : NULL;
  if (look->tells_all)
    md_context_report_about (look->context, look->subject, MD_FINDING_CAA, "domain", look->domain, "at",
                             answer != NULL ? answer->name : "", "state",
                             caa == NULL ? "none" : caa->fault != NULL ? "broken" : "good", "issuers",
                             md_domain_word (issuers), NULL);
  if (caa != NULL && caa->fault != NULL)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, caa->fault_index);
      g_autofree char *word = g_strdup_printf ("%u %s \"%s\"", record->priority, record->tag, record->text);
      g_autofree char *shown = md_record_word (word, 1);

      md_context_report_about (look->context, look->subject, MD_FINDING_CAA_FAULT, "at", answer->name, "word", shown,
                               "reason", caa->fault, NULL);
    }
}

/* ── DANE: that there are records; whether they fit is seen by the check that speaks to the servers ── */

static void
report_dane (const Look *look)
{
  const MdDnsAnswer *mx = answer_of (look, ANSWER_MX);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) answers = NULL;
  MdWait wait = md_domain_patience (look->context);
  MdDnsQuestion questions[MAX_HOSTS];
  guint n = MIN (mx->records->len, MAX_HOSTS);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (names, g_strconcat ("_25._tcp.", ((MdDnsRecord *) g_ptr_array_index (mx->records, i))->text,
                                           NULL));
      questions[i] = (MdDnsQuestion) { g_ptr_array_index (names, i), MD_DNS_TLSA };
    }
  if (n == 0)
    return;
  answers = md_resolver_ask (md_context_get_world (look->context), questions, n, &wait);
  md_domain_add_evidence (look->context, look->domain, answers, FALSE);
  for (guint i = 0; i < n && !md_wait_is_cancelled (md_context_get_wait (look->context)); i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->status != MD_DNS_OK || answer->records->len == 0)
        continue;
      any = TRUE;
      md_context_report_about (look->context, look->subject, MD_FINDING_DANE_FOUND, "domain", look->domain, "host",
                               ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text, NULL);
    }
  if (!any)
    md_context_report_about (look->context, look->subject, MD_FINDING_DANE_NONE, "domain", look->domain, NULL);
}

/* The domain and the names above it, for CAA; how many. */
static guint
fill_parents (MdDnsQuestion *questions, const char *domain)
{
  guint n = 0;

  for (const char *at = domain; at != NULL && n < MAX_PARENTS && strchr (at, '.') != NULL; n++)
    {
      questions[n] = (MdDnsQuestion) { at, MD_DNS_CAA };
      at = strchr (at, '.') + 1;
    }
  return n;
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_autofree char *sts = g_strconcat ("_mta-sts.", domain, NULL);
  g_autofree char *rpt = g_strconcat ("_smtp._tls.", domain, NULL);
  g_autofree char *bimi = g_strconcat ("default._bimi.", domain, NULL);
  g_autoptr (GPtrArray) answers = NULL;
  MdWait wait = md_domain_patience (context);
  MdDnsQuestion questions[N_FIRST_ANSWERS] = {
    [ANSWER_MX] = { domain, MD_DNS_MX },
    [ANSWER_STS] = { sts, MD_DNS_TXT },
    [ANSWER_RPT] = { rpt, MD_DNS_TXT },
    [ANSWER_BIMI] = { bimi, MD_DNS_TXT },
    [ANSWER_CAA] = { domain, MD_DNS_CAA },
  };
  Look look = { .context = context, .domain = domain, .subject = md_domain_subject (context),
                .tells_all = md_domain_tells_all (context) };
  guint n;

  if (domain == NULL)
    return TRUE;
  n = ANSWER_CAA + MAX (fill_parents (questions + ANSWER_CAA, domain), 1);
  answers = md_resolver_ask (md_context_get_world (context), questions, n, &wait);
  look.answers = answers;
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  if (md_context_get_check (context)->step == MD_STEP_S7)
    report_dane (&look);
  report_tls_rpt (&look);
  /* What is of no account for mail that comes in stays out of guide R. */
  if (md_context_get_check (context)->step != MD_STEP_R6)
    {
      report_bimi (&look);
      report_caa (&look);
    }
  report_mta_sts (&look);
  return TRUE;
}

const MdCheck md_check_domain_policies = {
  .id = "domain-policies",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-dmarc" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 12000,
  .refines = TRUE,
  .run = run,
};

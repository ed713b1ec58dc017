/* domain-dmarc.c - what receivers are told to do with mail of this domain that nobody vouches for
 *
 * The record at the domain counts, else the one at the domain its organization registered, with the policy for
 * subdomains.  RFC 7489 section 6.6.3.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-dmarc"

#include "config.h"

#include "checks/domain.h"
#include "mailauth/mailauth.h"

#define MARK "v=DMARC1"

/* Neither SPF nor DKIM: not "none found among the usual names" alone, which proves nothing while SPF is there. */
static gboolean
nothing_vouches (MdContext *context)
{
  return md_context_has_found (context, MD_FINDING_SPF_MISSING, MD_SUBJECT_DOMAIN)
         && !md_context_has_found (context, MD_FINDING_DKIM_FOUND, MD_SUBJECT_DOMAIN)
         && (md_context_has_found (context, MD_FINDING_DKIM_NOT_FOUND, MD_SUBJECT_DOMAIN)
             || md_context_has_found (context, MD_FINDING_DKIM_SELECTOR_MISSING, MD_SUBJECT_DOMAIN)
             || md_context_has_found (context, MD_FINDING_DKIM_REVOKED, MD_SUBJECT_DOMAIN));
}

static void
report_record (MdContext *context, const char *domain, const char *record, gboolean inherited)
{
  g_autoptr (MdDmarc) dmarc = md_dmarc_parse (record);
  g_autofree char *position = dmarc != NULL ? g_strdup_printf ("%u", dmarc->position) : g_strdup ("9");
  const char *policy;

  if (dmarc == NULL || !dmarc->valid)
    {
      md_context_report (context, MD_FINDING_DMARC_SYNTAX, "domain", domain, "record", record, "position", position,
                         NULL);
      return;
    }
  policy = inherited && dmarc->subdomain_policy != NULL ? dmarc->subdomain_policy : dmarc->policy;
  md_context_report (context, MD_FINDING_DMARC_FOUND, "domain", domain, "policy", policy, "record", record, NULL);
  if (!g_str_equal (policy, "none") && nothing_vouches (context))
    md_context_report (context, MD_FINDING_DMARC_REJECTS_OWN, "domain", domain, "policy", policy, NULL);
}

/* FALSE when this name has no DMARC record, so that the next one counts. */
static gboolean
judge (MdContext *context, const char *domain, const MdDnsAnswer *answer, gboolean inherited)
{
  g_autoptr (GPtrArray) texts = md_domain_texts (answer, MARK);

  if (texts->len == 0)
    return FALSE;
  /* Two records count as none; the second is the one too many. */
  if (texts->len > 1)
    md_context_report (context, MD_FINDING_DMARC_SYNTAX, "domain", domain, "record", g_ptr_array_index (texts, 1),
                       "position", "1", NULL);
  else
    report_record (context, domain, g_ptr_array_index (texts, 0), inherited);
  return TRUE;
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_own (context);
  g_autofree char *organization = domain != NULL ? md_organizational_domain (domain) : NULL;
  g_autofree char *name = g_strconcat ("_dmarc.", domain, NULL);
  g_autofree char *above = g_strconcat ("_dmarc.", organization, NULL);
  g_autoptr (GPtrArray) answers = NULL;
  const MdDnsAnswer *own, *inherited;
  MdWait wait = md_domain_patience (context);
  gsize n;

  if (domain == NULL)
    return TRUE;
  n = g_str_equal (domain, organization) ? 1 : 2;
  answers = md_resolver_ask (md_context_get_world (context),
                             (MdDnsQuestion[]) { { name, MD_DNS_TXT }, { above, MD_DNS_TXT } }, n, &wait);
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  own = g_ptr_array_index (answers, 0);
  inherited = n == 2 ? g_ptr_array_index (answers, 1) : NULL;
  if (judge (context, domain, own, FALSE) || (inherited != NULL && judge (context, domain, inherited, TRUE)))
    return TRUE;
  if (md_domain_has_failed (own))
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", domain, "record", "DMARC", "status",
                       md_dns_status_name (own->status), NULL);
  else
    md_context_report (context, MD_FINDING_DMARC_MISSING, "domain", domain, NULL);
  return TRUE;
}

const MdCheck md_check_domain_dmarc = {
  .id = "domain-dmarc",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-spf", "domain-dkim" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 8000,
  .run = run,
};

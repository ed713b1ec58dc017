/* domain-mx.c - can the domain of the address get mail at all?
 *
 * A domain without MX gets its mail at its own address (RFC 5321 section 5.1); a single MX "." says that it wants none
 * (RFC 7505).  At most 10 hosts are looked up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-mx"

#include "config.h"

#include "checks/domain.h"
#include "knowledge/knowledge.h"

#define MAX_HOSTS 10

static gboolean
is_null_mx (const MdDnsAnswer *mx)
{
  const MdDnsRecord *first = mx->records->len == 1 ? g_ptr_array_index (mx->records, 0) : NULL;

  return first != NULL && (first->text == NULL || first->text[0] == '\0' || g_str_equal (first->text, "."));
}

/* Names that lead nowhere are said one by one; those that lead somewhere together. */
static void
report_hosts (MdContext *context, const char *domain, const MdDnsAnswer *mx)
{
  guint n_hosts = MIN (mx->records->len, MAX_HOSTS);
  MdDnsQuestion questions[2 * MAX_HOSTS];
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GString) alive = g_string_new (NULL);

  for (guint i = 0; i < n_hosts; i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      questions[2 * i] = (MdDnsQuestion) { host, MD_DNS_A };
      questions[2 * i + 1] = (MdDnsQuestion) { host, MD_DNS_AAAA };
    }
  answers = md_resolver_ask (md_context_get_world (context), questions, 2 * n_hosts, md_context_get_wait (context));
  md_domain_add_evidence (context, domain, answers, FALSE);
  for (guint i = 0; i < n_hosts; i++)
    {
      const char *host = questions[2 * i].name;

      if (md_domain_is_void (g_ptr_array_index (answers, 2 * i))
          && md_domain_is_void (g_ptr_array_index (answers, 2 * i + 1)))
        md_context_report (context, MD_FINDING_MX_DEAD_NAME, "domain", domain, "host", host, NULL);
      else
        g_string_append_printf (alive, "%s%s", alive->len > 0 ? ", " : "", host);
    }
  if (alive->len > 0)
    md_context_report (context, MD_FINDING_MX_FOUND, "domain", domain, "hosts", alive->str, NULL);
}

static void
report_public_provider (MdContext *context)
{
  g_autofree char *domain = md_case_dup_domain (md_context_get_case (context));
  g_autoptr (MdSettings) provider = domain != NULL ? md_providers_find (domain) : NULL;

  if (provider != NULL)
    md_context_report (context, MD_FINDING_PUBLIC_PROVIDER, "domain", domain, "provider",
                       provider->provider_name != NULL ? provider->provider_name : domain, NULL);
}

static void
judge (MdContext *context, const char *domain, const MdDnsAnswer *mx, const MdDnsAnswer *a, const MdDnsAnswer *aaaa)
{
  if (md_domain_has_failed (mx))
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", domain, "record", "MX", "status",
                       md_dns_status_name (mx->status), NULL);
  else if (mx->status == MD_DNS_OK && is_null_mx (mx))
    md_context_report (context, MD_FINDING_MX_NULL, "domain", domain, NULL);
  else if (mx->status == MD_DNS_OK && mx->records->len > 0)
    report_hosts (context, domain, mx);
  else if (md_domain_is_void (a) && md_domain_is_void (aaaa))
    md_context_report (context, MD_FINDING_MX_MISSING, "domain", domain, NULL);
  else if (a->status == MD_DNS_OK || aaaa->status == MD_DNS_OK)
    md_context_report (context, MD_FINDING_MX_FOUND, "domain", domain, "hosts", domain, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_own (context);
  g_autoptr (GPtrArray) answers = NULL;

  if (domain == NULL)
    {
      report_public_provider (context);
      return TRUE;
    }
  answers = md_resolver_ask (md_context_get_world (context),
                             (MdDnsQuestion[]) { { domain, MD_DNS_MX }, { domain, MD_DNS_A }, { domain, MD_DNS_AAAA } },
                             3, md_context_get_wait (context));
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    judge (context, domain, g_ptr_array_index (answers, 0), g_ptr_array_index (answers, 1),
           g_ptr_array_index (answers, 2));
  return TRUE;
}

const MdCheck md_check_domain_mx = {
  .id = "domain-mx",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 8000,
  .run = run,
};

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
#include "reading/received.h"

#include <string.h>

#define MAX_HOSTS 10

typedef struct
{
  MdContext *context;
  const char *domain;
  MdSubject subject;
} Hosts;

static gboolean
is_null_mx (const MdDnsAnswer *mx)
{
  const MdDnsRecord *first = mx->records->len == 1 ? g_ptr_array_index (mx->records, 0) : NULL;

  return first != NULL && (first->text == NULL || first->text[0] == '\0' || g_str_equal (first->text, "."));
}

/* The host as it was measured: "good", "dead", "alias", "private" or "unknown". */
static void
report_host (const Hosts *hosts, const MdDnsRecord *mx, const char *state, const char *addresses)
{
  g_autofree char *preference = g_strdup_printf ("%u", mx->priority);

  if (md_domain_tells_all (hosts->context))
    md_context_report_about (hosts->context, hosts->subject, MD_FINDING_MX, "domain", hosts->domain, "host", mx->text,
                             "preference", preference, "addresses", addresses, "state", state, NULL);
}

static char *
join_addresses (const MdDnsAnswer *a, const MdDnsAnswer *aaaa, const char **private_address)
{
  const MdDnsAnswer *both[] = { a, aaaa };
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_public = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (both); k++)
    for (guint i = 0; i < both[k]->records->len; i++)
      {
        const char *address = ((const MdDnsRecord *) g_ptr_array_index (both[k]->records, i))->text;

        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", address);
        if (!md_address_is_public (address))
          *private_address = address;
        else
          n_public++;
      }
  if (n_public > 0)
    *private_address = NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* TRUE when mail can get there. */
static gboolean
judge_host (const Hosts *hosts, const MdDnsRecord *mx, const MdDnsAnswer *a, const MdDnsAnswer *aaaa)
{
  const char *target = a->canonical != NULL ? a->canonical : aaaa->canonical, *private_address = NULL;
  g_autofree char *addresses = join_addresses (a, aaaa, &private_address);
  const char *state = addresses[0] != '\0' ? "good" : "unknown";

  if (md_domain_is_void (a) && md_domain_is_void (aaaa))
    {
      state = "dead";
      md_context_report_about (hosts->context, hosts->subject, MD_FINDING_MX_DEAD_NAME, "domain", hosts->domain, "host",
                               mx->text, NULL);
    }
  else if (private_address != NULL && !md_world_is_practice (md_context_get_world (hosts->context)))
    {
      state = "private";
      md_context_report_about (hosts->context, hosts->subject, MD_FINDING_MX_PRIVATE, "domain", hosts->domain, "host",
                               mx->text, "address", private_address, NULL);
    }
  else if (target != NULL)
    {
      state = "alias";
      md_context_report_about (hosts->context, hosts->subject, MD_FINDING_MX_ALIAS, "domain", hosts->domain, "host",
                               mx->text, "target", target, NULL);
    }
  report_host (hosts, mx, state, addresses);
  return !g_str_equal (state, "dead") && !g_str_equal (state, "private");
}

/* Names that lead nowhere are said one by one; those that lead somewhere together. */
static void
report_hosts (MdContext *context, const char *domain, const MdDnsAnswer *mx)
{
  const Hosts hosts = { context, domain, md_domain_subject (context) };
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
    if (judge_host (&hosts, g_ptr_array_index (mx->records, i), g_ptr_array_index (answers, 2 * i),
                    g_ptr_array_index (answers, 2 * i + 1)))
      g_string_append_printf (alive, "%s%s", alive->len > 0 ? ", " : "", questions[2 * i].name);
  if (alive->len > 0)
    md_context_report_about (context, hosts.subject, MD_FINDING_MX_FOUND, "domain", domain, "hosts", alive->str, NULL);
}

static void
report_public_provider (MdContext *context)
{
  const MdCase *kase = md_context_get_case (context);
  gboolean receiving = md_context_get_check (context)->step == MD_STEP_R4;
  const char *at = receiving && kase->sender != NULL ? strrchr (kase->sender, '@') : NULL;
  g_autofree char *domain = receiving ? g_strdup (at != NULL ? at + 1 : kase->sender) : md_case_dup_domain (kase);
  g_autoptr (MdSettings) provider = domain != NULL ? md_providers_find (domain) : NULL;

  if (provider != NULL)
    md_context_report_about (context, md_domain_subject (context), MD_FINDING_PUBLIC_PROVIDER, "domain", domain,
                             "provider", provider->provider_name != NULL ? provider->provider_name : domain, NULL);
}

static void
judge (MdContext *context, const char *domain, const MdDnsAnswer *mx, const MdDnsAnswer *a, const MdDnsAnswer *aaaa)
{
  MdSubject subject = md_domain_subject (context);

  if (md_domain_has_failed (mx))
    md_context_report_about (context, subject, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", domain, "record", "MX",
                             "status", md_dns_status_name (mx->status), NULL);
  else if (mx->status == MD_DNS_OK && is_null_mx (mx))
    md_context_report_about (context, subject, MD_FINDING_MX_NULL, "domain", domain, NULL);
  else if (mx->status == MD_DNS_OK && mx->records->len > 0)
    report_hosts (context, domain, mx);
  else if (md_domain_is_void (a) && md_domain_is_void (aaaa))
    md_context_report_about (context, subject, MD_FINDING_MX_MISSING, "domain", domain, NULL);
  else if (a->status == MD_DNS_OK || aaaa->status == MD_DNS_OK)
    md_context_report_about (context, subject, MD_FINDING_MX_FOUND, "domain", domain, "hosts", domain, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_autoptr (GPtrArray) answers = NULL;

  /* Whoever reads this knows that nothing but the domain was looked at. */
  if (domain != NULL && md_context_get_check (context)->step == MD_STEP_D4)
    md_context_report (context, MD_FINDING_DOMAIN_EXAMINED, "domain", domain, NULL);
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
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 8000,
  .run = run,
};

/* domain-lists.c - are the domain and the servers that send for it on a public block list?
 *
 * What matters is the address that hands mail over to other servers: the one that was given, or those that the domain's
 * SPF record names one by one.  Never the home's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/domain.h"
#include "checks/list-findings.h"
#include "mailauth/mailauth.h"

#include <string.h>

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  /* The lists of domains know the name that was registered. */
  g_autofree char *registered = domain != NULL ? md_organizational_domain (domain) : NULL;
  g_auto (GStrv) senders = md_domain_senders (context);
  g_autoptr (MdListFindings) findings = md_list_findings_new (context);

  if (domain == NULL)
    return TRUE;
  md_list_findings_add (findings, registered, md_domain_subject (context));
  for (gsize i = 0; senders[i] != NULL; i++)
    md_list_findings_add (findings, senders[i], MD_SUBJECT_OUTGOING);
  md_list_findings_report (findings);
  return TRUE;
}

/* With the address given nobody has to find it out. */
static gboolean
waives (const MdCase *kase, const char *need)
{
  return kase->ip != NULL && strcmp (need, "domain-spf") == 0;
}

const MdCheck md_check_domain_lists = {
  .id = "domain-lists",
  .step = MD_STEP_D4,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-spf" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .asks_first = MD_CONSENT_THIRD_PARTY,
  .budget_ms = 6000,
  .refines = TRUE,
  .waives = waives,
  .run = run,
};

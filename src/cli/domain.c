/* domain.c - maildoctor-cli domain; see domain.h
 *
 * The checks of page D4 that look at a domain, and nothing else of that page.  Whoever asks for a domain by name wants
 * it looked up: the block lists are asked, too, unless --no-third-parties says otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-command"

#include "config.h"

#include "cli/domain.h"

#include "checks/checklist.h"
#include "cli/run.h"

#include <string.h>

#define MAX_CHECKS 16

static const char *const names[] = {
  "domain-mx",       "domain-spf", "domain-dkim",  "domain-dmarc",
  "domain-policies", "domain-ptr", "domain-lists", "domain-servers", NULL,
};

/* Only those needs that are looked at here, too. */
static void
drop_needs (MdCheck *check)
{
  guint kept = 0;

  for (guint i = 0; i < MD_CHECK_MAX_NEEDS && check->needs[i] != NULL; i++)
    if (g_strv_contains (names, check->needs[i]))
      check->needs[kept++] = check->needs[i];
  for (; kept <= MD_CHECK_MAX_NEEDS; kept++)
    check->needs[kept] = NULL;
}

/* Copies of the domain's checks that need no account, and that nobody ends early. */
static guint
pick_checks (const MdCheck *const *all, MdCheck *picked)
{
  guint n = 0;

  for (gsize i = 0; all[i] != NULL && n < MAX_CHECKS; i++)
    {
      if (!g_strv_contains (names, all[i]->id))
        continue;
      picked[n] = *all[i];
      picked[n].inputs = 0;
      picked[n].refines = FALSE;
      drop_needs (&picked[n]);
      n++;
    }
  return n;
}

int
md_run_domain (const MdOptions *options)
{
  g_autoptr (MdChecklist) list = md_checklist_new (MD_GUIDE_DELIVERY);
  g_autoptr (MdCase) kase = md_case_copy (options->kase);
  g_autofree char *domain = md_host_normalize (options->words[0]);
  MdCheck picked[MAX_CHECKS];
  const MdCheck *checks[MAX_CHECKS + 1] = { NULL };
  guint n = pick_checks (md_checklist_get (list), picked);

  if (domain == NULL || strchr (domain, '.') == NULL || g_hostname_is_ip_address (domain))
    {
      md_complain (options->lang, "usage-domain", "value", options->words[0]);
      return MD_EXIT_USAGE;
    }
  for (guint i = 0; i < n; i++)
    checks[i] = &picked[i];
  kase->domain = g_steal_pointer (&domain);
  kase->ip = g_strdup (options->ip);
  kase->helo = g_strdup (options->helo);
  if (!options->no_third_parties)
    kase->consents |= MD_CONSENT_THIRD_PARTY;
  return md_run_checks (options, "domain", MD_STEP_D4, checks, kase);
}

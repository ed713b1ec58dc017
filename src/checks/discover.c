/* discover.c - which settings does the provider publish for this address?
 *
 * A domain in the shipped facts needs nobody else.  Otherwise all sources are asked at once, within one time limit,
 * and the best one that answers wins (the order of MdSettingsSource); what is still under way is given up as soon
 * as nothing better can come.  What is known of the provider (from the domain or its MX) is kept whatever source
 * the servers are from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-discover"

#include "config.h"

#include "base/fan-out.h"
#include "checks/discover-sources.h"

#include <string.h>

#define ALL_SOURCES_MS 4000

typedef struct
{
  MdContext *context;
  GCancellable *stop;      /* (not owned) ends the sources that are still asked */
  MdSourceProbe probes[MD_N_SOURCES];
  gsize n_probes;
} Search;

/* ── asking ── */

/* Smaller is better.  Facts from memory come after everything that somebody published.  What a probe found is looked at
 * only when it has ended: until then it belongs to its own thread. */
static int
rank (const MdSourceProbe *probe)
{
  gboolean is_unsure = probe->ended && probe->settings != NULL && probe->settings->servers_unsure;

  return is_unsure ? 2 * MD_SOURCE_CANDIDATE - 1 : 2 * (int) probe->source;
}

static const MdSourceProbe *
best_probe (const Search *search)
{
  const MdSourceProbe *best = NULL;

  for (gsize i = 0; i < search->n_probes; i++)
    {
      const MdSourceProbe *probe = &search->probes[i];

      if (probe->ended && probe->settings != NULL && probe->settings->outgoing->len > 0
          && (best == NULL || rank (probe) < rank (best)))
        best = probe;
    }
  return best;
}

/* Nothing better can come: every source above the best has ended, or the domain does not exist. */
static gboolean
is_decided (const Search *search)
{
  const MdSourceProbe *best = best_probe (search);

  for (gsize i = 0; i < search->n_probes; i++)
    {
      const MdSourceProbe *probe = &search->probes[i];

      if (probe->ended && probe->mail == MD_DOMAIN_MISSING)
        return TRUE;
      if (!probe->ended && (best == NULL || rank (probe) < rank (best)))
        return FALSE;
    }
  return best != NULL;
}

static void
take_answer (gpointer item, gpointer shared)
{
  MdSourceProbe *probe = item;
  Search *search = shared;
  gboolean is_given_up = g_cancellable_is_cancelled (search->stop) && probe->settings == NULL;
  g_autofree char *name = g_strdup_printf ("discover-%s", md_settings_source_name (probe->source));
  MdEvidence *evidence = md_evidence_new (MD_STEP_ACCOUNT, name, probe->target,
                                          is_given_up ? "given-up" : probe->result, probe->micros);

  for (guint i = 0; i < probe->lines->len; i++)
    md_evidence_add_line (evidence, g_ptr_array_index (probe->lines, i));
  md_context_add_evidence (search->context, evidence);
  probe->ended = TRUE;
  if (is_decided (search))
    g_cancellable_cancel (search->stop);
}

static void
stop_too (GCancellable *cancellable, gpointer stop)
{
  g_cancellable_cancel (stop);
}

/* Asks all sources that may be asked. */
static void
ask_all (Search *search, const char *email, const char *domain)
{
  static const MdSettingsSource sources[] = { MD_SOURCE_FACTS_MX, MD_SOURCE_AUTOCONFIG, MD_SOURCE_WELL_KNOWN,
                                              MD_SOURCE_ISPDB,    MD_SOURCE_AUTODISCOVER, MD_SOURCE_SRV,
                                              MD_SOURCE_CANDIDATE };
  const MdWait *outer = md_context_get_wait (search->context);
  gboolean may_ask_others = md_context_get_case (search->context)->consents & MD_CONSENT_THIRD_PARTY;
  MdWait wait = md_wait_within (outer, ALL_SOURCES_MS);
  gpointer items[MD_N_SOURCES];
  gulong link = 0;

  wait.cancellable = search->stop;
  if (outer->cancellable != NULL)
    link = g_cancellable_connect (outer->cancellable, G_CALLBACK (stop_too), search->stop, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      MdSourceProbe *probe = &search->probes[search->n_probes];

      if (sources[i] == MD_SOURCE_ISPDB && !may_ask_others)
        continue;
      md_source_probe_init (probe, sources[i], md_context_get_world (search->context), &wait);
      probe->email = email;
      probe->domain = domain;
      items[search->n_probes++] = probe;
    }
  md_fan_out (items, search->n_probes, md_source_probe_run, take_answer, search);
  if (outer->cancellable != NULL)
    g_cancellable_disconnect (outer->cancellable, link);
  if (!may_ask_others)
    md_context_report (search->context, MD_FINDING_SOURCE_NOT_ASKED, "source",
                       md_settings_source_name (MD_SOURCE_ISPDB), "reason", "no-consent", NULL);
}

/* ── putting together ── */

static void
take_word (char **to, const char *from)
{
  if (*to == NULL)
    *to = g_strdup (from);
}

/* What is known of the provider, added to settings that came from elsewhere. */
static void
add_provider (MdSettings *settings, const MdSettings *known)
{
  take_word (&settings->provider, known->provider);
  take_word (&settings->provider_name, known->provider_name);
  take_word (&settings->app_password_url, known->app_password_url);
  take_word (&settings->access_url, known->access_url);
  take_word (&settings->webmail_url, known->webmail_url);
  take_word (&settings->status_url, known->status_url);
  take_word (&settings->help_url, known->help_url);
  settings->public_provider = known->public_provider;
  settings->app_password = known->app_password;
  settings->oauth2_only |= known->oauth2_only;
  settings->access_needs_switch = known->access_needs_switch;
  settings->per_day = known->per_day;
  settings->per_hour = known->per_hour;
  settings->recipients_per_message = known->recipients_per_message;
  settings->max_message_mb = known->max_message_mb;
  if (settings->outgoing_user_form == MD_USER_FORM_UNKNOWN)
    settings->outgoing_user_form = known->outgoing_user_form;
  if (settings->incoming_user_form == MD_USER_FORM_UNKNOWN)
    settings->incoming_user_form = known->incoming_user_form;
  if (settings->incoming->len == 0)
    for (guint i = 0; i < known->incoming->len; i++)
      g_ptr_array_add (settings->incoming, md_endpoint_copy (g_ptr_array_index (known->incoming, i)));
}

/* DNS is not protected: whoever answers it can name a server of his own. */
static void
judge_proof (MdSettings *settings, const char *domain)
{
  const GPtrArray *lists[] = { settings->outgoing, settings->incoming };

  if (settings->source != MD_SOURCE_SRV && settings->source != MD_SOURCE_CANDIDATE)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len; j++)
      if (!md_source_is_own_server (g_ptr_array_index (lists[i], j), domain))
        settings->servers_unproven = TRUE;
}

/* Takes the best settings out of @search; @known (nullable) is what the facts say of the domain itself. */
static MdSettings *
choose (Search *search, MdSettings *known, const char *domain)
{
  MdSourceProbe *best = (MdSourceProbe *) best_probe (search);
  MdSettings *provider = known;
  MdSettings *settings;

  for (gsize i = 0; provider == NULL && i < search->n_probes; i++)
    if (search->probes[i].source == MD_SOURCE_FACTS_MX)
      provider = search->probes[i].settings;
  if (best == NULL)
    return known != NULL ? md_settings_ref (known) : NULL;
  settings = g_steal_pointer (&best->settings);
  judge_proof (settings, domain);
  if (provider != NULL && provider != settings)
    add_provider (settings, provider);
  return settings;
}

/* ── reporting ── */

static gboolean
has_host (const GPtrArray *endpoints, const char *host)
{
  for (guint i = 0; i < endpoints->len; i++)
    if (strcmp (((const MdEndpoint *) g_ptr_array_index (endpoints, i))->host, host) == 0)
      return TRUE;
  return FALSE;
}

/* Another source that was published on purpose and names other servers. */
static void
report_conflicts (const Search *search, const MdSettings *settings)
{
  const MdEndpoint *own = g_ptr_array_index (settings->outgoing, 0);

  for (gsize i = 0; i < search->n_probes; i++)
    {
      const MdSettings *other = search->probes[i].settings;
      const MdEndpoint *first;

      if (other == NULL || other->outgoing->len == 0 || other->source == MD_SOURCE_CANDIDATE)
        continue;
      first = g_ptr_array_index (other->outgoing, 0);
      if (!has_host (settings->outgoing, first->host))
        md_context_report (search->context, MD_FINDING_SETTINGS_CONFLICT, "source",
                           md_settings_source_name (settings->source), "host", own->host, "other_source",
                           md_settings_source_name (other->source), "other_host", first->host, NULL);
    }
}

static void
report_domain (const Search *search, const char *domain)
{
  MdDomainMail mail = MD_DOMAIN_MAIL_UNKNOWN;
  const char *suggestion;

  for (gsize i = 0; i < search->n_probes; i++)
    if (search->probes[i].source == MD_SOURCE_FACTS_MX)
      mail = search->probes[i].mail;
  if (mail == MD_DOMAIN_MISSING)
    md_context_report (search->context, MD_FINDING_ADDRESS_DOMAIN_MISSING, "domain", domain, NULL);
  suggestion = mail == MD_DOMAIN_MISSING || mail == MD_DOMAIN_MAIL_NO ? md_typos_suggest (domain) : NULL;
  if (suggestion != NULL)
    md_context_report (search->context, MD_FINDING_ADDRESS_DOMAIN_TYPO, "domain", domain, "suggestion", suggestion,
                       NULL);
}

static void
report_settings (MdContext *context, const MdSettings *settings, const char *domain)
{
  g_autofree char *port = NULL;
  const MdEndpoint *first;

  if (settings == NULL || settings->outgoing->len == 0)
    {
      md_context_report (context, MD_FINDING_SETTINGS_NOT_FOUND, "domain", domain, NULL);
      return;
    }
  first = g_ptr_array_index (settings->outgoing, 0);
  port = g_strdup_printf ("%u", first->port);
  md_context_report (context, MD_FINDING_SETTINGS_FOUND, "source", md_settings_source_name (settings->source), "host",
                     first->host, "port", port, NULL);
  if (settings->provider_name != NULL)
    md_context_report (context, MD_FINDING_PROVIDER_KNOWN, "provider", settings->provider_name, NULL);
  /* Told by the provider itself, or by those who keep the list of providers. */
  if (settings->provider == NULL && settings->help_url != NULL)
    md_context_report (context, MD_FINDING_PROVIDER_INSTRUCTIONS, "domain", domain, "url", settings->help_url, NULL);
  /* Before anybody is asked for a password that would be of no use. */
  if (settings->oauth2_only)
    md_context_report (context, MD_FINDING_PROVIDER_WANTS_OAUTH2, "provider",
                       settings->provider_name != NULL ? settings->provider_name : domain, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autofree char *domain = md_case_dup_domain (kase);
  g_autoptr (MdSettings) known = domain == NULL ? NULL : md_providers_find (domain);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Search search = { .context = context, .stop = stop };
  MdSettings *settings;

  if (domain == NULL)
    {
      md_context_report (context, MD_FINDING_SETTINGS_NOT_FOUND, "domain", kase->email, NULL);
      return TRUE;
    }
  if (known != NULL && known->outgoing->len > 0 && !known->servers_unsure)
    {
      report_settings (context, known, domain);
      md_context_leave (context, g_steal_pointer (&known), (GDestroyNotify) md_settings_unref);
      return TRUE;
    }
  ask_all (&search, kase->email, domain);
  settings = choose (&search, known, domain);
  report_domain (&search, domain);
  report_settings (context, settings, domain);
  if (settings != NULL && settings->outgoing->len > 0)
    report_conflicts (&search, settings);
  if (settings != NULL)
    md_context_leave (context, settings, (GDestroyNotify) md_settings_unref);
  for (gsize i = 0; i < search.n_probes; i++)
    md_source_probe_clear (&search.probes[i]);
  return TRUE;
}

const MdCheck md_check_discover = {
  .id = "discover",
  .step = MD_STEP_ACCOUNT,
  .subject = MD_SUBJECT_ACCOUNT,
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 6000,
  .run = run,
};

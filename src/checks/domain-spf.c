/* domain-spf.c - what the domain's SPF record is worth, and whether it covers the server that mail leaves through
 *
 * The address mail leaves from is the provider's affair and can be seen from outside only.  So, unless it was given, a
 * record is said not to cover it only when neither the outgoing server nor the servers that receive for the domain are
 * covered, and the record names nothing of theirs.  RFC 7208.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-spf"

#include "config.h"

#include "checks/domain-spf.h"

#include "checks/domain.h"
#include "checks/evidence-of.h"
#include "checks/products.h"

#include <string.h>

#define MAX_ADDRESSES 4

static void
add_evidence (MdContext *context, const char *domain, const MdSpfProbe *probe, gint64 started)
{
  const char *target = probe->address != NULL ? probe->address : domain;
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "spf", target,
                                          md_spf_result_name (probe->spf->result), g_get_monotonic_time () - started);

  md_evidence_add_spf (evidence, probe->spf, probe->address);
  md_context_add_evidence (context, evidence);
}

/* ── whom it covers ── */

/* TRUE when a name in the record belongs to those who own @host: they know their own addresses better than we do. */
static gboolean
record_names (const char *record, const char *host)
{
  g_auto (GStrv) words = g_strsplit (record, " ", -1);
  g_autofree char *owner = md_organizational_domain (host);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *at = strpbrk (words[i], ":=");
      g_autofree char *name = at != NULL ? g_strdelimit (g_strdup (at + 1), "/", '\0') : NULL;
      g_autofree char *organization = NULL;

      if (name != NULL && strchr (name, '%') == NULL)
        organization = md_organizational_domain (name);
      if (g_strcmp0 (organization, owner) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The first probe that passed; NULL when none did.  *@refused: every one was answered with fail or softfail. */
static const MdSpfProbe *
find_pass (GPtrArray *probes, gboolean *refused)
{
  *refused = TRUE;
  for (guint i = 0; i < probes->len; i++)
    {
      const MdSpfProbe *probe = g_ptr_array_index (probes, i);

      if (probe->address == NULL || probe->spf == NULL || probe->helo)
        continue;
      if (probe->spf->result == MD_SPF_PASS)
        return probe;
      if (probe->spf->result != MD_SPF_FAIL && probe->spf->result != MD_SPF_SOFTFAIL)
        *refused = FALSE;
    }
  return NULL;
}

static gboolean
names_any (const char *record, GPtrArray *hosts)
{
  for (guint i = 0; i < hosts->len; i++)
    if (record_names (record, g_ptr_array_index (hosts, i)))
      return TRUE;
  return FALSE;
}

static void
report_not_covered (const MdSpfQuestion *question, const char *address, const MdSpf *spf, MdSpfResult result)
{
  const MdSpfMending how = { .allow = address };
  g_autofree char *corrected = md_mend_spf ((const char *const[]) { spf->record, NULL }, &how);

  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_NOT_COVERED, "domain",
                           question->domain, "address", address, "result", md_spf_result_name (result), "record",
                           spf->record, "corrected", md_domain_word (corrected), NULL);
}

static void
report_pass (const MdSpfQuestion *question, const MdSpfProbe *pass)
{
  g_autofree char *lookups = g_strdup_printf ("%u", pass->spf->lookups);

  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_PASS, "domain", question->domain,
                           "address", pass->address, "mechanism", md_domain_word (pass->spf->mechanism), "lookups",
                           lookups, NULL);
}

/* The servers that receive, when nothing says which send: an owner who covers those has thought of the rest. */
static void
ask_for_hosts (const MdSpfQuestion *question, const MdSpfProbe *hosts, GPtrArray *others)
{
  gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < MIN (hosts->addresses->len, MAX_ADDRESSES); i++)
    md_spf_add_probe (others, g_ptr_array_index (hosts->addresses, i));
  md_spf_ask_all (others, question);
  for (guint i = 0; i < others->len; i++)
    {
      const MdSpfProbe *probe = g_ptr_array_index (others, i);

      add_evidence (question->context, question->domain, probe, started);
    }
}

static void
report_coverage (const MdSpfQuestion *question, const MdNamedServer *server, GPtrArray *probes,
                 const MdSpfProbe *hosts, const MdSpf *spf)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (md_spf_probe_free);
  const char *given = md_context_get_case (question->context)->ip;
  gboolean refused, others_refused;
  const MdSpfProbe *pass = find_pass (probes, &refused);

  if (pass != NULL)
    report_pass (question, pass);
  else if (given != NULL && refused)
    report_not_covered (question, given, spf, spf->result);
  if (pass != NULL || given != NULL || !refused || server == NULL || hosts->addresses->len == 0
      || record_names (spf->record, server->endpoint->host) || names_any (spf->record, hosts->names))
    return;
  ask_for_hosts (question, hosts, others);
  if (find_pass (others, &others_refused) == NULL && others_refused)
    report_not_covered (question, server->addresses->addresses[0], spf, spf->result);
}

/* ── what was measured, for whoever asked for the domain by name ── */

static void
report_result (const MdSpfQuestion *question, const MdSpfProbe *probe)
{
  const MdSpf *spf = probe->spf;
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);
  g_autofree char *void_lookups = g_strdup_printf ("%u", spf->void_lookups);

  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_RESULT, "identity",
                           probe->helo ? "helo" : "mailfrom", "ip", md_domain_word (probe->address), "result",
                           md_spf_result_name (spf->result), "mechanism", md_domain_word (spf->mechanism), "lookups",
                           lookups, "void_lookups", void_lookups, NULL);
}

static gboolean
is_telling (MdSpfResult result)
{
  return result == MD_SPF_NONE || result == MD_SPF_PERMERROR || result == MD_SPF_TEMPERROR;
}

static void
report_results (const MdSpfQuestion *question, GPtrArray *probes, const MdSpfProbe *reading, const MdSpfProbe *hosts)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (md_spf_probe_free);
  guint n_reported = 0;

  for (guint i = 0; i < probes->len; i++)
    {
      const MdSpfProbe *probe = g_ptr_array_index (probes, i);

      if (probe->spf == NULL || probe->address == NULL)
        continue;
      report_result (question, probe);
      n_reported++;
    }
  if (n_reported > 0)
    return;
  if (is_telling (reading->spf->result) || hosts->addresses->len == 0)
    report_result (question, reading);
  else
    {
      ask_for_hosts (question, hosts, others);
      for (guint i = 0; i < others->len; i++)
        report_result (question, g_ptr_array_index (others, i));
    }
}

static void
add_evidence_of (MdContext *context, const char *domain, GPtrArray *probes, gint64 started)
{
  for (guint i = 0; i < probes->len; i++)
    {
      const MdSpfProbe *probe = g_ptr_array_index (probes, i);

      if (probe->spf != NULL)
        add_evidence (context, domain, probe, started);
    }
}

/* The addresses whose mail is judged: the one given, under both names, or the outgoing server's. */
static void
add_addresses (GPtrArray *probes, const MdCase *kase, const MdNamedServer *server)
{
  if (kase->ip != NULL)
    {
      md_spf_add_probe (probes, kase->ip);
      if (kase->helo != NULL)
        md_spf_add_probe (probes, kase->ip)->helo = TRUE;
      return;
    }
  for (gsize i = 0; server != NULL && i < MAX_ADDRESSES && server->addresses->addresses[i] != NULL; i++)
    md_spf_add_probe (probes, server->addresses->addresses[i]);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autofree char *domain = md_domain_in_question (context);
  gboolean own = md_domain_subject (context) == MD_SUBJECT_DOMAIN;
  const MdNamedServer *server = own ? md_context_get_product (context, "outgoing-name") : NULL;
  g_autoptr (GPtrArray) probes = g_ptr_array_new_with_free_func (md_spf_probe_free);
  MdSpfQuestion question = { .context = context, .domain = domain, .subject = md_domain_subject (context) };
  gint64 started = g_get_monotonic_time ();
  const MdSpfProbe *reading, *hosts;

  if (domain == NULL)
    return TRUE;
  question.wait = md_domain_patience (context);
  question.sender = own && kase->domain == NULL ? md_case_get_sender (kase) : kase->from;
  reading = md_spf_add_probe (probes, NULL);
  hosts = md_spf_add_probe (probes, NULL);
  ((MdSpfProbe *) hosts)->hosts = TRUE;
  if (own)
    add_addresses (probes, kase, server);
  md_spf_ask_all (probes, &question);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;

  add_evidence_of (context, domain, probes, started);
  if (md_domain_tells_all (context))
    report_results (&question, probes, reading, hosts);
  if (md_spf_report_record (&question, reading, hosts) && probes->len > 2)
    report_coverage (&question, server, probes, hosts, reading->spf);
  if (own)
    md_context_leave (context, md_spf_named_senders (reading->spf->record, hosts),
                      (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}

const MdCheck md_check_domain_spf = {
  .id = "domain-spf",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "outgoing-name" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 10000,
  .run = run,
};

/* domain-spf.c - what the domain's SPF record is worth, and whether it covers the server that mail leaves through
 *
 * The address mail leaves from is the provider's affair and can be seen from outside only.  So a record is said not to
 * cover it only when neither the outgoing server nor the servers that receive for the domain are covered, and the
 * record names nothing of theirs.  RFC 7208.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-spf"

#include "config.h"

#include "base/fan-out.h"
#include "checks/domain.h"
#include "checks/products.h"
#include "mailauth/mailauth.h"

#include <string.h>

#define MAX_ADDRESSES 4
#define MAX_HOSTS 4

/* What every probe may look at. */
typedef struct
{
  MdContext *context;
  const char *domain;
  const char *sender;
  MdWait wait;         /* patience for all of it */
} Question;

/* One probe: the record read (no address), the record for an address, or the hosts that receive. */
typedef struct
{
  const char *address;   /* (nullable) */
  gboolean hosts;
  MdSpf *spf;            /* (owned) (nullable) */
  GPtrArray *names;      /* (owned) (nullable) of char *: hosts */
  GPtrArray *addresses;  /* (owned) (nullable) of char *: theirs */
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  md_spf_free (probe->spf);
  g_clear_pointer (&probe->names, g_ptr_array_unref);
  g_clear_pointer (&probe->addresses, g_ptr_array_unref);
  g_free (probe);
}

static void
look_up_hosts (Probe *probe, const Question *question)
{
  MdWorld *world = md_context_get_world (question->context);
  const MdWait *wait = &question->wait;
  g_autoptr (MdDnsAnswer) mx = md_resolver_ask_one (world, question->domain, MD_DNS_MX, wait);
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsQuestion questions[2 * MAX_HOSTS];
  gsize n = 0;

  probe->names = g_ptr_array_new_with_free_func (g_free);
  probe->addresses = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (mx->records->len, MAX_HOSTS); i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      if (host == NULL || host[0] == '\0')
        continue;
      g_ptr_array_add (probe->names, g_strdup (host));
      questions[n++] = (MdDnsQuestion) { host, MD_DNS_A };
      questions[n++] = (MdDnsQuestion) { host, MD_DNS_AAAA };
    }
  if (n == 0)
    return;
  answers = md_resolver_ask (world, questions, n, wait);
  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      for (guint r = 0; r < answer->records->len && probe->addresses->len < MAX_ADDRESSES; r++)
        g_ptr_array_add (probe->addresses, g_strdup (((MdDnsRecord *) g_ptr_array_index (answer->records, r))->text));
    }
}

/* On a thread of its own. */
static void
ask (gpointer item, gpointer shared)
{
  Probe *probe = item;
  const Question *question = shared;
  MdWorld *world = md_context_get_world (question->context);
  const MdWait *wait = &question->wait;

  if (probe->hosts)
    look_up_hosts (probe, question);
  else if (probe->address != NULL)
    probe->spf = md_spf_check (world, probe->address, question->domain, question->sender, question->domain, wait, NULL,
                               NULL);
  else
    probe->spf = md_spf_read (world, question->domain, wait, NULL, NULL);
}

static Probe *
add_probe (GPtrArray *probes, const char *address, gboolean hosts)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->address = address;
  probe->hosts = hosts;
  g_ptr_array_add (probes, probe);
  return probe;
}

static void
add_evidence (MdContext *context, const char *target, const MdSpf *spf, gint64 started)
{
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "spf", target,
                                          md_spf_result_name (spf->result), g_get_monotonic_time () - started);

  for (gsize i = 0; spf->trace[i] != NULL; i++)
    md_evidence_add_line (evidence, spf->trace[i]);
  md_context_add_evidence (context, evidence);
}

/* ── the record itself ── */

static void
report_fault (MdContext *context, const char *domain, const MdSpf *spf)
{
  g_autofree char *count = g_strdup_printf ("%u", spf->n_records);
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);
  g_autofree char *position = g_strdup_printf ("%u", spf->position);
  /* Of two records at an included domain neither is the one. */
  const char *record = spf->fault_record != NULL ? spf->fault_record : "v=spf1";

  if (spf->fault == MD_SPF_FAULT_MULTIPLE && g_strcmp0 (spf->fault_domain, domain) == 0)
    md_context_report (context, MD_FINDING_SPF_MULTIPLE, "domain", domain, "count", count, NULL);
  else if (spf->fault == MD_SPF_FAULT_LOOKUPS)
    md_context_report (context, MD_FINDING_SPF_TOO_MANY_LOOKUPS, "domain", domain, "lookups", lookups, NULL);
  else
    md_context_report (context, MD_FINDING_SPF_SYNTAX, "domain", spf->fault_domain, "record", record, "position",
                       position, "word", spf->word, NULL);
}

/* TRUE when the record can be evaluated. */
static gboolean
report_record (MdContext *context, const char *domain, const MdSpf *spf)
{
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);

  if (spf->fault != MD_SPF_FAULT_NONE)
    {
      report_fault (context, domain, spf);
      return FALSE;
    }
  if (spf->record == NULL)
    {
      if (spf->result == MD_SPF_NONE && spf->status != MD_DNS_NXDOMAIN)
        md_context_report (context, MD_FINDING_SPF_MISSING, "domain", domain, NULL);
      else if (spf->result == MD_SPF_TEMPERROR)
        md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", domain, "record", "SPF", "status",
                           md_dns_status_name (spf->status), NULL);
      return FALSE;
    }
  md_context_report (context, MD_FINDING_SPF_FOUND, "domain", domain, "record", spf->record, "lookups", lookups, NULL);
  if (spf->allows_all)
    md_context_report (context, MD_FINDING_SPF_ALLOWS_ALL, "domain", domain, "record", spf->record, NULL);
  return !spf->allows_all;
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
static const Probe *
find_pass (GPtrArray *probes, gboolean *refused)
{
  *refused = TRUE;
  for (guint i = 0; i < probes->len; i++)
    {
      const Probe *probe = g_ptr_array_index (probes, i);

      if (probe->address == NULL || probe->spf == NULL)
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
report_coverage (Question *question, const MdNamedServer *server, GPtrArray *probes, const Probe *hosts,
                 const MdSpf *spf)
{
  MdContext *context = question->context;
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (probe_free);
  gboolean refused, others_refused;
  const Probe *pass = find_pass (probes, &refused);
  gint64 started = g_get_monotonic_time ();

  if (pass != NULL)
    {
      g_autofree char *lookups = g_strdup_printf ("%u", pass->spf->lookups);

      md_context_report (context, MD_FINDING_SPF_PASS, "domain", question->domain, "address", pass->address,
                         "mechanism", pass->spf->mechanism != NULL ? pass->spf->mechanism : "", "lookups", lookups,
                         NULL);
      return;
    }
  if (!refused || hosts->addresses->len == 0 || record_names (spf->record, server->endpoint->host)
      || names_any (spf->record, hosts->names))
    return;
  for (guint i = 0; i < hosts->addresses->len; i++)
    add_probe (others, g_ptr_array_index (hosts->addresses, i), FALSE);
  md_fan_out (others->pdata, others->len, ask, NULL, question);
  for (guint i = 0; i < others->len; i++)
    {
      const Probe *probe = g_ptr_array_index (others, i);

      add_evidence (context, probe->address, probe->spf, started);
    }
  if (find_pass (others, &others_refused) == NULL && others_refused)
    md_context_report (context, MD_FINDING_SPF_NOT_COVERED, "domain", question->domain, "address",
                       server->addresses->addresses[0], "result", md_spf_result_name (spf->result), NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_own (context);
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");
  g_autoptr (GPtrArray) probes = g_ptr_array_new_with_free_func (probe_free);
  Question question = { context, domain, md_case_get_sender (md_context_get_case (context)),
                        md_domain_patience (context) };
  gint64 started = g_get_monotonic_time ();
  const Probe *reading, *hosts;

  if (domain == NULL)
    return TRUE;
  reading = add_probe (probes, NULL, FALSE);
  hosts = add_probe (probes, NULL, TRUE);
  for (gsize i = 0; server != NULL && i < MAX_ADDRESSES && server->addresses->addresses[i] != NULL; i++)
    add_probe (probes, server->addresses->addresses[i], FALSE);
  md_fan_out (probes->pdata, probes->len, ask, NULL, &question);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;

  for (guint i = 0; i < probes->len; i++)
    {
      const Probe *probe = g_ptr_array_index (probes, i);

      if (probe->spf != NULL)
        add_evidence (context, probe->address != NULL ? probe->address : domain, probe->spf, started);
    }
  if (report_record (context, domain, reading->spf) && probes->len > 2)
    report_coverage (&question, server, probes, hosts, reading->spf);
  return TRUE;
}

const MdCheck md_check_domain_spf = {
  .id = "domain-spf",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "outgoing-name" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 10000,
  .run = run,
};

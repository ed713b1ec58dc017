/* resolvers.c - does every configured name server answer, and only with what exists?
 *
 * Each is asked by itself for well-known names (and the account's own domain, for networks that know little else) and
 * for two names that cannot exist: whoever finds an address for those invents answers, usually to show advertising.
 * RFC 2606 (.invalid).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolvers"

#include "config.h"

#include "base/fan-out.h"
#include "core/context.h"
#include "knowledge/knowledge.h"
#include "protocols/resolver.h"

#include <string.h>

#define LIMIT_MS 2000 /* three packets */
#define MAX_SERVERS 8
#define N_INVENTED 2
#define MAX_QUESTIONS 6

typedef struct
{
  const char *server;       /* (not owned) */
  GPtrArray *answers;       /* (owned) of MdDnsAnswer: the invented names first */
  MdDnsStatus best;         /* of the well-known names */
  gint64 micros;
} Resolver;

typedef struct
{
  MdContext *context;
  MdDnsQuestion questions[MAX_QUESTIONS];
  gsize n_questions;
} Round;

static void
ask (gpointer item, gpointer shared)
{
  Resolver *resolver = item;
  const Round *round = shared;
  MdWait wait = md_wait_within (md_context_get_wait (round->context), LIMIT_MS);

  resolver->answers = md_resolver_ask_server (md_context_get_world (round->context), resolver->server,
                                              round->questions, round->n_questions, &wait);
}

static gboolean
is_answer (MdDnsStatus status)
{
  return status == MD_DNS_OK || status == MD_DNS_NO_DATA || status == MD_DNS_NXDOMAIN;
}

/* Any real answer beats any refusal, and a refusal beats silence. */
static guint
rank (MdDnsStatus status)
{
  if (status == MD_DNS_OK)
    return 3;
  if (is_answer (status))
    return 2;
  return status == MD_DNS_TIMED_OUT || status == MD_DNS_UNREACHABLE ? 0 : 1;
}

static void
judge (Resolver *resolver)
{
  for (guint i = N_INVENTED; i < resolver->answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (resolver->answers, i);

      if (i > N_INVENTED && rank (answer->status) <= rank (resolver->best))
        continue;
      resolver->best = answer->status;
      resolver->micros = answer->micros;
    }
}

static void
add_evidence (MdContext *context, const Resolver *resolver)
{
  MdEvidence *evidence
      = md_evidence_new (MD_STEP_S1, "dns", resolver->server, md_dns_status_name (resolver->best), resolver->micros);

  for (guint i = 0; i < resolver->answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (resolver->answers, i);
      g_autofree char *line = g_strdup_printf (
          "%s %s: %s, %d ms, %u unanswered", answer->name, md_dns_type_name (answer->type),
          md_dns_status_name (answer->status), (int) (answer->micros / 1000), answer->timeouts);

      md_evidence_add_line (evidence, line);
    }
  md_context_add_evidence (context, evidence);
}

static void
report_inventions (MdContext *context, const Resolver *resolver)
{
  for (guint i = 0; i < N_INVENTED; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (resolver->answers, i);
      const MdDnsRecord *record;

      if (answer->status != MD_DNS_OK || answer->records->len == 0)
        continue;
      record = g_ptr_array_index (answer->records, 0);
      md_context_report (context, MD_FINDING_RESOLVER_INVENTS, "resolver", resolver->server, "name", answer->name,
                         "address", record->text, NULL);
      return;
    }
}

/* On the calling thread, as each ends. */
static void
report (gpointer item, gpointer shared)
{
  Resolver *resolver = item;
  MdContext *context = ((Round *) shared)->context;
  g_autofree char *ms = NULL;

  judge (resolver);
  ms = g_strdup_printf ("%d", (int) (resolver->micros / 1000));
  add_evidence (context, resolver);
  if (resolver->best == MD_DNS_CANCELLED)
    return;
  if (is_answer (resolver->best))
    md_context_report (context, MD_FINDING_RESOLVER_ANSWERS, "resolver", resolver->server, "ms", ms, NULL);
  else if (rank (resolver->best) == 0)
    md_context_report (context, MD_FINDING_RESOLVER_SILENT, "resolver", resolver->server, NULL);
  else
    md_context_report (context, MD_FINDING_RESOLVER_REFUSES, "resolver", resolver->server, "status",
                       md_dns_status_name (resolver->best), NULL);
  report_inventions (context, resolver);
}

static void
report_all (MdContext *context, const Resolver *resolvers, gsize n_resolvers)
{
  const char *answering = NULL;

  for (gsize i = 0; i < n_resolvers && answering == NULL; i++)
    {
      if (resolvers[i].best == MD_DNS_CANCELLED)
        return;
      if (is_answer (resolvers[i].best))
        answering = resolvers[i].server;
    }
  if (answering == NULL)
    md_context_report (context, MD_FINDING_NO_RESOLVER_ANSWERS, NULL);
  else if (rank (resolvers[0].best) == 0)
    md_context_report (context, MD_FINDING_FIRST_RESOLVER_DEAD, "resolver", resolvers[0].server, "other", answering,
                       NULL);
}

static void
add_question (Round *round, const char *name)
{
  if (name != NULL && round->n_questions < MAX_QUESTIONS)
    round->questions[round->n_questions++] = (MdDnsQuestion) { name, MD_DNS_A };
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdBeacons *beacons = md_beacons_get ();
  g_auto (GStrv) servers = md_resolver_servers (md_context_get_world (context));
  g_autofree char *label = g_strdup_printf ("md-%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *invalid = g_strdup_printf ("%s.invalid", label);
  g_autofree char *below_beacon = g_strdup_printf ("%s.%s", label, beacons->web_hosts[1]);
  g_autofree char *domain = md_case_dup_domain (kase);
  Resolver resolvers[MAX_SERVERS] = { 0 };
  gpointer items[MAX_SERVERS];
  gsize n = 0;
  Round round = { .context = context };

  add_question (&round, invalid);
  add_question (&round, below_beacon);
  add_question (&round, beacons->web_hosts[0]);
  add_question (&round, beacons->web_hosts[1]);
  add_question (&round, domain);
  for (; servers[n] != NULL && n < MAX_SERVERS; n++)
    {
      resolvers[n].server = servers[n];
      items[n] = &resolvers[n];
    }
  md_fan_out (items, n, ask, report, &round);
  report_all (context, resolvers, n);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_unref (resolvers[i].answers);
  return TRUE;
}

const MdCheck md_check_resolvers = {
  .id = "resolvers",
  .step = MD_STEP_S1,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 4000,
  .run = run,
};

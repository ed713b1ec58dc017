/* reach.c - can two well-known, independent hosts be reached, over IPv4 and over IPv6?
 *
 * TCP and TLS on port 443, all at once.  A certificate for another name means that somebody else answered in its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reach"

#include "config.h"

#include "base/fan-out.h"
#include "checks/network.h"
#include "core/context.h"
#include "knowledge/knowledge.h"
#include "protocols/resolver.h"
#include "protocols/tcp.h"
#include "protocols/tls.h"

#include <string.h>

#define PORT 443
#define CONNECT_MS 3500
#define TLS_MS 4000
#define MAX_ADDRESSES 2
#define MAX_HOSTS 2
#define MAX_PROBES (MAX_HOSTS * 2)

typedef struct
{
  const char *host;       /* (not owned) */
  gboolean ipv6;
  gboolean reached;
  gboolean connect_failed; /* there was an address, and no connection to it */
  gboolean cancelled;
  const char *result;     /* (static) a stable word */
  const char *tls;        /* (static) (nullable) how the handshake ended */
  char *address;          /* (owned) (nullable) */
  gint64 lookup_micros, connect_micros, micros;
} Probe;

typedef struct
{
  MdContext *context;
} Round;

static const char *
family_name (const Probe *probe)
{
  return probe->ipv6 ? "IPv6" : "IPv4";
}

/* NULL-terminated; empty when there is none, and why is in the probe. */
static char **
look_up (Probe *probe, MdWorld *world, const MdWait *wait)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (MdDnsAnswer) answer
      = md_resolver_ask_one (world, probe->host, probe->ipv6 ? MD_DNS_AAAA : MD_DNS_A, wait);

  for (guint i = 0; i < MIN (answer->records->len, MAX_ADDRESSES); i++)
    g_strv_builder_add (builder, ((MdDnsRecord *) g_ptr_array_index (answer->records, i))->text);
  probe->result = md_dns_status_name (answer->status);
  probe->lookup_micros = answer->micros;
  return g_strv_builder_end (builder);
}

static void
shake_hands (Probe *probe, MdWorld *world, const MdTcpAttempt *open, const MdWait *wait)
{
  MdWait limited = md_wait_within (wait, TLS_MS);
  g_autoptr (MdTls) tls = md_tls_connect (world, open->fd, probe->host, &limited);

  probe->reached = md_tls_get_status (tls) == MD_TLS_OK && (md_tls_get_problems (tls) & MD_CERT_WRONG_NAME) == 0;
  probe->result = md_tls_get_status (tls) == MD_TLS_TIMED_OUT ? "timed-out" : "tls";
  probe->tls = md_tls_status_name (md_tls_get_status (tls));
}

static void
probe_host (gpointer item, gpointer shared)
{
  Probe *probe = item;
  MdContext *context = ((const Round *) shared)->context;
  MdWorld *world = md_context_get_world (context);
  const MdWait *wait = md_context_get_wait (context);
  gint64 started = g_get_monotonic_time ();
  g_auto (GStrv) addresses = look_up (probe, world, wait);

  if (addresses[0] != NULL)
    {
      g_autoptr (GPtrArray) attempts
          = md_tcp_race (world, (const char *const *) addresses, PORT, CONNECT_MS, 0, wait);
      const MdTcpAttempt *open = md_tcp_find_open (attempts);

      probe->result = md_tcp_state_name (md_tcp_summary (attempts));
      probe->connect_failed = open == NULL;
      probe->address = g_strdup (open != NULL ? open->address : addresses[0]);
      probe->connect_micros = g_get_monotonic_time () - started - probe->lookup_micros;
      if (open != NULL)
        shake_hands (probe, world, open, wait);
    }
  probe->micros = g_get_monotonic_time () - started;
  probe->cancelled = md_wait_is_cancelled (wait);
}

static void
add_evidence (MdContext *context, const Probe *probe)
{
  g_autofree char *target = g_strdup_printf ("%s:%d %s", probe->host, PORT, family_name (probe));
  MdEvidence *evidence = md_evidence_new (MD_STEP_S1, "tls-connect", target, probe->reached ? "ok" : probe->result,
                                          probe->micros);
  double looked_up = (double) probe->lookup_micros / 1e6;
  double connected = looked_up + (double) probe->connect_micros / 1e6;

  md_evidence_add_stage (evidence, "lookup", 0, looked_up);
  if (probe->tls != NULL)
    {
      g_autofree char *line = g_strdup_printf ("TLS: %s", probe->tls);

      md_evidence_add_line (evidence, line);
    }
  if (probe->address != NULL)
    {
      md_evidence_add_line (evidence, probe->address);
      md_evidence_add_stage (evidence, "connect", looked_up, connected);
      if (!probe->connect_failed)
        md_evidence_add_stage (evidence, "tls", connected, (double) probe->micros / 1e6);
    }
  if (!probe->reached && !probe->cancelled)
    md_evidence_fail_stage (evidence);
  md_context_add_evidence (context, evidence);
}

/* On the calling thread, as each ends. */
static void
report (gpointer item, gpointer shared)
{
  const Probe *probe = item;
  MdContext *context = ((Round *) shared)->context;
  g_autofree char *ms = g_strdup_printf ("%d", (int) (probe->micros / 1000));

  add_evidence (context, probe);
  if (probe->reached)
    md_context_report (context, MD_FINDING_HOST_REACHED, "host", probe->host, "family", family_name (probe), "ms", ms,
                       NULL);
  else if (!probe->cancelled)
    md_context_report (context, MD_FINDING_HOST_NOT_REACHED, "host", probe->host, "family", family_name (probe),
                       "result", probe->result, NULL);
}

static void
report_ipv6 (MdContext *context, const Probe *probes, gsize n_probes, gboolean announced)
{
  const Probe *failed = NULL;
  guint n_ipv4 = 0, n_ipv6 = 0;

  for (gsize i = 0; i < n_probes; i++)
    {
      if (probes[i].reached && probes[i].ipv6)
        n_ipv6++;
      else if (probes[i].reached)
        n_ipv4++;
      else if (probes[i].ipv6 && probes[i].connect_failed)
        failed = &probes[i];
    }
  if (n_ipv6 > 0)
    md_context_report (context, MD_FINDING_IPV6_WORKS, NULL);
  else if (!announced)
    md_context_report (context, MD_FINDING_IPV6_ABSENT, NULL);
  else if (n_ipv4 > 0 && failed != NULL)
    md_context_report (context, MD_FINDING_IPV6_BROKEN, "host", failed->host, "result", failed->result, NULL);
}

static gboolean
is_ipv6_here (MdContext *context)
{
  g_autoptr (MdNetwork) network = NULL;

  if (md_world_is_practice (md_context_get_world (context)))
    return FALSE;
  network = md_network_read ("/proc/net");
  return md_network_has_ipv6 (network);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdBeacons *beacons = md_beacons_get ();
  gboolean announced = is_ipv6_here (context);
  Probe probes[MAX_PROBES] = { 0 };
  gpointer items[MAX_PROBES];
  gsize n = 0;
  gboolean reached = FALSE;
  Round round = { context };

  for (gsize i = 0; beacons->web_hosts[i] != NULL && i < MAX_HOSTS; i++)
    for (int ipv6 = 0; ipv6 <= (announced ? 1 : 0); ipv6++)
      {
        probes[n] = (Probe) { .host = beacons->web_hosts[i], .ipv6 = ipv6 };
        items[n] = &probes[n];
        n++;
      }
  md_fan_out (items, n, probe_host, report, &round);

  for (gsize i = 0; i < n; i++)
    reached = reached || probes[i].reached;
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    {
      md_context_report (context, reached ? MD_FINDING_INTERNET_REACHED : MD_FINDING_INTERNET_NOT_REACHED, NULL);
      report_ipv6 (context, probes, n, announced);
    }
  for (gsize i = 0; i < n; i++)
    g_free (probes[i].address);
  return TRUE;
}

const MdCheck md_check_reach = {
  .id = "reach",
  .step = MD_STEP_S1,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 9000,
  .run = run,
};

/* stability.c - does the connection lose or delay packets?
 *
 * A short series of connections to two hosts, started 12 ms apart.  The kernel tells how long the
 * way took and whether the first packet had to be sent again: our own clock would also measure how busy this computer
 * is.  A single loss may be chance: then, and only then, a second series decides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-stability"

#include "config.h"

#include "base/fan-out.h"
#include "core/context.h"
#include "knowledge/knowledge.h"
#include "protocols/resolver.h"
#include "protocols/tcp.h"

#include <stdlib.h>

#define PORT 443
#define N_TRIES 16
#define N_HOSTS 2
#define APART_MS 12
#define LIMIT_MS 3000
#define LOST_TOO_MANY 2
#define JITTER_TOO_MUCH_MS 150

typedef struct
{
  guint number;
  const char *address;  /* (not owned) */
  MdTcpState state;
  gint64 micros;
  gboolean repeated;    /* a packet was lost on the way */
} Try;

static void
connect_once (gpointer item, gpointer shared)
{
  Try *try = item;
  MdContext *context = shared;
  const MdWait *wait = md_context_get_wait (context);
  const char *const addresses[] = { try->address, NULL };
  g_autoptr (GPtrArray) attempts = NULL;
  const MdTcpAttempt *attempt;

  md_wait_sleep (wait, try->number * APART_MS);
  attempts = md_tcp_probe (md_context_get_world (context), addresses, PORT, LIMIT_MS, wait);
  attempt = g_ptr_array_index (attempts, 0);
  try->state = attempt->state;
  try->repeated = attempt->repeats > 0;
  try->micros = attempt->round_trip > 0 && !try->repeated ? attempt->round_trip : attempt->micros;
}

static int
compare_micros (const void *a, const void *b)
{
  gint64 one = *(const gint64 *) a;
  gint64 two = *(const gint64 *) b;

  return one < two ? -1 : one > two;
}

typedef struct
{
  guint n_tries, n_lost;
  gint64 median, jitter; /* microseconds */
} Series;

/* Adds the tries to one host, if any of them got through: what is closed or dead is not "unstable". */
static void
judge (const Try *tries, const char *address, Series *series)
{
  gint64 times[N_TRIES];
  gsize n_open = 0, n_tries = 0, n_timely = 0;
  gint64 median, deviation = 0;

  for (gsize i = 0; i < N_TRIES; i++)
    if (tries[i].address == address)
      {
        n_tries++;
        n_open += tries[i].state == MD_TCP_OPEN;
        if (tries[i].state == MD_TCP_OPEN && !tries[i].repeated)
          times[n_timely++] = tries[i].micros;
      }
  if (n_open == 0)
    return;
  series->n_tries += (guint) n_tries;
  for (gsize i = 0; i < N_TRIES; i++)
    if (tries[i].address == address && (tries[i].state == MD_TCP_TIMED_OUT || tries[i].repeated))
      series->n_lost++;
  if (n_timely == 0)
    return;
  qsort (times, n_timely, sizeof times[0], compare_micros);
  median = times[n_timely / 2];
  for (gsize i = 0; i < n_timely; i++)
    deviation += ABS (times[i] - median);
  series->median = MAX (series->median, median);
  series->jitter = MAX (series->jitter, deviation / (gint64) n_timely);
}

static void
add_evidence (MdContext *context, const Try *tries, const char *host, const char *address)
{
  g_autofree char *target = g_strdup_printf ("%s:%d", host, PORT);
  gint64 longest = 0;
  MdEvidence *evidence;
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < N_TRIES; i++)
    {
      if (tries[i].address != address)
        continue;
      longest = MAX (longest, tries[i].micros);
      if (tries[i].state == MD_TCP_OPEN)
        g_string_append_printf (line, "%s%d ms", line->len > 0 ? ", " : "", (int) (tries[i].micros / 1000));
      else
        g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", md_tcp_state_name (tries[i].state));
    }
  evidence = md_evidence_new (MD_STEP_S1, "connect-series", target, "measured", longest);
  md_evidence_add_line (evidence, line->str);
  md_context_add_evidence (context, evidence);
}

static void
report (MdContext *context, const Series *series)
{
  g_autofree char *n_tries = g_strdup_printf ("%u", series->n_tries);
  g_autofree char *n_lost = g_strdup_printf ("%u", series->n_lost);
  g_autofree char *ms = g_strdup_printf ("%d", (int) (series->median / 1000));
  g_autofree char *jitter_ms = g_strdup_printf ("%d", (int) (series->jitter / 1000));
  gboolean shaky = series->jitter > MAX (series->median, JITTER_TOO_MUCH_MS * 1000);

  if (series->n_lost >= LOST_TOO_MANY || shaky)
    md_context_report (context, MD_FINDING_LINE_UNSTABLE, "lost", n_lost, "tries", n_tries, "jitter_ms", jitter_ms,
                       NULL);
  else
    md_context_report (context, MD_FINDING_LINE_STABLE, "tries", n_tries, "ms", ms, NULL);
}

/* One address of each host; IPv4 where there is one, since whether IPv6 works is another question. */
static gsize
find_addresses (MdContext *context, MdDnsAnswer **answers, const char **addresses)
{
  const MdBeacons *beacons = md_beacons_get ();
  MdDnsQuestion questions[N_HOSTS];
  g_autoptr (GPtrArray) found = NULL;
  gsize n = 0;

  for (gsize i = 0; i < N_HOSTS; i++)
    questions[i] = (MdDnsQuestion) { beacons->web_hosts[i], MD_DNS_A };
  found = md_resolver_ask (md_context_get_world (context), questions, N_HOSTS, md_context_get_wait (context));
  for (gint i = N_HOSTS - 1; i >= 0; i--)
    {
      MdDnsAnswer *answer = g_ptr_array_steal_index (found, (guint) i);

      if (answer->records->len == 0)
        {
          md_dns_answer_free (answer);
          continue;
        }
      answers[n] = answer;
      addresses[n++] = ((MdDnsRecord *) g_ptr_array_index (answer->records, 0))->text;
    }
  return n;
}

static void
measure (MdContext *context, MdDnsAnswer *const *answers, const char *const *addresses, gsize n_hosts, Series *series)
{
  Try tries[N_TRIES] = { 0 };
  gpointer items[N_TRIES];

  for (guint i = 0; i < N_TRIES; i++)
    {
      tries[i] = (Try) { .number = i, .address = addresses[i % n_hosts] };
      items[i] = &tries[i];
    }
  md_fan_out (items, N_TRIES, connect_once, NULL, context);
  for (gsize i = 0; i < n_hosts; i++)
    {
      add_evidence (context, tries, answers[i]->name, addresses[i]);
      judge (tries, addresses[i], series);
    }
}

static gboolean
run (MdContext *context, GError **error)
{
  MdDnsAnswer *answers[N_HOSTS] = { NULL };
  const char *addresses[N_HOSTS];
  gsize n_hosts = find_addresses (context, answers, addresses);
  Series series = { 0 };

  if (n_hosts == 0)
    return TRUE;
  measure (context, answers, addresses, n_hosts, &series);
  if (series.n_lost > 0 && series.n_lost < LOST_TOO_MANY)
    measure (context, answers, addresses, n_hosts, &series);
  if (series.n_tries > 0 && !md_wait_is_cancelled (md_context_get_wait (context)))
    report (context, &series);
  for (gsize i = 0; i < n_hosts; i++)
    md_dns_answer_free (answers[i]);
  return TRUE;
}

const MdCheck md_check_stability = {
  .id = "stability",
  .step = MD_STEP_S1,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 9000,
  .run = run,
};

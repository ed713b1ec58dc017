/* mx-probe.c - the servers that take a domain's mail, on port 25; see mx-probe.h
 *
 * Most networks for people close port 25.  Whether this one does is seen by other servers that answer everybody: only
 * when one of them can be reached does silence say anything about the server that was asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mx-probe"

#include "config.h"

#include "checks/mx-probe.h"

#include "base/fan-out.h"
#include "checks/domain.h"
#include "checks/evidence-of.h"
#include "knowledge/knowledge.h"
#include "reading/received.h"

#include <string.h>

#define SMTP_PORT 25
#define BEACON_LIMIT_MS 3000

static const MdDialogueLimits limits = {
  .connect_ms = 4000,
  .greeting_ms = 10000,
  .reply_ms = 6000,
  .tls_ms = 6000,
};

typedef struct
{
  MdWorld *world;
  const MdWait *wait;
} Shared;

/* One thing to do on a thread of its own: a server of the domain, or one that answers everybody. */
typedef struct
{
  MdMxHost *host;      /* (not owned) (nullable) */
  const char *beacon;  /* (nullable) */
  MdTcpState state;    /* of the beacon */
} Task;

static void
mx_host_free (gpointer data)
{
  MdMxHost *host = data;

  g_free (host->host);
  md_dialogue_free (host->dialogue);
  md_dns_answer_free (host->tlsa);
  g_free (host);
}

void
md_mx_probe_free (MdMxProbe *self)
{
  if (self == NULL)
    return;
  md_dns_answer_free (self->mx);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

gboolean
md_mx_host_answers (const MdMxHost *host)
{
  const MdDialogue *dialogue = host->dialogue;

  return dialogue != NULL && (dialogue->end == MD_DIALOGUE_READY || dialogue->end == MD_DIALOGUE_NO_STARTTLS
                              || dialogue->end == MD_DIALOGUE_TLS_FAILED);
}

const char *
md_mx_host_result (const MdMxHost *host)
{
  if (host->dialogue == NULL)
    return "no-address";
  if (host->dialogue->end == MD_DIALOGUE_NO_CONNECTION)
    return md_tcp_state_name (md_tcp_summary (host->dialogue->attempts));
  return md_dialogue_end_name (host->dialogue->end);
}

static gboolean
has_connected (const MdMxHost *host)
{
  return host->dialogue != NULL && host->dialogue->end != MD_DIALOGUE_NO_CONNECTION
         && host->dialogue->end != MD_DIALOGUE_CANCELLED;
}

/* ── on threads of their own ── */

static void
speak_to (MdMxHost *host, const Shared *shared)
{
  g_autofree char *name = g_strconcat ("_25._tcp.", host->host, NULL);
  const MdDnsQuestion questions[] = { { host->host, MD_DNS_A }, { host->host, MD_DNS_AAAA }, { name, MD_DNS_TLSA } };
  g_autoptr (GPtrArray) answers = md_resolver_ask (shared->world, questions, G_N_ELEMENTS (questions), shared->wait);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, host->host, SMTP_PORT, MD_SECURITY_STARTTLS);

  for (guint k = 0; k < 2; k++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, k);

      host->authentic = host->authentic || (answer->status == MD_DNS_OK && answer->authentic);
      for (guint i = 0; i < answer->records->len; i++)
        {
          char *address = ((MdDnsRecord *) g_ptr_array_index (answer->records, i))->text;

          /* A private address leads to somebody else's machine here. */
          if (md_address_is_public (address) || md_world_is_practice (shared->world))
            g_ptr_array_add (addresses, address);
        }
    }
  g_ptr_array_add (addresses, NULL);
  if (addresses->len > 1)
    {
      host->dialogue = md_dialogue_run (shared->world, endpoint, (const char *const *) addresses->pdata, &limits,
                                        shared->wait);
      host->dialogue->lookup_seconds = (double) ((MdDnsAnswer *) g_ptr_array_index (answers, 0))->micros / 1e6;
    }
  g_ptr_array_set_free_func (answers, NULL);
  md_dns_answer_free (g_ptr_array_index (answers, 0));
  md_dns_answer_free (g_ptr_array_index (answers, 1));
  host->tlsa = g_ptr_array_index (answers, 2);
}

static void
reach_beacon (Task *task, const Shared *shared)
{
  g_autoptr (MdDnsAddresses) found = md_resolver_addresses (shared->world, task->beacon, shared->wait);
  g_autoptr (GPtrArray) attempts = NULL;

  task->state = MD_TCP_TIMED_OUT;
  if (found->addresses[0] == NULL)
    return;
  attempts = md_tcp_race (shared->world, (const char *const *) found->addresses, SMTP_PORT, BEACON_LIMIT_MS, 0,
                          shared->wait);
  task->state = md_tcp_find_open (attempts) != NULL ? MD_TCP_OPEN : md_tcp_summary (attempts);
}

static void
carry_out (gpointer item, gpointer shared)
{
  Task *task = item;

  if (task->host != NULL)
    speak_to (task->host, shared);
  else
    reach_beacon (task, shared);
}

/* ── all of them ── */

static void
add_host (MdMxProbe *self, const char *name)
{
  MdMxHost *host = g_new0 (MdMxHost, 1);

  host->host = g_strdup (name);
  g_ptr_array_add (self->hosts, host);
}

static void
name_hosts (MdMxProbe *self, const char *domain)
{
  for (guint i = 0; i < MIN (self->mx->records->len, MD_MX_MAX_HOSTS); i++)
    {
      const char *name = ((const MdDnsRecord *) g_ptr_array_index (self->mx->records, i))->text;

      if (name == NULL || name[0] == '\0' || g_str_equal (name, "."))
        self->null_mx = self->mx->records->len == 1;
      else
        add_host (self, name);
    }
  /* RFC 5321 section 5.1: without MX the domain's own address counts. */
  if (self->mx->status == MD_DNS_NO_DATA)
    add_host (self, domain);
}

MdMxProbe *
md_mx_probe (MdContext *context, const char *domain)
{
  MdMxProbe *self = g_new0 (MdMxProbe, 1);
  const Shared shared = { md_context_get_world (context), md_context_get_wait (context) };
  const MdWait patience = md_domain_patience (context);
  const char *const *beacons = md_beacons_get ()->mx_hosts;
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);

  self->hosts = g_ptr_array_new_with_free_func (mx_host_free);
  self->mx = md_resolver_ask_one (shared.world, domain, MD_DNS_MX, &patience);
  name_hosts (self, domain);
  if (self->hosts->len == 0)
    return self;
  for (guint i = 0; i < self->hosts->len + g_strv_length ((char **) beacons); i++)
    {
      Task *task = g_new0 (Task, 1);

      task->host = i < self->hosts->len ? g_ptr_array_index (self->hosts, i) : NULL;
      task->beacon = i < self->hosts->len ? NULL : beacons[i - self->hosts->len];
      g_ptr_array_add (tasks, task);
    }
  md_fan_out (tasks->pdata, tasks->len, carry_out, NULL, (gpointer) &shared);
  self->port25_state = MD_TCP_TIMED_OUT;
  self->nowhere = self->mx->records->len == 0 && ((MdMxHost *) g_ptr_array_index (self->hosts, 0))->dialogue == NULL;
  for (guint i = 0; i < tasks->len; i++)
    {
      const Task *task = g_ptr_array_index (tasks, i);

      if (task->host != NULL)
        self->port25_open = self->port25_open || has_connected (task->host);
      else if (task->state == MD_TCP_OPEN)
        self->port25_open = TRUE;
      else
        self->port25_state = task->state;
    }
  return self;
}

void
md_mx_probe_add_evidence (MdContext *context, const MdMxProbe *probe)
{
  for (guint i = 0; i < probe->hosts->len; i++)
    {
      const MdMxHost *host = g_ptr_array_index (probe->hosts, i);
      g_autofree char *target = g_strconcat (host->host, ":25", NULL);
      MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "mx-dialogue", target,
                                              md_mx_host_answers (host) ? "answers" : md_mx_host_result (host),
                                              host->dialogue != NULL ? (gint64) (host->dialogue->seconds * 1e6) : 0);

      if (host->dialogue != NULL && md_dialogue_get_transcript (host->dialogue) != NULL)
        md_evidence_add_transcript (evidence, md_dialogue_get_transcript (host->dialogue));
      if (host->dialogue != NULL)
        {
          md_evidence_add_dialogue_stages (evidence, host->dialogue);
          md_evidence_add_tls (evidence, md_dialogue_get_tls (host->dialogue), host->host);
        }
      for (guint r = 0; host->tlsa != NULL && r < host->tlsa->records->len; r++)
        {
          const MdDnsRecord *record = g_ptr_array_index (host->tlsa->records, r);
          g_autofree char *line = g_strdup_printf ("TLSA %u %u %u %s%s", record->priority, record->weight,
                                                   record->port, record->text,
                                                   host->tlsa->authentic ? " (authentic)" : "");

          md_evidence_add_line (evidence, line);
        }
      md_context_add_evidence (context, evidence);
    }
}

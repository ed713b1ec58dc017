/* other-providers.c - is it this server, or this network?  The same ports on other providers' servers
 *
 * Greetings are read and TLS is begun, nothing more is said.  A port counts as closed here only when it is closed
 * at every host, and submission only when both its ports are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-other-providers"

#include "config.h"

#include "base/fan-out.h"
#include "checks/evidence-of.h"
#include "checks/products.h"

#include <string.h>

#define MAX_HOSTS 3

static const MdDialogueLimits limits
    = { .connect_ms = 5000, .greeting_ms = 7000, .reply_ms = 5000, .tls_ms = 5000, .grace_ms = 0 };

typedef struct
{
  MdContext *context;    /* (not owned) only its world and wait are used by the task */
  const char *host;
  MdSecurity security;
  guint16 port;
  MdDialogue *dialogue;  /* (owned) (nullable) NULL: its name could not be looked up */
} Probe;

/* What came of several hosts on some ports. */
typedef struct
{
  GString *open;       /* (owned) hosts, joined by blanks */
  GString *closed;     /* (owned) */
  MdTcpState result;   /* of those that are closed */
  gboolean denied_here;
} Tally;

static void
connect_to (gpointer item, gpointer shared)
{
  Probe *probe = item;
  MdWorld *world = md_context_get_world (probe->context);
  const MdWait *wait = md_context_get_wait (probe->context);
  g_autoptr (MdDnsAddresses) addresses = md_resolver_addresses (world, probe->host, wait);
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, probe->host, probe->port, probe->security);

  if (addresses->addresses[0] == NULL)
    return;
  probe->dialogue = md_dialogue_run (world, endpoint, (const char *const *) addresses->addresses, &limits, wait);
  probe->dialogue->lookup_seconds = (double) addresses->micros / 1e6;
}

static gboolean
is_open (const MdDialogue *dialogue)
{
  return md_tcp_find_open (dialogue->attempts) != NULL || dialogue->address != NULL;
}

static void
add_evidence (gpointer item, gpointer shared)
{
  Probe *probe = item;
  const MdDialogue *dialogue = probe->dialogue;
  g_autofree char *target = g_strdup_printf ("%s:%u", probe->host, probe->port);
  MdTranscript *transcript = dialogue == NULL ? NULL : md_dialogue_get_transcript (dialogue);
  MdEvidence *evidence;
  const char *result = "name-not-found";

  if (dialogue != NULL)
    result = is_open (dialogue) ? "open" : md_tcp_state_name (md_tcp_summary (dialogue->attempts));
  evidence = md_evidence_new (MD_STEP_S4, "elsewhere", target, result,
                              dialogue == NULL ? 0 : (gint64) (dialogue->seconds * G_USEC_PER_SEC));
  if (transcript != NULL)
    md_evidence_add_transcript (evidence, transcript);
  if (dialogue != NULL)
    md_evidence_add_dialogue_stages (evidence, dialogue);
  md_context_add_evidence (probe->context, evidence);
}

static void
add_word (GString *words, const char *word)
{
  if (strstr (words->str, word) == NULL)
    g_string_append_printf (words, "%s%s", words->len == 0 ? "" : " ", word);
}

static void
count (Tally *tally, const Probe *probe)
{
  MdTcpState state;

  if (probe->dialogue == NULL || probe->dialogue->end == MD_DIALOGUE_CANCELLED)
    return;
  if (is_open (probe->dialogue))
    {
      add_word (tally->open, probe->host);
      return;
    }
  state = md_tcp_summary (probe->dialogue->attempts);
  tally->denied_here |= state == MD_TCP_DENIED_HERE;
  add_word (tally->closed, probe->host);
  tally->result = state;
}

static void
report (MdContext *context, const Tally *tally, MdFindingCode open, MdFindingCode closed)
{
  if (tally->open->len > 0)
    md_context_report (context, open, "hosts", tally->open->str, NULL);
  else if (tally->closed->len > 0)
    md_context_report (context, closed, "hosts", tally->closed->str, "result", md_tcp_state_name (tally->result), NULL);
  if (tally->denied_here)
    md_context_report (context, MD_FINDING_ELSEWHERE_DENIED_HERE, "hosts", tally->closed->str, NULL);
}

static void
report_all (MdContext *context, const Probe *probes, gsize n_probes)
{
  g_autoptr (GString) open_25 = g_string_new (NULL);
  g_autoptr (GString) closed_25 = g_string_new (NULL);
  g_autoptr (GString) open = g_string_new (NULL);
  g_autoptr (GString) closed = g_string_new (NULL);
  Tally on_25 = { .open = open_25, .closed = closed_25 };
  Tally submission = { .open = open, .closed = closed };

  for (gsize i = 0; i < n_probes; i++)
    count (probes[i].port == 25 ? &on_25 : &submission, &probes[i]);
  report (context, &on_25, MD_FINDING_ELSEWHERE_25_OPEN, MD_FINDING_ELSEWHERE_25_CLOSED);
  report (context, &submission, MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED);
  if (open_25->len + closed_25->len + open->len + closed->len == 0)
    md_context_report (context, MD_FINDING_ELSEWHERE_NOT_TESTED, "reason", "no-address", NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdBeacons *beacons = md_beacons_get ();
  Probe probes[3 * MAX_HOSTS] = { 0 };
  gpointer items[3 * MAX_HOSTS];
  MdElsewhere *elsewhere;
  gsize n = 0;

  for (gsize i = 0; i < MAX_HOSTS && beacons->mail_hosts[i] != NULL; i++)
    {
      probes[n++] = (Probe) { context, beacons->mail_hosts[i], MD_SECURITY_TLS, 465, NULL };
      probes[n++] = (Probe) { context, beacons->mail_hosts[i], MD_SECURITY_STARTTLS, 587, NULL };
    }
  for (gsize i = 0; i < MAX_HOSTS && beacons->mx_hosts[i] != NULL; i++)
    probes[n++] = (Probe) { context, beacons->mx_hosts[i], MD_SECURITY_STARTTLS, 25, NULL };
  for (gsize i = 0; i < n; i++)
    items[i] = &probes[i];
  md_fan_out (items, n, connect_to, add_evidence, NULL);

  elsewhere = g_new0 (MdElsewhere, 1);
  elsewhere->dialogues = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    report_all (context, probes, n);
  for (gsize i = 0; i < n; i++)
    if (probes[i].dialogue != NULL)
      {
        g_clear_pointer (&probes[i].dialogue->smtp, md_smtp_free); /* says good-bye; the facts stay */
        g_ptr_array_add (elsewhere->dialogues, probes[i].dialogue);
      }
  md_context_leave (context, elsewhere, (GDestroyNotify) md_elsewhere_free);
  return TRUE;
}

const MdCheck md_check_other_providers = {
  .id = "other-providers",
  .step = MD_STEP_S4,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 12000,
  .refines = TRUE,
  .run = run,
};

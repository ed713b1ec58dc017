/* outgoing-ports.c - which other ports of the outgoing server work: 465, 587, 25?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-outgoing-ports"

#include "config.h"

#include "base/fan-out.h"
#include "checks/products.h"

static const struct
{
  guint16 port;
  MdSecurity security;
} usual_ports[] = {
  { 465, MD_SECURITY_TLS },
  { 587, MD_SECURITY_STARTTLS },
  { 25, MD_SECURITY_STARTTLS },
};

/* Shorter than for the configured port: these only tell what else would do. */
static const MdDialogueLimits limits = { 5000, 10000, 8000, 8000, 0 };

typedef struct
{
  MdContext *context;
  const MdDnsAddresses *addresses;
  MdEndpoint *endpoint;
  MdDialogue *dialogue;
} Probe;

static void
probe_port (gpointer item, gpointer shared)
{
  Probe *probe = item;

  probe->dialogue = md_dialogue_run (md_context_get_world (probe->context), probe->endpoint,
                                     (const char *const *) probe->addresses->addresses, &limits,
                                     md_context_get_wait (probe->context));
  probe->dialogue->lookup_seconds = (double) probe->addresses->micros / 1e6;
}

static void
report_port (gpointer item, gpointer shared)
{
  Probe *probe = item;
  MdDialogue *dialogue = probe->dialogue;

  md_report_other (probe->context, dialogue);
  if (probe->endpoint->port == 25 && dialogue->end == MD_DIALOGUE_NO_CONNECTION)
    md_context_report_about (probe->context, MD_SUBJECT_OTHER, MD_FINDING_PORT25_CLOSED, "host", probe->endpoint->host,
                             "result", md_tcp_state_name (md_tcp_summary (dialogue->attempts)), NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");
  Probe probes[G_N_ELEMENTS (usual_ports)] = { 0 };
  gpointer items[G_N_ELEMENTS (usual_ports)];
  GPtrArray *dialogues;
  gboolean works = FALSE;
  gsize n = 0;

  if (server == NULL || server->addresses->addresses[0] == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (usual_ports); i++)
    {
      if (server->endpoint->port == usual_ports[i].port && server->endpoint->security == usual_ports[i].security)
        continue;
      probes[n].context = context;
      probes[n].addresses = server->addresses;
      probes[n].endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, server->endpoint->host, usual_ports[i].port,
                                            usual_ports[i].security);
      items[n] = &probes[n];
      n++;
    }
  md_fan_out (items, n, probe_port, report_port, NULL);

  dialogues = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
  for (gsize i = 0; i < n; i++)
    {
      works |= probes[i].endpoint->port != 25 && md_dialogue_is_trusted (probes[i].dialogue);
      g_ptr_array_add (dialogues, probes[i].dialogue);
      md_endpoint_free (probes[i].endpoint);
    }
  if (!works && !md_wait_is_cancelled (md_context_get_wait (context)))
    md_context_report_about (context, MD_SUBJECT_OTHER, MD_FINDING_NO_OTHER_PORT_WORKS, "host", server->endpoint->host,
                             NULL);
  md_context_leave (context, dialogues, (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}

const MdCheck md_check_outgoing_ports = {
  .id = "outgoing-ports",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_OTHER,
  .needs = { "outgoing-name" },
  .budget_ms = 30000,
  .refines = TRUE,
  .run = run,
};

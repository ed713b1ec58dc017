/* recommended-server.c - does the outgoing server work that the provider publishes, when it is another one?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-recommended-server"

#include "config.h"

#include "base/fan-out.h"
#include "checks/products.h"

#define RECOMMENDED_MAX 2

static const MdDialogueLimits limits = { 5000, 10000, 8000, 8000, 0 };

typedef struct
{
  MdContext *context;
  const MdEndpoint *endpoint;
  MdDnsAddresses *addresses;
  MdDialogue *dialogue;
} Probe;

static void
probe_server (gpointer item, gpointer shared)
{
  Probe *probe = item;
  MdWorld *world = md_context_get_world (probe->context);
  const MdWait *wait = md_context_get_wait (probe->context);

  probe->addresses = md_resolver_addresses (world, probe->endpoint->host, wait);
  if (probe->addresses->addresses[0] == NULL)
    return;
  probe->dialogue = md_dialogue_run (world, probe->endpoint, (const char *const *) probe->addresses->addresses,
                                     &limits, wait);
  probe->dialogue->lookup_seconds = (double) probe->addresses->micros / 1e6;
}

static void
report_server (gpointer item, gpointer shared)
{
  Probe *probe = item;

  if (probe->dialogue != NULL)
    md_report_other (probe->context, probe->dialogue);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");
  const MdSettings *settings = md_recommended (context);
  Probe probes[RECOMMENDED_MAX] = { 0 };
  gpointer items[RECOMMENDED_MAX];
  GPtrArray *dialogues;
  gsize n = 0;

  if (server == NULL || settings == NULL || !server->is_configured)
    return TRUE;
  for (guint i = 0; i < settings->outgoing->len && n < RECOMMENDED_MAX; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (settings->outgoing, i);

      if (g_ascii_strcasecmp (endpoint->host, server->endpoint->host) == 0)
        continue;
      probes[n] = (Probe) { .context = context, .endpoint = endpoint };
      items[n] = &probes[n];
      n++;
    }
  md_fan_out (items, n, probe_server, report_server, NULL);

  dialogues = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
  for (gsize i = 0; i < n; i++)
    {
      if (probes[i].dialogue != NULL)
        g_ptr_array_add (dialogues, probes[i].dialogue);
      md_dns_addresses_free (probes[i].addresses);
    }
  md_context_leave (context, dialogues, (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}

const MdCheck md_check_recommended_server = {
  .id = "recommended-server",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_OTHER,
  .needs = { "outgoing-name", "discover" },
  .budget_ms = 30000,
  .refines = TRUE,
  .run = run,
};

/* recommended-incoming.c - does the server answer that the provider recommends for receiving, where another one is set?
 *
 * Only then can a difference be called wrong, see settings.c.  It is no finding of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-recommended-incoming"

#include "config.h"

#include "checks/evidence-of.h"
#include "checks/products.h"

static const MdDialogueLimits limits
    = { .connect_ms = 5000, .greeting_ms = 8000, .reply_ms = 8000, .tls_ms = 5000, .grace_ms = 0 };

static gboolean
run (MdContext *context, GError **error)
{
  const MdEndpoint *configured = md_context_get_case (context)->incoming;
  const MdSettings *settings = md_recommended (context);
  const MdEndpoint *endpoint
      = settings != NULL && configured != NULL ? md_settings_nearest (settings->incoming, configured) : NULL;
  g_autoptr (MdDnsAddresses) addresses = NULL;
  g_autofree char *target = NULL;
  GPtrArray *dialogues;
  MdDialogue *dialogue;
  MdEvidence *evidence;

  if (endpoint == NULL || md_endpoint_equal (endpoint, configured))
    return TRUE;
  addresses = md_resolver_addresses (md_context_get_world (context), endpoint->host, md_context_get_wait (context));
  if (addresses->addresses[0] == NULL)
    return TRUE;
  dialogue = md_dialogue_run (md_context_get_world (context), endpoint, (const char *const *) addresses->addresses,
                              &limits, md_context_get_wait (context));
  target = md_endpoint_to_string (endpoint);
  dialogue->lookup_seconds = (double) addresses->micros / 1e6;
  evidence = md_evidence_new (MD_STEP_S2, "recommended-incoming", target, md_dialogue_end_name (dialogue->end),
                              (gint64) (dialogue->seconds * 1e6));
  md_evidence_add_dialogue_stages (evidence, dialogue);
  md_evidence_add_tls (evidence, md_dialogue_get_tls (dialogue), endpoint->host);
  md_context_add_evidence (context, evidence);
  dialogues = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
  g_ptr_array_add (dialogues, dialogue);
  md_context_leave (context, dialogues, (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}

static gboolean
waives (const MdCase *kase, const char *need)
{
  return kase->incoming == NULL;
}

const MdCheck md_check_recommended_incoming = {
  .id = "recommended-incoming",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_INCOMING,
  .needs = { "incoming-server", "discover" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 30000,
  .refines = TRUE,
  .waives = waives,
  .run = run,
};

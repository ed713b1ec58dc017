/* incoming-server.c - does the server that mail is read from answer?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-incoming-server"

#include "config.h"

#include "checks/products.h"

static gboolean
waives (const MdCase *kase, const char *need)
{
  return g_str_equal (need, "discover") && kase->incoming != NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSettings *settings = md_recommended (context);
  g_autoptr (MdDnsAddresses) addresses = NULL;
  const MdEndpoint *endpoint = kase->incoming;
  MdDialogue *dialogue;

  if (endpoint == NULL && settings != NULL && settings->incoming->len > 0)
    endpoint = g_ptr_array_index (settings->incoming, 0);
  if (endpoint == NULL)
    {
      md_context_report (context, MD_FINDING_NO_SERVER_GIVEN, NULL);
      return TRUE;
    }
  addresses = md_report_name (context, MD_SUBJECT_INCOMING, endpoint->host);
  if (addresses->addresses[0] == NULL)
    return TRUE;
  dialogue = md_dialogue_run (md_context_get_world (context), endpoint, (const char *const *) addresses->addresses,
                              &md_dialogue_limits_default, md_context_get_wait (context));
  dialogue->lookup_seconds = (double) addresses->micros / 1e6;
  md_report_dialogue (context, MD_SUBJECT_INCOMING, dialogue);
  md_context_leave (context, dialogue, (GDestroyNotify) md_dialogue_free);
  return TRUE;
}

const MdCheck md_check_incoming_server = {
  .id = "incoming-server",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_INCOMING,
  .needs = { "discover" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 45000,
  .waives = waives,
  .run = run,
};

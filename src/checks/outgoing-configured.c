/* outgoing-configured.c - does the outgoing server answer as the mail program is configured to speak to it?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-outgoing-configured"

#include "config.h"

#include "checks/products.h"

static gboolean
run (MdContext *context, GError **error)
{
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");
  MdDialogue *dialogue;

  if (server == NULL || server->addresses->addresses[0] == NULL)
    return TRUE;
  dialogue = md_dialogue_run (md_context_get_world (context), server->endpoint,
                              (const char *const *) server->addresses->addresses, &md_dialogue_limits_default,
                              md_context_get_wait (context));
  dialogue->lookup_seconds = (double) server->addresses->micros / 1e6;
  md_report_dialogue (context, MD_SUBJECT_OUTGOING, dialogue);
  md_context_leave (context, dialogue, (GDestroyNotify) md_dialogue_free);
  return TRUE;
}

const MdCheck md_check_outgoing_configured = {
  .id = "outgoing-configured",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-name" },
  .budget_ms = 45000,
  .run = run,
};

/* outgoing-name.c - does the name of the outgoing server exist, and at which addresses?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-outgoing-name"

#include "config.h"

#include "checks/products.h"

static gboolean
waives (const MdCase *kase, const char *need)
{
  return g_str_equal (need, "discover") && kase->outgoing != NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSettings *settings = md_recommended (context);
  MdNamedServer *server;
  const MdEndpoint *endpoint = kase->outgoing;

  if (endpoint == NULL && settings != NULL && settings->outgoing->len > 0)
    endpoint = g_ptr_array_index (settings->outgoing, 0);
  if (endpoint == NULL)
    {
      md_context_report (context, MD_FINDING_NO_SERVER_GIVEN, NULL);
      return TRUE;
    }
  server = g_new0 (MdNamedServer, 1);
  server->endpoint = md_endpoint_copy (endpoint);
  server->is_configured = kase->outgoing != NULL;
  server->addresses = md_report_name (context, MD_SUBJECT_OUTGOING, endpoint->host);
  md_context_leave (context, server, (GDestroyNotify) md_named_server_free);
  return TRUE;
}

const MdCheck md_check_outgoing_name = {
  .id = "outgoing-name",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "discover" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 8000,
  .waives = waives,
  .run = run,
};

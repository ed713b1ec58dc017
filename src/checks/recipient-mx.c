/* recipient-mx.c - does a server of the recipient's domain answer?
 *
 * Only where this network lets port 25 out; nothing is handed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-recipient-mx"

#include "config.h"

#include "checks/mx-probe.h"

#include <string.h>

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const char *at = kase->to != NULL ? strrchr (kase->to, '@') : NULL;
  g_autofree char *domain = at != NULL ? md_host_to_ascii (at + 1) : NULL;
  g_autoptr (MdMxProbe) probe = domain != NULL && domain[0] != '\0' ? md_mx_probe (context, domain) : NULL;
  const MdMxHost *first;

  if (probe == NULL || probe->hosts->len == 0 || md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  md_mx_probe_add_evidence (context, probe);
  for (guint i = 0; i < probe->hosts->len; i++)
    if (md_mx_host_answers (g_ptr_array_index (probe->hosts, i)))
      {
        md_context_report (context, MD_FINDING_RECIPIENT_MX_ANSWERS, "domain", domain, "host",
                           ((const MdMxHost *) g_ptr_array_index (probe->hosts, i))->host, NULL);
        return TRUE;
      }
  first = g_ptr_array_index (probe->hosts, 0);
  if (probe->port25_open)
    md_context_report (context, MD_FINDING_RECIPIENT_MX_SILENT, "domain", domain, "host", first->host, "result",
                       md_mx_host_result (first), NULL);
  else
    md_context_report (context, MD_FINDING_PORT25_UNTESTED, "result", md_tcp_state_name (probe->port25_state), NULL);
  return TRUE;
}

const MdCheck md_check_recipient_mx = {
  .id = "recipient-mx",
  .step = MD_STEP_D4,
  .subject = MD_SUBJECT_ADDRESS,
  .inputs = MD_INPUT_RECIPIENT,
  .budget_ms = 20000,
  .run = run,
};

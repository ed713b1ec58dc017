/* sending-lists.c - is the server that really handed the round trip's message over on a block list?
 *
 * Its address is seen from outside only: in the Received lines of the message that came back.  What the check of the
 * domain's servers has asked about already is not asked again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/domain.h"
#include "checks/list-findings.h"
#include "checks/mailbox.h"

static const char *
seen_address (const MdContext *context)
{
  const MdArrival *test = md_context_get_product (context, "test-message");
  const MdArrival *draft = md_context_get_product (context, "draft-message");

  if (test != NULL && test->address != NULL)
    return test->address;
  return draft != NULL ? draft->address : NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const char *address = seen_address (context);
  g_auto (GStrv) asked = md_domain_senders (context);
  g_autoptr (MdListFindings) findings = NULL;

  if (address == NULL || g_strv_contains ((const char *const *) asked, address))
    return TRUE;
  findings = md_list_findings_new (context);
  md_list_findings_add (findings, address, MD_SUBJECT_OUTGOING);
  md_list_findings_report (findings);
  return TRUE;
}

const MdCheck md_check_sending_lists = {
  .id = "sending-lists",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "domain-spf", "test-message", "draft-message" },
  .inputs = MD_INPUT_EMAIL,
  .asks_first = MD_CONSENT_THIRD_PARTY,
  .budget_ms = 6000,
  .refines = TRUE,
  .run = run,
};

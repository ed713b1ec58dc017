/* other-envelope.c - the same envelope test over the other way that signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-other-envelope"

#include "config.h"

#include "checks/envelope-test.h"

static gboolean
run (MdContext *context, GError **error)
{
  MdSignedIn *way = md_context_get_product (context, "other-login");

  if (way != NULL && way->smtp != NULL && way->accepted)
    md_envelope_test (context, MD_SUBJECT_OTHER, way);
  return TRUE;
}

const MdCheck md_check_other_envelope = {
  .id = "other-envelope",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_OTHER,
  .needs = { "other-login" },
  .inputs = MD_INPUT_EMAIL | MD_INPUT_PASSWORD,
  .budget_ms = 20000,
  .consumes = TRUE,
  .run = run,
};

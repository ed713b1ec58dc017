/* recipient-address.c - is the recipient's address written right, and does its domain take mail?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-recipient-address"

#include "config.h"

#include "checks/address-look.h"

static gboolean
run (MdContext *context, GError **error)
{
  md_address_look (context, md_context_get_case (context)->to);
  return TRUE;
}

const MdCheck md_check_recipient_address = {
  .id = "recipient-address",
  .step = MD_STEP_D3,
  .subject = MD_SUBJECT_ADDRESS,
  .inputs = MD_INPUT_RECIPIENT,
  .budget_ms = 8000,
  .run = run,
};

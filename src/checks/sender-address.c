/* sender-address.c - is the address of who should have written right, and does its domain exist?
 *
 * A sender whose domain takes no mail is refused by many receivers (RFC 7505 section 4.2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sender-address"

#include "config.h"

#include "checks/address-look.h"

#include <string.h>

static gboolean
run (MdContext *context, GError **error)
{
  const char *sender = md_context_get_case (context)->sender;

  /* A domain alone: the checks of its records look at it. */
  if (strchr (sender, '@') != NULL)
    md_address_look (context, sender);
  return TRUE;
}

const MdCheck md_check_sender_address = {
  .id = "sender-address",
  .step = MD_STEP_R4,
  .subject = MD_SUBJECT_SENDER,
  .inputs = MD_INPUT_SENDER,
  .budget_ms = 8000,
  .run = run,
};

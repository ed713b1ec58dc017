/* message-checks.c - see message-checks.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/message-checks.h"

extern const MdCheck md_check_message_authentication;

const MdCheck *const md_message_checks[] = {
  &md_check_message_authentication,
  NULL,
};

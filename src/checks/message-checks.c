/* message-checks.c - see message-checks.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/message-checks.h"

extern const MdCheck md_check_message_authentication;
extern const MdCheck md_check_message_way;
extern const MdCheck md_check_draft_content;
extern const MdCheck md_check_spam_filters_here;

const MdCheck *const md_message_checks[] = {
  &md_check_message_authentication,
  &md_check_message_way,
  &md_check_draft_content,
  &md_check_spam_filters_here,
  NULL,
};

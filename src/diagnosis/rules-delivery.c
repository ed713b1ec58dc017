/* rules-delivery.c - guide D, messages that do not always arrive: findings into causes; see rules.h
 *
 * How to read the numbers: see rules.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-words.h"

static const MdRule rules[] = {
  /* D2 What the recipient says: they have looked */
  { CAUSE (IN_SPAM_FOLDER), 0.90, ALL (ANY (ANSWER_RECIPIENT_FOUND_IN_SPAM)) },
  { CAUSE (RECIPIENT_RULE), 0.90, ALL (ANY (ANSWER_RECIPIENT_HAS_RULE)) },
  { CAUSE (RECIPIENT_BLOCKED_SENDER), 0.90, ALL (ANY (ANSWER_RECIPIENT_BLOCKED_SENDER)) },
  { CAUSE (RECIPIENT_MAILBOX_FULL), 0.90, ALL (ANY (ANSWER_RECIPIENT_FULL)) },
};

const MdRule *
md_delivery_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

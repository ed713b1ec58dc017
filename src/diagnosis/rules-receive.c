/* rules-receive.c - guide R, a message that does not come: findings into causes; see rules.h
 *
 * How to read the numbers: see rules.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-words.h"

static const MdRule rules[] = {
  /* R6 Nothing comes at all, and the domain's own records say why */
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.90, ALL (ANY (ANSWER_NOTHING_ARRIVES), ANY (MX_MISSING)) },
};

const MdRule *
md_receive_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

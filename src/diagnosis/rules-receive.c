/* rules-receive.c - guide R, a message that does not come: findings into causes; see rules.h
 *
 * How to read the numbers: see rules.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-words.h"

/* A rule that was read, and takes the message away for certain. */
static const MdRuleTerm own_rules[]
  = { ANY (RULE_MOVES), ANY (RULE_DELETES), ANY (RULE_FORWARDS), ANY (RULE_REJECTS), ANY (RULE_MARKS_SPAM),
      ANY (RULE_HIDES), END };
/* Where it then is: no riddle any more. */
static const MdRuleTerm put_away[]
  = { ANY (MESSAGE_IN_SPAM), ANY (MESSAGE_IN_TRASH), ANY (MESSAGE_IN_FOLDER), ANY (MESSAGE_IN_ARCHIVE), END };

static const MdRule rules[] = {
  /* R1 It is there, only elsewhere */
  { CAUSE (IN_SPAM_FOLDER), 0.95, ALL (ANY (MESSAGE_IN_SPAM)) },
  { CAUSE (UNAUTHENTICATED_MAIL), 0.50, ALL (ANY (MESSAGE_FAILED_CHECKS), ANY (MESSAGE_IN_SPAM)) },
  { CAUSE (OWN_RULE), 0.75, ALL (ANY (MESSAGE_IN_FOLDER)) },
  { CAUSE (OWN_RULE), 0.70, ALL (ANY (MESSAGE_IN_TRASH)) },
  { CAUSE (OWN_RULE), 0.55, ALL (ANY (MESSAGE_IN_ARCHIVE)) },

  /* R2 Rules that were read; R4 a rule against one sender */
  { CAUSE (OWN_RULE), 0.96, ONE_OF (own_rules), EXPLAINS (put_away) },
  { CAUSE (OWN_RULE), 0.35, ALL (ANY (RULE_MAY_CATCH)) },
  { CAUSE (SENDER_BLOCKED_BY_YOU), 0.93, ALL (ANY (SENDER_BLOCKED)) },

  /* R3 Nothing new fits in */
  { CAUSE (RECIPIENT_MAILBOX_FULL), 0.93, ALL (ANY (MAILBOX_FULL)) },

  /* R4 The sender's address; R5 how earlier messages came */
  { CAUSE (SENDER_DOMAIN_INVALID), 0.85, ALL (ABOUT (SENDER, ADDRESS_DOMAIN_NOT_FOUND)) },
  { CAUSE (SENDER_DOMAIN_INVALID), 0.80, ALL (ABOUT (SENDER, ADDRESS_DOMAIN_NO_MAIL)) },
  { CAUSE (GREYLISTED), 0.55, ALL (ANY (HOP_GREYLISTED)) },
  { CAUSE (DELIVERY_DELAYED), 0.45, ALL (ANY (HOP_SLOW)) },

  /* R6 Nothing comes at all, and the domain's own records say why */
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.90, ALL (ANY (ANSWER_NOTHING_ARRIVES), ANY (MX_MISSING)) },
};

const MdRule *
md_receive_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

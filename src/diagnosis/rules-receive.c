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

/* Promises of the own domain that its servers do not keep. */
static const MdRuleTerm unfit_policy[] = {
  ABOUT (DOMAIN, MTA_STS_MISMATCH), ABOUT (DOMAIN, MTA_STS_CERTIFICATE), ABOUT (DOMAIN, DANE_MISMATCH), END,
};
static const MdRuleTerm no_servers[] = { ABOUT (DOMAIN, MX_MISSING), ABOUT (DOMAIN, MX_NULL), END };

static const MdRule rules[] = {
  /* R1 Nobody could look, since the password is wrong; sending was not tried */
  { CAUSE (BAD_CREDENTIALS), 0.90, ALL (IN (LOGIN_REFUSED), ANY (MAILBOX_NOT_READ)),
    NONE (OUT (SERVER_WORKS), OUT (LOGIN_ACCEPTED)) },

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
  { CAUSE (DELIVERY_DELAYED), 0.50, ALL (ANY (HOP_SLOW)) },

  /* R6 Nothing comes at all, and the domain's own records say why */
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.90, ALL (ANY (ANSWER_NOTHING_ARRIVES)), ONE_OF (no_servers) },
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.80, ALL (ABOUT (DOMAIN, RECEPTION_REFUSED)), NONE (ANY (RECEPTION_ACCEPTED)) },
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.58, ALL (ABOUT (DOMAIN, MX_SILENT)), NONE (ANY (MX_ANSWERS)) },
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.40, ALL (ABOUT (DOMAIN, MX_SILENT)) },
  { CAUSE (MTA_STS_MISMATCH), 0.57, ALL (ABOUT (DOMAIN, MX_ANSWERS)), ONE_OF (unfit_policy) },

  /* R4 What the records of the sender's domain are worth */
  { CAUSE (UNAUTHENTICATED_MAIL), 0.58, ALL (ABOUT (SENDER, SENDER_RECORDS_BROKEN)) },
  { CAUSE (SENDER_DOMAIN_INVALID), 0.55, ALL (ABOUT (SENDER, MX_MISSING)) },
};

const MdRule *
md_receive_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

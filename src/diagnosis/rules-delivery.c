/* rules-delivery.c - guide D, messages that do not always arrive: findings into causes; see rules.h
 *
 * How to read the numbers: see rules.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-words.h"

static const MdRuleTerm draft_refused[] = { ANY (DRAFT_REFUSED), END };

static const MdRuleTerm late[] = { ANY (TEST_NOT_ARRIVED), ANY (DRAFT_NOT_ARRIVED), END };

static const MdRuleTerm badly_written[] = { ABOUT (ADDRESS, ADDRESS_SYNTAX), ABOUT (ADDRESS, ADDRESS_SYNTAX_AT), END };
/* What an address that was written otherwise than meant leads to. */
static const MdRuleTerm leads_nowhere[]
  = { ABOUT (ADDRESS, ADDRESS_DOMAIN_NOT_FOUND), ABOUT (ADDRESS, ADDRESS_DOMAIN_NO_MAIL),
      ABOUT (ADDRESS, ADDRESS_PERHAPS_TYPO), END };

static const MdRule rules[] = {
  /* D2 What the recipient says: they have looked */
  { CAUSE (IN_SPAM_FOLDER), 0.90, ALL (ANY (ANSWER_RECIPIENT_FOUND_IN_SPAM)) },
  { CAUSE (RECIPIENT_RULE), 0.90, ALL (ANY (ANSWER_RECIPIENT_HAS_RULE)) },
  { CAUSE (RECIPIENT_BLOCKED_SENDER), 0.90, ALL (ANY (ANSWER_RECIPIENT_BLOCKED_SENDER)) },
  { CAUSE (RECIPIENT_MAILBOX_FULL), 0.90, ALL (ANY (ANSWER_RECIPIENT_FULL)) },

  /* D3 The address */
  { CAUSE (ADDRESS_SYNTAX_ERROR), 0.95, ONE_OF (badly_written), EXPLAINS (leads_nowhere) },
  { CAUSE (RECIPIENT_DOMAIN_TYPO), 0.93, ALL (ABOUT (ADDRESS, ADDRESS_TYPO)), EXPLAINS (leads_nowhere) },
  { CAUSE (RECIPIENT_DOMAIN_NOT_FOUND), 0.92, ALL (ABOUT (ADDRESS, ADDRESS_DOMAIN_NOT_FOUND)) },
  { CAUSE (RECIPIENT_DOMAIN_NO_MAIL), 0.92, ALL (ABOUT (ADDRESS, ADDRESS_DOMAIN_NO_MAIL)) },
  { CAUSE (RECIPIENT_DOMAIN_TYPO), 0.50, ALL (ABOUT (ADDRESS, ADDRESS_PERHAPS_TYPO)) },

  /* D4 What the own mailbox tells of the way one sends */
  { CAUSE (LIST_HYGIENE), 0.80, ALL (ANY (MANY_UNKNOWN_RECIPIENTS), ANY (BOUNCE_RATE_HIGH)) },
  { CAUSE (LIST_HYGIENE), 0.55, ALL (ANY (MANY_UNKNOWN_RECIPIENTS)) },
  { CAUSE (POOR_REPUTATION), 0.45, ALL (ANY (BOUNCE_RATE_HIGH)) },

  /* D5 Whom a message really comes from */
  { CAUSE (DMARC_FAIL), 0.88, ALL (ANY (MESSAGE_DMARC_FAILED)) },
  { CAUSE (UNAUTHENTICATED_MAIL), 0.75, ALL (ANY (MESSAGE_UNAUTHENTICATED)) },
  { CAUSE (DKIM_FAIL), 0.70, ALL (ANY (MESSAGE_DKIM_BROKEN)), NONE (ANY (MESSAGE_CHANGED_ON_WAY)) },
  { CAUSE (FORWARDING_BROKEN), 0.60, ALL (ANY (MESSAGE_CHANGED_ON_WAY)) },
  { CAUSE (SPF_FAIL), 0.65, ALL (ANY (MESSAGE_SPF_FAILED)) },
  { CAUSE (DKIM_MISSING), 0.45, ALL (ANY (MESSAGE_UNSIGNED)) },

  /* D5 What is in it */
  { CAUSE (MESSAGE_TOO_LARGE), 0.93, ALL (ANY (CONTENT_TOO_LARGE)) },
  { CAUSE (SPAM_CONTENT), 0.70, ALL (ANY (CONTENT_LIKE_SPAM), ANY (SPAM_FILTER_SPAM)) },
  { CAUSE (ATTACHMENT_BLOCKED), 0.65, ALL (ANY (CONTENT_ATTACHMENT)) },
  { CAUSE (SPAM_CONTENT), 0.55, ALL (ANY (CONTENT_LIKE_SPAM)) },
  { CAUSE (SPAM_CONTENT), 0.50, ALL (ANY (SPAM_FILTER_SPAM)) },
  { CAUSE (MESSAGE_MALFORMED), 0.45, ALL (ANY (CONTENT_MALFORMED)) },

  /* D5 A simple message against the person's own */
  { CAUSE (SPAM_CONTENT), 0.93, ALL (ANY (TEST_ARRIVED), ANY (DRAFT_IN_SPAM)) },
  { CAUSE (SPAM_CONTENT), 0.90, ALL (ANY (TEST_ARRIVED), ANY (DRAFT_REFUSED)), EXPLAINS (draft_refused) },
  { CAUSE (SPAM_CONTENT), 0.55, ALL (ANY (TEST_ARRIVED), ANY (DRAFT_NOT_ARRIVED)) },
  { CAUSE (PATH_MTU_BLACKHOLE), 0.60, ALL (ANY (TEST_SENT), ANY (DRAFT_STALLED)) },
  { CAUSE (IN_SPAM_FOLDER), 0.70, ALL (ANY (DRAFT_IN_SPAM)), NONE (ANY (TEST_ARRIVED)) },
  { CAUSE (GREYLISTED), 0.60, ALL (ANY (TRIP_GREYLISTED)), EXPLAINS (late) },
  { CAUSE (DELIVERY_DELAYED), 0.45, ALL (ANY (DRAFT_NOT_ARRIVED)) },
};

const MdRule *
md_delivery_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

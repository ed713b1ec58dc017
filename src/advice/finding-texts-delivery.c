/* finding-texts-delivery.c - one line for every finding of guide D, and the words that they carry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingRow md_delivery_texts[] = {
  /* D1 Bounces */

  /* D2, D4: what only the person can tell */
  { MD_FINDING_ANSWER_RECIPIENT_FOUND_IN_SPAM, { N_ ("The recipient found the message in the spam folder."), NULL } },
  { MD_FINDING_ANSWER_RECIPIENT_HAS_RULE, { N_ ("A rule of the recipient moved or deleted the message."), NULL } },
  { MD_FINDING_ANSWER_RECIPIENT_BLOCKED_SENDER, { N_ ("The recipient had your address blocked."), NULL } },
  { MD_FINDING_ANSWER_RECIPIENT_FULL, { N_ ("The recipient's mailbox is full."), NULL } },
  { MD_FINDING_ANSWER_SENDS_BULK, { N_ ("Newsletters or many messages at once are sent from this address."), NULL } },

  /* D3 Addresses */

  /* D4 Domains and reputation, beyond S7 */

  /* D5 Messages: authentication, way, content, round trip */

  /* D6 Server logs */

  { 0, { NULL, NULL } },
};

const MdWordText md_delivery_words[] = {
  { "missing", "bounce", N_ ("no error message is given") },
  { "missing", "recipient", N_ ("the recipient's address is not given") },
  { "missing", "draft", N_ ("the message to be sent is not given") },
  { "missing", "logs", N_ ("no log of a mail server is given") },
  { "missing", "send-draft", N_ ("you have not agreed to send your own message") },
  { NULL, NULL, NULL },
};

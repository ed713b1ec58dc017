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
  { MD_FINDING_MAIL_VOLUME,
    { N_ ("In the last {days} days {sent} messages were sent from this mailbox; {bounced} came back."), NULL } },
  { MD_FINDING_MAIL_VOLUME_UNKNOWN,
    { N_ ("How much is sent and how much comes back could not be counted: {reason}."), NULL } },
  { MD_FINDING_BOUNCE_RATE_HIGH,
    { N_ ("Of {sent} messages sent in the last {days} days, {bounced} came back ({percent} %): receivers begin to "
          "mistrust such a sender."), NULL } },
  { MD_FINDING_MANY_UNKNOWN_RECIPIENTS,
    { N_ ("{count} messages of the last {days} days went to addresses that do not exist."), NULL } },

  /* D5 Messages: authentication, way, content, round trip */
  { MD_FINDING_SENDING_ADDRESS, { N_ ("The message was handed over from {address}: what block lists look at."), NULL } },
  { MD_FINDING_TRIP_GREYLISTED,
    { N_ ("The receiving server let the message wait for {seconds} s first, as it does with unknown senders."), NULL } },
  { MD_FINDING_DRAFT_NOT_POSSIBLE, { N_ ("Your own message could not be sent: {reason}."), NULL } },
  { MD_FINDING_DRAFT_SENT, { N_ ("Your own message was sent to {recipient} through {host}."), NULL } },
  { MD_FINDING_DRAFT_REFUSED, { N_ ("{host} refused your own message ({code})."), NULL } },
  { MD_FINDING_DRAFT_STALLED, { N_ ("Your own message got stuck on the way to {host} after {bytes}."), NULL } },
  { MD_FINDING_DRAFT_ARRIVED, { N_ ("Your own message arrived after {seconds} s in {folder}."), NULL } },
  { MD_FINDING_DRAFT_IN_SPAM, { N_ ("Your own message arrived, but in the spam folder ({folder})."), NULL } },
  { MD_FINDING_DRAFT_NOT_ARRIVED, { N_ ("Your own message has not arrived after {seconds} s."), NULL } },
  { MD_FINDING_DRAFT_NOT_WATCHED,
    { N_ ("Whether your own message arrived could not be watched: {reason}. Ask there in which folder it is."), NULL } },
  { MD_FINDING_DRAFT_AUTHENTICATED, { N_ ("The receiving server checked your own message: {results}."), NULL } },
  { MD_FINDING_ROUND_TRIPS_ALIKE,
    { N_ ("The simple message and your own one took the same way: both arrived in {draft} ({plain_seconds} s and "
          "{draft_seconds} s)."), NULL } },
  { MD_FINDING_ROUND_TRIPS_DIFFER,
    { N_ ("The simple message arrived in {plain}, your own one in {draft}: it is about what yours contains."), NULL } },

  /* D6 Server logs */

  { 0, { NULL, NULL } },
};

const MdWordText md_delivery_words[] = {
  { "reason", "no-mailbox", N_ ("the mailbox could not be read") },
  { "reason", "no-sent-folder", N_ ("no folder of sent mail was found") },
  { "reason", "empty", N_ ("it is empty") },
  { "missing", "bounce", N_ ("no error message is given") },
  { "missing", "recipient", N_ ("the recipient's address is not given") },
  { "missing", "draft", N_ ("the message to be sent is not given") },
  { "missing", "logs", N_ ("no log of a mail server is given") },
  { "missing", "send-draft", N_ ("you have not agreed to send your own message") },
  { NULL, NULL, NULL },
};

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
  { MD_FINDING_SPF_RESULT, { N_ ("SPF for {identity}: {result}"), NULL } },
  { MD_FINDING_DKIM_SIGNATURE,
    { N_ ("DKIM signature of {domain} (selector {selector}, {algorithm}): {result}; {reason}."), NULL } },
  { MD_FINDING_ARC_CHAIN,
    { N_ ("Chain of those who passed the message on (ARC), {instances} in all: {result}; {reason}."), NULL } },
  { MD_FINDING_DMARC_RESULT, { N_ ("DMARC for {domain}: {result}."), NULL } },
  { MD_FINDING_AUTHENTICATION_RESULT, { N_ ("{server} wrote into the message: {method}, {result}."), NULL } },
  { MD_FINDING_MESSAGE_AUTHENTICATED, { N_ ("The message really comes from {domain}: receivers can verify it."), NULL } },
  { MD_FINDING_MESSAGE_UNAUTHENTICATED,
    { N_ ("Neither SPF nor DKIM vouches for the message, so receivers cannot tell whether it comes from {domain}."),
      NULL } },
  { MD_FINDING_MESSAGE_UNSIGNED, { N_ ("The message carries no DKIM signature."), NULL } },
  { MD_FINDING_MESSAGE_DKIM_BROKEN, { N_ ("The DKIM signature of {domain} does not count: {reason}."), NULL } },
  { MD_FINDING_MESSAGE_CHANGED_ON_WAY,
    { N_ ("A mailing list or a forwarder changed the message, which breaks the signature of {domain}."), NULL } },
  { MD_FINDING_MESSAGE_SPF_FAILED,
    { N_ ("The SPF record of {domain} does not cover {address}, which handed the message over ({result})."), NULL } },
  { MD_FINDING_MESSAGE_SPF_UNKNOWN,
    { N_ ("The message does not tell which server handed it over, so SPF cannot be judged."), NULL } },
  { MD_FINDING_MESSAGE_DMARC_FAILED,
    { N_ ("{domain} asks receivers not to accept mail like this as its own (DMARC policy: {policy})."), NULL } },
  { MD_FINDING_MESSAGE_DMARC_TOLERATED,
    { N_ ("The message does not pass the DMARC of {domain}, which only wants to be told of it."), NULL } },
  { MD_FINDING_MESSAGE_FROM_UNUSABLE,
    { N_ ("The From line of the message names {count} domains; exactly one is needed to verify it."), NULL } },
  { MD_FINDING_MESSAGE_NOT_SENT_YET, { N_ ("No server has handled this message yet: there is nothing to verify."), NULL } },
  { MD_FINDING_MESSAGE_CUT,
    { N_ ("Only the beginning of the message was read, so its signatures cannot be checked."), NULL } },
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
  { "result", "pass", N_ ("passed") },
  { "result", "fail", N_ ("not passed") },
  { "result", "policy", N_ ("right, but not to be accepted") },
  { "result", "neutral", N_ ("it says nothing") },
  { "result", "none", N_ ("there is none") },
  { "result", "softfail", N_ ("probably not allowed") },
  { "result", "temperror", N_ ("it could not be asked just now") },
  { "result", "permerror", N_ ("it cannot be evaluated") },
  { "result", "unknown", N_ ("it cannot be told") },
  { "reason", "good", N_ ("everything fits") },
  { "reason", "body-changed", N_ ("the text was changed after signing") },
  { "reason", "header-changed", N_ ("the header was changed after signing, or it was signed with another key") },
  { "reason", "body-shorter", N_ ("part of the text is missing") },
  { "reason", "signature-syntax", N_ ("the signature cannot be read") },
  { "reason", "tag-missing", N_ ("part of the signature is missing") },
  { "reason", "unknown-algorithm", N_ ("it uses an algorithm that does not count any more") },
  { "reason", "unknown-canonicalization", N_ ("it uses a form that nobody knows") },
  { "reason", "unknown-query", N_ ("its key is to be fetched in a way that nobody knows") },
  { "reason", "domainkeys", N_ ("it is of DomainKeys, the predecessor of DKIM, which nobody checks any more") },
  { "reason", "key-lookup-failed", N_ ("its key could not be asked for") },
  { "reason", "key-missing", N_ ("its key is not published") },
  { "reason", "key-revoked", N_ ("its key was withdrawn") },
  { "reason", "key-syntax", N_ ("its key is published with a mistake") },
  { "reason", "key-other-type", N_ ("its key is of another kind") },
  { "reason", "hash-not-allowed", N_ ("its key does not allow this algorithm") },
  { "reason", "key-not-for-mail", N_ ("its key is not meant for mail") },
  { "reason", "subdomain-not-allowed", N_ ("its key does not allow subdomains") },
  { "reason", "no-version", N_ ("it is of a draft of DKIM, before the standard") },
  { "reason", "identity-outside", N_ ("it signs for another domain") },
  { "reason", "from-not-signed", N_ ("it does not cover the From line") },
  { "reason", "expired", N_ ("it has expired") },
  { "reason", "sha1", N_ ("it uses SHA-1, which does not count any more") },
  { "reason", "short-key", N_ ("its key is too short to count (under 1024 bits)") },
  { "reason", "no-sets", N_ ("there is none") },
  { "reason", "structure", N_ ("parts of it are missing or twice there") },
  { "reason", "sealed-as-failed", N_ ("it was passed on as broken") },
  { "reason", "signature", N_ ("the message was changed after the last of them") },
  { "reason", "seal", N_ ("one of the seals is wrong") },
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

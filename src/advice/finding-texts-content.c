/* finding-texts-content.c - one line for every finding about an address, or about a message itself and its way; and the
 * words that they carry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingRow md_content_texts[] = {
  /* D3, R4: addresses */
  { MD_FINDING_ADDRESS, { N_ ("“{address}”: {domain_state}."), NULL } },
  { MD_FINDING_ADDRESS_SYNTAX, { N_ ("“{address}” is not written like an address: {fault}."), NULL } },
  { MD_FINDING_ADDRESS_SYNTAX_AT,
    { N_ ("“{address}” is not written like an address: {fault}, at character {position}."), NULL } },
  { MD_FINDING_ADDRESS_TYPO, { N_ ("Did you mean {suggestion}? {address} cannot get mail."), NULL } },
  { MD_FINDING_ADDRESS_PERHAPS_TYPO, { N_ ("Did you mean {suggestion} instead of {address}?"), NULL } },
  { MD_FINDING_ADDRESS_DOMAIN_NOT_FOUND, { N_ ("The domain {domain} does not exist."), NULL } },
  { MD_FINDING_ADDRESS_DOMAIN_NO_MAIL, { N_ ("Nobody can write to {domain}: {domain_state}."), NULL } },
  { MD_FINDING_ADDRESS_DOMAIN_UNKNOWN,
    { N_ ("Whether {domain} takes mail could not be found out: {status}."), NULL } },
  { MD_FINDING_ADDRESS_TAKES_MAIL, { N_ ("{address} is well written, and its domain takes mail ({hosts})."), NULL } },
  { MD_FINDING_ADDRESS_WITHOUT_MX,
    { N_ ("{domain} has no MX record; mail goes straight to the server of that name, if it takes any."), NULL } },
  { MD_FINDING_ADDRESS_ROLE,
    { N_ ("{address} belongs to an office, not to a person: several people may read it, or nobody."), NULL } },
  { MD_FINDING_ADDRESS_DISPOSABLE,
    { N_ ("{domain} hands out addresses to be thrown away; mail there is soon lost."), NULL } },
  { MD_FINDING_ADDRESS_NEEDS_UTF8,
    { N_ ("{address} has letters with accents before the @, which not every mail server can handle."), NULL } },

  /* D5: content */
  { MD_FINDING_DRAFT_UNREADABLE, { N_ ("The message {file} could not be read."), NULL } },
  { MD_FINDING_CONTENT, { N_ ("{what}: “{where}”."), NULL } },
  { MD_FINDING_CONTENT_CLEAN, { N_ ("Nothing in the message itself makes filters look twice."), NULL } },
  { MD_FINDING_CONTENT_LIKE_SPAM,
    { N_ ("Taken together ({count} kinds of marks), the message looks like spam to many filters."), NULL } },
  { MD_FINDING_CONTENT_ATTACHMENT, { N_ ("Many servers refuse attachments like {where}."), NULL } },
  { MD_FINDING_CONTENT_MALFORMED, { N_ ("The message is not built the way servers expect it."), NULL } },
  { MD_FINDING_CONTENT_TOO_LARGE,
    { N_ ("The message has {bytes}, more than your outgoing server takes ({limit})."), NULL } },
  { MD_FINDING_SPAM_FILTER_SPAM,
    { N_ ("{product} on this computer takes the message for spam ({score} points)."), NULL } },
  { MD_FINDING_SPAM_FILTER_CLEAN,
    { N_ ("{product} on this computer does not take the message for spam: {score} points, with a limit of "
          "{threshold}."), NULL } },
  { MD_FINDING_SPAM_FILTER_SILENT, { N_ ("{product} is installed on this computer but did not answer."), NULL } },
  { MD_FINDING_SPAM_FILTERS_NONE,
    { N_ ("There is no spam filter on this computer that could be asked about the message."), NULL } },

  /* D5, R5: the way */
  { MD_FINDING_RECEIVED_HOP, { N_ ("{by} took it from {from} after {seconds} s."), NULL } },
  { MD_FINDING_HOP_SLOW, { N_ ("It waited {seconds} s between {from} and {by}."), NULL } },
  { MD_FINDING_HOP_GREYLISTED,
    { N_ ("{by} took it from {from} only after {seconds} s, as servers do that ask new senders to come back later "
          "(greylisting)."), NULL } },
  { MD_FINDING_HOP_BACKWARDS,
    { N_ ("{by} wrote a time {seconds} s before the one that {from} had it: one of the two clocks is wrong."), NULL } },
  { MD_FINDING_HOP_IN_FUTURE, { N_ ("{by} wrote a time that is still to come: its clock is wrong, or yours."), NULL } },
  { MD_FINDING_MESSAGE_WAY, { N_ ("The message was taken over {hops} times in {seconds} s."), NULL } },
  { MD_FINDING_SPAM_HEADER, { N_ ("What {product} wrote into the message: {verdict}."), NULL } },
  { MD_FINDING_SPAM_HEADER_BAD, { N_ ("What {product} wrote into the message: {verdict}."), NULL } },
  { MD_FINDING_NO_EARLIER_MESSAGE,
    { N_ ("No earlier message from this sender was found, so nothing can be said about its usual way."), NULL } },

  { 0, { NULL, NULL } },
};

const MdWordText md_content_word_texts[] = {
  { "domain_state", "mail", N_ ("its domain takes mail") },
  { "domain_state", "no-mx", N_ ("its domain has no MX record, only a server of that name") },
  { "domain_state", "null-mx", N_ ("the domain says that it takes no mail") },
  { "domain_state", "dead-mx", N_ ("its receiving servers do not exist") },
  { "domain_state", "no-mail", N_ ("the domain has no server for mail") },
  { "domain_state", "not-found", N_ ("its domain does not exist") },
  { "domain_state", "unknown", N_ ("its domain could not be looked up") },
  { "domain_state", "literal", N_ ("it names a server by its number") },
  { "domain_state", "not-asked", N_ ("there is no domain to look up") },

  { "fault", "empty", N_ ("there is nothing in it") },
  { "fault", "no-at", N_ ("the @ is missing") },
  { "fault", "no-local-part", N_ ("nothing stands before the @") },
  { "fault", "no-domain", N_ ("nothing stands behind the @") },
  { "fault", "blank", N_ ("there is a blank in it") },
  { "fault", "comma", N_ ("there is a comma or a semicolon in it") },
  { "fault", "bracket", N_ ("there is a < or a > in it") },
  { "fault", "control", N_ ("there is something in it that is no letter or cannot be seen") },
  { "fault", "dot-first", N_ ("a dot stands at the beginning") },
  { "fault", "dot-last", N_ ("a dot stands at the end") },
  { "fault", "two-dots", N_ ("two dots follow each other") },
  { "fault", "two-ats", N_ ("there is more than one @") },
  { "fault", "character", N_ ("a character may not stand there") },
  { "fault", "quotes", N_ ("the quotation marks are not right") },
  { "fault", "local-part-too-long", N_ ("the part before the @ is too long") },
  { "fault", "hyphen", N_ ("a hyphen stands at the beginning or the end of a name") },
  { "fault", "label-too-long", N_ ("a name between two dots is too long") },
  { "fault", "domain-too-long", N_ ("the part behind the @ is too long") },
  { "fault", "too-long", N_ ("it is too long") },
  { "fault", "literal", N_ ("what stands in the brackets is not the number of a server") },
  { "fault", "idn", N_ ("the part behind the @ cannot be a domain") },

  { "what", "subject-capitals", N_ ("Subject in capitals") },
  { "what", "subject-exclamation", N_ ("Many exclamation marks in the subject") },
  { "what", "subject-missing", N_ ("No subject") },
  { "what", "link-mismatch", N_ ("Link that leads somewhere else than it says") },
  { "what", "link-shortened", N_ ("Shortened link, which hides where it leads") },
  { "what", "link-numeric", N_ ("Link to a number in place of a name") },
  { "what", "images-only", N_ ("Pictures without text") },
  { "what", "active-html", N_ ("Script, form or frame in the text, which mail programs do not show") },
  { "what", "attachment-risky", N_ ("Attachment of a kind that can do harm") },
  { "what", "attachment-disguised", N_ ("Attachment that pretends to be a document") },
  { "what", "attachment-macros", N_ ("Attachment with macros") },
  { "what", "too-large", N_ ("Too large for the outgoing server") },
  { "what", "date-missing", N_ ("Without a date") },
  { "what", "date-wrong", N_ ("Wrong date") },
  { "what", "message-id-missing", N_ ("Without a Message-ID") },
  { "what", "from-missing", N_ ("Without a sender") },
  { "what", "from-other-domain", N_ ("Sender of another domain than your account's") },
  { "what", "field-repeated", N_ ("A line of the header that is there twice") },
  { "what", "header-broken", N_ ("A line of the header that nobody can read") },
  { "what", "address-broken", N_ ("An address that is none") },
  { "what", "many-recipients", N_ ("Very many recipients that all can see") },
  { "what", "unsubscribe-missing", N_ ("Mass mailing without a way to leave it in the header") },
  { "what", "raw-bytes", N_ ("Letters in the header that are not marked as what they are") },
  { "what", "charset-wrong", N_ ("Text that is not in the letters it says it is in") },
  { "what", "line-too-long", N_ ("A line longer than mail allows") },

  { "verdict", "unknown", N_ ("it was looked at, without saying what came of it") },
  { "verdict", "clean", N_ ("it is no spam") },
  { "verdict", "suspected", N_ ("it may be spam") },
  { "verdict", "spam", N_ ("it is spam") },
  { NULL, NULL, NULL },
};

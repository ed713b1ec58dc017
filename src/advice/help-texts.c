/* help-texts.c - what every check looks at and what every step can tell apart; see help-texts.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/help-texts.h"

#include <string.h>

static const struct
{
  const char *id;
  const char *text;
} checks[] = {
  { "route", N_ ("Looks whether this computer has a connection to a network, by cable, Wi-Fi or VPN.") },
  { "resolvers",
    N_ ("Asks each of your DNS servers for two known names and for one that cannot exist: which answer, "
        "how fast, and whether one invents answers.") },
  { "reach", N_ ("Connects to two well-known websites over IPv4 and over IPv6.") },
  { "portal",
    N_ ("Fetches one page whose text is known: if another page comes instead, this network wants a "
        "sign-in first. Its date tells whether your clock is right.") },
  { "stability", N_ ("Makes a short series of connections and counts how many are lost or late.") },
  { "discover",
    N_ ("Looks for the mail settings of your address: in Mail Doctor's own list, on your domain's "
        "website, in its DNS and, if you agree, in Mozilla's list.") },
  { "outgoing-name", N_ ("Looks up the name of your outgoing server.") },
  { "outgoing-configured",
    N_ ("Connects to the outgoing server exactly as your program is set: port, encryption, certificate, "
        "and the ways to sign in that it offers.") },
  { "outgoing-ports", N_ ("Tries the other ports for sending (465, 587, 25) on the same server.") },
  { "recommended-server", N_ ("Tries the outgoing server that your provider recommends, if yours is another one.") },
  { "incoming-server",
    N_ ("Connects to the incoming server and looks at its certificate: that receiving works tells much "
        "about sending.") },
  { "recommended-incoming", N_ ("Tries the incoming server that your provider recommends, if yours does not work.") },
  { "settings", N_ ("Compares your settings with the recommended ones, field by field.") },
  { "other-programs",
    N_ ("Compares the mail programs on this computer that have the same address. Their files are only "
        "read.") },
  { "access-token",
    N_ ("Takes the permission that Online Accounts has for this address, if you agree, to sign in without "
        "a password.") },
  { "incoming-login", N_ ("Signs in once to the incoming server.") },
  { "outgoing-login", N_ ("Signs in once to the outgoing server, with the same password.") },
  { "saved-password",
    N_ ("Compares the password that you typed with those that your programs have saved, if you agree; "
        "none of them is shown.") },
  { "stored-login", N_ ("Tries each other saved password once, if you agree.") },
  { "other-login",
    N_ ("If your way of signing in failed, tries another one: the password for receiving, or another "
        "port.") },
  { "user-name",
    N_ ("Looks whether the server wants the whole address as the user name, or only the part before the "
        "@.") },
  { "other-providers",
    N_ ("Tries the same ports at some large providers: open there means that this network does not block "
        "them.") },
  { "interception",
    N_ ("Looks whether something on the way answers in the servers' place: an antivirus, a company, an "
        "Internet company.") },
  { "local-firewall", N_ ("Looks which firewall is active on this computer. Nothing is changed.") },
  { "webmail", N_ ("Looks whether your provider's website for mail can be reached.") },
  { "envelope",
    N_ ("Names sender and recipient (your own address) to the outgoing server, as if sending, and stops "
        "before the message.") },
  { "other-envelope", N_ ("Does the same over the other way of signing in, when that one worked.") },
  { "mailbox-space", N_ ("Asks the incoming server how full your mailbox is.") },
  { "provider-status", N_ ("Looks up what is known of your provider: limits, status page, special passwords.") },
  { "block-lists", N_ ("Asks block lists for your public Internet address, if you agree.") },
  { "domain-mx", N_ ("Looks up which servers receive mail for the domain, and whether they exist.") },
  { "domain-spf",
    N_ ("Reads the SPF record and all that it includes: may your provider's servers send for the domain?") },
  { "domain-dkim", N_ ("Looks for the keys with which mail of the domain is signed.") },
  { "domain-dmarc", N_ ("Reads what others are told to do with mail that fails these tests.") },
  { "domain-policies",
    N_ ("Looks up the promises about encryption (MTA-STS, TLS-RPT, DANE) and whether they are kept.") },
  { "domain-ptr", N_ ("Looks whether the names of the sending servers fit their addresses.") },
  { "test-message", N_ ("Sends one short message, if you agree, and watches where and when it arrives.") },
  { "message-authentication",
    N_ ("Reads in the message that arrived whether its signatures are right and whom it really comes "
        "from.") },
  { "bounce-given",
    N_ ("Reads the error text that you pasted or opened: its codes, who refused, and which recipient.") },
  { "mailbox-survey", N_ ("Looks through the names of your folders, to know which are Sent, spam and bin.") },
  { "bounces-in-mailbox", N_ ("Looks in your inbox for messages that came back, and reads them.") },
  { "recipient-address",
    N_ ("Looks whether the address is well written, whether its domain exists and accepts mail, and "
        "whether it looks like a typing slip.") },
  { "draft-content",
    N_ ("Reads your draft as a spam filter would: links, attachments, capitals, size, missing lines.") },
  { "message-way", N_ ("Reads which servers the message came through and how long each of them held it.") },
  { "spam-filters-here", N_ ("Asks the spam filters that are installed on this computer, if there are any.") },
  { "mail-volume", N_ ("Counts what you sent in the last 30 days and how much of it came back.") },
  { "domain-lists", N_ ("Asks block lists for the domain and its servers, if you agree.") },
  { "domain-servers", N_ ("Connects to the servers that receive for the domain, as another mail server would.") },
  { "recipient-mx", N_ ("Looks whether a server of the recipient's domain answers. Nothing is handed over.") },
  { "draft-message", N_ ("Sends your own draft, too, if you agree, and compares where the two messages land.") },
  { "sending-lists", N_ ("Asks block lists for the server that really handed the test message over, if you agree.") },
  { "server-logs",
    N_ ("Reads the logs of a mail server that you open, also compressed ones, and follows every message "
        "through them.") },
  { "mailbox-search", N_ ("Searches every folder for the message, by sender, subject and time.") },
  { "move-back", N_ ("Moves a message that was found back to the inbox, only if you agree.") },
  { "sieve-rules", N_ ("Reads the filter rules that are kept on the mail server.") },
  { "local-rules", N_ ("Reads the filter rules of the mail programs on this computer.") },
  { "largest-folders", N_ ("Looks which folders take up most of the space.") },
  { "sender-known", N_ ("Looks whether the sender is among your blocked senders or in your address books.") },
  { "sender-address", N_ ("Looks whether the sender's domain exists and can send mail.") },
  { "message-delay", N_ ("Reads how earlier messages of this sender came and where they waited.") },
  { "own-reception",
    N_ ("Asks the servers of your domain whether they would take a message for you, and stops before the "
        "message.") },
};

static const char *const apart[MD_N_STEPS] = {
  [MD_STEP_ACCOUNT] = N_ ("Which servers your mail should use, and where that is known from."),
  [MD_STEP_S1]
  = N_ ("No network, no DNS, a DNS server that invents answers, a Wi-Fi sign-in page, IPv6 that does not "
        "work, an unstable line, a wrong clock."),
  [MD_STEP_S2]
  = N_ ("A wrong server name, port or encryption; authentication that is switched off; port 25; a "
        "certificate that is out of date, for another name or from an unknown authority; a server without "
        "encryption."),
  [MD_STEP_S3]
  = N_ ("A wrong password; an old one saved for sending only; an app password or the provider's sign-in "
        "page that is needed; sending switched off for the mailbox; a locked account; the wrong form of "
        "the user name."),
  [MD_STEP_S4]
  = N_ ("Your Internet company blocks port 25 only; the network blocks all sending; an antivirus or a "
        "company opens the encryption; something on the way takes it out; the server itself is down."),
  [MD_STEP_S5]
  = N_ ("The account is fine and the program or the network is at fault; the account itself is blocked; "
        "nobody can sign in at all."),
  [MD_STEP_S6]
  = N_ ("A sending limit, a suspended or misused account, an open bill, an address on a block list, an "
        "overloaded server, a full mailbox."),
  [MD_STEP_S7]
  = N_ ("A record that is missing, there twice or badly written; too many lookups; a sending server that "
        "is not covered; a key that is missing, revoked or too short; a policy that refuses your own "
        "mail."),
  [MD_STEP_S8] = N_ ("The fault is in your program, or in the account or the network."),
  [MD_STEP_D1]
  = N_ ("Unknown recipient, full mailbox, message too large, block list, content, failed authentication, "
        "greylisting, loop, DNS error and many more."),
  [MD_STEP_D2]
  = N_ ("It did arrive: in the spam folder, moved by a rule, stopped by a block; or their mailbox is "
        "full."),
  [MD_STEP_D3] = N_ ("A typing slip, a domain that no longer exists, a domain that accepts no mail."),
  [MD_STEP_D4]
  = N_ ("Wrong records of the domain, block lists, servers without a proper name, many messages that come "
        "back, a recipient's server that does not answer."),
  [MD_STEP_D5] = N_ ("It is the content, the authentication, a filter, or nothing is wrong."),
  [MD_STEP_D6] = N_ ("Delayed, returned, refused, or it never left the server."),
  [MD_STEP_R1] = N_ ("In the spam folder, in another folder, or not there."),
  [MD_STEP_R2] = N_ ("Which rule catches the message, and what it does with it."),
  [MD_STEP_R3] = N_ ("The mailbox is full, nearly full, or has space."),
  [MD_STEP_R4] = N_ ("You have blocked the sender; the sender's domain is badly set up."),
  [MD_STEP_R5] = N_ ("A server made an unknown sender wait, a slow server on the way, a wrong clock."),
  [MD_STEP_R6] = N_ ("Your domain cannot receive at all, or one of its servers does not answer."),
};

const char *
md_help_check (MdLang lang, const char *check_id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (strcmp (checks[i].id, check_id) == 0)
      return md_text (lang, checks[i].text);
  return NULL;
}

const char *
md_help_check_nth (guint index)
{
  return index < G_N_ELEMENTS (checks) ? checks[index].id : NULL;
}

const char *
md_help_tells_apart (MdLang lang, MdStepId step)
{
  return md_text (lang, apart[step]);
}

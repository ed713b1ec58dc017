/* verdict-words.c - what a verdict without a cause says in guides D and R; see verdict-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/verdict-words.h"

#include <string.h>

static const MdVerdictWords words[] = {
  { "delivery",
    N_ ("Nothing wrong was found on your side."),
    N_ ("It is not clear yet why messages do not arrive."),
    { N_ ("Ask the recipient by another way to look in spam, rules and blocked senders (step D2 has the text)."),
      N_ ("Let Mail Doctor send a simple message, and then your own (step D5), to see where each of them lands."),
      N_ ("If you get an error message, paste it in step D1: its code names the cause.") },
    { N_ ("If you got an error message, paste it or open it in step D1: its code names the cause."),
      N_ ("Give the recipient's address in step D3, so that it can be checked."),
      N_ ("Ask the recipient by another way to look in spam, rules and blocked senders (step D2 has the text).") } },
  { "receive",
    N_ ("Nothing on your side keeps the message away."),
    N_ ("The message is not in your mailbox, and the reason is not clear yet."),
    { N_ ("Ask the sender whether they got an error message: its code names the cause."),
      N_ ("Ask the sender to read your address letter by letter, and to send the message again."),
      N_ ("Wait some hours: some servers make unknown senders wait.") },
    { N_ ("Give the password and the sender in step R1, so that every folder can be searched."),
      N_ ("Ask the sender whether they got an error message: its code names the cause."),
      N_ ("Wait some hours: some servers make unknown senders wait.") } },
  { "explain",
    N_ ("This is no error message: nothing was refused."),
    N_ ("The cause is not clear from this text."),
    { N_ ("Look for a message from a “Mail Delivery System” or “Postmaster”, and open that one.") },
    { N_ ("Open the whole message that came back, not only a part of it."),
      N_ ("Keep the whole text and show it to your provider.") } },
  { "domain",
    N_ ("The records of this domain are in order."),
    N_ ("Not everything about this domain could be looked at."),
    { NULL },
    { N_ ("Check again later, or with another DNS server.") } },
  { "address",
    N_ ("The address is well written, and its domain accepts mail."),
    N_ ("Whether this address accepts mail is not clear."),
    { N_ ("Whether the mailbox itself exists, only its own server knows: send a message and wait for an error.") },
    { N_ ("Check again later, or with another DNS server.") } },
  { "message",
    N_ ("Nothing wrong was found in this message."),
    N_ ("Not everything about this message could be checked."),
    { NULL },
    { N_ ("Check again later, or with another DNS server.") } },
  { "log",
    N_ ("Everything in this log was delivered."),
    N_ ("The log does not tell enough."),
    { NULL },
    { N_ ("Open the log of the time when the message was sent, with its older parts.") } },
};

const MdVerdictWords *
md_verdict_words_find (const char *guide)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].guide, guide) == 0)
      return &words[i];
  return NULL;
}

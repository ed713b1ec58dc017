/* steps.c - words for steps, checks and questions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

#include <string.h>

static const struct
{
  const char *short_title;
  const char *heading;
  const char *why;
  const char *leaves;
} steps[MD_N_STEPS] = {
  [MD_STEP_ACCOUNT] = {
    N_ ("Account"),
    N_ ("Which account is it about?"),
    N_ ("From the address alone, most settings can be found."),
    N_ ("The domain of your address is sent to this network's DNS servers and, if you agree, to Mozilla's list of "
        "providers; the address itself only to your domain's own website, which is asked for its mail settings. Your "
        "password is not sent to any of them."),
  },
  [MD_STEP_S1] = {
    N_ ("Internet"),
    N_ ("Is the Internet connection fine?"),
    N_ ("Without a stable connection nothing else can work."),
    N_ ("Short questions to your DNS servers and empty connections to two well-known websites; nothing about you."),
  },
  [MD_STEP_S2] = {
    N_ ("Server settings"),
    N_ ("Are the settings for sending right?"),
    N_ ("Mail leaves through another server than it arrives by; a wrong name, port or encryption there is the most "
        "usual reason."),
    N_ ("Connections to your provider's servers, as your mail program makes them; no password and no message."),
  },
  [MD_STEP_S3] = {
    N_ ("Password"),
    N_ ("Does your provider accept the password for sending?"),
    N_ ("Receiving and sending keep their passwords apart: one can be old while the other works."),
    N_ ("User name and password go to your provider's servers only, encrypted, once for each server. If you agree, the "
        "permission in Online Accounts is used there instead, and a password that a mail program has saved is tried "
        "there once."),
  },
  [MD_STEP_S4] = {
    N_ ("Antivirus and firewall"),
    N_ ("Does an antivirus or firewall stand in the way?"),
    N_ ("Security programs and networks sometimes block only the sending of mail."),
    N_ ("Empty connections to the mail servers of some large providers; nothing about you."),
  },
  [MD_STEP_S5] = {
    N_ ("Webmail"),
    N_ ("Can you send from your provider's website?"),
    N_ ("If it works there, your account is fine, and the program or the network is at fault."),
    N_ ("One request to your provider's website, without your name."),
  },
  [MD_STEP_S6] = {
    N_ ("Limits and status"),
    N_ ("Does your account have a limit or a block?"),
    N_ ("Providers stop sending after too many messages, with a full mailbox or an open bill, and sometimes they "
        "are down themselves."),
    N_ ("Your address goes to your provider's server as sender and recipient, but no message. If you agree, your "
        "public Internet address goes to block lists."),
  },
  [MD_STEP_S7] = {
    N_ ("Domain records"),
    N_ ("Are your domain's records in order?"),
    N_ ("With a domain of your own, other servers look in its DNS whether your mail is genuine."),
    N_ ("The name of your domain goes to this network's DNS servers."),
  },
  [MD_STEP_S8] = {
    N_ ("Another program"),
    N_ ("Does sending work with another program?"),
    N_ ("Mail Doctor itself is another program: if it can send, the fault is in yours."),
    N_ ("One short test message from you to yourself, only if you agree."),
  },
  [MD_STEP_D1] = {
    N_ ("Error message"),
    N_ ("What does the error message say?"),
    N_ ("When a message comes back, its code names the cause."),
    N_ ("Nothing, if you paste the text or open the file. With your password, your own inbox is searched for such "
        "messages."),
  },
  [MD_STEP_D2] = {
    N_ ("Ask the recipient"),
    N_ ("Can the recipient find the message?"),
    N_ ("Often it did arrive: in the spam folder, moved by a rule, or stopped by a block."),
    N_ ("Nothing."),
  },
  [MD_STEP_D3] = {
    N_ ("The address"),
    N_ ("Is the recipient's address right?"),
    N_ ("One wrong letter is enough, and not every domain accepts mail."),
    N_ ("The domain of the recipient's address goes to this network's DNS servers."),
  },
  [MD_STEP_D4] = {
    N_ ("Domain and reputation"),
    N_ ("Do other servers trust your domain?"),
    N_ ("Missing or wrong records, and block lists, make others refuse your mail or take it for spam."),
    N_ ("The name of your domain goes to this network's DNS servers. If you agree, the address of your sending server "
        "goes to block lists."),
  },
  [MD_STEP_D5] = {
    N_ ("A simple message"),
    N_ ("Does a simple message arrive, and yours?"),
    N_ ("If the simple one arrives and yours does not, it is about what yours contains."),
    N_ ("A short test message and, if you agree to that too, your own draft; both to the address that you choose."),
  },
  [MD_STEP_D6] = {
    N_ ("Server logs"),
    N_ ("What does your mail server's log say?"),
    N_ ("Whoever runs the server can read there what became of every message."),
    N_ ("Nothing: the files are read on this computer."),
  },
  [MD_STEP_R1] = {
    N_ ("Spam folder"),
    N_ ("Is the message in another folder?"),
    N_ ("Most messages that do not come are in the spam folder, the bin or the archive."),
    N_ ("User name and password go to your provider's server only, encrypted; your folders are searched there."),
  },
  [MD_STEP_R2] = {
    N_ ("Filters and rules"),
    N_ ("Does one of your rules catch it?"),
    N_ ("A rule that was made long ago can move, forward or delete a message before you see it."),
    N_ ("User name and password go to your provider's server only, encrypted; nothing is changed there."),
  },
  [MD_STEP_R3] = {
    N_ ("Space"),
    N_ ("Is there space in your mailbox?"),
    N_ ("A full mailbox takes in nothing new."),
    N_ ("One question to your provider's server."),
  },
  [MD_STEP_R4] = {
    N_ ("The sender"),
    N_ ("Is something wrong on the sender's side?"),
    N_ ("The sender may be blocked in your program, or their domain may be badly set up."),
    N_ ("The sender's domain goes to this network's DNS servers."),
  },
  [MD_STEP_R5] = {
    N_ ("Delay"),
    N_ ("Is it only late?"),
    N_ ("Some servers make unknown senders wait, from minutes to hours."),
    N_ ("Nothing more than the search in your folders."),
  },
  [MD_STEP_R6] = {
    N_ ("My domain"),
    N_ ("Can your domain receive mail?"),
    N_ ("If its receiving servers are wrong or down, nobody can reach you."),
    N_ ("The name of your domain goes to this network's DNS servers, and your address to its receiving servers, "
        "without a message."),
  },
};

static const struct
{
  const char *id;
  const char *title;
} checks[] = {
  { "route", N_ ("Connection to a network") },
  { "resolvers", N_ ("DNS servers") },
  { "reach", N_ ("Hosts on the Internet") },
  { "portal", N_ ("Sign-in page and clock") },
  { "stability", N_ ("Stability of the connection") },
  { "discover", N_ ("Settings for this address") },
  { "outgoing-name", N_ ("Name of the outgoing server") },
  { "outgoing-configured", N_ ("Outgoing server as set in your program") },
  { "outgoing-ports", N_ ("Other ports for sending") },
  { "recommended-server", N_ ("Server that your provider recommends") },
  { "incoming-server", N_ ("Incoming server") },
  { "settings", N_ ("Your settings against the published ones") },
  { "incoming-login", N_ ("Password for receiving") },
  { "outgoing-login", N_ ("Password for sending") },
  { "recommended-incoming", N_ ("Recommended server for receiving") },
  { "other-programs", N_ ("Other mail programs here") },
  { "user-name", N_ ("User name") },
  { "access-token", N_ ("Permission in Online Accounts") },
  { "stored-login", N_ ("Signing in with the saved passwords") },
  { "saved-password", N_ ("Passwords saved by mail programs") },
  { "other-login", N_ ("Password in another way") },
  { "other-providers", N_ ("The same ports at other providers") },
  { "interception", N_ ("Programs that open the connection") },
  { "local-firewall", N_ ("Firewall of this computer") },
  { "webmail", N_ ("Your provider's website for mail") },
  { "envelope", N_ ("Trial with sender and recipient") },
  { "other-envelope", N_ ("The same trial at another server") },
  { "mailbox-space", N_ ("Space in the mailbox") },
  { "recipient-address", N_ ("The recipient's address") },
  { "sender-address", N_ ("The sender's address") },
  { "draft-content", N_ ("What is in the message") },
  { "spam-filters-here", N_ ("Spam filters on this computer") },
  { "message-way", N_ ("The way of the message") },
  { "message-delay", N_ ("The way of this sender's messages") },
  { "provider-status", N_ ("Provider's status and limits") },
  { "block-lists", N_ ("Block lists") },
  { "domain-mx", N_ ("Servers that receive for the domain (MX)") },
  { "domain-spf", N_ ("Who may send for the domain (SPF)") },
  { "domain-dkim", N_ ("Keys for signatures (DKIM)") },
  { "domain-dmarc", N_ ("What others do with false mail (DMARC)") },
  { "domain-policies", N_ ("Policies for secure delivery") },
  { "domain-ptr", N_ ("Names of the sending servers (reverse DNS)") },
  { "domain-lists", N_ ("Domain and servers on block lists") },
  { "sending-lists", N_ ("The sending server on block lists") },
  { "domain-servers", N_ ("The servers that receive, tried out") },
  { "recipient-mx", N_ ("The recipient's server") },
  { "own-reception", N_ ("Would your servers take a message for you?") },
  { "test-message", N_ ("Test message") },
  { "server-logs", N_ ("Logs of the mail server") },
  { "message-authentication", N_ ("Who the message is from") },
  { "draft-message", N_ ("Your own message") },
  { "bounce-given", N_ ("The error message that you brought") },
  { "bounces-in-mailbox", N_ ("Messages that came back") },
  { "mailbox-survey", N_ ("Your mailbox") },
  { "mailbox-search", N_ ("Search in every folder") },
  { "move-back", N_ ("Moving the message back") },
  { "sieve-rules", N_ ("Rules on the mail server") },
  { "local-rules", N_ ("Rules of your mail programs") },
  { "sender-known", N_ ("Blocked senders and address books") },
  { "largest-folders", N_ ("Largest folders") },
  { "mail-volume", N_ ("Messages sent and returned") },
};

static const struct
{
  const char *text;
  const char *answers[3]; /* by MdAnswer */
} questions[MD_N_QUESTIONS] = {
  [MD_QUESTION_PASSWORD_CHANGED] = {
    N_ ("Have you changed the password lately?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_TWO_STEP] = {
    N_ ("Is two-step verification on for this account?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_PROTECTION_OFF] = {
    N_ ("Could you send with the antivirus or firewall paused for two minutes?"),
    { [MD_ANSWER_YES] = N_ ("Yes, then it worked"),
      [MD_ANSWER_NO] = N_ ("No, no change"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not tried") },
  },
  [MD_QUESTION_WEBMAIL_LOGIN] = {
    N_ ("Can you sign in on your provider's website?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not tried") },
  },
  [MD_QUESTION_WEBMAIL] = {
    N_ ("Can you send a message from there?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not tried") },
  },
  [MD_QUESTION_MANY_SENT] = {
    N_ ("Have you sent many messages today?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_PROVIDER_NOTICE] = {
    N_ ("Have you had a notice from your provider?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_OTHER_PROGRAM] = {
    N_ ("Does sending work on your phone or in another program?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not tried") },
  },
  [MD_QUESTION_OUTBOX] = {
    N_ ("Is the message still in the Outbox of your program?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_RECIPIENT_SPAM] = {
    N_ ("Did the recipient find it in the spam folder?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not asked") },
  },
  [MD_QUESTION_RECIPIENT_RULE] = {
    N_ ("Did a rule of the recipient move or delete it?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not asked") },
  },
  [MD_QUESTION_RECIPIENT_BLOCKED] = {
    N_ ("Is your address among the recipient's blocked senders?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not asked") },
  },
  [MD_QUESTION_RECIPIENT_FULL] = {
    N_ ("Is the recipient's mailbox full?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not asked") },
  },
  [MD_QUESTION_BULK] = {
    N_ ("Do you send newsletters, or many messages at once?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_SENDER_GOT_ERROR] = {
    N_ ("Did the sender get an error message?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("Not asked") },
  },
  [MD_QUESTION_OTHERS_ARRIVE] = {
    N_ ("Do messages from other people arrive?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No, none"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
  [MD_QUESTION_SENT_COPY] = {
    N_ ("Did the program only complain about saving the copy in Sent?"),
    { [MD_ANSWER_YES] = N_ ("Yes"),
      [MD_ANSWER_NO] = N_ ("No"),
      [MD_ANSWER_NOT_TRIED] = N_ ("I don't know") },
  },
};

const char *
md_step_short_title (MdLang lang, MdStepId step)
{
  return md_text (lang, steps[step].short_title);
}

const char *
md_step_heading (MdLang lang, MdStepId step)
{
  return md_text (lang, steps[step].heading);
}

const char *
md_step_why (MdLang lang, MdStepId step)
{
  return md_text (lang, steps[step].why);
}

const char *
md_step_leaves (MdLang lang, MdStepId step)
{
  return md_text (lang, steps[step].leaves);
}

const char *
md_check_title_or_null (MdLang lang, const char *check_id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (strcmp (checks[i].id, check_id) == 0)
      return md_text (lang, checks[i].title);
  return NULL;
}

const char *
md_check_title (MdLang lang, const char *check_id)
{
  const char *title = md_check_title_or_null (lang, check_id);

  if (title == NULL)
    g_warning ("the check '%s' has no title", check_id);
  return title != NULL ? title : check_id;
}

const char *
md_question_text (MdLang lang, MdQuestion question)
{
  return md_text (lang, questions[question].text);
}

const char *
md_answer_text (MdLang lang, MdQuestion question, MdAnswer answer)
{
  return md_text (lang, questions[question].answers[answer]);
}

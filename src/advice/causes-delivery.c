/* causes-delivery.c - words for causes with messages, recipients and the own program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"

const MdCauseText md_causes_delivery[] = {
  /* Message */
  { MD_CAUSE_SPAM_CONTENT,
    N_ ("content"),
    N_ ("The content of the message looks like spam."),
    { { N_ ("The content looks like spam; send a short plain test without links or "
            "attachments and reword the message."), MD_FINDING_NONE },
      { N_ ("Fewer links, no capitals in the subject, no image without text: step D5 names what "
            "stands out."), MD_FINDING_NONE },
      { N_ ("If the short test arrives, put your text back little by little to find the part that "
            "is refused."), MD_FINDING_NONE } } },
  { MD_CAUSE_URL_BLOCKLISTED,
    N_ ("links"),
    N_ ("A link in the message is on a block list."),
    { { N_ ("A link in the message (or signature) is on a blocklist; remove it and send "
            "again."), MD_FINDING_NONE },
      { N_ ("Write the link out in full instead of using a shortener, and look at the links in "
            "your signature."), MD_FINDING_NONE },
      { N_ ("If it is your own website, have it looked through for malware before you ask the "
            "list to take it off."), MD_FINDING_NONE } } },
  { MD_CAUSE_VIRUS_DETECTED,
    N_ ("malware"),
    N_ ("Malware was found in the message."),
    { { N_ ("Malware was found in the message; scan your device and the attachment before "
            "sending it again."), MD_FINDING_NONE },
      { N_ ("Do not send the file again, not even compressed, before it is clean."), MD_FINDING_NONE } } },
  { MD_CAUSE_ATTACHMENT_BLOCKED,
    N_ ("attachment"),
    N_ ("That kind of attachment is not accepted."),
    { { N_ ("That kind of attachment is not accepted; share it with a link or in another "
            "format."), MD_FINDING_NONE },
      { N_ ("Programs, scripts and archives with a password are refused nearly everywhere; a PDF "
            "or a link is not."), MD_FINDING_NONE } } },
  { MD_CAUSE_MESSAGE_TOO_LARGE,
    N_ ("size of the message"),
    N_ ("The message is too large for the server."),
    { { N_ ("The message is too big; make the attachments smaller or share them with a link."), MD_FINDING_NONE },
      { N_ ("The message has {bytes}; the server takes at most {limit}."), MD_FINDING_MESSAGE_OVER_SIZE },
      { N_ ("Attachments grow by a third on the way: stay well below the limit."), MD_FINDING_NONE } } },
  { MD_CAUSE_MESSAGE_MALFORMED,
    N_ ("form of the message"),
    N_ ("Your mail program builds the message badly."),
    { { N_ ("The message is badly built (headers, line endings or date); update your mail "
            "program or try another."), MD_FINDING_NONE },
      { N_ ("Write the message anew instead of forwarding or copying the old one."), MD_FINDING_NONE } } },
  { MD_CAUSE_SMTPUTF8_UNSUPPORTED,
    N_ ("accents in addresses"),
    N_ ("The other server cannot handle accents in addresses."),
    { { N_ ("The other server cannot handle accents in addresses; use an address without "
            "special characters."), MD_FINDING_NONE },
      { N_ ("Ask the recipient whether they have a second address in plain letters."), MD_FINDING_NONE } } },
  { MD_CAUSE_POLICY_REJECTED,
    N_ ("server's rules"),
    N_ ("The server has a rule against this message."),
    { { N_ ("The recipient's server has a rule against this message; ask them (by other "
            "means) to allow you."), MD_FINDING_NONE },
      { N_ ("Give them the server's words that stand in the report: their administrator finds the "
            "rule by them."), MD_FINDING_NONE },
      { N_ ("Send a short plain message without attachments, to see whether it is about the "
            "content."), MD_FINDING_NONE } } },
  /* Recipient address */
  { MD_CAUSE_RECIPIENT_NOT_FOUND,
    N_ ("recipient"),
    N_ ("The recipient's mailbox does not exist."),
    { { N_ ("That mailbox does not exist; check the address letter by letter."), MD_FINDING_NONE },
      { N_ ("The address that was refused is {recipient}."), MD_FINDING_BOUNCE },
      { N_ ("Ask the recipient for the right address by another way, and correct it in your "
            "contacts."), MD_FINDING_NONE },
      { N_ ("If your program completes addresses by itself, delete the old entry there."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_DOMAIN_TYPO,
    N_ ("recipient's domain"),
    N_ ("The recipient's domain looks mistyped."),
    { { N_ ("The domain looks mistyped; check the suggested spelling and send again."), MD_FINDING_NONE },
      { N_ ("Correct it in your contacts as well."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_DOMAIN_NOT_FOUND,
    N_ ("recipient's domain"),
    N_ ("The recipient's domain does not exist."),
    { { N_ ("The recipient's domain does not exist; correct the part after the @."), MD_FINDING_NONE },
      { N_ ("Ask the recipient whether their company or provider has changed its name."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_DOMAIN_NO_MAIL,
    N_ ("recipient's domain"),
    N_ ("The recipient's domain does not accept e-mail."),
    { { N_ ("The recipient's domain does not accept e-mail; ask for another address."), MD_FINDING_NONE },
      { N_ ("If it is a company, its website usually shows the address for mail."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_MX_UNREACHABLE,
    N_ ("recipient's server"),
    N_ ("The recipient's mail server does not answer now."),
    { { N_ ("The recipient's mail server does not answer now; yours will retry for some "
            "days."), MD_FINDING_NONE },
      { N_ ("Do not send it again meanwhile; if it is urgent, call."), MD_FINDING_NONE },
      { N_ ("If it lasts more than a day, tell the recipient: their administrator must look at "
            "the server."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_DISABLED,
    N_ ("recipient's account"),
    N_ ("The recipient's account is closed or inactive."),
    { { N_ ("The recipient's account is closed or inactive; ask for a newer address."), MD_FINDING_NONE },
      { N_ ("Take the old address out of your contacts and lists."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_MOVED,
    N_ ("recipient's new address"),
    N_ ("The recipient has another address now."),
    { { N_ ("The recipient changed address; use the new one if the notice shows it."), MD_FINDING_NONE },
      { N_ ("If the notice names no new address, ask the recipient by another way."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_MAILBOX_FULL,
    N_ ("recipient's space"),
    N_ ("The recipient's mailbox is full."),
    { { N_ ("The recipient's mailbox is full; let them know by another means and retry "
            "later."), MD_FINDING_NONE },
      { N_ ("Ask them to empty the bin and the spam folder, which count as well."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_RATE_LIMITED,
    N_ ("recipient's limit"),
    N_ ("The recipient is getting too much mail right now."),
    { { N_ ("The recipient is getting too much mail right now; try again later."), MD_FINDING_NONE },
      { N_ ("Wait about an hour before you send it again, and only once."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_RESTRICTED,
    N_ ("allowed senders"),
    N_ ("This recipient only accepts certain senders."),
    { { N_ ("This recipient or group only accepts certain senders; ask its owner to add you."), MD_FINDING_NONE },
      { N_ ("If it is a mailing list, subscribe first, with the same address that you send from."),
        MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_BLOCKED_SENDER,
    N_ ("blocked by the recipient"),
    N_ ("The recipient's side has blocked you."),
    { { N_ ("The recipient (or their organisation) blocked you; contact them in another way."), MD_FINDING_NONE },
      { N_ ("If it was a mistake, ask them by phone or chat to take you off the blocked senders."),
        MD_FINDING_NONE } } },
  { MD_CAUSE_CHALLENGE_RESPONSE,
    N_ ("confirmation"),
    N_ ("The recipient's filter wants you to confirm."),
    { { N_ ("The recipient's filter wants you to confirm; follow the link in the reply if "
            "you trust it."), MD_FINDING_NONE },
      { N_ ("Never give a password there; a real confirmation only asks for a click."), MD_FINDING_NONE } } },
  { MD_CAUSE_ADDRESS_SYNTAX_ERROR,
    N_ ("spelling of the address"),
    N_ ("An address is badly written."),
    { { N_ ("An address is badly written (space, comma or missing part); correct it."), MD_FINDING_NONE },
      { N_ ("Write it anew by hand instead of pasting it: invisible characters come along."), MD_FINDING_NONE } } },
  /* Delivery between servers */
  { MD_CAUSE_GREYLISTED,
    N_ ("normal delay"),
    N_ ("The receiver asks to come back later, which is normal."),
    { { N_ ("Normal delay: the receiver asks the first time to come back later, and your "
            "server will retry by itself."), MD_FINDING_NONE },
      { N_ ("Wait for some hours and do not send it again: every new try starts the waiting anew."),
        MD_FINDING_NONE },
      { N_ ("The next message to the same person arrives without delay."), MD_FINDING_NONE } } },
  { MD_CAUSE_DELIVERY_DELAYED,
    N_ ("delay"),
    N_ ("The message is on its way but late."),
    { { N_ ("It has not been delivered yet and the server is still trying; do not send it "
            "again."), MD_FINDING_NONE },
      { N_ ("If it is urgent, call or write by another way."), MD_FINDING_NONE },
      { N_ ("Wait for the next notice: it says either that it was delivered or why not."), MD_FINDING_NONE } } },
  { MD_CAUSE_DELIVERY_TIMEOUT,
    N_ ("expired delivery"),
    N_ ("After days of trying the server gave up."),
    { { N_ ("After days of trying the server gave up; ask the recipient whether their mail "
            "works and send again."), MD_FINDING_NONE },
      { N_ ("If others cannot reach them either, their administrator must look at the server."), MD_FINDING_NONE } } },
  { MD_CAUSE_SERVER_TEMPORARY_FAILURE,
    N_ ("overload or maintenance"),
    N_ ("The server has a passing trouble (overload or maintenance)."),
    { { N_ ("Passing trouble on the server (overload or maintenance); wait and try again."), MD_FINDING_NONE },
      { N_ ("Leave the message in the Outbox and check again in about 15 minutes."), MD_FINDING_NONE },
      { N_ ("If it still fails tomorrow, send your provider the report of this program."), MD_FINDING_NONE } } },
  { MD_CAUSE_PROVIDER_OUTAGE,
    N_ ("provider's outage"),
    N_ ("Your provider has a service failure."),
    { { N_ ("Your provider has a service failure; see its status page and wait."), MD_FINDING_NONE },
      { N_ ("Nothing on this computer needs a change: check again in about an hour."), MD_FINDING_NONE } } },
  { MD_CAUSE_SERVER_STORAGE_FULL,
    N_ ("server's space"),
    N_ ("The server has run out of space."),
    { { N_ ("The server has run out of space; it must be solved by its operator, so try "
            "later."), MD_FINDING_NONE },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_CAUSE_SERVER_MISCONFIGURED,
    N_ ("server's configuration"),
    N_ ("A mail server is badly configured."),
    { { N_ ("A mail server is badly configured; give the error text to the one who runs it."), MD_FINDING_NONE },
      { N_ ("The recipient's side is meant when the error names their server, your provider's "
            "when it names yours."), MD_FINDING_NONE } } },
  { MD_CAUSE_MAIL_LOOP,
    N_ ("mail loop"),
    N_ ("The message goes round in circles between servers."),
    { { N_ ("The message goes round in circles between servers; check forwards and the "
            "domain's MX."), MD_FINDING_NONE },
      { N_ ("Look whether two addresses of yours forward to each other, and switch one of them "
            "off."), MD_FINDING_NONE } } },
  { MD_CAUSE_FORWARDING_BROKEN,
    N_ ("forwarding"),
    N_ ("The message was forwarded and refused there."),
    { { N_ ("The message was forwarded and the next server refused it; write to the final "
            "address or fix the forward."), MD_FINDING_NONE },
      { N_ ("Tell the recipient: only they can mend or end the forwarding."), MD_FINDING_NONE } } },
  { MD_CAUSE_PROTOCOL_ERROR,
    N_ ("understanding between program and server"),
    N_ ("Program and server did not understand each other."),
    { { N_ ("Program and server did not understand each other; update your mail program or "
            "try another one."), MD_FINDING_NONE },
      { N_ ("If another program has the same trouble, the server or something on the way "
            "is at fault: show your provider the report."), MD_FINDING_NONE } } },
  /* Arrived, but not seen */
  { MD_CAUSE_IN_SPAM_FOLDER,
    N_ ("spam folder"),
    N_ ("Your mail arrives, but in the spam folder."),
    { { N_ ("Accepted but filed as spam: ask the recipient to look there, mark it 'Not "
            "spam' and add you to contacts."), MD_FINDING_NONE },
      { N_ ("In the test the message landed in the folder {folder}."), MD_FINDING_TEST_IN_SPAM } } },
  { MD_CAUSE_RECIPIENT_RULE,
    N_ ("recipient's rules"),
    N_ ("A rule of the recipient moved or deleted the message."),
    { { N_ ("A rule or blocked-senders list of the recipient moved or deleted it; they "
            "should review their filters."), MD_FINDING_NONE },
      { N_ ("Step D2 has a text that you can send them."), MD_FINDING_NONE } } },
  { MD_CAUSE_RECIPIENT_QUARANTINE,
    N_ ("quarantine"),
    N_ ("A filter of the recipient's company is holding the message."),
    { { N_ ("A company filter or antivirus is holding it; the recipient must ask their IT "
            "team to release it."), MD_FINDING_NONE },
      { N_ ("Tell them date, time and subject of the message: with these it is found."), MD_FINDING_NONE } } },
  { MD_CAUSE_SENDER_BLOCKED_BY_YOU,
    N_ ("your blocked senders"),
    N_ ("You have this sender blocked."),
    { { N_ ("You have this sender blocked; remove them from the blocked list."), MD_FINDING_NONE },
      { N_ ("What arrived meanwhile may be in the bin or the spam folder."), MD_FINDING_NONE },
      { N_ ("Then ask the sender to write once more."), MD_FINDING_NONE } } },
  { MD_CAUSE_OWN_RULE,
    N_ ("your rules"),
    N_ ("One of your own rules moves or deletes the message."),
    { { N_ ("One of your own rules moves or deletes this message; change that rule."), MD_FINDING_NONE },
      { N_ ("{program}, rule {number} ({rule}): look for the message in the folder “{folder}”."),
        MD_FINDING_RULE_MOVES },
      { N_ ("{program}, rule {number} ({rule}): what it deleted may still be in the trash."),
        MD_FINDING_RULE_DELETES },
      { N_ ("{program}, rule {number} ({rule}): the messages are at {to}."), MD_FINDING_RULE_FORWARDS },
      { N_ ("{program}, rule {number} ({rule}): ask the sender to write again once it is changed."),
        MD_FINDING_RULE_REJECTS } } },
  /* Your own program */
  { MD_CAUSE_OUTBOX_STUCK,
    N_ ("Outbox"),
    N_ ("The message is waiting in your program's Outbox."),
    { { N_ ("The message waits in the Outbox: leave offline mode, open it and send it "
            "again, without the large attachment."), MD_FINDING_NONE },
      { N_ ("If it stays there, copy its text into a new message and delete the stuck one."), MD_FINDING_NONE } } },
  { MD_CAUSE_CLIENT_OUTDATED,
    N_ ("mail program's version"),
    N_ ("Your mail program or your system is too old."),
    { { N_ ("Your mail program or system is old; install its updates."), MD_FINDING_NONE } } },
  { MD_CAUSE_CLIENT_FAULT,
    N_ ("mail program"),
    N_ ("The trouble is in your mail program; your account works."),
    { { N_ ("The account works elsewhere, so the trouble is in this program: remove the "
            "account and add it again, or try another one."), MD_FINDING_NONE },
      { N_ ("Before you remove the account, make sure that your mail is kept on the server "
            "(IMAP), or save it first."), MD_FINDING_NONE },
      { N_ ("Look first whether the program is in offline mode, and install its updates."), MD_FINDING_NONE } } },
  { MD_CAUSE_WRONG_OUTGOING_SERVER,
    N_ ("choice of outgoing server"),
    N_ ("This account sends through the outgoing server of another account."),
    { { N_ ("This identity sends through another account's server; choose its own outgoing "
            "server."), MD_FINDING_NONE },
      { N_ ("Now it is {host}; this address belongs to {expected}."), MD_FINDING_OTHER_ACCOUNTS_SERVER },
      { N_ ("In your mail program, open the identity of this account and choose its own "
            "outgoing server."), MD_FINDING_NONE } } },
  { MD_CAUSE_SENT_COPY_FAILED,
    N_ ("copy in Sent"),
    N_ ("The message was sent; only its copy in Sent could not be saved."),
    { { N_ ("The message was sent; only the copy in Sent failed. Do not send it again; "
            "check the Sent folder setting."), MD_FINDING_NONE },
      { N_ ("In the account's settings, choose the Sent folder of the server (not a local "
            "one) for copies."), MD_FINDING_NONE } } },
  { MD_CAUSE_UNKNOWN,
    N_ ("cause not found"),
    N_ ("The cause is not clear from what could be seen."),
    { { N_ ("The cause is not clear; keep the whole error text and show it to your provider."), MD_FINDING_NONE },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_N_CAUSES, NULL, NULL, { { NULL, MD_FINDING_NONE } } },
};

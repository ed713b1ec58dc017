/* causes-account.c - words for causes with the account and its domain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"

const MdCauseText md_causes_account[] = {
  /* Sign-in */
  { MD_CAUSE_AUTH_NOT_ENABLED,
    N_ ("signing in for sending"),
    N_ ("Your mail program does not sign in for sending, and the server wants it to."),
    { { N_ ("Turn on 'My outgoing server requires authentication' with the same user and "
            "password as for receiving."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Choose \"Normal password\" as the method and the same user name as for "
            "receiving."), MD_FINDING_NONE } } },
  { MD_CAUSE_AUTH_METHOD_UNSUPPORTED,
    N_ ("way of signing in"),
    N_ ("The server does not accept the way your mail program signs in."),
    { { N_ ("Choose 'Normal password' (or OAuth2 where offered); the server does not "
            "accept this sign-in method."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Change {field} for sending: instead of {configured}, set {recommended}."), MD_FINDING_SETTING_WRONG },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_BAD_CREDENTIALS,
    N_ ("password"),
    N_ ("The user name or the password is not right."),
    { { N_ ("User name or password is wrong; sign in on the web to check it and then "
            "update it in your mail program."), MD_FINDING_NONE },
      { N_ ("Type the password there once more, without blanks before or after it."), MD_FINDING_NONE },
      { N_ ("If the website refuses it too, use its link for a forgotten password."), MD_FINDING_NONE },
      { N_ ("Change it for receiving and for sending: many programs keep two."), MD_FINDING_NONE } } },
  { MD_CAUSE_WRONG_USERNAME_FORM,
    N_ ("user name"),
    N_ ("The user name is written in another form than your provider expects."),
    { { N_ ("Type the user name as your provider expects: usually the whole e-mail address."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("The server accepts the user name {works}: put it in place of {user}."), MD_FINDING_USER_FORM_OTHER },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_APP_PASSWORD_REQUIRED,
    N_ ("app password"),
    N_ ("Your provider wants an app password for mail programs."),
    { { N_ ("Create an app password in your account's security page and use it instead of "
            "your usual password."), MD_FINDING_NONE },
      { N_ ("For {provider}, that page is {url}."), MD_FINDING_PROVIDER_WANTS_APP_PASSWORD },
      { N_ ("Type it in your mail program for receiving and for sending, in place of the "
            "usual one."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_OAUTH2_REQUIRED,
    N_ ("sign-in page (OAuth2)"),
    N_ ("Your provider no longer takes a password from mail programs."),
    { { N_ ("This provider no longer takes passwords from apps; add the account again with "
            "its own sign-in page (OAuth2)."), MD_FINDING_NONE },
      { N_ ("In your mail program choose \"OAuth2\" as the way to sign in, for receiving "
            "and for sending."), MD_FINDING_NONE },
      { N_ ("A window of your provider opens: sign in there."), MD_FINDING_NONE } } },
  { MD_CAUSE_SMTP_ACCESS_DISABLED,
    N_ ("access for mail programs"),
    N_ ("Sending from mail programs is switched off for this account."),
    { { N_ ("Sending or mail-program access is switched off for this account; turn on "
            "POP/IMAP/SMTP in webmail or ask the administrator."), MD_FINDING_NONE },
      { N_ ("For {provider}, it is switched on at {url}."), MD_FINDING_PROVIDER_WANTS_ACCESS_ON },
      { N_ ("The permission you gave does not include sending: sign in again in your mail program or in Online "
            "Accounts, and agree to everything that is asked about mail."), MD_FINDING_TOKEN_LACKS_SCOPE },
      { N_ ("Wait some minutes after switching it on, then check again."), MD_FINDING_NONE } } },
  { MD_CAUSE_WEB_LOGIN_REQUIRED,
    N_ ("confirmation on the website"),
    N_ ("Your provider wants you to confirm on its website that it is you."),
    { { N_ ("The provider found something unusual; sign in on its website, confirm it is "
            "you and try again."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_TOO_MANY_AUTH_ATTEMPTS,
    N_ ("number of sign-in attempts"),
    N_ ("There were too many failed sign-ins, and the account is locked for a while."),
    { { N_ ("Too many failed sign-ins; stop the other devices using the old password and "
            "wait before retrying."), MD_FINDING_NONE },
      { N_ ("Correct the saved password on your phone and your other devices first."), MD_FINDING_NONE },
      { N_ ("Then wait about an hour without trying; every try can start the wait anew."), MD_FINDING_NONE } } },
  { MD_CAUSE_AUTH_TEMPORARY_FAILURE,
    N_ ("provider's sign-in service"),
    N_ ("Your provider's sign-in service is failing for the moment."),
    { { N_ ("The provider's sign-in service is failing for the moment; try again in some "
            "minutes without changing anything."), MD_FINDING_NONE },
      { N_ ("Leave the password as it is: it was not judged at all."), MD_FINDING_NONE } } },
  { MD_CAUSE_STALE_SENDING_PASSWORD,
    N_ ("password for sending"),
    N_ ("Your password for sending is the old one."),
    { { N_ ("Your password works for receiving but the one saved for sending is old; "
            "update the outgoing server's password."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Type there the password that works for receiving, and save."), MD_FINDING_NONE },
      { N_ ("If the program does not ask for it, delete the saved password of the outgoing "
            "server and send a message: it will ask then."), MD_FINDING_NONE } } },
  { MD_CAUSE_LOGIN_BANNED,
    N_ ("ban after failed sign-ins"),
    N_ ("The server seems to have shut this computer out after failed sign-ins."),
    { { N_ ("The server shut this computer out after failed sign-ins; correct the password "
            "everywhere first, then wait or ask to be unblocked."), MD_FINDING_NONE },
      { N_ ("Look for the old password on your phone, tablet and other programs, too."), MD_FINDING_NONE },
      { N_ ("Another network, for example your phone's, shows whether only this connection "
            "is shut out."), MD_FINDING_NONE } } },
  { MD_CAUSE_OAUTH_TOKEN_EXPIRED,
    N_ ("permission to sign in"),
    N_ ("The saved permission to sign in no longer holds."),
    { { N_ ("The saved permission to sign in has expired; sign in again in your mail "
            "program or in Online Accounts."), MD_FINDING_NONE },
      { N_ ("It was withdrawn, for example after a change of password: the sign-in page asks you to agree again."),
        MD_FINDING_TOKEN_REVOKED },
      { N_ ("On the sign-in page, agree to everything that is asked about mail: reading and sending."),
        MD_FINDING_TOKEN_LACKS_SCOPE },
      { N_ ("In GNOME, open Settings, Online Accounts, choose the account and sign in again."), MD_FINDING_NONE } } },
  { MD_CAUSE_KEYRING_LOCKED,
    N_ ("keyring"),
    N_ ("The saved passwords are locked."),
    { { N_ ("The saved passwords are locked; unlock the keyring and check again."), MD_FINDING_NONE } } },
  /* Sending rights and limits */
  { MD_CAUSE_SENDER_NOT_AUTHORIZED,
    N_ ("sender's address"),
    N_ ("The server does not let this account send with that From address."),
    { { N_ ("Your From address is not the one of the account you sign in with; use that "
            "account's address or add the alias to it."), MD_FINDING_NONE },
      { N_ ("In your mail program, look at the address of the identity you write with."), MD_FINDING_NONE } } },
  { MD_CAUSE_RELAY_DENIED,
    N_ ("passing mail on"),
    N_ ("The server does not pass your mail on."),
    { { N_ ("The server will not pass mail on for you; switch on authentication and use "
            "your own provider's outgoing server."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_HELO_REJECTED,
    N_ ("introduction to the server"),
    N_ ("The server does not accept how the sending computer introduces itself."),
    { { N_ ("The server dislikes how the sending machine introduces itself; use port 587 "
            "with sign-in, or give the server a full host name."), MD_FINDING_NONE },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_CAUSE_SENDING_LIMIT_EXCEEDED,
    N_ ("sending limit"),
    N_ ("You have reached your provider's sending limit."),
    { { N_ ("You reached your provider's sending limit; wait (often up to 24 hours) and "
            "send to fewer people."), MD_FINDING_NONE },
      { N_ ("Leave the messages in the Outbox and do not try again and again: that can "
            "lengthen the wait."), MD_FINDING_NONE },
      { N_ ("If you did not send that many, somebody else may: change your password and "
            "look at your sent mail."), MD_FINDING_NONE } } },
  { MD_CAUSE_TOO_MANY_RECIPIENTS,
    N_ ("number of recipients"),
    N_ ("There are too many addresses in one message."),
    { { N_ ("There are too many addresses in one message; split them into smaller groups."), MD_FINDING_NONE } } },
  { MD_CAUSE_ACCOUNT_COMPROMISED,
    N_ ("account security"),
    N_ ("Your provider stopped sending because spam seems to leave your account."),
    { { N_ ("Sending was blocked because spam seems to leave your account; change the "
            "password, turn on 2FA and ask the provider to unblock it."), MD_FINDING_NONE },
      { N_ ("Change the password on the provider's website, not in a link from a message."), MD_FINDING_NONE },
      { N_ ("Look at the forwards, filters and connected devices of your account and "
            "remove what is not yours."), MD_FINDING_NONE } } },
  { MD_CAUSE_ACCOUNT_SUSPENDED,
    N_ ("account status"),
    N_ ("Your provider has suspended your account or its sending."),
    { { N_ ("Your account or service is suspended (unpaid bill, expired or disabled); "
            "contact your provider."), MD_FINDING_NONE },
      { N_ ("Sign in on its website and look for a notice or an open bill."), MD_FINDING_NONE },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_CAUSE_SENDER_MAILBOX_FULL,
    N_ ("mailbox space"),
    N_ ("Your own mailbox is full."),
    { { N_ ("Your own mailbox is full, and some providers then stop sending; delete or "
            "archive old mail."), MD_FINDING_NONE },
      { N_ ("{used} of {limit} are in use: empty the bin and the spam folder first, "
            "then delete messages with large attachments."), MD_FINDING_QUOTA_FULL } } },
  /* Reputation */
  { MD_CAUSE_IP_BLOCKLISTED,
    N_ ("block lists"),
    N_ ("The sending server is on a block list."),
    { { N_ ("The sending server's address is on a blocklist; your provider must clean it "
            "up and ask for removal."), MD_FINDING_NONE },
      { N_ ("The address {address} is on the list {list} ({url}): tell "
            "your provider that."), MD_FINDING_SERVER_ADDRESS_LISTED },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_CAUSE_DYNAMIC_IP_LISTED,
    N_ ("own Internet address"),
    N_ ("Your Internet connection's address is on a list, so mail sent straight from it is refused."),
    { { N_ ("Home connections are not meant to deliver mail directly (this is normal); "
            "send through your provider on 587 with sign-in."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Set your provider's server with port 587, STARTTLS and signing in."), MD_FINDING_NONE } } },
  { MD_CAUSE_DOMAIN_BLOCKLISTED,
    N_ ("block lists of domains"),
    N_ ("Your domain is on a block list."),
    { { N_ ("Your domain is on a blocklist; find the abuse or hacked site, fix it and "
            "request removal."), MD_FINDING_NONE },
      { N_ ("Ask the list {list} to take {domain} off: {url}"), MD_FINDING_DOMAIN_LISTED } } },
  { MD_CAUSE_POOR_REPUTATION,
    N_ ("sender's reputation"),
    N_ ("The receiver does not trust this sender."),
    { { N_ ("The receiver distrusts this sender; send only to people who asked for it and "
            "keep complaints and bounces low."), MD_FINDING_NONE } } },
  { MD_CAUSE_RATE_LIMITED_BY_RECEIVER,
    N_ ("receiver's speed limit"),
    N_ ("The receiver is slowing this sender down."),
    { { N_ ("The receiver is slowing this sender down; the server keeps trying, so wait "
            "and send more slowly."), MD_FINDING_NONE } } },
  { MD_CAUSE_IP_WARMUP_NEEDED,
    N_ ("new sender"),
    N_ ("A new address or domain is sending too much at once."),
    { { N_ ("New address or domain with sudden volume: start with few messages a day and "
            "grow little by little."), MD_FINDING_NONE } } },
  { MD_CAUSE_LIST_HYGIENE,
    N_ ("address lists"),
    N_ ("Many of your addresses no longer exist."),
    { { N_ ("Many of your addresses no longer exist; remove them from your lists."), MD_FINDING_NONE } } },
  /* Domain authentication */
  { MD_CAUSE_SPF_FAIL,
    N_ ("server in the SPF record"),
    N_ ("Your domain's SPF record does not allow the server you send through."),
    { { N_ ("Your domain's SPF record does not allow this server; add your sending service "
            "to it."), MD_FINDING_NONE },
      { N_ ("Tell the administrator of {domain} that {address} is missing in "
            "its SPF record."), MD_FINDING_SPF_NOT_COVERED },
      { N_ ("This record lets it in: {corrected}"), MD_FINDING_SPF_NOT_COVERED } } },
  { MD_CAUSE_SPF_MISSING,
    N_ ("missing SPF record"),
    N_ ("Your domain has no SPF record."),
    { { N_ ("Your domain has no SPF record; publish one that names your sending service."), MD_FINDING_NONE },
      { N_ ("The administrator of {domain} publishes it where the domain's DNS is "
            "kept."), MD_FINDING_SPF_MISSING },
      { N_ ("A record to begin with, if nobody else sends for you: {corrected}"), MD_FINDING_SPF_MISSING } } },
  { MD_CAUSE_SPF_ERROR,
    N_ ("mistake in the SPF record"),
    N_ ("Your domain's SPF record is broken."),
    { { N_ ("Your SPF record is broken (duplicates, over 10 lookups or bad syntax); leave "
            "a single correct record."), MD_FINDING_NONE },
      { N_ ("Publish this record in place of the broken one at {domain}: {corrected}"), MD_FINDING_SPF_SYNTAX },
      { N_ ("Publish this one record in place of all of them at {domain}: {corrected}"), MD_FINDING_SPF_MULTIPLE },
      { N_ ("Publish this shorter record at {domain}: {corrected}"), MD_FINDING_SPF_TOO_MANY_LOOKUPS },
      { N_ ("Show the report to the administrator of the domain: it marks the place."), MD_FINDING_NONE } } },
  { MD_CAUSE_DKIM_MISSING,
    N_ ("DKIM signature"),
    N_ ("Your mail is not signed with DKIM."),
    { { N_ ("Your mail is not signed with DKIM; enable it in your mail service and publish "
            "its key."), MD_FINDING_NONE },
      { N_ ("Your mail service's help pages tell how to switch it on."), MD_FINDING_NONE } } },
  { MD_CAUSE_DKIM_FAIL,
    N_ ("DKIM key"),
    N_ ("The DKIM signature or its key is not in order."),
    { { N_ ("The DKIM signature does not verify; publish the right key and check that "
            "nothing alters the message."), MD_FINDING_NONE },
      { N_ ("Publish the key {selector} like this: {corrected}"), MD_FINDING_DKIM_SYNTAX },
      { N_ ("Leave one key only under the name {selector}."), MD_FINDING_DKIM_MULTIPLE },
      { N_ ("Show the report to the administrator of the domain: it names the key."), MD_FINDING_NONE } } },
  { MD_CAUSE_DMARC_FAIL,
    N_ ("DMARC policy"),
    N_ ("The DMARC policy of the sender's domain turns this mail away."),
    { { N_ ("The From domain forbids mail that is not authenticated; send through that "
            "domain's own server or align SPF/DKIM."), MD_FINDING_NONE },
      { N_ ("Show the administrator of the domain step S7 of the report."), MD_FINDING_NONE } } },
  { MD_CAUSE_DMARC_MISSING,
    N_ ("DMARC record"),
    N_ ("Your domain has no DMARC record."),
    { { N_ ("Your domain has no DMARC record; start with p=none and a report address."), MD_FINDING_NONE },
      { N_ ("Publish this at _dmarc.{domain}: {corrected}"), MD_FINDING_DMARC_MISSING },
      { N_ ("The record there has a mistake and counts as none; this one is right: {corrected}"),
        MD_FINDING_DMARC_SYNTAX },
      { N_ ("Leave one DMARC record only at {domain}: two count as none."), MD_FINDING_DMARC_MULTIPLE } } },
  { MD_CAUSE_UNAUTHENTICATED_MAIL,
    N_ ("SPF and DKIM"),
    N_ ("Nothing vouches for your mail: neither SPF nor DKIM."),
    { { N_ ("The receiver requires SPF or DKIM and your message passed neither; set up "
            "both for your domain."), MD_FINDING_NONE },
      { N_ ("Your mail service's help pages name both records; the domain's administrator "
            "publishes them."), MD_FINDING_NONE } } },
  { MD_CAUSE_PTR_MISSING,
    N_ ("reverse DNS"),
    N_ ("The sending server has no proper reverse name."),
    { { N_ ("The sending server has no valid reverse DNS; its operator must set a matching "
            "PTR record."), MD_FINDING_NONE } } },
  { MD_CAUSE_SENDER_DOMAIN_INVALID,
    N_ ("sender's domain"),
    N_ ("The domain in your address does not exist or cannot receive mail."),
    { { N_ ("The domain in your From address does not exist or cannot receive mail; "
            "correct the address or the domain's DNS."), MD_FINDING_NONE },
      { N_ ("Compare the part after the @ letter by letter: {domain}."), MD_FINDING_ADDRESS_DOMAIN_MISSING },
      { N_ ("Was {suggestion} meant?"), MD_FINDING_ADDRESS_DOMAIN_TYPO } } },
  { MD_CAUSE_SENDER_VERIFY_FAILED,
    N_ ("check of your address"),
    N_ ("The receiver asked your server about your address and got no yes."),
    { { N_ ("The receiver checked your address with your server and did not get a yes; see "
            "that your mailbox exists and accepts mail."), MD_FINDING_NONE },
      { N_ ("Send your provider the report of this program: it holds the server's exact "
            "words."), MD_FINDING_NONE } } },
  { MD_CAUSE_SPF_PERMISSIVE,
    N_ ("too open SPF record"),
    N_ ("Your domain's SPF record lets anybody send in your name."),
    { { N_ ("Your SPF record lets anybody send as you (+all); end it with -all or ~all."), MD_FINDING_NONE },
      { N_ ("The record without that: {corrected}"), MD_FINDING_SPF_ALLOWS_ALL } } },
  { MD_CAUSE_MTA_STS_MISMATCH,
    N_ ("MTA-STS policy"),
    N_ ("Your domain's MTA-STS policy names other servers than those that take its mail."),
    { { N_ ("Your MTA-STS policy names other servers than your MX, so careful senders "
            "cannot deliver to you; correct the policy."), MD_FINDING_NONE },
      { N_ ("A policy that fits the servers: {corrected}"), MD_FINDING_MTA_STS_MISMATCH },
      { N_ ("A DANE record that fits the certificate of {host}: {corrected}"), MD_FINDING_DANE_MISMATCH },
      { N_ ("Renew the certificate of {host}: {reason}."), MD_FINDING_MTA_STS_CERTIFICATE } } },
  { MD_CAUSE_DOMAIN_CANNOT_RECEIVE,
    N_ ("receiving domain"),
    N_ ("Your own domain cannot receive mail."),
    { { N_ ("Your own domain has no working MX record, so nobody can write to you; publish "
            "the MX your provider gives."), MD_FINDING_NONE },
      { N_ ("Show the administrator of the domain step S7 of the report."), MD_FINDING_NONE } } },
  { MD_N_CAUSES, NULL, NULL, { { NULL, MD_FINDING_NONE } } },
};

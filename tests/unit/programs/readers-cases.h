/* readers-cases.h - settings as the programs write them, and the accounts that they mean
 *
 * Accounts are told as "ID* <address> [name] INCOMING -> OUTGOING", the star for the default one, and notes as
 * "note FILE KIND:LINE".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/text.h"

typedef struct
{
  const char *story;
  const char *program;
  const char *files[8]; /* name and text by turns */
  const char *want;
} Case;

#define TRANSPORT(number, host, more) \
  "[Transport " number "]\nhost=" host "\nid=" number "\nname=T" number "\nauth=true\nuser=ana\n" more

static const Case kmail_cases[] = {
  { "identity, transport and mailbox",
    "kmail",
    { "mailtransports",
      "[General]\ndefault-transport=7\n\n" TRANSPORT ("7", "smtp.example.org", "port=587\nencryption=TLS\n"),
      "emailidentities",
      "[Identity #0]\nEmail Address=ana@example.org\nName=Ana\\sGil\nTransport=7\nuoid=12\n[General]\nDefault "
      "Identity=12\n",
      "akonadi_imap_resource_0rc",
      "[network]\nImapServer=imap.example.org\nUserName=ana@example.org\nSafety=SSL\nAuthentication=7\n" },
    "kmail/12* <ana@example.org> [Ana Gil] imap:imap.example.org:993/tls ana@example.org (password) -> "
    "smtp:smtp.example.org:587/starttls ana (password)\n" },
  { "two of each: by uoid, then by domain",
    "kmail",
    { "mailtransports", TRANSPORT ("1", "smtp.one.example", "") TRANSPORT ("2", "smtp.two.example", ""),
      "emailidentities",
      "[Identity #0]\nEmail Address=a@one.example\nTransport=1\nuoid=1\n"
      "[Identity #1]\nEmail Address=b@two.example\nTransport=2\nuoid=2\n",
      "akonadi_imap_resource_0rc", "[network]\nImapServer=imap.one.example\nUserName=ana\nSafety=None\n",
      "akonadi_imap_resource_1rc",
      "[cache]\nUseDefaultIdentity=false\nAccountIdentity=2\n[network]\nImapServer=mail.elsewhere.example:1993\n"
      "UserName=zed\nSafety=STARTTLS\nAuthentication=9\n" },
    "kmail/1 <a@one.example> [] imap:imap.one.example:143/plain ana (password) -> smtp:smtp.one.example:465/tls ana "
    "(password)\n"
    "kmail/2 <b@two.example> [] imap:mail.elsewhere.example:1993/starttls zed (oauth2) -> smtp:smtp.two.example:465/tls "
    "ana (password)\n" },
  { "what belongs to nobody is told alone",
    "kmail",
    { "mailtransports", TRANSPORT ("1", "smtp.one.example", "authtype=CRAM_MD5\n"),
      "akonadi_pop3_resource_0rc", "[General]\nhost=pop.two.example\nlogin=b@two.example\nuseSSL=true\nport=995\n" },
    "kmail/transport/1 <> [] - -> smtp:smtp.one.example:465/tls ana (encrypted-password)\n"
    "kmail/akonadi_pop3_resource_0rc <b@two.example> [] pop3:pop.two.example:995/tls b@two.example (password) -> -\n" },
  { "sendmail and no authentication",
    "kmail",
    { "mailtransports", "[Transport 1]\nidentifier=Sendmail\n[Transport 2]\nhost=smtp.example.org\nencryption=None\nport=25\n" },
    "kmail/transport/1 <> [] - -> Sendmail\n"
    "kmail/transport/2 <> [] - -> smtp:smtp.example.org:25/plain (none)\n" },
  { "identities of a program never set up",
    "kmail",
    { "emailidentities", "[Identity #0]\nEmail Address=ana@localhost\nuoid=1\n" },
    "" },
  { "broken lines are left out",
    "kmail",
    { "mailtransports", "nonsense\n[Transport 1]\nhost=smtp.example.org\n=x\n[General\nport=99999\n" },
    "kmail/transport/1 <> [] - -> smtp:smtp.example.org:465/tls (none)\nnote mailtransports 2:1\n" },
};

static const Case claws_cases[] = {
  { "numbers of before and after, by the file and by clawsrc",
    "claws",
    { "accountrc",
      "[Account: 1]\naddress=a@example.org\nprotocol=3\nreceive_server=imap.example.org\nssl_imap=2\nuser_id=a\n"
      "config_version=0\nsmtp_server=smtp.example.org\n"
      "[Account: 2]\naddress=b@example.org\nprotocol=1\nreceive_server=imap.example.org\nssl_imap=1\nuser_id=b\n"
      "use_smtp_auth=1\nsmtp_auth_method=32\nsmtp_server=smtp.example.org\nssl_smtp=2\nset_smtpport=1\nsmtp_port=587\n",
      "clawsrc", "[Common]\nconfig_version=4\n" },
    "claws/1 <a@example.org> [] imap:imap.example.org:143/starttls a (password) -> smtp:smtp.example.org:25/plain "
    "(none)\n"
    "claws/2 <b@example.org> [] imap:imap.example.org:993/tls b (password) -> smtp:smtp.example.org:587/starttls b "
    "(oauth2)\n" },
  { "POP3 with APOP, a command, news",
    "claws",
    { "accountrc",
      "[Account: 1]\naddress=a@example.org\nprotocol=0\nreceive_server=pop.example.org\nuse_apop_auth=1\nssl_pop=1\n"
      "user_id=a\nuse_mail_command=1\nconfig_version=2\n[Account: 2]\nprotocol=2\nconfig_version=2\nnntp_server=x\n" },
    "claws/1 <a@example.org> [] pop3:pop.example.org:995/tls a (encrypted-password) -> mail_command\n" },
  { "sends only",
    "claws",
    { "accountrc", "[Account: 9]\naddress=a@example.org\nprotocol=4\nconfig_version=3\nsmtp_server=S.Example.ORG.\n" },
    "claws/9 <a@example.org> [] - -> smtp:s.example.org:25/plain (none)\n" },
};

static const Case sylpheed_cases[] = {
  { "its own bits for mechanisms",
    "sylpheed",
    { "accountrc",
      "[Account: 1]\naccount_name=x\nis_default=1\nname=Ana\naddress=a@example.org\nprotocol=3\nssl_imap=1\n"
      "receive_server=imap.example.org\nuser_id=a\nimap_auth_method=2\nuse_smtp_auth=1\nsmtp_auth_method=16\n"
      "smtp_server=smtp.example.org\nssl_smtp=1\n" },
    "sylpheed/1* <a@example.org> [Ana] imap:imap.example.org:993/tls a (encrypted-password) -> "
    "smtp:smtp.example.org:465/tls a (oauth2)\n" },
  { "version numbers mean nothing to it",
    "sylpheed",
    { "accountrc", "[Account: 1]\naddress=a@example.org\nprotocol=5\nconfig_version=9\n" },
    "sylpheed/1 <a@example.org> [] local -> - (none)\n" },
};

static const Case balsa_cases[] = {
  { "the only identity takes the mailbox",
    "balsa",
    { "config",
      "[identity-Ana]\nFullName=Ana Gil\nAddress=ana@example.org\nSmtpServer=Home\n"
      "[smtp-server-Home]\nServer=smtp.isp.example:587\nSecurity=2\n"
      "[mailbox-1]\nType=LibBalsaMailboxPOP3\nName=Post\nServer=pop.isp.example\nSecurity=1\n",
      "config-private", "[smtp-server-Home]\nUsername=ana\nPassword=nopeek\n[mailbox-1]\nUsername=ana2\n" },
    "balsa/Ana* <ana@example.org> [Ana Gil] pop3:pop.isp.example:995/tls ana2 (password) -> "
    "smtp:smtp.isp.example:587/starttls ana (password)\n" },
  { "older words for security",
    "balsa",
    { "config",
      "[identity-default]\nAddress=a@one.example\n[smtp-server-Default]\nServer=smtp.one.example\nTLSMode=0\nAnonymous=true\n"
      "[folder-x]\nServer=imap.two.example\nSSL=true\nUsername=b@two.example\n[identity-other]\nAddress=b@two.example\n" },
    "balsa/default <a@one.example> [] - -> smtp:smtp.one.example:587/plain (none)\n"
    "balsa/other <b@two.example> [] imap:imap.two.example:993/tls b@two.example (password) -> "
    "smtp:smtp.one.example:587/plain (none)\n" },
};

static const Case msmtp_cases[] = {
  { "defaults hold for what follows only",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\ndefaults\ntls on\ntls_starttls off\naccount b\nhost b.example\nauth xoauth2\n"
                 "user u\nfrom b@b.example\n" },
    "msmtp/a <> [] - -> smtp:a.example:25/plain (none)\n"
    "msmtp/b <b@b.example> [] - -> smtp:b.example:465/tls u (oauth2)\n" },
  { "an account from another, changed",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\nport 587\ntls\nauth\nuser \"a b\"\naccount c : a\nport 2525\n"
                 "account default : c\nfrom x@a.example\n" },
    "msmtp/a <> [] - -> smtp:a.example:587/starttls a b (password)\n"
    "msmtp/c <> [] - -> smtp:a.example:2525/starttls a b (password)\n"
    "msmtp/default* <x@a.example> [] - -> smtp:a.example:2525/starttls a b (password)\n" },
  { "the chosen one, with blanks",
    "msmtp",
    { "msmtprc", "account a\nhost a.example\naccount b\nhost b.example\n account   default :  b \n" },
    "msmtp/a <> [] - -> smtp:a.example:25/plain (none)\n"
    "msmtp/b* <> [] - -> smtp:b.example:25/plain (none)\n" },
  { "an unknown base, a setting before any account, a circle",
    "msmtp",
    { "msmtprc", "host lost.example\naccount a : b\nhost a.example\naccount default : default\naccount z\nhost z.example\n" },
    "msmtp/z <> [] - -> smtp:z.example:25/plain (none)\nnote msmtprc 2:1\n" },
  { "commands are never run, patterns are no addresses",
    "msmtp",
    { "msmtprc", "account a\neval touch RAN\nhost a.example\npasswordeval touch RAN\nfrom *@a.example\nauth scram-sha-256\n"
                 "user u@a.example\n" },
    "msmtp/a <u@a.example> [] - -> smtp:a.example:25/plain u@a.example (encrypted-password)\n" },
  { "delivery on this computer", "msmtp", { "msmtprc", "account a\nprotocol lmtp\nhost /run/lmtp\n" },
    "msmtp/a <> [] - -> lmtp\n" },
};

static const Case mutt_cases[] = {
  { "quotes, several in a line, comments",
    "mutt",
    { "muttrc", "set realname='Ana Gil' from=\"ana@example.org\" # set from=no@example.org\n"
                "set imap_user = ana ; set folder=imaps://imap.example.org/ spoolfile=+INBOX\n"
                "set smtp_url=\"smtp://ana%40example.org:s3cret@smtp.example.org:587/\"\n" },
    "mutt/muttrc* <ana@example.org> [Ana Gil] imap:imap.example.org:993/tls ana (password) -> "
    "smtp:smtp.example.org:587/starttls ana@example.org (password)\n" },
  { "variables, continued lines, switches",
    "mutt",
    { "muttrc", "set my_host=example.org\nset smtp_url = \\\n  smtp://u@smtp.${my_host}\nset nossl_starttls\n"
                "set folder=imap://u@imap.$my_host:1143\nset smtp_authenticators=\"xoauth2:plain\"\n" },
    "mutt/muttrc* <> [] imap:imap.example.org:1143/plain u (password) -> smtp:smtp.example.org:25/plain u (oauth2)\n" },
  { "an address as user name",
    "mutt",
    { "muttrc", "set smtp_url=smtps://ana@example.org:pw@smtp.example.org\n" },
    "mutt/muttrc* <ana@example.org> [] - -> smtp:smtp.example.org:465/tls ana@example.org (password)\n" },
  { "source inside the folder, outside, and commands",
    "mutt",
    { "muttrc", "source sub/more\nsource \"touch RAN|\"\nsource `touch RAN`\nset from=`touch RAN`\nsource ../elsewhere\n",
      "sub/more", "set smtp_url=smtps://u@smtp.example.org\n" },
    "mutt/muttrc* <> [] - -> smtp:smtp.example.org:465/tls u (password)\nnote elsewhere 0:0\n" },
  { "hooks: another folder is another account; one about looks is none; commands are never run",
    "mutt",
    { "muttrc", "set from=a@example.org smtp_url=smtps://a@smtp.example.org\n"
                "folder-hook imaps://work/ 'set from=b@work.example smtp_url=smtp://b@smtp.work.example:587/'\n"
                "folder-hook imaps://work/ 'set realname=\"Ana\"'\nfolder-hook . set sort=date\n"
                "account-hook home set imap_user=`touch RAN`\nsend-hook x 'source sub/more'\n",
      "sub/more", "set smtp_url=smtps://u@no.example.org\n" },
    "mutt/muttrc* <a@example.org> [] - -> smtp:smtp.example.org:465/tls a (password)\n"
    "mutt/muttrc#1 <b@work.example> [Ana] - -> smtp:smtp.work.example:587/starttls b (password)\n" },
  { "a circle of includes ends",
    "mutt",
    { "muttrc", "set from=a@example.org\nsource muttrc\n" },
    "mutt/muttrc* <a@example.org> [] - -> -\nnote muttrc 3:0\n" },
  { "POP3, maildir, sendmail",
    "mutt",
    { "neomuttrc", "set from=a@example.org pop_host=pop.example.org pop_user=a\nset sendmail=\"/usr/bin/msmtp -a x\"\n" },
    "mutt/neomuttrc* <a@example.org> [] pop3:pop.example.org:110/starttls a (password) -> msmtp\n" },
  { "looks alone are no account", "mutt", { "muttrc", "color index red blue\nset sort=threads\n" }, "" },
};

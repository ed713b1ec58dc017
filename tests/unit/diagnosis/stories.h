/* stories.h - what was found, and what the verdict must say: one story a row, for test-diagnosis.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/diagnosis.h"

typedef struct
{
  const char *story;
  const char *findings;
  MdVerdictStatus status;
  const char *first;  /* (nullable) the cause on top */
  const char *also;   /* (nullable) one that must be named, too */
  const char *absent; /* (nullable) one that must not */
} Story;

#define OK MD_VERDICT_OK
#define PROBLEM MD_VERDICT_PROBLEM
#define UNSURE MD_VERDICT_UNSURE

#define HEALTHY_LINE                                                                                                  \
  "route-found/network resolver-answers/network internet-reached/network no-portal/network clock-right/network "
#define HEALTHY_SERVER                                                                                                \
  "name-resolves/outgoing port-open/outgoing greeting/outgoing tls-established/outgoing auth-offered/outgoing "       \
  "server-works/outgoing "
#define HEALTHY_INCOMING "name-resolves/incoming port-open/incoming tls-established/incoming server-works/incoming "
#define READS "login-accepted/incoming "
#define HEALTHY HEALTHY_LINE HEALTHY_SERVER HEALTHY_INCOMING READS "login-accepted/outgoing envelope-accepted/outgoing "
#define ELSEWHERE_OPEN "elsewhere-submission-open/network "
#define ELSEWHERE_CLOSED "elsewhere-submission-closed/network "
#define REPLY(cause, sure) "reply-names-cause/outgoing:cause=" cause ":sure=" sure " "

static const Story stories[] = {
  /* Nothing wrong */
  { "healthy", HEALTHY, OK, NULL, NULL, NULL },
  { "healthy, other providers' ports not reachable", HEALTHY ELSEWHERE_CLOSED, OK, NULL, NULL,
    "outbound-port-blocked" },
  { "healthy, a domain without DMARC and DKIM", HEALTHY "dmarc-missing/domain dkim-not-found/domain", OK, NULL, NULL,
    "dmarc-missing" },
  { "healthy, a domain without SPF", HEALTHY "spf-missing/domain", OK, NULL, NULL, "spf-missing" },
  { "healthy, a broken SPF record", HEALTHY "spf-multiple/domain", OK, NULL, NULL, "spf-error" },
  { "healthy, SPF does not cover the server", HEALTHY "spf-not-covered/domain", OK, NULL, NULL, "spf-fail" },
  { "healthy home line on a policy list", HEALTHY "own-address-policy-listed/network", OK, NULL, NULL,
    "dynamic-ip-listed" },
  { "healthy, many sent today", HEALTHY "answer-many-sent/account", OK, NULL, NULL, "sending-limit-exceeded" },
  { "nothing wrong, no password", HEALTHY_LINE HEALTHY_SERVER "password-missing/account login-not-tried/outgoing",
    UNSURE,
    NULL, NULL, NULL },
  { "nothing wrong, no password, a domain without SPF", HEALTHY_LINE HEALTHY_SERVER "spf-missing/domain", UNSURE, NULL,
    NULL, "spf-missing" },
  { "an old password, a domain without SPF", HEALTHY_LINE HEALTHY_SERVER READS "login-refused/outgoing "
    "passwords-differ/account spf-missing/domain", PROBLEM, "stale-sending-password", "spf-missing", NULL },
  { "encryption switched off in the program", HEALTHY_LINE HEALTHY_SERVER "no-encryption-set/outgoing "
    "login-not-tried/outgoing", PROBLEM, "tls-required", NULL, NULL },
  { "webmail sends, no password", HEALTHY_LINE HEALTHY_SERVER "answer-webmail-sends/account", PROBLEM, "client-fault",
    NULL, NULL },
  { "nothing at all", "", UNSURE, NULL, NULL, NULL },

  /* S1 */
  { "no route", "no-route/network no-resolver-answers/network internet-not-reached/network name-lookup-failed/outgoing "
    "port-unreachable/incoming", PROBLEM, "no-internet", NULL, "dns-resolution-failure" },
  { "nothing reached though names resolve", "route-found/network resolver-answers/network internet-not-reached/network "
    "port-timed-out/outgoing port-timed-out/incoming no-other-port-works/outgoing elsewhere-submission-closed/network",
    PROBLEM, "no-internet", NULL, "outbound-port-blocked" },
  { "captive portal", "route-found/network portal-found/network cert-wrong-name/outgoing cert-wrong-name/incoming "
    "internet-not-reached/network tls-failed/outgoing clock-right/network", PROBLEM, "captive-portal", NULL,
    "certificate-name-mismatch" },
  { "captive portal that swallows ports", "portal-found/network port-timed-out/outgoing no-other-port-works/outgoing "
    "elsewhere-submission-closed/network resolver-invents/network", PROBLEM, "captive-portal", NULL,
    "outbound-port-blocked" },
  { "dead resolver",
    "route-found/network no-resolver-answers/network resolver-silent/network name-lookup-failed/outgoing "
    "name-lookup-failed/incoming internet-not-reached/network", PROBLEM, "dns-resolution-failure", "no-internet",
    "smtp-host-not-found" },
  { "dead resolver and a name that seems gone", "no-resolver-answers/network name-not-found/outgoing", PROBLEM,
    "dns-resolution-failure", NULL, "smtp-host-not-found" },
  { "first of two resolvers dead", HEALTHY "first-resolver-dead/network resolver-silent/network", PROBLEM,
    "resolver-slow",
    NULL, NULL },
  { "broken IPv6", HEALTHY "ipv6-broken/network address-dead/outgoing", PROBLEM, "ipv6-broken", NULL,
    "provider-outage" },
  { "broken IPv6 besides an old password",
    HEALTHY_LINE HEALTHY_SERVER READS "ipv6-broken/network login-refused/outgoing "
    "passwords-differ/account", PROBLEM, "stale-sending-password", "ipv6-broken", NULL },
  { "unstable line", HEALTHY "line-unstable/network", PROBLEM, "network-unstable", NULL, NULL },
  { "wrong clock", HEALTHY_LINE "clock-wrong/network cert-not-yet-valid/outgoing cert-not-yet-valid/incoming", PROBLEM,
    "clock-wrong", NULL, "certificate-expired" },
  { "wrong clock, seen as expired", "clock-wrong/network cert-expired/outgoing tls-failed/outgoing", PROBLEM,
    "clock-wrong",
    NULL, "certificate-expired" },

  /* S2 names and ports */
  { "host misspelt", HEALTHY_LINE HEALTHY_INCOMING READS "name-not-found/outgoing server-works/other "
    "setting-wrong/outgoing:field=host", PROBLEM, "smtp-host-not-found", NULL, "settings-differ" },
  { "name without an address", HEALTHY_LINE "name-no-address/outgoing", PROBLEM, "smtp-host-not-found", NULL, NULL },
  { "wrong port, refused", HEALTHY_LINE HEALTHY_INCOMING READS "port-refused/outgoing other-port-works/other "
    "server-works/other setting-wrong/outgoing:field=port login-accepted/other", PROBLEM, "wrong-port", NULL,
    "settings-differ" },
  { "wrong port, silent", HEALTHY_LINE "port-timed-out/outgoing other-port-works/outgoing " ELSEWHERE_OPEN, PROBLEM,
    "wrong-port", NULL, "server-unreachable" },
  { "only 465 works", HEALTHY_LINE "port-timed-out/outgoing other-port-works/other:port=465 " ELSEWHERE_CLOSED, PROBLEM,
    "wrong-port", "outbound-port-blocked", "server-unreachable" },
  { "port of another service", "greeting-other-service/outgoing closed-after/outgoing", PROBLEM, "wrong-port", NULL,
    NULL },
  { "port 25 blocked", HEALTHY_LINE "port25-configured/outgoing port-timed-out/outgoing other-port-works/other "
    "elsewhere-25-closed/network setting-wrong/outgoing", PROBLEM, "port25-blocked", NULL, "wrong-port" },
  { "port 25 times out, others not asked", "port25-configured/outgoing port-timed-out/outgoing other-port-works/other",
    PROBLEM, "port25-blocked", NULL, NULL },
  { "port 25 fails though it is open elsewhere",
    "port25-configured/outgoing port-timed-out/outgoing other-port-works/other "
    "elsewhere-25-open/network", PROBLEM, "wrong-port", NULL, "port25-blocked" },
  { "all submission ports filtered", HEALTHY_LINE HEALTHY_INCOMING READS "port-timed-out/outgoing port-timed-out/other "
    "no-other-port-works/outgoing " ELSEWHERE_CLOSED, PROBLEM, "outbound-port-blocked", NULL, "smtp-service-down" },
  { "all submission ports rejected",
    HEALTHY_LINE "port-prohibited/outgoing no-other-port-works/outgoing " ELSEWHERE_CLOSED,
    PROBLEM, "outbound-port-blocked", NULL, NULL },
  { "all submission ports reset", HEALTHY_LINE "port-refused/outgoing no-other-port-works/outgoing " ELSEWHERE_CLOSED,
    PROBLEM, "outbound-port-blocked", NULL, "connection-refused" },
  { "rejected by a firewall, others not asked", HEALTHY_LINE HEALTHY_INCOMING "port-prohibited/outgoing "
    "no-other-port-works/outgoing elsewhere-not-tested/network", PROBLEM, "outbound-port-blocked", NULL, NULL },
  { "only port 25 is left open", HEALTHY_LINE "port-timed-out/outgoing other-port-works/other:port=25 "
    "other-port-closed/other:port=465 no-other-port-works/other " ELSEWHERE_CLOSED, PROBLEM, "outbound-port-blocked",
    NULL, "wrong-port" },
  { "through a VPN",
    HEALTHY_LINE "vpn-active/network port-timed-out/outgoing no-other-port-works/outgoing " ELSEWHERE_CLOSED,
    PROBLEM, "vpn-blocks-mail", "outbound-port-blocked", NULL },
  { "denied here", HEALTHY_LINE "port-denied-here/outgoing no-other-port-works/outgoing elsewhere-denied-here/network "
    "vpn-active/network", PROBLEM, "local-firewall", NULL, "outbound-port-blocked" },
  { "denied here, seen elsewhere only", "port-timed-out/outgoing elsewhere-denied-here/network", PROBLEM,
    "local-firewall",
    NULL, NULL },
  { "sending service down", HEALTHY_LINE HEALTHY_INCOMING READS "port-timed-out/outgoing no-other-port-works/outgoing "
    ELSEWHERE_OPEN, PROBLEM, "smtp-service-down", NULL, "outbound-port-blocked" },
  { "sending service down, refused", HEALTHY_LINE HEALTHY_INCOMING "port-refused/outgoing no-other-port-works/outgoing "
    ELSEWHERE_OPEN, PROBLEM, "smtp-service-down", NULL, NULL },
  { "server does not answer at all", HEALTHY_LINE "port-timed-out/outgoing no-other-port-works/outgoing "
    "port-timed-out/incoming " ELSEWHERE_OPEN, PROBLEM, "server-unreachable", NULL, "incoming-problem" },
  { "server refuses everything",
    HEALTHY_LINE "port-refused/outgoing no-other-port-works/outgoing port-refused/incoming "
    ELSEWHERE_OPEN, PROBLEM, "provider-outage", NULL, "incoming-problem" },
  { "server refuses everything, web page too", HEALTHY_LINE "port-timed-out/outgoing no-other-port-works/outgoing "
    "port-timed-out/incoming webmail-unreachable/account " ELSEWHERE_OPEN, PROBLEM, "provider-outage", NULL, NULL },
  { "nothing listens, others not asked", HEALTHY_LINE "port-refused/outgoing no-other-port-works/outgoing", PROBLEM,
    "connection-refused", NULL, NULL },
  { "shut out after old passwords",
    HEALTHY_LINE "port-timed-out/outgoing no-other-port-works/outgoing port-timed-out/incoming "
    "answer-password-changed/account " ELSEWHERE_OPEN, PROBLEM, "server-unreachable", "login-banned", NULL },
  { "another host's settings",
    HEALTHY_LINE "port-timed-out/outgoing no-other-port-works/outgoing setting-wrong/outgoing "
    "server-works/other " ELSEWHERE_OPEN, PROBLEM, "settings-differ", NULL, "server-unreachable" },
  { "one address of the server is dead", HEALTHY "address-dead/outgoing", OK, NULL, NULL, "provider-outage" },

  /* S2 dialogue and encryption */
  { "TLS spoken to a STARTTLS port",
    HEALTHY_LINE "port-open/outgoing plain-port-given-tls/outgoing tls-failed/outgoing "
    "other-port-works/other setting-wrong/outgoing:field=security", PROBLEM, "tls-mode-mismatch", NULL,
    "settings-differ" },
  { "STARTTLS spoken to a TLS port",
    HEALTHY_LINE "port-open/outgoing tls-port-given-plain/outgoing silent-after/outgoing",
    PROBLEM, "tls-mode-mismatch", NULL, "server-temporary-failure" },
  { "STARTTLS removed", HEALTHY_LINE "starttls-missing/outgoing auth-not-offered/outgoing other-port-works/other",
    PROBLEM,
    "starttls-not-offered", NULL, "auth-method-unsupported" },
  { "STARTTLS masked", HEALTHY_LINE "starttls-masked/outgoing", PROBLEM, "starttls-not-offered", "tls-interception",
    NULL },
  { "greeting masked, STARTTLS gone", HEALTHY_LINE "greeting-masked/outgoing starttls-missing/outgoing", PROBLEM,
    "tls-interception", NULL, NULL },
  { "transparent proxy",
    HEALTHY_LINE "same-banner-elsewhere/network cert-wrong-name/outgoing starttls-missing/outgoing "
    "auth-not-offered/outgoing", PROBLEM, "smtp-redirected", NULL, "starttls-not-offered" },
  { "server demands encryption", "tls-required-by-server/outgoing no-encryption-set/outgoing auth-not-offered/outgoing",
    PROBLEM, "tls-required", NULL, NULL },
  { "too old protocol", "tls-too-old/outgoing tls-failed/outgoing", PROBLEM, "tls-version-unsupported", NULL, NULL },
  { "certificate expired", HEALTHY_LINE "cert-expired/outgoing cert-expired/incoming", PROBLEM, "certificate-expired",
    NULL,
    "incoming-problem" },
  { "certificate for another name", HEALTHY_LINE "cert-wrong-name/outgoing", PROBLEM, "certificate-name-mismatch",
    NULL, NULL },
  { "certificate self-signed", HEALTHY_LINE "cert-self-signed/outgoing", PROBLEM, "certificate-untrusted", NULL, NULL },
  { "certificate self-signed, wrong name too", "cert-self-signed/outgoing cert-wrong-name/outgoing", PROBLEM,
    "certificate-untrusted", NULL, "certificate-name-mismatch" },
  { "unknown authority", "cert-unknown-authority/outgoing", PROBLEM, "certificate-untrusted", NULL, NULL },
  { "incomplete chain", "cert-incomplete-chain/outgoing cert-unknown-authority/other", PROBLEM,
    "certificate-untrusted", NULL,
    NULL },
  { "opened by a security program",
    "cert-intercepted/outgoing cert-unknown-authority/outgoing cert-intercepted/incoming",
    PROBLEM, "tls-interception", NULL, "certificate-untrusted" },
  { "greeting after 20 s", HEALTHY "greeting-slow/outgoing", PROBLEM, "server-slow", NULL, NULL },
  { "silence after EHLO", HEALTHY_LINE "port-open/outgoing silent-after/outgoing:stage=ehlo " ELSEWHERE_OPEN, PROBLEM,
    "server-temporary-failure", "server-slow", NULL },
  { "closed after EHLO", "closed-after/outgoing:stage=ehlo", PROBLEM, "server-temporary-failure", NULL, NULL },
  { "nonsense", "nonsense-after/outgoing", PROBLEM, "protocol-error", NULL, NULL },
  { "introduction refused", "ehlo-refused/outgoing", PROBLEM, "helo-rejected", NULL, NULL },
  { "overloaded", "closed-after/outgoing " REPLY ("server-temporary-failure", "high"), PROBLEM,
    "server-temporary-failure",
    NULL, NULL },

  /* S3 */
  { "old password for sending", HEALTHY_LINE HEALTHY_SERVER READS "login-refused/outgoing passwords-differ/account "
    REPLY ("bad-credentials", "high"), PROBLEM, "stale-sending-password", NULL, "bad-credentials" },
  { "the other password is accepted", READS "login-refused/outgoing other-password-accepted/outgoing "
    REPLY ("bad-credentials", "medium"), PROBLEM, "stale-sending-password", NULL, "smtp-access-disabled" },
  { "the saved one is not the typed one, which works", HEALTHY "saved-password-equal/incoming "
    "saved-password-different/outgoing", PROBLEM, "stale-sending-password", NULL, "bad-credentials" },
  { "the saved one is not the typed one, which is wrong", HEALTHY_LINE HEALTHY_SERVER "login-refused/incoming "
    "login-refused/outgoing saved-password-different/outgoing", PROBLEM, "bad-credentials", NULL,
    "stale-sending-password" },
  { "saved ones locked away", HEALTHY "saved-password-locked/incoming saved-password-locked/outgoing", PROBLEM,
    "keyring-locked", NULL, NULL },
  { "wrong on both", HEALTHY_LINE HEALTHY_SERVER "login-refused/incoming login-refused/outgoing "
    REPLY ("bad-credentials", "high"), PROBLEM, "bad-credentials", NULL, "incoming-problem" },
  { "wrong, only sending asked", HEALTHY_LINE HEALTHY_SERVER "login-refused/outgoing", PROBLEM, "bad-credentials",
    NULL, NULL },
  { "wrong on both, changed lately", "login-refused/incoming login-refused/outgoing answer-password-changed/account",
    PROBLEM, "bad-credentials", NULL, NULL },
  { "wrong for sending, and on the web", "login-refused/outgoing answer-webmail-no-login/account", PROBLEM,
    "bad-credentials", NULL, NULL },
  { "suspended, and the password was changed", "login-refused/outgoing login-refused/incoming "
    "answer-password-changed/account " REPLY ("account-suspended", "medium"), PROBLEM, "account-suspended", NULL, NULL },
  { "blanks at the end", "login-refused/outgoing login-refused/incoming password-blanks-at-end/account", PROBLEM,
    "bad-credentials", NULL, NULL },
  { "same password accepted for receiving", HEALTHY_LINE HEALTHY_SERVER READS "login-refused/outgoing "
    REPLY ("bad-credentials", "high"), PROBLEM, "smtp-access-disabled", NULL, "bad-credentials" },
  { "app password by two-step", "login-refused/outgoing login-refused/incoming provider-wants-app-password/account "
    "answer-two-step-on/account " REPLY ("bad-credentials", "high"), PROBLEM, "app-password-required",
    "bad-credentials",
    "incoming-problem" },
  { "app password by provider", "login-refused/outgoing login-refused/incoming provider-wants-app-password/account",
    PROBLEM,
    "app-password-required", "bad-credentials", NULL },
  { "app password by reply", "login-refused/outgoing login-refused/incoming " REPLY ("app-password-required", "high"),
    PROBLEM,
    "app-password-required", NULL, "bad-credentials" },
  { "OAuth2 only, offered", HEALTHY_LINE "auth-only-oauth2/outgoing login-no-mechanism/outgoing", PROBLEM,
    "oauth2-required",
    NULL, "auth-method-unsupported" },
  { "OAuth2 only, reply", "login-refused/outgoing login-accepted/incoming " REPLY ("oauth2-required", "high"), PROBLEM,
    "oauth2-required", NULL, "smtp-access-disabled" },
  { "OAuth2 by provider", "login-refused/outgoing login-refused/incoming provider-wants-oauth2/account", PROBLEM,
    "oauth2-required", NULL, NULL },
  { "OAuth2 works", HEALTHY "auth-only-oauth2/outgoing", OK, NULL, NULL, "oauth2-required" },
  { "the token is good for reading, and narrow", HEALTHY_LINE HEALTHY_SERVER READS "login-refused/outgoing "
    "token-lacks-scope/outgoing " REPLY ("bad-credentials", "high"), PROBLEM, "smtp-access-disabled", NULL,
    "oauth-token-expired" },
  { "the token is good for reading, and refused for sending", "auth-only-oauth2/outgoing " READS "login-refused/outgoing "
    "token-refused/outgoing", PROBLEM, "smtp-access-disabled", NULL, "oauth-token-expired" },
  { "the token was withdrawn", HEALTHY_LINE HEALTHY_SERVER "token-given/account login-refused/outgoing "
    "token-revoked/outgoing login-refused/incoming token-revoked/incoming " REPLY ("bad-credentials", "high"), PROBLEM,
    "oauth-token-expired", NULL, "bad-credentials" },
  { "the token is narrow for both", "login-refused/outgoing token-lacks-scope/outgoing login-refused/incoming "
    "token-lacks-scope/incoming", PROBLEM, "oauth-token-expired", NULL, "smtp-access-disabled" },
  { "Online Accounts wants a sign-in", HEALTHY_LINE HEALTHY_SERVER HEALTHY_INCOMING "token-sign-in-again/account "
    "password-missing/outgoing login-not-tried/outgoing", PROBLEM, "oauth-token-expired", NULL, NULL },
  { "a saved password is refused, the typed one signs in", HEALTHY "saved-password-different/outgoing "
    "stored-login-refused/outgoing", PROBLEM, "stale-sending-password", NULL, "bad-credentials" },
  { "a command is set as the server", HEALTHY_LINE "not-a-server/outgoing", PROBLEM, "smtp-host-not-found", NULL, NULL },
  { "token expired", "auth-only-oauth2/outgoing login-refused/outgoing", PROBLEM, "oauth-token-expired", NULL,
    "oauth2-required" },
  { "access must be switched on", READS "login-refused/outgoing provider-wants-access-on/account", PROBLEM,
    "smtp-access-disabled", NULL, NULL },
  { "SMTP AUTH switched off", READS "login-refused/outgoing " REPLY ("smtp-access-disabled", "high"), PROBLEM,
    "smtp-access-disabled", NULL, NULL },
  { "locked", "login-refused/outgoing " REPLY ("too-many-auth-attempts", "high"), PROBLEM, "too-many-auth-attempts",
    NULL,
    "bad-credentials" },
  { "user name without domain", HEALTHY_LINE "login-refused/outgoing user-form-other/outgoing login-accepted/incoming "
    REPLY ("bad-credentials", "high"), PROBLEM, "wrong-username-form", NULL, "bad-credentials" },
  { "authentication not enabled", HEALTHY_LINE HEALTHY_SERVER READS "auth-switched-off/outgoing auth-demanded/outgoing "
    "envelope-refused/outgoing " REPLY ("relay-denied", "high"), PROBLEM, "auth-not-enabled", NULL, "relay-denied" },
  { "authentication not enabled, in other words", "auth-switched-off/outgoing envelope-refused/outgoing "
    REPLY ("policy-rejected", "high"), PROBLEM, "auth-not-enabled", NULL, "policy-rejected" },
  { "relaying denied", "envelope-refused/outgoing " REPLY ("relay-denied", "high"), PROBLEM, "relay-denied", NULL,
    NULL },
  { "no common way to sign in", "login-no-mechanism/outgoing", PROBLEM, "auth-method-unsupported", NULL, NULL },
  { "sign-in service down", READS "login-refused-temporarily/outgoing", PROBLEM, "auth-temporary-failure", NULL, NULL },
  { "another server takes the password", READS "login-refused/outgoing login-elsewhere-accepted/other", PROBLEM,
    "settings-differ", NULL, "smtp-access-disabled" },

  /* S6 */
  { "limit reached", HEALTHY_SERVER READS "login-accepted/outgoing envelope-refused/outgoing "
    REPLY ("sending-limit-exceeded", "high"), PROBLEM, "sending-limit-exceeded", NULL, "sender-not-authorized" },
  { "suspended", "login-refused/outgoing login-refused/incoming " REPLY ("account-suspended", "high"), PROBLEM,
    "account-suspended", NULL, "bad-credentials" },
  { "suspended, in vaguer words", "login-refused/outgoing login-refused/incoming "
    REPLY ("account-suspended", "medium"), PROBLEM, "account-suspended", NULL, NULL },
  { "wrong on both, server says no more", HEALTHY_LINE HEALTHY_SERVER "login-refused/incoming login-refused/outgoing",
    PROBLEM, "bad-credentials", NULL, NULL },
  { "too many attempts, answered for now", "login-refused-temporarily/outgoing "
    REPLY ("too-many-auth-attempts", "medium"), PROBLEM, "too-many-auth-attempts", NULL, NULL },
  { "OAuth2 only on both sides", HEALTHY_LINE HEALTHY_SERVER "auth-only-oauth2/outgoing login-no-mechanism/outgoing "
    "login-no-mechanism/incoming", PROBLEM, "oauth2-required", NULL, "incoming-problem" },
  { "opened on both sides", "cert-intercepted/outgoing cert-intercepted/incoming", PROBLEM, "tls-interception", NULL,
    "incoming-problem" },
  { "compromised", "login-accepted/outgoing envelope-refused/outgoing " REPLY ("account-compromised", "medium"),
    PROBLEM,
    "account-compromised", NULL, NULL },
  { "own address listed, by reply", "login-accepted/outgoing envelope-refused/outgoing " REPLY ("dynamic-ip-listed",
    "high"),
    PROBLEM, "dynamic-ip-listed", NULL, NULL },
  { "own address listed, reply names a list",
    "login-accepted/outgoing own-address-listed/network envelope-refused/outgoing "
    REPLY ("ip-blocklisted", "high"), PROBLEM, "dynamic-ip-listed", NULL, "ip-blocklisted" },
  { "own address listed, nothing refused", HEALTHY "own-address-listed/network", OK, NULL, NULL, "dynamic-ip-listed" },
  { "sender not owned", "login-accepted/outgoing envelope-refused/outgoing " REPLY ("sender-not-authorized", "high"),
    PROBLEM,
    "sender-not-authorized", NULL, NULL },
  { "refused without a reason", HEALTHY_SERVER "login-accepted/outgoing envelope-refused/outgoing", UNSURE, "unknown",
    "sender-not-authorized", NULL },
  { "refused after many messages", "login-accepted/outgoing envelope-refused/outgoing answer-many-sent/account",
    PROBLEM,
    "sending-limit-exceeded", NULL, NULL },
  { "deferred", "login-accepted/outgoing envelope-deferred/outgoing", PROBLEM, "server-temporary-failure", NULL, NULL },
  { "too large", HEALTHY "message-over-size/outgoing", PROBLEM, "message-too-large", NULL, NULL },
  { "mailbox full", HEALTHY "quota-full/incoming", PROBLEM, "sender-mailbox-full", NULL, NULL },
  { "another account's server", "login-refused/outgoing other-accounts-server/outgoing login-accepted/incoming",
    PROBLEM,
    "wrong-outgoing-server", NULL, NULL },

  /* S5, S8 and answers */
  { "webmail sends, everything fine", HEALTHY "answer-webmail-sends/account", PROBLEM, "client-fault", NULL, NULL },
  { "another program works", HEALTHY "answer-other-program-works/account", PROBLEM, "client-fault", NULL, NULL },
  { "another program works, but here is a fault", HEALTHY_LINE "port-refused/outgoing other-port-works/other "
    "answer-other-program-works/account", PROBLEM, "wrong-port", NULL, "client-fault" },
  { "still in the Outbox", HEALTHY "answer-still-in-outbox/account test-arrived/account", PROBLEM, "outbox-stuck",
    NULL, NULL },
  { "copy failed", HEALTHY "answer-sent-copy-failed/account", PROBLEM, "sent-copy-failed", NULL, NULL },
  { "webmail refuses", HEALTHY "answer-webmail-refuses/account", PROBLEM, "account-suspended",
    "sending-limit-exceeded", NULL },
  { "webmail refuses after many messages", HEALTHY "answer-webmail-refuses/account answer-many-sent/account", PROBLEM,
    "sending-limit-exceeded", "account-suspended", NULL },
  { "no sign-in on the web", HEALTHY_LINE "answer-webmail-no-login/account", PROBLEM, "bad-credentials", NULL, NULL },
  { "without protection it works, certificate", "cert-unknown-authority/outgoing answer-protection-off-helps/account",
    PROBLEM,
    "tls-interception", NULL, "certificate-untrusted" },
  { "without protection it works, port", "port-timed-out/outgoing no-other-port-works/outgoing "
    "answer-protection-off-helps/account", PROBLEM, "local-firewall", NULL, NULL },
  { "large messages stall", HEALTHY "test-stalled/outgoing", PROBLEM, "path-mtu-blackhole", NULL, NULL },
  { "the test landed in spam", HEALTHY "test-in-spam/account", PROBLEM, "in-spam-folder", NULL, NULL },
  { "in spam, nothing vouches", HEALTHY "test-in-spam/account spf-missing/domain dkim-not-found/domain", PROBLEM,
    "unauthenticated-mail", "in-spam-folder", NULL },
  { "the search broke off", HEALTHY "mailbox-read/incoming message-not-searched/message", UNSURE, NULL, NULL, NULL },
  { "cannot receive", HEALTHY "mx-missing/domain", PROBLEM, "domain-cannot-receive", NULL, NULL },
  { "the address' domain does not exist", "address-domain-missing/account mx-missing/domain", PROBLEM,
    "sender-domain-invalid",
    NULL, "domain-cannot-receive" },

  /* The own mailbox: guides D and R */
  { "waited for, in spam", "mailbox-read/account message-in-spam/message", PROBLEM, "in-spam-folder", NULL, NULL },
  { "waited for, in spam, not proven", "message-in-spam/message message-failed-checks/message", PROBLEM,
    "in-spam-folder", "unauthenticated-mail", NULL },
  { "waited for, in another folder", "message-in-folder/message", PROBLEM, "own-rule", NULL, NULL },
  { "waited for, in the bin", "message-in-trash/message", PROBLEM, "own-rule", NULL, NULL },
  { "waited for, in the archive", "message-in-archive/message", PROBLEM, "own-rule", NULL, NULL },
  { "waited for, nowhere", "mailbox-read/account message-not-there/message", UNSURE, NULL, NULL, "own-rule" },
  { "waited for, the password is wrong", "login-refused/incoming mailbox-not-read/account", PROBLEM, "bad-credentials", NULL,
    "unknown" },
  { "a rule moves it", "rule-moves/sender message-in-folder/message", PROBLEM, "own-rule", NULL, NULL },
  { "a rule moves it to the bin", "rule-deletes/sender message-in-trash/message", PROBLEM, "own-rule", NULL, NULL },
  { "a rule sends it on", "rule-forwards/sender message-not-there/message", PROBLEM, "own-rule", NULL, NULL },
  { "a rule sends it back", "rule-rejects/sender", PROBLEM, "own-rule", NULL, NULL },
  { "a rule marks it as spam", "rule-marks-spam/sender message-in-spam/message", PROBLEM, "own-rule", NULL, NULL },
  { "a rule hides it", "rule-hides/sender message-in-inbox/message", PROBLEM, "own-rule", NULL, NULL },
  { "a rule may catch it", "rule-may-catch/sender message-not-there/message", UNSURE, NULL, NULL, NULL },
  { "a blocked sender", "rule-deletes/sender sender-blocked/sender", PROBLEM, "own-rule", "sender-blocked-by-you", NULL },
  { "no rule is at fault", "rules-clear/sender no-local-rules/sender sender-not-blocked/sender", UNSURE, NULL, NULL,
    "own-rule" },
  { "waited for, mailbox full", "mailbox-full/account message-not-there/message", PROBLEM, "recipient-mailbox-full",
    NULL, NULL },
  { "many come back as unknown", "many-unknown-recipients/account bounce-rate-high/account", PROBLEM, "list-hygiene",
    "poor-reputation", NULL },
  { "a few come back as unknown", "many-unknown-recipients/account", PROBLEM, "list-hygiene", NULL, "poor-reputation" },
  { "a message that nobody vouches for",
    "message-unsigned/message message-spf-failed/message message-dmarc-failed/message message-unauthenticated/message",
    PROBLEM, "dmarc-fail", "unauthenticated-mail", NULL },
  { "a list broke the signature", "message-dkim-broken/message message-changed-on-way/message", PROBLEM,
    "forwarding-broken", NULL, "dkim-fail" },
  { "a signature whose key is missing", "message-dkim-broken/message", PROBLEM, "dkim-fail", NULL, NULL },
  { "a server that SPF does not name", "message-spf-failed/message", PROBLEM, "spf-fail", NULL, NULL },
  { "the plain one arrives, the own one is spam", HEALTHY "test-sent/outgoing test-arrived/outgoing draft-in-spam/message",
    PROBLEM, "spam-content", NULL, "in-spam-folder" },
  { "the plain one arrives, the own one is refused",
    HEALTHY "test-sent/outgoing test-arrived/outgoing draft-refused/message", PROBLEM, "spam-content", NULL, "unknown" },
  { "the plain one arrives, the own one does not",
    HEALTHY "test-sent/outgoing test-arrived/outgoing draft-not-arrived/message", PROBLEM, "spam-content",
    "delivery-delayed", NULL },
  { "the own one gets stuck", HEALTHY "test-sent/outgoing draft-stalled/message", PROBLEM, "path-mtu-blackhole", NULL,
    NULL },
  { "both are spam", HEALTHY "test-in-spam/outgoing draft-in-spam/message", PROBLEM, "in-spam-folder", NULL,
    "spam-content" },
  { "greylisted, and late", HEALTHY "test-sent/outgoing test-not-arrived/outgoing trip-greylisted/outgoing", PROBLEM,
    "greylisted", NULL, NULL },

  /* The recipient's address */
  { "a comma in the address", "address/address address-syntax-at/address address-perhaps-typo/address", PROBLEM,
    "address-syntax-error", NULL, "recipient-domain-typo" },
  { "no @ in the address", "address/address address-syntax/address", PROBLEM, "address-syntax-error", NULL, NULL },
  { "a slip in the domain", "address/address address-typo/address address-domain-not-found/address", PROBLEM,
    "recipient-domain-typo", NULL, "recipient-domain-not-found" },
  { "a slip whose domain takes no mail", "address/address address-typo/address address-domain-no-mail/address", PROBLEM,
    "recipient-domain-typo", NULL, "recipient-domain-no-mail" },
  { "a domain that is gone", "address/address address-domain-not-found/address", PROBLEM, "recipient-domain-not-found",
    NULL, NULL },
  { "a domain without mail", "address/address address-domain-no-mail/address", PROBLEM, "recipient-domain-no-mail", NULL,
    NULL },
  { "the sender's domain is gone", "address/sender address-domain-not-found/sender", PROBLEM, "sender-domain-invalid",
    NULL, "recipient-domain-not-found" },

  /* What is in the message, and its way */
  { "a draft that looks like spam, by a filter too", "content-like-spam/message spam-filter-spam/message", PROBLEM,
    "spam-content", NULL, NULL },
  { "a program attached", "content-attachment/message", PROBLEM, "attachment-blocked", NULL, NULL },
  { "too large a draft", "content-too-large/message", PROBLEM, "message-too-large", NULL, NULL },
  { "a draft badly built", "content-malformed/message", PROBLEM, "message-malformed", NULL, NULL },
  { "earlier ones were greylisted", "hop-greylisted/message", PROBLEM, "greylisted", NULL, NULL },
  { "earlier ones waited", "hop-slow/message", PROBLEM, "delivery-delayed", NULL, NULL },

  /* The other direction */
  { "receiving fails, sending works", HEALTHY_LINE HEALTHY_SERVER "login-accepted/outgoing envelope-accepted/outgoing "
    "port-refused/incoming", PROBLEM, "incoming-problem", NULL, NULL },
  { "receiving password wrong, sending works", HEALTHY_SERVER "login-accepted/outgoing login-refused/incoming", PROBLEM,
    "incoming-problem", NULL, "bad-credentials" },

  /* Two at once */
  { "wrong port and an old password", HEALTHY_LINE READS "port-refused/outgoing other-port-works/other "
    "login-elsewhere-refused/other passwords-differ/account", PROBLEM, "wrong-port", "stale-sending-password", NULL },
  { "port 25 blocked and an old password", HEALTHY_LINE READS "port25-configured/outgoing port-timed-out/outgoing "
    "elsewhere-25-closed/network other-port-works/other login-refused/other passwords-differ/account", PROBLEM,
    "port25-blocked",
    "stale-sending-password", NULL },
  { "host misspelt and receiving password wrong", HEALTHY_LINE "name-not-found/outgoing login-refused/incoming",
    PROBLEM,
    "smtp-host-not-found", "incoming-problem", NULL },
  { "old password and a full mailbox", READS "login-refused/outgoing passwords-differ/account quota-full/incoming",
    PROBLEM,
    "stale-sending-password", "sender-mailbox-full", NULL },
  { "clock wrong and password wrong", "clock-wrong/network cert-expired/outgoing login-refused/incoming "
    "login-refused/outgoing", PROBLEM, "clock-wrong", "bad-credentials", NULL },
};

/* faults.c - the faults one can practise with, and the script of each
 *
 * The wordings are our own, in the manner of real servers, and such that knowledge/ reads them like the real ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/names.h"
#include "practice/script.h"

#include <string.h>

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

static const MdPracticeFault faults[] = {
  { "healthy", "S1", NULL, FALSE },

  { "captive-portal", "S1", "captive-portal", FALSE },
  { "dns-dead", "S1", "dns-resolution-failure", TRUE },
  { "first-resolver-dead", "S1", "resolver-slow", TRUE },
  { "clock-wrong", "S1", "clock-wrong", FALSE },

  { "host-misspelt", "S2", "smtp-host-not-found", FALSE },
  { "wrong-port", "S2", "wrong-port", FALSE },
  { "port25-blocked", "S2", "port25-blocked", TRUE },
  { "tls-on-587", "S2", "tls-mode-mismatch", FALSE },
  { "starttls-on-465", "S2", "tls-mode-mismatch", TRUE },
  { "starttls-stripped", "S2", "starttls-not-offered", FALSE },
  { "no-encryption", "S2", "tls-required", FALSE },
  { "cert-expired", "S2", "certificate-expired", FALSE },
  { "cert-self-signed", "S2", "certificate-untrusted", FALSE },
  { "cert-wrong-name", "S2", "certificate-name-mismatch", FALSE },
  { "cert-incomplete", "S2", "certificate-untrusted", FALSE },
  { "auth-not-enabled", "S2", "auth-not-enabled", FALSE },

  { "old-sending-password", "S3", "stale-sending-password", FALSE },
  { "wrong-password", "S3", "bad-credentials", FALSE },
  { "user-without-domain", "S3", "wrong-username-form", FALSE },
  { "app-password", "S3", "app-password-required", FALSE },
  { "oauth2-only", "S3", "oauth2-required", FALSE },
  { "smtp-auth-off", "S3", "smtp-access-disabled", FALSE },
  { "web-login", "S3", "web-login-required", FALSE },
  { "locked", "S3", "too-many-auth-attempts", FALSE },

  { "antivirus-inspects", "S4", "tls-interception", FALSE },
  { "gateway-masks", "S4", "tls-interception", FALSE },
  { "transparent-proxy", "S4", "smtp-redirected", FALSE },
  { "submission-blocked", "S4", "outbound-port-blocked", TRUE },

  { "provider-down", "S5", "provider-outage", FALSE },

  { "sending-service-down", "S6", "smtp-service-down", FALSE },
  { "sending-limit", "S6", "sending-limit-exceeded", FALSE },
  { "suspended", "S6", "account-suspended", FALSE },
  { "compromised", "S6", "account-compromised", FALSE },
  { "sender-not-owned", "S6", "sender-not-authorized", FALSE },
  { "own-address-listed", "S6", "dynamic-ip-listed", FALSE },
  { "overloaded", "S6", "too-many-connections", FALSE },
  { "mailbox-full", "S6", "sender-mailbox-full", FALSE },
  { "server-slow", "S6", "server-slow", TRUE },

  { "spf-two-records", "S7", "spf-error", FALSE },
  { "spf-not-covered", "S7", "spf-fail", FALSE },
  { "unauthenticated", "S7", "unauthenticated-mail", FALSE },

  { "message-too-large", "S8", "message-too-large", FALSE },
  { "message-stalls", "S8", "path-mtu-blackhole", TRUE },
  { "content-refused", "S8", "spam-content", FALSE },
  { "in-spam-folder", "S8", "in-spam-folder", FALSE },

  { "delivery-healthy", "D1", NULL, FALSE },
  { "bounce-unknown", "D1", "recipient-not-found", FALSE },
  { "bounce-full", "D1", "recipient-mailbox-full", FALSE },
  { "bounce-listed", "D1", "ip-blocklisted", FALSE },
  { "recipient-typo", "D3", "recipient-domain-typo", FALSE },
  { "recipient-gone", "D3", "recipient-domain-not-found", FALSE },
  { "recipient-comma", "D3", "address-syntax-error", FALSE },
  { "list-unkept", "D4", "list-hygiene", FALSE },
  { "own-spf-broken", "D4", "spf-error", FALSE },
  { "draft-is-spam", "D5", "spam-content", FALSE },
  { "trip-greylisted", "D5", "greylisted", FALSE },
  { "log-refusals", "D6", "spam-content", FALSE },

  { "receive-healthy", "R1", NULL, FALSE },
  { "message-in-spam", "R1", "in-spam-folder", FALSE },
  { "message-moved", "R1", "own-rule", FALSE },
  { "message-not-there", "R1", NULL, FALSE, TRUE },
  { "rule-deletes", "R2", "own-rule", FALSE },
  { "receiving-full", "R3", "recipient-mailbox-full", FALSE },
  { "sender-gone", "R4", "sender-domain-invalid", FALSE },
  { "sender-greylisted", "R5", "greylisted", FALSE },
};

/* ── what lies in the mailbox ── */

static const PracticeSeed usual_sent[] = {
  { PRACTICE_SEED_SENT, "Sent", 60, 30 },
  { PRACTICE_SEED_PLAIN, "INBOX", 3000, 2 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed unknown_came_back[] = {
  { PRACTICE_SEED_SENT, "Sent", 60, 30 },
  { PRACTICE_SEED_UNKNOWN, "INBOX", 50, 1 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed full_came_back[] = {
  { PRACTICE_SEED_SENT, "Sent", 60, 30 },
  { PRACTICE_SEED_FULL, "INBOX", 50, 1 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed listed_came_back[] = {
  { PRACTICE_SEED_SENT, "Sent", 60, 30 },
  { PRACTICE_SEED_LISTED, "INBOX", 50, 1 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed many_came_back[] = {
  { PRACTICE_SEED_SENT, "Sent", 60, 30 },
  { PRACTICE_SEED_UNKNOWN, "INBOX", 50, 8 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed in_inbox[] = {
  { PRACTICE_SEED_PLAIN, "INBOX", 20, 1 },
  { PRACTICE_SEED_PLAIN, "INBOX", 90000, 3 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed in_junk[] = {
  { PRACTICE_SEED_SPAM, "Junk", 20, 1 },
  { PRACTICE_SEED_PLAIN, "INBOX", 90000, 3 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed in_offers[] = {
  { PRACTICE_SEED_PLAIN, "Offers", 20, 1 },
  { PRACTICE_SEED_PLAIN, "INBOX", 90000, 3 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed only_earlier[] = {
  { PRACTICE_SEED_PLAIN, "INBOX", 90000, 3 },
  { 0, NULL, 0, 0 },
};

static const PracticeSeed greylisted_earlier[] = {
  { PRACTICE_SEED_GREYLISTED, "INBOX", 90000, 3 },
  { 0, NULL, 0, 0 },
};

/* The rules on the server, of which the second is about the one who should have written. */
#define RULE(actions) \
  "require [\"fileinto\"];\r\n" \
  "# rule:[Boletines]\r\nif header :contains \"list-id\" \"news.example\" { keep; stop; }\r\n" \
  "# rule:[Bea]\r\nif address :is \"from\" \"" PRACTICE_FRIEND "\" { " actions " }\r\n"

static const PracticeScript scripts[] = {
  { .id = "healthy" },

  { .id = "captive-portal", .portal = TRUE, .filter = PRACTICE_CLOSE_ALL },
  { .id = "dns-dead", .resolver_dead = TRUE },
  { .id = "first-resolver-dead", .first_resolver_dead = TRUE },
  { .id = "clock-wrong", .clock_behind = TRUE },

  { .id = "host-misspelt", .outgoing_host = "smpt.practice.example" },
  { .id = "wrong-port", .outgoing_port = 2525, .outgoing_security = MD_SECURITY_STARTTLS },
  { .id = "port25-blocked", .outgoing_port = 25, .outgoing_security = MD_SECURITY_STARTTLS,
    .filter = PRACTICE_FILTER_25 },
  { .id = "tls-on-587", .outgoing_port = 587, .outgoing_security = MD_SECURITY_TLS },
  { .id = "starttls-on-465", .outgoing_port = 465, .outgoing_security = MD_SECURITY_STARTTLS },
  { .id = "starttls-stripped", .way = PRACTICE_WAY_STRIPPED },
  { .id = "no-encryption", .outgoing_port = 587, .outgoing_security = MD_SECURITY_PLAIN },
  { .id = "cert-expired", .certificate = PRACTICE_ISSUE_EXPIRED },
  { .id = "cert-self-signed", .certificate = PRACTICE_ISSUE_SELF_SIGNED },
  { .id = "cert-wrong-name", .certificate = PRACTICE_ISSUE_WRONG_NAME },
  { .id = "cert-incomplete", .certificate = PRACTICE_ISSUE_INCOMPLETE },
  { .id = "auth-not-enabled", .no_auth = TRUE },

  { .id = "old-sending-password", .stale_outgoing = TRUE },
  { .id = "wrong-password", .wrong_password = TRUE },
  { .id = "user-without-domain", .short_user = TRUE },
  { .id = "app-password",
    .login_reply = "534 5.7.9 Application-specific password required: create one in the security page of your account",
    .imap_login_reply = "NO [ALERT] Application-specific password required" },
  { .id = "oauth2-only", .oauth2_only = TRUE },
  { .id = "smtp-auth-off",
    .login_reply = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox" },
  { .id = "web-login",
    .login_reply = "534 5.7.14 Please log in through your web browser to confirm that it is you, then try again" },
  { .id = "locked", .login_reply = "454 4.7.0 Too many login attempts, please try again later" },

  { .id = "antivirus-inspects", .inspected = TRUE },
  { .id = "gateway-masks", .way = PRACTICE_WAY_MASKED },
  { .id = "transparent-proxy", .way = PRACTICE_WAY_PROXY },
  { .id = "submission-blocked", .filter = PRACTICE_FILTER_SUBMISSION },

  { .id = "provider-down", .filter = PRACTICE_CLOSE_OWN_MAIL, .webmail_down = TRUE },

  { .id = "sending-service-down", .filter = PRACTICE_CLOSE_OWN_SMTP },
  { .id = "sending-limit", .mail_reply = "550 5.4.5 Daily user sending limit exceeded, try again in 24 hours" },
  { .id = "suspended", .mail_reply = "550 5.7.13 Sending refused: your account has been suspended" },
  { .id = "compromised",
    .mail_reply = "550 5.7.1 Outgoing mail blocked: this account appears to be compromised and sends spam" },
  { .id = "sender-not-owned", .from = "sales@practice.example" },
  { .id = "own-address-listed", .listed_zone = "zen.spamhaus.org",
    .mail_reply = "554 5.7.1 Service unavailable; Client host [" PRACTICE_CLIENT_ADDRESS
                  "] blocked using zen.spamhaus.org" },
  { .id = "overloaded",
    .greeting = "421 4.7.0 smtp.practice.example Error: too many connections from " PRACTICE_CLIENT_ADDRESS },
  { .id = "mailbox-full", .quota_percent = 100,
    .mail_reply = "552 5.2.2 Your mailbox is full, sending is disabled until you free some space" },
  { .id = "server-slow", .greeting_ms = 8500 },

  { .id = "spf-two-records", .second_spf = "v=spf1 mx ~all", .to_junk = TRUE, .spf_result = "permerror" },
  { .id = "spf-not-covered", .spf = "v=spf1 ip4:192.0.2.0/24 -all", .to_junk = TRUE,
    .spf_result = "fail" },
  { .id = "unauthenticated", .spf = "", .no_dkim = TRUE, .to_junk = TRUE, .spf_result = "none" },

  { .id = "message-too-large", .message_size = 40 * MIB, .size_limit = 25 * MIB },
  { .id = "message-stalls", .data_stalls = TRUE },
  { .id = "content-refused", .data_reply = "550 5.7.1 Message rejected as spam by content filtering" },
  { .id = "in-spam-folder", .to_junk = TRUE },

  { .id = "delivery-healthy", .seeds = usual_sent, .has_draft = TRUE },
  { .id = "bounce-unknown", .seeds = unknown_came_back },
  { .id = "bounce-full", .seeds = full_came_back },
  { .id = "bounce-listed", .seeds = listed_came_back },
  { .id = "recipient-typo", .seeds = usual_sent, .to = "bea@gmial.com" },
  { .id = "recipient-gone", .seeds = usual_sent, .to = "bea@gone.example" },
  { .id = "recipient-comma", .seeds = usual_sent, .to = "bea@friends,example" },
  { .id = "list-unkept", .seeds = many_came_back },
  { .id = "own-spf-broken", .seeds = usual_sent, .second_spf = "v=spf1 mx ~all", .to_junk = TRUE,
    .spf_result = "permerror" },
  { .id = "draft-is-spam", .seeds = usual_sent, .has_draft = TRUE, .loud_draft = TRUE },
  { .id = "trip-greylisted", .seeds = usual_sent, .greylists = TRUE },
  { .id = "log-refusals", .seeds = usual_sent, .has_log = TRUE },

  { .id = "receive-healthy", .seeds = in_inbox, .sender = PRACTICE_FRIEND },
  { .id = "message-in-spam", .seeds = in_junk, .sender = PRACTICE_FRIEND },
  { .id = "message-moved", .seeds = in_offers, .sender = PRACTICE_FRIEND,
    .sieve = RULE ("fileinto \"Offers\";") },
  { .id = "message-not-there", .seeds = only_earlier, .sender = PRACTICE_FRIEND },
  { .id = "rule-deletes", .seeds = only_earlier, .sender = PRACTICE_FRIEND, .sieve = RULE ("discard;") },
  { .id = "receiving-full", .seeds = only_earlier, .sender = PRACTICE_FRIEND, .quota_percent = 100 },
  { .id = "sender-gone", .seeds = only_earlier, .sender = "bea@gone.example" },
  { .id = "sender-greylisted", .seeds = greylisted_earlier, .sender = PRACTICE_FRIEND },
};

const MdPracticeFault *
md_practice_faults (gsize *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);
  return faults;
}

const MdPracticeFault *
md_practice_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].id, id) == 0)
      return &faults[i];
  return NULL;
}

const PracticeScript *
practice_script_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (strcmp (scripts[i].id, id) == 0)
      return &scripts[i];
  return NULL;
}

const PracticeScript *
practice_scripts (gsize *n_scripts)
{
  *n_scripts = G_N_ELEMENTS (scripts);
  return scripts;
}

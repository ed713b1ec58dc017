/* bounce-groups.h - the reasons of the bounce corpus as groups of our causes
 *
 * A reason of the corpus is wider or narrower than a cause of ours; where a text names the finer thing, either is right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct
{
  const char *reason;
  const char *causes; /* ids with blanks between them */
} BounceGroup;

static const BounceGroup bounce_groups[] = {
  { "userunknown", "recipient-not-found recipient-disabled recipient-moved address-syntax-error" },
  { "hasmoved", "recipient-moved recipient-not-found recipient-disabled" },
  { "suspend", "recipient-disabled recipient-not-found account-suspended" },
  { "filtered", "recipient-not-found recipient-disabled recipient-restricted recipient-blocked-sender policy-rejected "
                "spam-content address-syntax-error" },
  { "mailboxfull", "recipient-mailbox-full" },
  { "expired", "delivery-timeout delivery-delayed recipient-mx-unreachable server-temporary-failure" },
  { "networkerror", "recipient-mx-unreachable mail-loop delivery-timeout delivery-delayed recipient-domain-not-found "
                    "server-misconfigured dns-resolution-failure" },
  { "hostunknown", "recipient-domain-not-found recipient-domain-no-mail recipient-domain-typo" },
  { "notaccept", "recipient-domain-no-mail recipient-domain-not-found" },
  { "rejected", "policy-rejected sender-domain-invalid sender-not-authorized recipient-restricted poor-reputation "
                "recipient-blocked-sender sender-verify-failed spf-fail dmarc-fail unauthenticated-mail "
                "address-syntax-error domain-blocklisted" },
  { "blocked", "ip-blocklisted dynamic-ip-listed poor-reputation domain-blocklisted policy-rejected ptr-missing "
               "helo-rejected rate-limited-by-receiver recipient-blocked-sender" },
  { "badreputation", "poor-reputation ip-blocklisted domain-blocklisted rate-limited-by-receiver" },
  { "authfailure", "spf-fail dkim-fail dmarc-fail unauthenticated-mail spf-missing dkim-missing dmarc-missing spf-error" },
  { "requireptr", "ptr-missing helo-rejected" },
  { "spamdetected", "spam-content url-blocklisted poor-reputation policy-rejected ip-blocklisted" },
  { "contenterror", "message-malformed spam-content attachment-blocked policy-rejected smtputf8-unsupported" },
  { "policyviolation", "policy-rejected attachment-blocked message-malformed spam-content recipient-restricted "
                       "dmarc-fail poor-reputation" },
  { "virusdetected", "virus-detected" },
  { "mesgtoobig", "message-too-large message-malformed" },
  { "exceedlimit", "message-too-large" },
  { "norelaying", "relay-denied" },
  { "securityerror", "tls-required-by-receiver tls-required auth-not-enabled bad-credentials auth-method-unsupported "
                     "policy-rejected virus-detected" },
  { "systemerror", "server-misconfigured server-temporary-failure server-storage-full mail-loop protocol-error "
                   "delivery-timeout recipient-mx-unreachable" },
  { "systemfull", "server-storage-full" },
  { "mailererror", "server-misconfigured server-temporary-failure recipient-not-found policy-rejected" },
  { "toomanyconn", "rate-limited-by-receiver too-many-connections too-many-recipients sending-limit-exceeded "
                   "recipient-rate-limited" },
  { "speeding", "rate-limited-by-receiver recipient-rate-limited sending-limit-exceeded" },
  { "syntaxerror", "protocol-error address-syntax-error message-malformed" },
};

/* rule-groups.h - what the rows of rules.c share: groups of findings, each with a name; for rules.c alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/rule-words.h"

G_BEGIN_DECLS

static const MdRuleTerm port_fails[] = {
  OUT (PORT_REFUSED), OUT (PORT_TIMED_OUT), OUT (PORT_UNREACHABLE), OUT (PORT_PROHIBITED), OUT (PORT_RESET), END,
};

/* What a filter does; a server that is not there refuses. */
static const MdRuleTerm port_filtered[] = {
  OUT (PORT_TIMED_OUT), OUT (PORT_UNREACHABLE), OUT (PORT_PROHIBITED), OUT (PORT_RESET), END,
};

static const MdRuleTerm port_silent[] = { OUT (PORT_TIMED_OUT), OUT (PORT_UNREACHABLE), END };

static const MdRuleTerm denied_here[] = { ANY (PORT_DENIED_HERE), ANY (ELSEWHERE_DENIED_HERE), END };

static const MdRuleTerm other_ports[] = {
  OTHER (PORT_REFUSED), OTHER (PORT_TIMED_OUT), OTHER (PORT_UNREACHABLE), OTHER (PORT_PROHIBITED), OTHER (PORT_RESET),
  OTHER (PORT_DENIED_HERE), ANY (NO_OTHER_PORT_WORKS), ANY (OTHER_PORT_CLOSED), ANY (PORT25_CLOSED), END,
};

static const MdRuleTerm elsewhere_closed[] = {
  ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (ELSEWHERE_25_CLOSED), ANY (ELSEWHERE_DENIED_HERE), END,
};

static const MdRuleTerm incoming_port_fails[] = {
  IN (PORT_REFUSED), IN (PORT_TIMED_OUT), IN (PORT_UNREACHABLE), IN (PORT_PROHIBITED), IN (PORT_RESET),
  IN (PORT_DENIED_HERE), END,
};

static const MdRuleTerm incoming_works[] = { IN (SERVER_WORKS), IN (LOGIN_ACCEPTED), END };

static const MdRuleTerm incoming_fails[] = {
  IN (NAME_NOT_FOUND), IN (NAME_NO_ADDRESS), IN (NAME_LOOKUP_FAILED), IN (NOT_A_SERVER), IN (PORT_REFUSED),
  IN (PORT_TIMED_OUT),
  IN (PORT_UNREACHABLE), IN (PORT_PROHIBITED), IN (PORT_RESET), IN (PORT_DENIED_HERE), IN (GREETING_NONE),
  IN (GREETING_OTHER_SERVICE), IN (SILENT_AFTER), IN (CLOSED_AFTER), IN (NONSENSE_AFTER), IN (PLAIN_PORT_GIVEN_TLS),
  IN (TLS_PORT_GIVEN_PLAIN), IN (STARTTLS_MISSING), IN (STARTTLS_MASKED), IN (STARTTLS_REFUSED), IN (TLS_TOO_OLD),
  IN (TLS_FAILED), IN (CERT_EXPIRED), IN (CERT_NOT_YET_VALID), IN (CERT_WRONG_NAME), IN (CERT_SELF_SIGNED),
  IN (CERT_UNKNOWN_AUTHORITY), IN (CERT_INCOMPLETE_CHAIN), IN (CERT_INTERCEPTED), IN (TLS_REQUIRED_BY_SERVER),
  IN (AUTH_NOT_OFFERED), IN (LOGIN_REFUSED), IN (LOGIN_REFUSED_TEMPORARILY), IN (LOGIN_NO_MECHANISM),
  IN (USER_FORM_OTHER), IN (SETTING_WRONG), IN (REPLY_NAMES_CAUSE), END,
};

static const MdRuleTerm incoming_login_fails[] = {
  IN (AUTH_NOT_OFFERED), IN (LOGIN_REFUSED), IN (LOGIN_NO_MECHANISM), IN (REPLY_NAMES_CAUSE), END,
};

static const MdRuleTerm sending_works[] = {
  OUT (LOGIN_ACCEPTED), OTHER (LOGIN_ACCEPTED), ANY (ENVELOPE_ACCEPTED), ANY (TEST_SENT), END,
};

static const MdRuleTerm names_fail[] = {
  ANY (NAME_NOT_FOUND), ANY (NAME_NO_ADDRESS), ANY (NAME_LOOKUP_FAILED), ANY (NAME_SUGGESTION),
  ANY (DOMAIN_LOOKUP_FAILED), ANY (ADDRESS_DOMAIN_MISSING), ANY (MX_MISSING), ANY (MX_DEAD_NAME), ANY (SPF_MISSING),
    END,
};

static const MdRuleTerm name_suggestion[] = { OUT (NAME_SUGGESTION), END };

static const MdRuleTerm certificate[] = {
  ANY (CERT_EXPIRED), ANY (CERT_NOT_YET_VALID), ANY (CERT_WRONG_NAME), ANY (CERT_SELF_SIGNED),
  ANY (CERT_UNKNOWN_AUTHORITY), ANY (CERT_INCOMPLETE_CHAIN), ANY (TLS_FAILED), END,
};

static const MdRuleTerm intercepted[] = { ANY (CERT_INTERCEPTED), END };

static const MdRuleTerm certificate_dates[] = { ANY (CERT_EXPIRED), ANY (CERT_NOT_YET_VALID), END };

static const MdRuleTerm sending_certificate_dates[] = { OUT (CERT_EXPIRED), OUT (CERT_NOT_YET_VALID), END };

static const MdRuleTerm sending_certificate_unknown[] = {
  OUT (CERT_SELF_SIGNED), OUT (CERT_UNKNOWN_AUTHORITY), OUT (CERT_INCOMPLETE_CHAIN), END,
};

/* A certificate that nobody vouches for says nothing about names. */
static const MdRuleTerm certificate_names[] = { ANY (CERT_WRONG_NAME), END };

static const MdRuleTerm certificate_authorities[] = {
  ANY (CERT_SELF_SIGNED), ANY (CERT_UNKNOWN_AUTHORITY), ANY (CERT_INCOMPLETE_CHAIN), END,
};

static const MdRuleTerm mode_mismatch[] = { OUT (PLAIN_PORT_GIVEN_TLS), OUT (TLS_PORT_GIVEN_PLAIN), END };

static const MdRuleTerm dialogue_breaks[] = {
  OUT (GREETING_NONE), OUT (SILENT_AFTER), OUT (CLOSED_AFTER), OUT (NONSENSE_AFTER), OUT (TLS_FAILED), END,
};

static const MdRuleTerm dialogue_stops[] = { OUT (GREETING_NONE), OUT (SILENT_AFTER), OUT (CLOSED_AFTER), END };

static const MdRuleTerm starttls_gone[] = { OUT (STARTTLS_MISSING), OUT (STARTTLS_MASKED), OUT (STARTTLS_REFUSED),
  END };

static const MdRuleTerm starttls_gone_anywhere[] = {
  ANY (STARTTLS_MISSING), ANY (STARTTLS_MASKED), ANY (STARTTLS_REFUSED), ANY (GREETING_MASKED), END,
};

static const MdRuleTerm no_sign_in_offered[] = {
  OUT (AUTH_NOT_OFFERED), OTHER (AUTH_NOT_OFFERED), OUT (LOGIN_NO_MECHANISM), OTHER (LOGIN_NO_MECHANISM),
  OUT (AUTH_DEMANDED), END,
};

static const MdRuleTerm settings_wrong[] = {
  OUT (SETTING_WRONG), { MD_FINDING_SETTING_WRONG, MD_SUBJECT_ACCOUNT, NULL }, END,
};

static const MdRuleTerm settings_told[] = {
  OUT (SETTING_WRONG), { MD_FINDING_SETTING_WRONG, MD_SUBJECT_ACCOUNT, NULL }, OUT (SETTING_DIFFERS),
  { MD_FINDING_SETTING_DIFFERS, MD_SUBJECT_ACCOUNT, NULL }, END,
};

static const MdRuleTerm password_refused[] = {
  OUT (LOGIN_REFUSED), OTHER (LOGIN_REFUSED), ANY (LOGIN_ELSEWHERE_REFUSED), END,
};

static const MdRuleTerm password_refused_anywhere[] = {
  ANY (LOGIN_REFUSED), ANY (LOGIN_ELSEWHERE_REFUSED), REPLY ("bad-credentials"), END,
};

static const MdRuleTerm token_refused_for_sending[] = {
  OUT (TOKEN_REFUSED), OUT (TOKEN_EXPIRED), OUT (TOKEN_REVOKED), OUT (TOKEN_LACKS_SCOPE), END,
};

static const MdRuleTerm token_refused_anywhere[] = {
  ANY (TOKEN_REFUSED), ANY (TOKEN_EXPIRED), ANY (TOKEN_REVOKED), ANY (TOKEN_LACKS_SCOPE), END,
};

static const MdRuleTerm says_wrong_password[] = { REPLY ("bad-credentials"), END };

static const MdRuleTerm incoming_password_refused[] = {
  IN (LOGIN_REFUSED), { MD_FINDING_REPLY_NAMES_CAUSE, MD_SUBJECT_INCOMING, "bad-credentials" }, END,
};

/* Whatever a server says to somebody who has not signed in. */
static const MdRuleTerm asked_to_sign_in[] = {
  ANY (AUTH_DEMANDED), ANY (ENVELOPE_REFUSED), OUT (REPLY_NAMES_CAUSE), REPLY ("relay-denied"),
  REPLY ("auth-not-enabled"), END,
};

static const MdRuleTerm refused[] = {
  ANY (ENVELOPE_REFUSED), ANY (TEST_REFUSED), OUT (LOGIN_REFUSED), OTHER (LOGIN_REFUSED),
  ANY (ANSWER_WEBMAIL_REFUSES), END,
};

static const MdRuleTerm message_refused[] = { ANY (ENVELOPE_REFUSED), ANY (TEST_REFUSED), END };

static const MdRuleTerm listed_reply[] = { REPLY ("ip-blocklisted"), REPLY ("dynamic-ip-listed"), END };

static const MdRuleTerm own_address_listed[] = { ANY (OWN_ADDRESS_LISTED), ANY (OWN_ADDRESS_POLICY_LISTED), END };

static const MdRuleTerm test_lost[] = { ANY (TEST_IN_SPAM), ANY (TEST_NOT_ARRIVED), END };

static const MdRuleTerm spf_broken[] = {
  ABOUT (DOMAIN, SPF_MULTIPLE), ABOUT (DOMAIN, SPF_SYNTAX), ABOUT (DOMAIN, SPF_TOO_MANY_LOOKUPS), END,
};

static const MdRuleTerm dkim_broken[] = {
  ABOUT (DOMAIN, DKIM_SELECTOR_MISSING), ABOUT (DOMAIN, DKIM_REVOKED), ABOUT (DOMAIN, DKIM_SHORT),
  ABOUT (DOMAIN, DKIM_SYNTAX), ABOUT (DOMAIN, DKIM_MULTIPLE), END,
};

static const MdRuleTerm cannot_receive[] = {
  ABOUT (DOMAIN, MX_MISSING), ABOUT (DOMAIN, MX_NULL), ABOUT (DOMAIN, MX_DEAD_NAME), ABOUT (DOMAIN, MX_PRIVATE), END,
};

static const MdRuleTerm resolvers[] = {
  ANY (RESOLVER_SILENT), ANY (RESOLVER_REFUSES), ANY (FIRST_RESOLVER_DEAD), ANY (RESOLVER_INVENTS), END,
};

static const MdRuleTerm dead_addresses[] = { ANY (ADDRESS_DEAD), END };

/* Without a line nothing else says anything. */
static const MdRuleTerm line_gone[] = {
  ANY (NO_RESOLVER_ANSWERS), ANY (INTERNET_NOT_REACHED), ANY (IPV6_BROKEN), ANY (LINE_UNSTABLE), ANY (ADDRESS_DEAD),
  ANY (PORT_REFUSED), ANY (PORT_TIMED_OUT), ANY (PORT_UNREACHABLE), ANY (PORT_PROHIBITED), ANY (PORT_RESET),
  ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_25_CLOSED), ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (GREETING_NONE),
  ANY (GREETING_OTHER_SERVICE), ANY (GREETING_MASKED), ANY (SILENT_AFTER), ANY (CLOSED_AFTER), ANY (NONSENSE_AFTER),
  ANY (STARTTLS_MISSING), ANY (STARTTLS_MASKED), ANY (STARTTLS_REFUSED), ANY (TLS_FAILED), ANY (CERT_EXPIRED),
  ANY (CERT_NOT_YET_VALID), ANY (CERT_WRONG_NAME), ANY (CERT_SELF_SIGNED), ANY (CERT_UNKNOWN_AUTHORITY),
  ANY (CERT_INCOMPLETE_CHAIN), ANY (SAME_BANNER_ELSEWHERE), ANY (WEBMAIL_UNREACHABLE), ANY (SETTING_WRONG),
  ANY (SETTING_DIFFERS), ANY (AUTH_NOT_OFFERED), END,
};

static const MdRuleTerm banner_of_proxy[] = {
  OUT (AUTH_NOT_OFFERED), OUT (LOGIN_NO_MECHANISM), OUT (GREETING_MASKED), OUT (PORT_RESET), OUT (EHLO_REFUSED), END,
};

G_END_DECLS

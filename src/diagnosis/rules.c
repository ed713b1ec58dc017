/* rules.c - the table that turns findings into causes; see rules.h
 *
 * One row a story.  How to read the numbers: 0.9 and more: the findings say so themselves; 0.7: nearly always; 0.5: a
 * fair guess that is worth naming first when nothing better is there; less: seen besides, never a verdict of its own.
 * What rows share is a group with a name, in rule-groups.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-groups.h"

/* ── the rules ── */

static const MdRule rules[] = {
  /* The line */
  { CAUSE (CAPTIVE_PORTAL), 0.99, ALL (ANY (PORTAL_FOUND)), NONE (OUT (LOGIN_ACCEPTED)),
    EXPLAINS (line_gone, names_fail, resolvers) },
  { CAUSE (CAPTIVE_PORTAL), 0.40, ALL (ANY (PORTAL_FOUND), OUT (LOGIN_ACCEPTED)) },
  { CAUSE (NO_INTERNET), 0.98, ALL (ANY (NO_ROUTE)), NONE (ANY (SERVER_WORKS), ANY (LOGIN_ACCEPTED),
    ANY (PORTAL_FOUND)),
    EXPLAINS (line_gone, names_fail, resolvers) },
  { CAUSE (NO_INTERNET), 0.97, ALL (ANY (INTERNET_NOT_REACHED)),
    NONE (ANY (NO_RESOLVER_ANSWERS), ANY (SERVER_WORKS), ANY (LOGIN_ACCEPTED), ANY (PORT_OPEN),
      ANY (ELSEWHERE_SUBMISSION_OPEN),
          ANY (PORTAL_FOUND)),
    EXPLAINS (line_gone, names_fail, resolvers) },
  { CAUSE (NO_INTERNET), 0.40, ALL (ANY (INTERNET_NOT_REACHED), ANY (NO_RESOLVER_ANSWERS)),
    NONE (ANY (SERVER_WORKS), ANY (PORT_OPEN)) },
  { CAUSE (DNS_RESOLUTION_FAILURE), 0.96, ALL (ANY (NO_RESOLVER_ANSWERS)),
    EXPLAINS (names_fail, resolvers, elsewhere_closed) },
  { CAUSE (DNS_RESOLUTION_FAILURE), 0.60, ALL (OUT (NAME_LOOKUP_FAILED)) },
  { CAUSE (DNS_RESOLUTION_FAILURE), 0.55, ALL (ANY (RESOLVER_INVENTS)), ONE_OF (port_fails) },
  { CAUSE (DNS_RESOLUTION_FAILURE), 0.35, ALL (ANY (RESOLVER_INVENTS)) },
  { CAUSE (PROVIDER_OUTAGE), 0.40, ALL (OUT (NAME_LOOKUP_FAILED)) },
  { CAUSE (IPV6_BROKEN), 0.65, ALL (ANY (IPV6_BROKEN)), EXPLAINS (dead_addresses) },
  { CAUSE (RESOLVER_SLOW), 0.60, ALL (ANY (FIRST_RESOLVER_DEAD)), EXPLAINS (resolvers) },
  { CAUSE (NETWORK_UNSTABLE), 0.50, ALL (ANY (LINE_UNSTABLE)) },
  { CAUSE (CLOCK_WRONG), 0.97, ALL (ANY (CLOCK_WRONG)), ONE_OF (certificate_dates),
    EXPLAINS (certificate_dates, certificate) },
  { CAUSE (CLOCK_WRONG), 0.60, ALL (ANY (CLOCK_WRONG)) },

  /* The name */
  { CAUSE (SMTP_HOST_NOT_FOUND), 0.95, ALL (OUT (NAME_NOT_FOUND)), EXPLAINS (name_suggestion, settings_told) },
  { CAUSE (SMTP_HOST_NOT_FOUND), 0.97, ALL (OUT (NOT_A_SERVER)), EXPLAINS (settings_told) },
  { CAUSE (SMTP_HOST_NOT_FOUND), 0.91, ALL (OUT (NAME_NO_ADDRESS)), EXPLAINS (name_suggestion, settings_told) },

  /* The port: here or everywhere, filtered or nobody there */
  { CAUSE (LOCAL_FIREWALL), 0.96, ONE_OF (denied_here),
    EXPLAINS (port_fails, other_ports, elsewhere_closed, incoming_port_fails, denied_here) },
  { CAUSE (LOCAL_FIREWALL), 0.92, ALL (ANY (ANSWER_PROTECTION_OFF_HELPS)), ONE_OF (port_fails),
    EXPLAINS (port_fails, other_ports, elsewhere_closed) },
  { CAUSE (LOCAL_FIREWALL), 0.50, ALL (ANY (FIREWALL_ACTIVE), ANY (ELSEWHERE_SUBMISSION_CLOSED)), ONE_OF (port_fails),
    NONE (ANY (ANSWER_PROTECTION_OFF_NO_HELP), ANY (OTHER_PORT_WORKS)) },
  { CAUSE (LOCAL_FIREWALL), 0.60, ALL (ANY (ANSWER_PROTECTION_OFF_HELPS)), ALONE },
  { CAUSE (VPN_BLOCKS_MAIL), 0.94, ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (VPN_ACTIVE)), ONE_OF (port_fails),
    NONE (ANY (OTHER_PORT_WORKS)), EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (VPN_BLOCKS_MAIL), 0.94, /* an open port 25 is no way to send */
    ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (VPN_ACTIVE), ANY (NO_OTHER_PORT_WORKS)), ONE_OF (port_fails),
    EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.93, ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (NO_OTHER_PORT_WORKS)),
    ONE_OF (port_fails), NONE (ANY (VPN_ACTIVE)), EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.93, ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED)), ONE_OF (port_fails),
    NONE (ANY (OTHER_PORT_WORKS), ANY (VPN_ACTIVE)), EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.45, ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (VPN_ACTIVE)),
    NONE (OUT (SERVER_WORKS), OUT (LOGIN_ACCEPTED)) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.45, ALL (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (OTHER_PORT_WORKS)),
    NONE (OUT (SERVER_WORKS), OUT (LOGIN_ACCEPTED), ANY (NO_OTHER_PORT_WORKS)) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.75, ALL (OUT (PORT_PROHIBITED), ANY (NO_OTHER_PORT_WORKS)),
    NONE (ANY (ELSEWHERE_SUBMISSION_OPEN)), EXPLAINS (port_fails, other_ports) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.60, ALL (ANY (NO_OTHER_PORT_WORKS)), ONE_OF (port_filtered, incoming_works),
    NONE (ANY (ELSEWHERE_SUBMISSION_OPEN)) },
  { CAUSE (PORT25_BLOCKED), 0.97, ALL (ANY (PORT25_CONFIGURED), ANY (ELSEWHERE_25_CLOSED)), ONE_OF (port_fails),
    NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED)), EXPLAINS (port_fails, settings_told, other_ports) },
  { CAUSE (PORT25_BLOCKED), 0.93, ALL (ANY (PORT25_CONFIGURED), ANY (OTHER_PORT_WORKS)), ONE_OF (port_filtered),
    NONE (ANY (ELSEWHERE_25_OPEN)), EXPLAINS (port_fails, settings_told, other_ports) },
  { CAUSE (PORT25_BLOCKED), 0.45, ALL (ANY (PORT25_CONFIGURED)), ONE_OF (port_fails), NONE (ANY (ELSEWHERE_25_OPEN)) },
  /* Another port of the same server: when only another server answers, it is not the port that is wrong. */
  { CAUSE (WRONG_PORT), 0.92, ALL (ANY (OTHER_PORT_WORKS)), ONE_OF (port_fails),
    NONE (ANY (PORT_DENIED_HERE), ANY (NO_OTHER_PORT_WORKS)), EXPLAINS (port_fails, settings_told, other_ports) },
  { CAUSE (WRONG_PORT), 0.95, ALL (OUT (GREETING_OTHER_SERVICE)), EXPLAINS (dialogue_breaks, settings_told) },
  { CAUSE (WRONG_PORT), 0.75, ALL (ANY (PORT25_CONFIGURED), OUT (AUTH_NOT_OFFERED)), NONE (ANY (SAME_BANNER_ELSEWHERE)),
    EXPLAINS (no_sign_in_offered, settings_told) },
  { CAUSE (WRONG_PORT), 0.45, ALL (ANY (OTHER_PORT_WORKS)), ONE_OF (dialogue_stops), NONE (ANY (NO_OTHER_PORT_WORKS)) },
  { CAUSE (SMTP_REDIRECTED), 0.97, ALL (ANY (SAME_BANNER_ELSEWHERE)),
    EXPLAINS (certificate, starttls_gone_anywhere, dialogue_breaks, banner_of_proxy, no_sign_in_offered,
      settings_told) },

  /* The server */
  { CAUSE (SETTINGS_DIFFER), 0.90, ONE_OF (settings_wrong),
    EXPLAINS (port_fails, other_ports, settings_told, dialogue_breaks, no_sign_in_offered) },
  { CAUSE (SETTINGS_DIFFER), 0.88, ALL (ANY (LOGIN_ELSEWHERE_ACCEPTED)), ONE_OF (password_refused),
    EXPLAINS (password_refused, says_wrong_password, settings_told) },
  { CAUSE (SETTINGS_DIFFER), 0.60, ALL (ANY (SETTING_DIFFERS)), ONE_OF (port_fails) },
  { CAUSE (SETTINGS_DIFFER), 0.30, ALL (OUT (SETTING_DIFFERS)) },
  { CAUSE (SETTINGS_DIFFER), 0.40, ALL (OUT (PROGRAMS_DIFFER)) },
  { CAUSE (PROVIDER_OUTAGE), 0.95, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN),
    ANY (WEBMAIL_UNREACHABLE)),
    ONE_OF (port_fails, incoming_port_fails), EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (PROVIDER_OUTAGE), 0.92, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ANSWER_WEBMAIL_REFUSES)), ONE_OF (port_fails),
    NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED)), EXPLAINS (port_fails, other_ports, incoming_port_fails) },
  { CAUSE (SMTP_SERVICE_DOWN), 0.91, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN)),
    ONE_OF (port_fails, incoming_works), NONE (OUT (SETTING_WRONG)), EXPLAINS (port_fails, other_ports,
    settings_told) },
  { CAUSE (SMTP_SERVICE_DOWN), 0.70, ALL (ANY (NO_OTHER_PORT_WORKS), OUT (PORT_REFUSED)), ONE_OF (incoming_works),
    NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (ELSEWHERE_SUBMISSION_OPEN)) },
  { CAUSE (SMTP_SERVICE_DOWN), 0.50, ALL (ANY (NO_OTHER_PORT_WORKS)), ONE_OF (port_filtered, incoming_works),
    NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED), ANY (ELSEWHERE_SUBMISSION_OPEN)) },
  { CAUSE (PROVIDER_OUTAGE), 0.86, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN), OUT (PORT_REFUSED)),
    ONE_OF (incoming_port_fails), EXPLAINS (port_fails, incoming_port_fails) },
  { CAUSE (SERVER_UNREACHABLE), 0.86, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN)),
    ONE_OF (port_filtered),
    EXPLAINS (port_fails, incoming_port_fails) },
  { CAUSE (SERVER_UNREACHABLE), 0.58, ONE_OF (port_silent), NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED)),
    EXPLAINS (incoming_port_fails) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), 0.45, ONE_OF (port_filtered), NONE (ANY (ELSEWHERE_SUBMISSION_OPEN)) },
  { CAUSE (LOGIN_BANNED), 0.55, /* the web page of the same provider, or the time of the trouble, points to it */
    ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN), ANY (ANSWER_PASSWORD_CHANGED)),
    NONE (OUT (PORT_OPEN), IN (PORT_OPEN), IN (SERVER_WORKS), IN (LOGIN_ACCEPTED)) },
  { CAUSE (LOGIN_BANNED), 0.45, ALL (ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN),
    ANY (WEBMAIL_REACHABLE)),
    NONE (OUT (PORT_OPEN), IN (PORT_OPEN), IN (SERVER_WORKS), IN (LOGIN_ACCEPTED)) },
  { CAUSE (ACCESS_LOCATION_BLOCKED), 0.50,
    ALL (ANY (VPN_ACTIVE), ANY (NO_OTHER_PORT_WORKS), ANY (ELSEWHERE_SUBMISSION_OPEN)), NONE (OUT (PORT_OPEN)) },
  { CAUSE (CONNECTION_REFUSED), 0.80, ALL (OUT (PORT_REFUSED), ANY (NO_OTHER_PORT_WORKS)),
    NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED)), EXPLAINS (other_ports) },
  { CAUSE (CONNECTION_REFUSED), 0.65, ALL (OUT (PORT_REFUSED)), NONE (ANY (ELSEWHERE_SUBMISSION_CLOSED)) },
  { CAUSE (PROVIDER_OUTAGE), 0.30, ALL (OUT (ADDRESS_DEAD)) },
  { CAUSE (SERVER_SLOW), 0.60, ALL (OUT (GREETING_SLOW)), ALONE },
  { CAUSE (SERVER_TEMPORARY_FAILURE), 0.70, ONE_OF (dialogue_stops) },
  { CAUSE (SERVER_SLOW), 0.45, ALL (OUT (SILENT_AFTER)) },
  { CAUSE (SERVER_SLOW), 0.45, ALL (OUT (GREETING_NONE)) },
  { CAUSE (ACCESS_LOCATION_BLOCKED), 0.45, ALL (ANY (VPN_ACTIVE), OUT (CLOSED_AFTER)) },
  { CAUSE (PROTOCOL_ERROR), 0.75, ALL (OUT (NONSENSE_AFTER)) },
  { CAUSE (HELO_REJECTED), 0.75, ALL (OUT (EHLO_REFUSED)) },

  /* Encryption */
  { CAUSE (TLS_MODE_MISMATCH), 0.96, ONE_OF (mode_mismatch),
    EXPLAINS (dialogue_breaks, settings_told, starttls_gone, no_sign_in_offered) },
  { CAUSE (TLS_INTERCEPTION), 0.98, ALL (OUT (CERT_INTERCEPTED)), EXPLAINS (certificate, intercepted) },
  { CAUSE (TLS_INTERCEPTION), 0.75, ALL (ANY (CERT_INTERCEPTED)), EXPLAINS (certificate, intercepted) },
  { CAUSE (TLS_INTERCEPTION), 0.97, ALL (ANY (ANSWER_PROTECTION_OFF_HELPS)), ONE_OF (certificate),
    EXPLAINS (certificate) },
  { CAUSE (TLS_INTERCEPTION), 0.97, ALL (ANY (ANSWER_PROTECTION_OFF_HELPS)), ONE_OF (starttls_gone),
    EXPLAINS (starttls_gone, no_sign_in_offered) },
  { CAUSE (TLS_INTERCEPTION), 0.93, ALL (OUT (GREETING_MASKED)), ONE_OF (starttls_gone),
    EXPLAINS (starttls_gone, no_sign_in_offered, settings_told) },
  { CAUSE (TLS_INTERCEPTION), 0.60, ALL (OUT (STARTTLS_MASKED)) },
  { CAUSE (TLS_INTERCEPTION), 0.50, ALL (OUT (GREETING_MASKED)) },
  { CAUSE (TLS_INTERCEPTION), 0.70, ALL (ANY (ANSWER_PROTECTION_OFF_HELPS)), ALONE },
  { CAUSE (STARTTLS_NOT_OFFERED), 0.91, ONE_OF (starttls_gone), EXPLAINS (no_sign_in_offered, settings_told) },
  { CAUSE (TLS_REQUIRED), 0.95, ALL (OUT (TLS_REQUIRED_BY_SERVER)), EXPLAINS (no_sign_in_offered, settings_told) },
  { CAUSE (TLS_REQUIRED), 0.92, ALL (OUT (NO_ENCRYPTION_SET), OUT (AUTH_NOT_OFFERED)),
    EXPLAINS (no_sign_in_offered, settings_told) },
  { CAUSE (TLS_REQUIRED), 0.50, ALL (OUT (NO_ENCRYPTION_SET)), NONE (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (TLS_VERSION_UNSUPPORTED), 0.94, ALL (OUT (TLS_TOO_OLD)), EXPLAINS (dialogue_breaks) },
  { CAUSE (TLS_VERSION_UNSUPPORTED), 0.55, ALL (OUT (TLS_FAILED)) },
  { CAUSE (CERTIFICATE_EXPIRED), 0.95, ONE_OF (sending_certificate_dates), NONE (ANY (CLOCK_WRONG)),
    EXPLAINS (certificate_dates, settings_told, dialogue_breaks) },
  { CAUSE (CERTIFICATE_UNTRUSTED), 0.94, ONE_OF (sending_certificate_unknown),
    EXPLAINS (certificate_authorities, certificate_names, settings_told, dialogue_breaks) },
  { CAUSE (CERTIFICATE_NAME_MISMATCH), 0.93, ALL (OUT (CERT_WRONG_NAME)),
    EXPLAINS (certificate_names, settings_told, dialogue_breaks) },
  { CAUSE (TLS_CERTIFICATE_INVALID), 0.45, ALL (OUT (CERT_EXPIRED), OUT (CERT_WRONG_NAME)) },

  /* Sign-in: seven causes hide behind one refusal */
  { CAUSE (AUTH_NOT_ENABLED), 0.98, ALL (ANY (AUTH_SWITCHED_OFF), ANY (AUTH_DEMANDED)),
    EXPLAINS (asked_to_sign_in, settings_told) },
  { CAUSE (AUTH_NOT_ENABLED), 0.96, ALL (ANY (AUTH_SWITCHED_OFF)), EXPLAINS (asked_to_sign_in, settings_told) },
  { CAUSE (AUTH_NOT_ENABLED), 0.80, ALL (ANY (AUTH_DEMANDED)), NONE (OUT (LOGIN_ACCEPTED)) },
  /* The same token reads mail: it is good, but not for sending. */
  { CAUSE (SMTP_ACCESS_DISABLED), 0.95, ALL (IN (LOGIN_ACCEPTED)), ONE_OF (token_refused_for_sending),
    EXPLAINS (password_refused_anywhere, token_refused_anywhere) },
  { CAUSE (OAUTH_TOKEN_EXPIRED), 0.94, ONE_OF (token_refused_anywhere), NONE (IN (LOGIN_ACCEPTED)),
    EXPLAINS (password_refused_anywhere) },
  { CAUSE (OAUTH_TOKEN_EXPIRED), 0.93, ALL (ANY (TOKEN_SIGN_IN_AGAIN)), NONE (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (OAUTH_TOKEN_EXPIRED), 0.60, ALL (ANY (TOKEN_SIGN_IN_AGAIN)), ALONE },
  { CAUSE (OAUTH_TOKEN_EXPIRED), 0.94, ALL (OUT (AUTH_ONLY_OAUTH2), OUT (LOGIN_REFUSED)),
    NONE (OUT (TOKEN_LACKS_SCOPE), OUT (TOKEN_REFUSED), OUT (TOKEN_EXPIRED), OUT (TOKEN_REVOKED)),
    EXPLAINS (password_refused_anywhere) },
  { CAUSE (OAUTH2_REQUIRED), 0.95, ALL (OUT (AUTH_ONLY_OAUTH2)),
    NONE (OUT (LOGIN_ACCEPTED), OUT (LOGIN_REFUSED), ANY (TOKEN_SIGN_IN_AGAIN)),
    EXPLAINS (no_sign_in_offered, incoming_login_fails) },
  { CAUSE (OAUTH2_REQUIRED), 0.90, ALL (ANY (PROVIDER_WANTS_OAUTH2)), ONE_OF (password_refused),
    NONE (OUT (AUTH_ONLY_OAUTH2), IN (LOGIN_ACCEPTED)), EXPLAINS (password_refused_anywhere, incoming_login_fails) },
  { CAUSE (AUTH_METHOD_UNSUPPORTED), 0.88, ALL (OUT (LOGIN_NO_MECHANISM)), EXPLAINS (no_sign_in_offered) },
  { CAUSE (AUTH_METHOD_UNSUPPORTED), 0.60, ALL (OUT (AUTH_NOT_OFFERED)), NONE (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (WRONG_USERNAME_FORM), 0.97, ALL (ANY (USER_FORM_OTHER)), EXPLAINS (password_refused_anywhere,
    settings_told) },
  { CAUSE (STALE_SENDING_PASSWORD), 0.96, ALL (ANY (OTHER_PASSWORD_ACCEPTED)), NONE (IN (OTHER_PASSWORD_ACCEPTED)),
    EXPLAINS (password_refused_anywhere) },
  { CAUSE (STALE_SENDING_PASSWORD), 0.93, ALL (IN (LOGIN_ACCEPTED), ANY (PASSWORDS_DIFFER)), ONE_OF (password_refused),
    NONE (IN (OTHER_PASSWORD_ACCEPTED)), EXPLAINS (password_refused_anywhere) },
  { CAUSE (STALE_SENDING_PASSWORD), 0.50, ALL (IN (LOGIN_ACCEPTED), ANY (ANSWER_PASSWORD_CHANGED)),
    ONE_OF (password_refused) },
  { CAUSE (STALE_SENDING_PASSWORD), 0.94, ALL (OUT (LOGIN_ACCEPTED), OUT (SAVED_PASSWORD_DIFFERENT)) },
  { CAUSE (STALE_SENDING_PASSWORD), 0.97, ALL (OUT (LOGIN_ACCEPTED), OUT (STORED_LOGIN_REFUSED)) },
  { CAUSE (KEYRING_LOCKED), 0.60, ALL (ANY (SAVED_PASSWORD_LOCKED), OUT (LOGIN_ACCEPTED)), ALONE },
  { CAUSE (KEYRING_LOCKED), 0.30, ALL (ANY (SAVED_PASSWORD_LOCKED)), NONE (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (APP_PASSWORD_REQUIRED), 0.92, ALL (ANY (PROVIDER_WANTS_APP_PASSWORD), ANY (ANSWER_TWO_STEP_ON)),
    ONE_OF (password_refused), NONE (IN (LOGIN_ACCEPTED)), EXPLAINS (incoming_password_refused, says_wrong_password) },
  { CAUSE (APP_PASSWORD_REQUIRED), 0.78, ALL (ANY (PROVIDER_WANTS_APP_PASSWORD)), ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED)), EXPLAINS (incoming_password_refused, says_wrong_password) },
  { CAUSE (APP_PASSWORD_REQUIRED), 0.72, ALL (ANY (ANSWER_TWO_STEP_ON)), ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED)), EXPLAINS (incoming_password_refused) },
  { CAUSE (SMTP_ACCESS_DISABLED), 0.85, ALL (IN (LOGIN_ACCEPTED), ANY (PROVIDER_WANTS_ACCESS_ON)),
    ONE_OF (password_refused),
    NONE (ANY (PASSWORDS_DIFFER), ANY (OTHER_PASSWORD_ACCEPTED)), EXPLAINS (password_refused, says_wrong_password) },
  { CAUSE (SMTP_ACCESS_DISABLED), 0.76, ALL (ANY (PROVIDER_WANTS_ACCESS_ON)), ONE_OF (password_refused),
    NONE (ANY (PROVIDER_WANTS_APP_PASSWORD), IN (LOGIN_ACCEPTED)), EXPLAINS (incoming_password_refused,
      says_wrong_password) },
  { CAUSE (SMTP_ACCESS_DISABLED), 0.65, ALL (IN (LOGIN_ACCEPTED)), ONE_OF (password_refused),
    NONE (ANY (PASSWORDS_DIFFER), ANY (OTHER_PASSWORD_ACCEPTED), ANY (USER_FORM_OTHER)),
    EXPLAINS (says_wrong_password) },
  { CAUSE (BAD_CREDENTIALS), 0.79, ALL (ANY (PASSWORD_BLANKS_AT_END)), ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED)),
    EXPLAINS (password_refused_anywhere) },
  { CAUSE (BAD_CREDENTIALS), 0.90, ALL (IN (LOGIN_REFUSED), REPLY_FOR_SENDING ("bad-credentials")),
    ONE_OF (password_refused),
    NONE (ANY (PROVIDER_WANTS_APP_PASSWORD), ANY (PROVIDER_WANTS_OAUTH2), ANY (PROVIDER_WANTS_ACCESS_ON),
          ANY (ANSWER_TWO_STEP_ON)),
    EXPLAINS (incoming_password_refused) },
  { CAUSE (BAD_CREDENTIALS), 0.79, ALL (IN (LOGIN_REFUSED)), ONE_OF (password_refused),
    NONE (ANY (PROVIDER_WANTS_APP_PASSWORD), ANY (PROVIDER_WANTS_OAUTH2), ANY (PROVIDER_WANTS_ACCESS_ON),
      ANY (ANSWER_TWO_STEP_ON)),
    EXPLAINS (incoming_password_refused) },
  { CAUSE (BAD_CREDENTIALS), 0.75, ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED), IN (LOGIN_REFUSED), ANY (PROVIDER_WANTS_APP_PASSWORD), ANY (PROVIDER_WANTS_OAUTH2),
          ANY (PROVIDER_WANTS_ACCESS_ON), ANY (ANSWER_TWO_STEP_ON)) },
  { CAUSE (BAD_CREDENTIALS), 0.60, ONE_OF (password_refused), NONE (IN (LOGIN_ACCEPTED)),
    EXPLAINS (incoming_password_refused) },
  { CAUSE (BAD_CREDENTIALS), 0.79, ALL (ANY (ANSWER_PASSWORD_CHANGED)), ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED), ANY (PROVIDER_WANTS_APP_PASSWORD), ANY (PROVIDER_WANTS_OAUTH2)) },
  { CAUSE (BAD_CREDENTIALS), 0.79, ALL (ANY (ANSWER_WEBMAIL_NO_LOGIN)), ONE_OF (password_refused),
    NONE (IN (LOGIN_ACCEPTED), ANY (PROVIDER_WANTS_OAUTH2)) },
  { CAUSE (BAD_CREDENTIALS), 0.55, ALL (ANY (ANSWER_WEBMAIL_NO_LOGIN)), ALONE },
  { CAUSE (AUTH_TEMPORARY_FAILURE), 0.78, ALL (OUT (LOGIN_REFUSED_TEMPORARILY)) },
  { CAUSE (AUTH_TEMPORARY_FAILURE), 0.75, ALL (OTHER (LOGIN_REFUSED_TEMPORARILY)) },
  { CAUSE (TOO_MANY_AUTH_ATTEMPTS), 0.40, ALL (OUT (LOGIN_REFUSED_TEMPORARILY), ANY (ANSWER_PASSWORD_CHANGED)) },

  /* The account: rights and limits */
  { CAUSE (WRONG_OUTGOING_SERVER), 0.88, ALL (ANY (OTHER_ACCOUNTS_SERVER)), ONE_OF (refused),
    EXPLAINS (message_refused, password_refused, says_wrong_password, settings_told) },
  { CAUSE (WRONG_OUTGOING_SERVER), 0.45, ALL (ANY (OTHER_ACCOUNTS_SERVER)) },
  { CAUSE (MESSAGE_TOO_LARGE), 0.95, ALL (ANY (MESSAGE_OVER_SIZE)) },
  { CAUSE (SENDER_MAILBOX_FULL), 0.90, ALL (ANY (QUOTA_FULL)), ONE_OF (message_refused) },
  { CAUSE (SENDER_MAILBOX_FULL), 0.85, ALL (ANY (QUOTA_FULL)) },
  { CAUSE (SENDER_MAILBOX_FULL), 0.30, ALL (ANY (QUOTA_NEARLY_FULL)) },
  { CAUSE (SENDING_LIMIT_EXCEEDED), 0.68, ALL (ANY (ANSWER_MANY_SENT)), ONE_OF (refused), NONE (OUT (LOGIN_REFUSED)) },
  { CAUSE (SENDING_LIMIT_EXCEEDED), 0.66, ALL (ANY (ANSWER_MANY_SENT), ANY (ENVELOPE_DEFERRED)) },
  { CAUSE (ACCOUNT_SUSPENDED), 0.66, ALL (ANY (ANSWER_PROVIDER_NOTICE)), ONE_OF (refused) },
  { CAUSE (ACCOUNT_COMPROMISED), 0.55, ALL (ANY (ANSWER_PROVIDER_NOTICE)), ONE_OF (refused) },
  { CAUSE (ACCOUNT_SUSPENDED), 0.55, ALL (ANY (ANSWER_WEBMAIL_REFUSES)) },
  { CAUSE (SENDING_LIMIT_EXCEEDED), 0.45, ALL (ANY (ANSWER_WEBMAIL_REFUSES)) },
  { CAUSE (ACCOUNT_SUSPENDED), 0.40, ALL (ANY (ANSWER_PROVIDER_NOTICE)) },
  { CAUSE (ACCOUNT_COMPROMISED), 0.35, ALL (ANY (ANSWER_PROVIDER_NOTICE)) },
  { CAUSE (SENDER_NOT_AUTHORIZED), 0.45, ALL (ANY (ENVELOPE_REFUSED)) },
  { CAUSE (SERVER_TEMPORARY_FAILURE), 0.65, ALL (ANY (ENVELOPE_DEFERRED)) },
  { CAUSE (DYNAMIC_IP_LISTED), 0.97, ONE_OF (listed_reply, own_address_listed), EXPLAINS (listed_reply,
    message_refused) },
  { CAUSE (DYNAMIC_IP_LISTED), 0.48, ALL (ANY (OWN_ADDRESS_POLICY_LISTED)), ONE_OF (message_refused) },
  { CAUSE (DYNAMIC_IP_LISTED), 0.35, ALL (ANY (OWN_ADDRESS_LISTED)) },
  { CAUSE (IP_BLOCKLISTED), 0.70, ALL (ANY (SERVER_ADDRESS_LISTED)), ONE_OF (message_refused) },
  { CAUSE (IP_BLOCKLISTED), 0.60, ALL (ANY (SERVER_ADDRESS_LISTED)), ONE_OF (test_lost) },
  { CAUSE (IP_BLOCKLISTED), 0.40, ALL (ANY (SERVER_ADDRESS_LISTED)) },

  /* The domain: seen besides, unless something was refused or lost */
  { CAUSE (SENDER_DOMAIN_INVALID), 0.90, ALL (ANY (ADDRESS_DOMAIN_MISSING)), EXPLAINS (names_fail, cannot_receive) },
  { CAUSE (SENDER_DOMAIN_INVALID), 0.80, ONE_OF (cannot_receive, message_refused), EXPLAINS (message_refused) },
  { CAUSE (SENDER_DOMAIN_INVALID), 0.35, ALL (ANY (ADDRESS_DOMAIN_TYPO)) },
  { CAUSE (DOMAIN_CANNOT_RECEIVE), 0.60, ONE_OF (cannot_receive) },
  { CAUSE (SPF_FAIL), 0.70, ALL (ABOUT (DOMAIN, SPF_NOT_COVERED)), ONE_OF (test_lost) },
  { CAUSE (SPF_FAIL), 0.60, ALL (ABOUT (DOMAIN, SPF_NOT_COVERED)), ONE_OF (message_refused) },
  { CAUSE (SPF_FAIL), 0.45, ALL (ABOUT (DOMAIN, SPF_NOT_COVERED)) },
  { CAUSE (SPF_ERROR), 0.67, ONE_OF (spf_broken, test_lost) },
  { CAUSE (SPF_ERROR), 0.44, ONE_OF (spf_broken) },
  { CAUSE (UNAUTHENTICATED_MAIL), 0.68, ALL (ABOUT (DOMAIN, SPF_MISSING), ABOUT (DOMAIN, DKIM_NOT_FOUND)),
    ONE_OF (test_lost) },
  { CAUSE (SPF_MISSING), 0.62, ALL (ABOUT (DOMAIN, SPF_MISSING)), ONE_OF (test_lost) },
  { CAUSE (SPF_MISSING), 0.40, ALL (ABOUT (DOMAIN, SPF_MISSING)) },
  { CAUSE (SPF_PERMISSIVE), 0.36, ALL (ABOUT (DOMAIN, SPF_ALLOWS_ALL)) },
  { CAUSE (DKIM_FAIL), 0.62, ONE_OF (dkim_broken, test_lost) },
  { CAUSE (DKIM_FAIL), 0.40, ONE_OF (dkim_broken) },
  { CAUSE (DKIM_MISSING), 0.48, ALL (ABOUT (DOMAIN, DKIM_NOT_FOUND)), ONE_OF (test_lost) },
  { CAUSE (DMARC_FAIL), 0.66, ALL (ABOUT (DOMAIN, DMARC_REJECTS_OWN)), ONE_OF (test_lost) },
  { CAUSE (DMARC_FAIL), 0.46, ALL (ABOUT (DOMAIN, DMARC_REJECTS_OWN)) },
  { CAUSE (DMARC_FAIL), 0.30, ALL (ABOUT (DOMAIN, DMARC_SYNTAX)) },
  { CAUSE (DMARC_MISSING), 0.40, ALL (ABOUT (DOMAIN, DMARC_MISSING)), ONE_OF (test_lost) },
  { CAUSE (PTR_MISSING), 0.40, ALL (ANY (PTR_MISSING)), ONE_OF (test_lost) },
  { CAUSE (MTA_STS_MISMATCH), 0.36, ALL (ABOUT (DOMAIN, MTA_STS_MISMATCH)) },

  /* The test message */
  { CAUSE (PATH_MTU_BLACKHOLE), 0.88, ALL (ANY (TEST_STALLED)), EXPLAINS (dialogue_breaks) },
  { CAUSE (IN_SPAM_FOLDER), 0.65, ALL (ANY (TEST_IN_SPAM)) },
  { CAUSE (DELIVERY_DELAYED), 0.50, ALL (ANY (TEST_NOT_ARRIVED)) },
  { CAUSE (POLICY_REJECTED), 0.45, ALL (ANY (TEST_REFUSED)) },

  /* The own program, and the other direction */
  { CAUSE (SENT_COPY_FAILED), 0.87, ALL (ANY (ANSWER_SENT_COPY_FAILED)), ALONE },
  { CAUSE (OUTBOX_STUCK), 0.86, ALL (ANY (ANSWER_STILL_IN_OUTBOX)), ONE_OF (sending_works), ALONE },
  { CAUSE (OUTBOX_STUCK), 0.50, ALL (ANY (ANSWER_STILL_IN_OUTBOX)), ALONE },
  { CAUSE (CLIENT_FAULT), 0.85, ALL (ANY (ANSWER_OTHER_PROGRAM_WORKS)), ONE_OF (sending_works), ALONE },
  { CAUSE (CLIENT_FAULT), 0.80, ALL (ANY (ANSWER_WEBMAIL_SENDS)), ONE_OF (sending_works),
    NONE (ANY (ANSWER_OTHER_PROGRAM_FAILS)), ALONE },
  { CAUSE (CLIENT_FAULT), 0.60, ALL (ANY (ANSWER_OTHER_PROGRAM_WORKS)), ALONE },
  { CAUSE (CLIENT_FAULT), 0.50, ALL (ANY (ANSWER_WEBMAIL_SENDS), OUT (SERVER_WORKS)),
    NONE (ANY (ANSWER_OTHER_PROGRAM_FAILS)), ALONE },
  { CAUSE (INCOMING_PROBLEM), 0.93, ALL (IN (OTHER_PASSWORD_ACCEPTED)), EXPLAINS (incoming_fails) },
  { CAUSE (INCOMING_PROBLEM), 0.92, ONE_OF (sending_works, incoming_fails), EXPLAINS (incoming_fails) },
  { CAUSE (INCOMING_PROBLEM), 0.70, ALL (OUT (SERVER_WORKS)), ONE_OF (incoming_fails),
    NONE (OUT (LOGIN_REFUSED), OUT (LOGIN_NO_MECHANISM), OUT (AUTH_NOT_OFFERED)),
    EXPLAINS (incoming_fails) },
  { CAUSE (INCOMING_PROBLEM), 0.45, ONE_OF (incoming_fails), NONE (OUT (LOGIN_REFUSED), OTHER (LOGIN_REFUSED)) },
};

const MdRule *
md_rules_get (MdGuide guide, gsize *n_rules)
{
  switch (guide)
    {
    case MD_GUIDE_DELIVERY:
      return md_delivery_rules_get (n_rules);
    case MD_GUIDE_RECEIVE:
      return md_receive_rules_get (n_rules);
    case MD_GUIDE_SEND:
    case MD_N_GUIDES:
    default:
      return md_send_rules_get (n_rules);
    }
}

const MdRule *
md_send_rules_get (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

const MdFindingCode *
md_rules_get_refusals (gsize *n_codes)
{
  static const MdFindingCode refusals[] = {
    MD_FINDING_LOGIN_REFUSED,     MD_FINDING_LOGIN_REFUSED_TEMPORARILY, MD_FINDING_LOGIN_ELSEWHERE_REFUSED,
    MD_FINDING_ENVELOPE_REFUSED,  MD_FINDING_ENVELOPE_DEFERRED,         MD_FINDING_TEST_REFUSED,
    MD_FINDING_EHLO_REFUSED,      MD_FINDING_CLOSED_AFTER,              MD_FINDING_STARTTLS_REFUSED,
    MD_FINDING_GREETING_NONE,     MD_FINDING_AUTH_NOT_OFFERED,
  };

  *n_codes = G_N_ELEMENTS (refusals);
  return refusals;
}

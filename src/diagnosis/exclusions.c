/* exclusions.c - what the findings exclude, and in which order faults are to be fixed; see rules.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rules.h"

#define ANY(code) { MD_FINDING_##code, MD_SUBJECT_ANY, NULL }
#define OUT(code) { MD_FINDING_##code, MD_SUBJECT_OUTGOING, NULL }
#define ALL(...) .all = { __VA_ARGS__ }
#define NONE(...) .none = { __VA_ARGS__ }
#define CAUSE(name) MD_CAUSE_##name

static const MdExclusion exclusions[] = {
  { CAUSE (NO_INTERNET), ALL (ANY (INTERNET_REACHED)), NONE (ANY (NO_ROUTE)) },
  { CAUSE (CAPTIVE_PORTAL), ALL (ANY (NO_PORTAL)) },
  { CAUSE (DNS_RESOLUTION_FAILURE), ALL (ANY (RESOLVER_ANSWERS)),
    NONE (ANY (NO_RESOLVER_ANSWERS), ANY (NAME_LOOKUP_FAILED), ANY (RESOLVER_INVENTS)) },
  { CAUSE (CLOCK_WRONG), ALL (ANY (CLOCK_RIGHT)) },
  { CAUSE (IPV6_BROKEN), ALL (ANY (IPV6_WORKS)) },
  { CAUSE (NETWORK_UNSTABLE), ALL (ANY (LINE_STABLE)) },
  { CAUSE (SMTP_HOST_NOT_FOUND), ALL (OUT (NAME_RESOLVES)) },
  { CAUSE (WRONG_PORT), ALL (OUT (SERVER_WORKS)) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), ALL (ANY (ELSEWHERE_SUBMISSION_OPEN)),
    NONE (ANY (ELSEWHERE_DENIED_HERE), ANY (PORT25_CONFIGURED)) },
  { CAUSE (OUTBOUND_PORT_BLOCKED), ALL (OUT (PORT_OPEN)) },
  { CAUSE (LOCAL_FIREWALL), ALL (OUT (PORT_OPEN)), NONE (ANY (ELSEWHERE_DENIED_HERE)) },
  { CAUSE (LOCAL_FIREWALL), ALL (ANY (ELSEWHERE_SUBMISSION_OPEN)), NONE (ANY (PORT_DENIED_HERE)) },
  { CAUSE (SMTP_SERVICE_DOWN), ALL (OUT (SERVER_WORKS)) },
  { CAUSE (SMTP_REDIRECTED), ALL (ANY (NO_INTERFERENCE)) },
  { CAUSE (TLS_INTERCEPTION), ALL (ANY (NO_INTERFERENCE)),
    NONE (ANY (CERT_INTERCEPTED), ANY (GREETING_MASKED), OUT (STARTTLS_MISSING), OUT (STARTTLS_MASKED)) },
  { CAUSE (TLS_INTERCEPTION), ALL (OUT (TLS_ESTABLISHED)), NONE (ANY (CERT_INTERCEPTED)) },
  { CAUSE (TLS_MODE_MISMATCH), ALL (OUT (TLS_ESTABLISHED)) },
  { CAUSE (TLS_CERTIFICATE_INVALID), ALL (OUT (TLS_ESTABLISHED)) },
  { CAUSE (CERTIFICATE_EXPIRED), ALL (OUT (TLS_ESTABLISHED)) },
  { CAUSE (BAD_CREDENTIALS), ALL (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (STALE_SENDING_PASSWORD), ALL (OUT (LOGIN_ACCEPTED)), NONE (OUT (SAVED_PASSWORD_DIFFERENT)) },
  { CAUSE (KEYRING_LOCKED), ALL (OUT (SAVED_PASSWORD_EQUAL)) },
  { CAUSE (APP_PASSWORD_REQUIRED), ALL (OUT (LOGIN_ACCEPTED)) },
  { CAUSE (SENDING_LIMIT_EXCEEDED), ALL (ANY (ENVELOPE_ACCEPTED)), NONE (ANY (TEST_REFUSED)) },
  { CAUSE (ACCOUNT_SUSPENDED), ALL (ANY (ENVELOPE_ACCEPTED)), NONE (ANY (TEST_REFUSED)) },
  { CAUSE (SENDER_NOT_AUTHORIZED), ALL (ANY (ENVELOPE_ACCEPTED)), NONE (ANY (TEST_REFUSED)) },
  { CAUSE (SENDER_MAILBOX_FULL), ALL (ANY (QUOTA_OK)) },
  { CAUSE (IP_BLOCKLISTED), ALL (ANY (LISTS_CLEAN)), NONE (ANY (SERVER_ADDRESS_LISTED)) },
  { CAUSE (SPF_FAIL), ALL (ANY (SPF_PASS)) },
  { CAUSE (UNAUTHENTICATED_MAIL), ALL (ANY (MESSAGE_AUTHENTICATED)) },
  { CAUSE (DMARC_FAIL), ALL (ANY (MESSAGE_AUTHENTICATED)) },
  { CAUSE (DOMAIN_CANNOT_RECEIVE), ALL (ANY (MX_FOUND)) },
};

const MdExclusion *
md_exclusions_get (gsize *n_exclusions)
{
  *n_exclusions = G_N_ELEMENTS (exclusions);
  return exclusions;
}

/* The first cause of each stage, in the order of cause-codes.def, whose sections follow the way of a message. */
static const struct
{
  MdCauseCode first;
  guint stage;
} stages[] = {
  { MD_CAUSE_NO_INTERNET, 0 },          /* the line */
  { MD_CAUSE_SMTP_HOST_NOT_FOUND, 1 },  /* name, port, server */
  { MD_CAUSE_IPV6_BROKEN, 0 },
  { MD_CAUSE_PATH_MTU_BLACKHOLE, 1 },
  { MD_CAUSE_INCOMING_PROBLEM, 9 },
  { MD_CAUSE_TLS_MODE_MISMATCH, 2 },    /* encryption */
  { MD_CAUSE_CLOCK_WRONG, 0 },
  { MD_CAUSE_TLS_REQUIRED_BY_RECEIVER, 2 },
  { MD_CAUSE_AUTH_NOT_ENABLED, 3 },     /* sign-in */
  { MD_CAUSE_SENDER_NOT_AUTHORIZED, 4 }, /* the account and its domain */
  { MD_CAUSE_SPAM_CONTENT, 5 },         /* the message and its reader */
  { MD_CAUSE_SERVER_TEMPORARY_FAILURE, 1 },
  { MD_CAUSE_MAIL_LOOP, 5 },
  { MD_CAUSE_PROTOCOL_ERROR, 1 },
  { MD_CAUSE_IN_SPAM_FOLDER, 5 },
  { MD_CAUSE_OUTBOX_STUCK, 6 },         /* the own program */
  { MD_CAUSE_UNKNOWN, 8 },
};

guint
md_cause_stage (MdCauseCode cause)
{
  guint stage = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (stages) && stages[i].first <= cause; i++)
    stage = stages[i].stage;
  return stage;
}

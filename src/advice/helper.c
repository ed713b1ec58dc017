/* helper.c - what whoever helps asks next; see helper.h
 *
 * One row a cause.  An ask stands there because its answer would confirm the cause or lead to another one with the same
 * look: the findings that the rules of both share are the ones asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/helper.h"

typedef enum
{
  ASK_NONE,
  /* questions of the guides */
  ASK_PASSWORD_CHANGED,
  ASK_TWO_STEP,
  ASK_PROTECTION,
  ASK_WEBMAIL_LOGIN,
  ASK_WEBMAIL,
  ASK_MANY_SENT,
  ASK_NOTICE,
  ASK_OTHER_PROGRAM,
  ASK_OUTBOX,
  ASK_SENT_COPY,
  ASK_THEIR_SPAM,
  ASK_THEIR_RULE,
  ASK_THEIR_BLOCK,
  ASK_THEIR_SPACE,
  ASK_BULK,
  ASK_SENDER_ERROR,
  ASK_OTHERS_ARRIVE,
  /* what both look at */
  ASK_WEB_PAGE,
  ASK_GUEST_WIFI,
  ASK_RESOLVERS,
  ASK_HOTSPOT,
  ASK_LOST_TRIES,
  ASK_CLOCK,
  ASK_VPN,
  ASK_SETTINGS,
  ASK_SERVER_SPELLING,
  ASK_OTHER_PORTS,
  ASK_ELSEWHERE,
  ASK_INCOMING,
  ASK_STATUS_PAGE,
  ASK_ISSUER,
  ASK_CERTIFICATE_NAME,
  ASK_OLD_PROGRAM,
  ASK_TWO_ROWS,
  ASK_TYPED,
  ASK_USER_NAME,
  ASK_TRIES,
  ASK_KEYRING,
  ASK_WEB_SIGN_IN,
  ASK_SENDER_FIELD,
  ASK_REPLY,
  ASK_OTHER_RECIPIENT,
  ASK_QUOTA,
  ASK_LISTS,
  ASK_OWN_LINE,
  ASK_RECORD,
  ASK_WHO_RUNS,
  ASK_WHICH_SERVICE,
  ASK_SELECTOR,
  ASK_SIMPLE,
  ASK_CONTENT,
  ASK_SIZE,
  ASK_SPELL,
  ASK_OTHER_WAY,
  ASK_HOW_LONG,
  ASK_RETRY,
  ASK_ERROR_TEXT,
  ASK_FORWARDING,
  ASK_WHERE_FOUND,
  ASK_RULES,
  ASK_SEND_TEST,
  ASK_UPDATED,
  ASK_NOT_TESTED,
  ASK_PROGRAM_STILL,
  N_ASKS
} Ask;

#define QUESTION(page, name) { MD_STEP_##page, MD_QUESTION_##name, NULL }
#define LOOK(page, words) { MD_STEP_##page, MD_HELPER_NO_QUESTION, words }

static const MdHelperAsk texts[N_ASKS] = {
  [ASK_PASSWORD_CHANGED] = QUESTION (S3, PASSWORD_CHANGED),
  [ASK_TWO_STEP] = QUESTION (S3, TWO_STEP),
  [ASK_PROTECTION] = QUESTION (S4, PROTECTION_OFF),
  [ASK_WEBMAIL_LOGIN] = QUESTION (S5, WEBMAIL_LOGIN),
  [ASK_WEBMAIL] = QUESTION (S5, WEBMAIL),
  [ASK_MANY_SENT] = QUESTION (S6, MANY_SENT),
  [ASK_NOTICE] = QUESTION (S6, PROVIDER_NOTICE),
  [ASK_OTHER_PROGRAM] = QUESTION (S8, OTHER_PROGRAM),
  [ASK_OUTBOX] = QUESTION (S8, OUTBOX),
  [ASK_SENT_COPY] = QUESTION (S8, SENT_COPY),
  [ASK_THEIR_SPAM] = QUESTION (D2, RECIPIENT_SPAM),
  [ASK_THEIR_RULE] = QUESTION (D2, RECIPIENT_RULE),
  [ASK_THEIR_BLOCK] = QUESTION (D2, RECIPIENT_BLOCKED),
  [ASK_THEIR_SPACE] = QUESTION (D2, RECIPIENT_FULL),
  [ASK_BULK] = QUESTION (D4, BULK),
  [ASK_SENDER_ERROR] = QUESTION (R4, SENDER_GOT_ERROR),
  [ASK_OTHERS_ARRIVE] = QUESTION (R6, OTHERS_ARRIVE),

  [ASK_WEB_PAGE] = LOOK (S1, N_ ("Does a web page that was never opened before come up on this computer?")),
  [ASK_GUEST_WIFI] = LOOK (S1,
    N_ ("Is it the Wi-Fi of a hotel, a train or a café, which wants a click in the browser first?")),
  [ASK_RESOLVERS] = LOOK (S1, N_ ("Which of the DNS servers in this step answered, and after how many seconds?")),
  [ASK_HOTSPOT] = LOOK (S4, N_ ("Does it work over another line, for example the hotspot of a phone?")),
  [ASK_LOST_TRIES] = LOOK (S1, N_ ("How many of the trial connections in this step were lost?")),
  [ASK_CLOCK] = LOOK (S1, N_ ("What date and time does this computer show, year and time zone included?")),
  [ASK_VPN] = LOOK (S1, N_ ("Is a VPN on, or does this step name one?")),
  [ASK_SETTINGS] = LOOK (S2,
    N_ ("What are name, port and encryption of the outgoing server: as set in the program, and as recommended "
        "here?")),
  [ASK_SERVER_SPELLING] = LOOK (S2, N_ ("How is the name of the outgoing server written, letter by letter?")),
  [ASK_OTHER_PORTS] = LOOK (S2,
    N_ ("Which of the ports 465, 587 and 25 are open here, and which ones stay silent?")),
  [ASK_ELSEWHERE] = LOOK (S4,
    N_ ("Are the same ports open at other providers? Then it is this server, not this network.")),
  [ASK_INCOMING] = LOOK (S2,
    N_ ("What does the row of the incoming server say: does it answer, and is its certificate right?")),
  [ASK_STATUS_PAGE] = LOOK (S6,
    N_ ("Does the provider's status page tell of a fault, or do others with this provider have it too?")),
  [ASK_ISSUER] = LOOK (S4, N_ ("Who issued the certificate: an antivirus, a company, or a public authority?")),
  [ASK_CERTIFICATE_NAME] = LOOK (S2, N_ ("Which names and which dates are in the certificate, under Details?")),
  [ASK_OLD_PROGRAM] = LOOK (S2, N_ ("Which mail program is it, which version, and on which system?")),
  [ASK_TWO_ROWS] = LOOK (S3,
    N_ ("What do the two rows of passwords say: was it accepted for receiving and refused for sending, or "
        "refused for both?")),
  [ASK_TYPED] = LOOK (S3,
    N_ ("Was the password typed here by hand, and does the same one open the provider's website?")),
  [ASK_USER_NAME] = LOOK (S3, N_ ("Is the user name the whole address, or only what stands before the @?")),
  [ASK_TRIES] = LOOK (S3,
    N_ ("How often was it tried in the last minutes, and do a phone or a tablet keep trying with an old "
        "password?")),
  [ASK_KEYRING] = LOOK (S3, N_ ("Does the system ask for the password of the keyring, and was that changed?")),
  [ASK_WEB_SIGN_IN] = LOOK (S3,
    N_ ("Does the mail program open a page of the provider to sign in, or does it only ask for a password?")),
  [ASK_SENDER_FIELD] = LOOK (S6,
    N_ ("Which address stands in the From field: that of this account, or another one?")),
  [ASK_REPLY] = LOOK (S6, N_ ("What are the server's own words and their number, under Details?")),
  [ASK_OTHER_RECIPIENT] = LOOK (D2, N_ ("Does it happen with every recipient, or with this one only?")),
  [ASK_QUOTA] = LOOK (S6, N_ ("How full is the mailbox, in percent?")),
  [ASK_LISTS] = LOOK (D4, N_ ("Which block list names it, and what does that list's own page say as the reason?")),
  [ASK_OWN_LINE] = LOOK (S2,
    N_ ("Is the mail sent through the provider's server with a password, or straight from this computer?")),
  [ASK_RECORD] = LOOK (D4, N_ ("What does the record say now, and which place in it is marked?")),
  [ASK_WHO_RUNS] = LOOK (D4, N_ ("Who can change the DNS of the domain: the person, a company, a web host?")),
  [ASK_WHICH_SERVICE] = LOOK (D4,
    N_ ("Which servers and services send for this domain: the provider, a newsletter, a shop, a printer?")),
  [ASK_SELECTOR] = LOOK (D4, N_ ("Which selector does the DKIM-Signature line of a sent message name?")),
  [ASK_SIMPLE] = LOOK (D5, N_ ("Does a short message without links and attachments arrive?")),
  [ASK_CONTENT] = LOOK (D5, N_ ("What does the list of remarks on the draft say: links, attachments, capitals?")),
  [ASK_SIZE] = LOOK (D5, N_ ("How large is the message with its attachments, and how much does the server take?")),
  [ASK_SPELL] = LOOK (D3,
    N_ ("How is the recipient's address written, letter by letter, and where does it come from: typed, or out "
        "of an old list?")),
  [ASK_OTHER_WAY] = LOOK (D2,
    N_ ("Can the recipient be reached by phone or chat, to confirm the address and to look?")),
  [ASK_HOW_LONG] = LOOK (D1, N_ ("When was it sent, and has a first or a final error message come back since?")),
  [ASK_RETRY] = LOOK (D5, N_ ("Does the same message go through when it is sent once more after half an hour?")),
  [ASK_ERROR_TEXT] = LOOK (D1,
    N_ ("What is the whole text of the error message, with its three-part number such as 5.7.1?")),
  [ASK_FORWARDING] = LOOK (D2, N_ ("Does the recipient have the mail forwarded to another mailbox?")),
  [ASK_WHERE_FOUND] = LOOK (R1, N_ ("In which folder was it found, and what does the row give as the reason?")),
  [ASK_RULES] = LOOK (R2,
    N_ ("Which rule does the step name, and where is it kept: on the server or in the program?")),
  [ASK_SEND_TEST] = LOOK (S8, N_ ("Has the test message been sent from here, and where did it arrive?")),
  [ASK_UPDATED] = LOOK (S8, N_ ("Was the mail program or the system updated just before it began?")),
  [ASK_NOT_TESTED] = LOOK (ACCOUNT,
    N_ ("Which steps in the list say “not tested” or “waiting”, and what do they wait for?")),
  [ASK_PROGRAM_STILL] = LOOK (S8,
    N_ ("What exactly does the mail program say, and does it say it with every message?")),
};

static const Ask rows[MD_N_CAUSES][MD_HELPER_MAX_ASKS] = {
  /* Connection and network */
  [MD_CAUSE_NO_INTERNET] = { ASK_WEB_PAGE, ASK_GUEST_WIFI, ASK_HOTSPOT },
  [MD_CAUSE_CAPTIVE_PORTAL] = { ASK_GUEST_WIFI, ASK_WEB_PAGE },
  [MD_CAUSE_DNS_RESOLUTION_FAILURE] = { ASK_RESOLVERS, ASK_WEB_PAGE, ASK_VPN },
  [MD_CAUSE_SMTP_HOST_NOT_FOUND] = { ASK_SERVER_SPELLING, ASK_SETTINGS },
  [MD_CAUSE_SERVER_UNREACHABLE] = { ASK_ELSEWHERE, ASK_HOTSPOT, ASK_STATUS_PAGE },
  [MD_CAUSE_CONNECTION_REFUSED] = { ASK_SETTINGS, ASK_OTHER_PORTS, ASK_STATUS_PAGE },
  [MD_CAUSE_WRONG_PORT] = { ASK_SETTINGS, ASK_OTHER_PORTS, ASK_OTHER_PROGRAM },
  [MD_CAUSE_PORT25_BLOCKED] = { ASK_SETTINGS, ASK_OTHER_PORTS, ASK_HOTSPOT },
  [MD_CAUSE_OUTBOUND_PORT_BLOCKED] = { ASK_HOTSPOT, ASK_VPN, ASK_PROTECTION },
  [MD_CAUSE_ACCESS_LOCATION_BLOCKED] = { ASK_VPN, ASK_HOTSPOT, ASK_WEBMAIL_LOGIN },
  [MD_CAUSE_TOO_MANY_CONNECTIONS] = { ASK_TRIES, ASK_REPLY },
  [MD_CAUSE_IPV6_BROKEN] = { ASK_HOTSPOT, ASK_WEB_PAGE },
  [MD_CAUSE_NETWORK_UNSTABLE] = { ASK_LOST_TRIES, ASK_HOTSPOT },
  [MD_CAUSE_RESOLVER_SLOW] = { ASK_RESOLVERS, ASK_HOTSPOT },
  [MD_CAUSE_PATH_MTU_BLACKHOLE] = { ASK_SIMPLE, ASK_VPN, ASK_HOTSPOT },
  [MD_CAUSE_VPN_BLOCKS_MAIL] = { ASK_VPN, ASK_ELSEWHERE, ASK_HOTSPOT },
  [MD_CAUSE_LOCAL_FIREWALL] = { ASK_PROTECTION, ASK_ELSEWHERE, ASK_HOTSPOT },
  [MD_CAUSE_SMTP_REDIRECTED] = { ASK_HOTSPOT, ASK_ISSUER, ASK_SETTINGS },
  [MD_CAUSE_SMTP_SERVICE_DOWN] = { ASK_STATUS_PAGE, ASK_ELSEWHERE, ASK_WEBMAIL },
  [MD_CAUSE_SERVER_SLOW] = { ASK_STATUS_PAGE, ASK_LOST_TRIES, ASK_OTHER_PROGRAM },
  [MD_CAUSE_SETTINGS_DIFFER] = { ASK_SETTINGS, ASK_OTHER_PROGRAM },
  [MD_CAUSE_INCOMING_PROBLEM] = { ASK_INCOMING, ASK_TWO_ROWS, ASK_WEBMAIL_LOGIN },

  /* Encryption */
  [MD_CAUSE_TLS_MODE_MISMATCH] = { ASK_SETTINGS, ASK_OTHER_PORTS },
  [MD_CAUSE_TLS_REQUIRED] = { ASK_SETTINGS, ASK_OLD_PROGRAM },
  [MD_CAUSE_STARTTLS_NOT_OFFERED] = { ASK_HOTSPOT, ASK_PROTECTION, ASK_SETTINGS },
  [MD_CAUSE_TLS_VERSION_UNSUPPORTED] = { ASK_OLD_PROGRAM, ASK_OTHER_PROGRAM },
  [MD_CAUSE_TLS_CERTIFICATE_INVALID] = { ASK_CERTIFICATE_NAME, ASK_CLOCK, ASK_ISSUER },
  [MD_CAUSE_TLS_INTERCEPTION] = { ASK_ISSUER, ASK_PROTECTION, ASK_HOTSPOT },
  [MD_CAUSE_CLOCK_WRONG] = { ASK_CLOCK, ASK_CERTIFICATE_NAME },
  [MD_CAUSE_TLS_REQUIRED_BY_RECEIVER] = { ASK_ERROR_TEXT, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_CERTIFICATE_EXPIRED] = { ASK_CLOCK, ASK_CERTIFICATE_NAME, ASK_STATUS_PAGE },
  [MD_CAUSE_CERTIFICATE_NAME_MISMATCH] = { ASK_SETTINGS, ASK_CERTIFICATE_NAME, ASK_ISSUER },
  [MD_CAUSE_CERTIFICATE_UNTRUSTED] = { ASK_ISSUER, ASK_PROTECTION, ASK_CERTIFICATE_NAME },

  /* Sign-in */
  [MD_CAUSE_AUTH_NOT_ENABLED] = { ASK_SETTINGS, ASK_REPLY, ASK_OTHER_PROGRAM },
  [MD_CAUSE_AUTH_METHOD_UNSUPPORTED] = { ASK_SETTINGS, ASK_OLD_PROGRAM, ASK_WEB_SIGN_IN },
  [MD_CAUSE_BAD_CREDENTIALS] = { ASK_TYPED, ASK_PASSWORD_CHANGED, ASK_TWO_STEP },
  [MD_CAUSE_WRONG_USERNAME_FORM] = { ASK_USER_NAME, ASK_TWO_ROWS },
  [MD_CAUSE_APP_PASSWORD_REQUIRED] = { ASK_TWO_STEP, ASK_WEBMAIL_LOGIN, ASK_TYPED },
  [MD_CAUSE_OAUTH2_REQUIRED] = { ASK_WEB_SIGN_IN, ASK_OLD_PROGRAM, ASK_WEBMAIL_LOGIN },
  [MD_CAUSE_SMTP_ACCESS_DISABLED] = { ASK_TWO_ROWS, ASK_WEBMAIL, ASK_PASSWORD_CHANGED },
  [MD_CAUSE_WEB_LOGIN_REQUIRED] = { ASK_WEBMAIL_LOGIN, ASK_NOTICE, ASK_VPN },
  [MD_CAUSE_TOO_MANY_AUTH_ATTEMPTS] = { ASK_TRIES, ASK_PASSWORD_CHANGED },
  [MD_CAUSE_AUTH_TEMPORARY_FAILURE] = { ASK_STATUS_PAGE, ASK_REPLY, ASK_WEBMAIL_LOGIN },
  [MD_CAUSE_STALE_SENDING_PASSWORD] = { ASK_TWO_ROWS, ASK_PASSWORD_CHANGED, ASK_TYPED },
  [MD_CAUSE_LOGIN_BANNED] = { ASK_TRIES, ASK_HOTSPOT, ASK_WEBMAIL_LOGIN },
  [MD_CAUSE_OAUTH_TOKEN_EXPIRED] = { ASK_WEB_SIGN_IN, ASK_WEBMAIL_LOGIN, ASK_PASSWORD_CHANGED },
  [MD_CAUSE_KEYRING_LOCKED] = { ASK_KEYRING, ASK_OTHER_PROGRAM },

  /* Sending rights and limits */
  [MD_CAUSE_SENDER_NOT_AUTHORIZED] = { ASK_SENDER_FIELD, ASK_REPLY, ASK_WEBMAIL },
  [MD_CAUSE_RELAY_DENIED] = { ASK_OWN_LINE, ASK_SETTINGS, ASK_ERROR_TEXT },
  [MD_CAUSE_HELO_REJECTED] = { ASK_REPLY, ASK_OWN_LINE },
  [MD_CAUSE_SENDING_LIMIT_EXCEEDED] = { ASK_MANY_SENT, ASK_NOTICE, ASK_WEBMAIL },
  [MD_CAUSE_TOO_MANY_RECIPIENTS] = { ASK_BULK, ASK_ERROR_TEXT, ASK_SIMPLE },
  [MD_CAUSE_ACCOUNT_COMPROMISED] = { ASK_NOTICE, ASK_WEBMAIL_LOGIN, ASK_MANY_SENT },
  [MD_CAUSE_ACCOUNT_SUSPENDED] = { ASK_NOTICE, ASK_WEBMAIL, ASK_MANY_SENT },
  [MD_CAUSE_SENDER_MAILBOX_FULL] = { ASK_QUOTA, ASK_WEBMAIL },

  /* Reputation */
  [MD_CAUSE_IP_BLOCKLISTED] = { ASK_LISTS, ASK_OWN_LINE, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_DYNAMIC_IP_LISTED] = { ASK_OWN_LINE, ASK_SETTINGS, ASK_LISTS },
  [MD_CAUSE_DOMAIN_BLOCKLISTED] = { ASK_LISTS, ASK_BULK, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_POOR_REPUTATION] = { ASK_BULK, ASK_THEIR_SPAM, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_RATE_LIMITED_BY_RECEIVER] = { ASK_BULK, ASK_ERROR_TEXT, ASK_RETRY },
  [MD_CAUSE_IP_WARMUP_NEEDED] = { ASK_BULK, ASK_WHICH_SERVICE, ASK_ERROR_TEXT },
  [MD_CAUSE_LIST_HYGIENE] = { ASK_BULK, ASK_SPELL },

  /* Domain authentication */
  [MD_CAUSE_SPF_FAIL] = { ASK_WHICH_SERVICE, ASK_RECORD, ASK_FORWARDING },
  [MD_CAUSE_SPF_MISSING] = { ASK_WHO_RUNS, ASK_WHICH_SERVICE },
  [MD_CAUSE_SPF_ERROR] = { ASK_RECORD, ASK_WHO_RUNS },
  [MD_CAUSE_DKIM_MISSING] = { ASK_SELECTOR, ASK_WHICH_SERVICE, ASK_WHO_RUNS },
  [MD_CAUSE_DKIM_FAIL] = { ASK_SELECTOR, ASK_RECORD, ASK_FORWARDING },
  [MD_CAUSE_DMARC_FAIL] = { ASK_WHICH_SERVICE, ASK_SENDER_FIELD, ASK_RECORD },
  [MD_CAUSE_DMARC_MISSING] = { ASK_RECORD, ASK_WHO_RUNS },
  [MD_CAUSE_UNAUTHENTICATED_MAIL] = { ASK_WHICH_SERVICE, ASK_SELECTOR, ASK_WHO_RUNS },
  [MD_CAUSE_PTR_MISSING] = { ASK_OWN_LINE, ASK_WHICH_SERVICE },
  [MD_CAUSE_SENDER_DOMAIN_INVALID] = { ASK_SENDER_FIELD, ASK_WHO_RUNS },
  [MD_CAUSE_SENDER_VERIFY_FAILED] = { ASK_SENDER_FIELD, ASK_ERROR_TEXT, ASK_OTHERS_ARRIVE },
  [MD_CAUSE_SPF_PERMISSIVE] = { ASK_RECORD, ASK_WHO_RUNS },
  [MD_CAUSE_MTA_STS_MISMATCH] = { ASK_OTHERS_ARRIVE, ASK_RECORD, ASK_WHO_RUNS },
  [MD_CAUSE_DOMAIN_CANNOT_RECEIVE] = { ASK_OTHERS_ARRIVE, ASK_RECORD, ASK_WHO_RUNS },

  /* Message */
  [MD_CAUSE_SPAM_CONTENT] = { ASK_SIMPLE, ASK_CONTENT, ASK_THEIR_SPAM },
  [MD_CAUSE_URL_BLOCKLISTED] = { ASK_SIMPLE, ASK_CONTENT, ASK_LISTS },
  [MD_CAUSE_VIRUS_DETECTED] = { ASK_CONTENT, ASK_SIMPLE },
  [MD_CAUSE_ATTACHMENT_BLOCKED] = { ASK_CONTENT, ASK_SIMPLE },
  [MD_CAUSE_MESSAGE_TOO_LARGE] = { ASK_SIZE, ASK_SIMPLE },
  [MD_CAUSE_MESSAGE_MALFORMED] = { ASK_SIMPLE, ASK_OLD_PROGRAM },
  [MD_CAUSE_SMTPUTF8_UNSUPPORTED] = { ASK_SPELL, ASK_ERROR_TEXT },
  [MD_CAUSE_POLICY_REJECTED] = { ASK_ERROR_TEXT, ASK_OTHER_RECIPIENT, ASK_SIMPLE },

  /* Recipient address */
  [MD_CAUSE_RECIPIENT_NOT_FOUND] = { ASK_SPELL, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_DOMAIN_TYPO] = { ASK_SPELL },
  [MD_CAUSE_RECIPIENT_DOMAIN_NOT_FOUND] = { ASK_SPELL, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_DOMAIN_NO_MAIL] = { ASK_SPELL, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_MX_UNREACHABLE] = { ASK_HOW_LONG, ASK_OTHER_RECIPIENT, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_DISABLED] = { ASK_OTHER_WAY, ASK_ERROR_TEXT },
  [MD_CAUSE_RECIPIENT_MOVED] = { ASK_ERROR_TEXT, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_MAILBOX_FULL] = { ASK_THEIR_SPACE, ASK_HOW_LONG },
  [MD_CAUSE_RECIPIENT_RATE_LIMITED] = { ASK_HOW_LONG, ASK_RETRY },
  [MD_CAUSE_RECIPIENT_RESTRICTED] = { ASK_ERROR_TEXT, ASK_OTHER_WAY },
  [MD_CAUSE_RECIPIENT_BLOCKED_SENDER] = { ASK_THEIR_BLOCK, ASK_THEIR_RULE, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_CHALLENGE_RESPONSE] = { ASK_ERROR_TEXT, ASK_OTHER_WAY },
  [MD_CAUSE_ADDRESS_SYNTAX_ERROR] = { ASK_SPELL },

  /* Delivery between servers */
  [MD_CAUSE_GREYLISTED] = { ASK_HOW_LONG, ASK_RETRY },
  [MD_CAUSE_DELIVERY_DELAYED] = { ASK_HOW_LONG, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_DELIVERY_TIMEOUT] = { ASK_HOW_LONG, ASK_OTHER_RECIPIENT, ASK_OTHER_WAY },
  [MD_CAUSE_SERVER_TEMPORARY_FAILURE] = { ASK_STATUS_PAGE, ASK_RETRY, ASK_REPLY },
  [MD_CAUSE_PROVIDER_OUTAGE] = { ASK_STATUS_PAGE, ASK_WEBMAIL_LOGIN, ASK_HOTSPOT },
  [MD_CAUSE_SERVER_STORAGE_FULL] = { ASK_ERROR_TEXT, ASK_RETRY },
  [MD_CAUSE_SERVER_MISCONFIGURED] = { ASK_ERROR_TEXT, ASK_OTHER_RECIPIENT },
  [MD_CAUSE_MAIL_LOOP] = { ASK_FORWARDING, ASK_ERROR_TEXT },
  [MD_CAUSE_FORWARDING_BROKEN] = { ASK_FORWARDING, ASK_OTHER_WAY },
  [MD_CAUSE_PROTOCOL_ERROR] = { ASK_OLD_PROGRAM, ASK_PROTECTION, ASK_OTHER_PROGRAM },

  /* Arrived, but not seen */
  [MD_CAUSE_IN_SPAM_FOLDER] = { ASK_THEIR_SPAM, ASK_WHERE_FOUND, ASK_SIMPLE },
  [MD_CAUSE_RECIPIENT_RULE] = { ASK_THEIR_RULE, ASK_THEIR_BLOCK },
  [MD_CAUSE_RECIPIENT_QUARANTINE] = { ASK_OTHER_WAY, ASK_CONTENT },
  [MD_CAUSE_SENDER_BLOCKED_BY_YOU] = { ASK_RULES, ASK_WHERE_FOUND },
  [MD_CAUSE_OWN_RULE] = { ASK_RULES, ASK_WHERE_FOUND, ASK_SENDER_ERROR },

  /* Your own program */
  [MD_CAUSE_OUTBOX_STUCK] = { ASK_OUTBOX, ASK_SEND_TEST, ASK_PROGRAM_STILL },
  [MD_CAUSE_CLIENT_OUTDATED] = { ASK_OLD_PROGRAM, ASK_OTHER_PROGRAM },
  [MD_CAUSE_CLIENT_FAULT] = { ASK_OTHER_PROGRAM, ASK_UPDATED, ASK_PROGRAM_STILL },
  [MD_CAUSE_WRONG_OUTGOING_SERVER] = { ASK_SETTINGS, ASK_SENDER_FIELD },
  [MD_CAUSE_SENT_COPY_FAILED] = { ASK_SENT_COPY, ASK_QUOTA },
  [MD_CAUSE_UNKNOWN] = { ASK_ERROR_TEXT, ASK_REPLY, ASK_OTHER_RECIPIENT },
};

static const Ask without_cause[][MD_HELPER_MAX_ASKS] = {
  [MD_VERDICT_OK] = { ASK_PROGRAM_STILL, ASK_OUTBOX, ASK_OTHER_RECIPIENT },
  [MD_VERDICT_PROBLEM] = { ASK_REPLY, ASK_ERROR_TEXT },
  [MD_VERDICT_UNSURE] = { ASK_NOT_TESTED, ASK_OTHER_PROGRAM, ASK_ERROR_TEXT },
};

static const MdHelperAsk *
nth_of (const Ask *asks, guint index)
{
  return index < MD_HELPER_MAX_ASKS && asks[index] != ASK_NONE ? &texts[asks[index]] : NULL;
}

const MdHelperAsk *
md_helper_ask_get (MdCauseCode cause, guint index)
{
  return nth_of (rows[cause], index);
}

const MdHelperAsk *
md_helper_ask_get_without_cause (MdVerdictStatus status, guint index)
{
  return nth_of (without_cause[status], index);
}

const MdHelperAsk *
md_helper_ask_nth (guint index)
{
  return index + 1 < N_ASKS ? &texts[index + 1] : NULL;
}

char *
md_helper_ask_text (MdLang lang, const MdHelperAsk *ask)
{
  const char *words = ask->text != NULL ? md_text (lang, ask->text) : md_question_text (lang, ask->question);

  return ask->step == MD_STEP_ACCOUNT ? g_strdup (words)
                                      : g_strdup_printf ("%s: %s", md_step_id_name (ask->step), words);
}

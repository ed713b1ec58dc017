/* finding-texts.c - one line for every finding, and the words that findings carry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingText md_send_texts[MD_N_FINDINGS] = {
  /* S1 Internet connection */
  [MD_FINDING_ROUTE_FOUND] = { N_ ("This computer is connected to a network."), NULL },
  [MD_FINDING_NO_ROUTE] = { N_ ("This computer is not connected to any network."), NULL },
  [MD_FINDING_VPN_ACTIVE] = { N_ ("A VPN is on ({interface})."), NULL },
  [MD_FINDING_PROXY_SET] = { N_ ("A proxy is set for web pages ({proxy}); mail does not use it."), NULL },
  [MD_FINDING_RESOLVER_ANSWERS] = { N_ ("The DNS server {resolver} finds names ({ms} ms)."), NULL },
  [MD_FINDING_RESOLVER_SILENT] = { N_ ("The DNS server {resolver} does not answer."), NULL },
  [MD_FINDING_RESOLVER_REFUSES] = { N_ ("The DNS server {resolver} answers, but finds nothing ({status})."), NULL },
  [MD_FINDING_RESOLVER_INVENTS] = {
    N_ ("The DNS server {resolver} invents an address ({address}) for a name that does not exist."),
    NULL },
  [MD_FINDING_NO_RESOLVER_ANSWERS] = { N_ ("No DNS server finds names."), NULL },
  [MD_FINDING_FIRST_RESOLVER_DEAD] = { N_ ("The first DNS server, {resolver}, does not answer; {other} "
                                           "does."), NULL },
  [MD_FINDING_HOST_REACHED] = { N_ ("{host} was reached ({family}, {ms} ms)."), NULL },
  [MD_FINDING_HOST_NOT_REACHED] = { N_ ("{host} was not reached over {family}: {result}."), NULL },
  [MD_FINDING_INTERNET_REACHED] = { N_ ("The Internet can be reached."), NULL },
  [MD_FINDING_INTERNET_NOT_REACHED] = { N_ ("No host on the Internet can be reached."), NULL },
  [MD_FINDING_IPV6_WORKS] = { N_ ("IPv6 works."), NULL },
  [MD_FINDING_IPV6_ABSENT] = { N_ ("This network has no IPv6, which is fine."), NULL },
  [MD_FINDING_IPV6_BROKEN] = { N_ ("The network announces IPv6, but nothing is reached over it ({result})."), NULL },
  [MD_FINDING_NO_PORTAL] = { N_ ("No sign-in page stands in the way."), NULL },
  [MD_FINDING_PORTAL_FOUND] = { N_ ("The network shows a sign-in page of its own: {url}"), NULL },
  [MD_FINDING_PORTAL_UNKNOWN] = {
    N_ ("Whether the network shows a sign-in page could not be tested ({result})."),
    NULL },
  [MD_FINDING_CLOCK_RIGHT] = { N_ ("Date and time of this computer are right."), NULL },
  [MD_FINDING_CLOCK_WRONG] = {
    N_ ("The clock of this computer is wrong: here {here}, on the Internet {there}."),
    NULL },
  [MD_FINDING_LINE_STABLE] = { N_ ("The connection is stable ({tries} tries)."), NULL },
  [MD_FINDING_LINE_UNSTABLE] = { N_ ("The connection is unstable: {lost} of {tries} tries were lost."), NULL },

  /* Account: settings from everywhere */
  [MD_FINDING_SETTINGS_FOUND] = {
    N_ ("Settings for this address were found: {host}, port {port} (source: {source})."),
    NULL },
  [MD_FINDING_SETTINGS_NOT_FOUND] = { N_ ("No published settings were found for {domain}."), NULL },
  [MD_FINDING_SETTINGS_CONFLICT] = {
    N_ ("Two sources disagree: {source} says {host}, {other_source} says {other_host}."),
    NULL },
  [MD_FINDING_SOURCE_NOT_ASKED] = { N_ ("One source of settings was not asked: {source} ({reason})."), NULL },
  [MD_FINDING_ADDRESS_DOMAIN_MISSING] = { N_ ("The domain {domain} does not exist."), NULL },
  [MD_FINDING_ADDRESS_DOMAIN_TYPO] = { N_ ("Was {suggestion} meant instead of {domain}?"), NULL },
  [MD_FINDING_PROVIDER_KNOWN] = { N_ ("The provider is known: {provider}."), NULL },

  /* S2 server settings: names and ports (subject: incoming, outgoing or other) */
  [MD_FINDING_NAME_RESOLVES] = { N_ ("The name {host} exists."), NULL },
  [MD_FINDING_NAME_NOT_FOUND] = { N_ ("The name {host} does not exist."), NULL },
  [MD_FINDING_NAME_NO_ADDRESS] = { N_ ("The name {host} exists, but has no address."), NULL },
  [MD_FINDING_NOT_A_SERVER] = { N_ ("“{host}” is set as the server, but that is no server's name."), NULL },
  [MD_FINDING_NAME_LOOKUP_FAILED] = { N_ ("The name {host} could not be looked up ({status})."), NULL },
  [MD_FINDING_NAME_SUGGESTION] = { N_ ("It was probably meant to be {suggestion} (instead of {host})."), NULL },
  [MD_FINDING_PORT_OPEN] = { N_ ("{host} answers on port {port}."), NULL },
  [MD_FINDING_PORT_REFUSED] = { N_ ("{host} refuses connections on port {port}."), NULL },
  [MD_FINDING_PORT_TIMED_OUT] = { N_ ("{host} does not answer on port {port}."), NULL },
  [MD_FINDING_PORT_UNREACHABLE] = { N_ ("No way was found to {host}, port {port}."), NULL },
  [MD_FINDING_PORT_PROHIBITED] = { N_ ("A firewall on the way forbids the connection to {host}, port "
                                       "{port}."), NULL },
  [MD_FINDING_PORT_RESET] = { N_ ("The connection to {host}, port {port}, is cut at once."), NULL },
  [MD_FINDING_PORT_DENIED_HERE] = { N_ ("This computer itself forbids the connection to {host}, port "
                                        "{port}."), NULL },
  [MD_FINDING_ADDRESS_DEAD] = { N_ ("One of the addresses of {host} does not work: {address} ({result})."), NULL },
  [MD_FINDING_OTHER_PORT_WORKS] = { N_ ("Port {port} of {host} works ({security})."), NULL },
  [MD_FINDING_OTHER_PORT_CLOSED] = { N_ ("Port {port} of {host} does not work either ({result})."), NULL },
  [MD_FINDING_NO_OTHER_PORT_WORKS] = { N_ ("No other port for sending works on {host}."), NULL },
  [MD_FINDING_PORT25_CLOSED] = {
    N_ ("Port 25 of {host} is closed from here, which is normal on a home connection."),
    NULL },

  /* S2: the dialogue on an open port */
  [MD_FINDING_GREETING] = { N_ ("{host} says hello ({seconds} s)."), NULL },
  [MD_FINDING_GREETING_SLOW] = { N_ ("{host} takes {seconds} s to say hello."), NULL },
  [MD_FINDING_GREETING_NONE] = { N_ ("{host} takes the connection on port {port}, but says nothing."), NULL },
  [MD_FINDING_GREETING_OTHER_SERVICE] = {
    N_ ("On port {port} of {host} there is another service ({service})."),
    NULL },
  [MD_FINDING_GREETING_MASKED] = { N_ ("Something on the way has blanked the greeting of {host}."), NULL },
  [MD_FINDING_SILENT_AFTER] = { N_ ("{host} falls silent during: {stage}."), NULL },
  [MD_FINDING_CLOSED_AFTER] = { N_ ("{host} hangs up during: {stage}."), NULL },
  [MD_FINDING_NONSENSE_AFTER] = { N_ ("{host} answers something that makes no sense during: {stage}."), NULL },
  [MD_FINDING_EHLO_REFUSED] = { N_ ("{host} does not accept the introduction."), NULL },
  [MD_FINDING_PLAIN_PORT_GIVEN_TLS] = {
    N_ ("Port {port} of {host} starts without encryption, but SSL/TLS is set."),
    NULL },
  [MD_FINDING_TLS_PORT_GIVEN_PLAIN] = {
    N_ ("Port {port} of {host} is encrypted from the start, but something else is set."),
    NULL },
  [MD_FINDING_STARTTLS_MISSING] = { N_ ("{host} offers no encryption on port {port}."), NULL },
  [MD_FINDING_STARTTLS_MASKED] = { N_ ("Something on the way blanks the encryption offer of {host}."), NULL },
  [MD_FINDING_STARTTLS_REFUSED] = { N_ ("{host} offers encryption, but then refuses it."), NULL },
  [MD_FINDING_NO_ENCRYPTION_SET] = { N_ ("No encryption is set for {host}."), NULL },
  [MD_FINDING_TLS_REQUIRED_BY_SERVER] = { N_ ("{host} demands encryption."), NULL },
  [MD_FINDING_TLS_ESTABLISHED] = { N_ ("The connection to {host} is encrypted and its certificate is right."), NULL },
  [MD_FINDING_TLS_TOO_OLD] = { N_ ("{host} only knows outdated encryption ({version})."), NULL },
  [MD_FINDING_TLS_FAILED] = { N_ ("No encrypted connection came about with {host}."), NULL },
  [MD_FINDING_CERT_EXPIRED] = { N_ ("The certificate of {host} expired on {until}."), NULL },
  [MD_FINDING_CERT_NOT_YET_VALID] = { N_ ("The certificate of {host} only counts from {from} on."), NULL },
  [MD_FINDING_CERT_WRONG_NAME] = { N_ ("The certificate of {host} is for another name: {names}."), NULL },
  [MD_FINDING_CERT_SELF_SIGNED] = { N_ ("{host} vouches for itself: its certificate is self-signed."), NULL },
  [MD_FINDING_CERT_UNKNOWN_AUTHORITY] = {
    N_ ("The certificate of {host} comes from an authority nobody knows: {issuer}."),
    NULL },
  [MD_FINDING_CERT_INCOMPLETE_CHAIN] = { N_ ("{host} does not show its whole chain of certificates."), NULL },
  [MD_FINDING_CERT_INTERCEPTED] = { N_ ("{product} opens the encrypted connection to {host}."), NULL },
  [MD_FINDING_CERT_EXPIRES_SOON] = { N_ ("The certificate of {host} expires soon ({until})."), NULL },
  [MD_FINDING_AUTH_OFFERED] = { N_ ("{host} lets people sign in."), NULL },
  [MD_FINDING_AUTH_NOT_OFFERED] = { N_ ("{host} does not offer signing in on port {port}."), NULL },
  [MD_FINDING_AUTH_ONLY_OAUTH2] = { N_ ("{host} only accepts signing in through a web page (OAuth2)."), NULL },
  [MD_FINDING_SIZE_LIMIT] = { N_ ("{host} takes messages up to {bytes}."), NULL },
  [MD_FINDING_MESSAGE_OVER_SIZE] = { N_ ("The message ({bytes}) is larger than {host} takes ({limit})."), NULL },
  [MD_FINDING_SERVER_WORKS] = {
    N_ ("The outgoing server {host} works on port {port} ({security})."),
    N_ ("The incoming server {host} works on port {port} ({security}).") },
  [MD_FINDING_NO_SERVER_GIVEN] = {
    N_ ("The outgoing server of the mail program is not known."),
    N_ ("The incoming server of the mail program is not known.") },

  /* S2: configured against recommended */
  [MD_FINDING_SETTING_SAME] = {
    N_ ("For sending, as published: {field} = {value}."),
    N_ ("For receiving, as published: {field} = {value}.") },
  [MD_FINDING_SETTING_WORKS_TOO] = {
    N_ ("The provider publishes another value for {field} ({recommended}), but {configured} works too."),
    NULL },
  [MD_FINDING_SETTING_WRONG] = {
    N_ ("A setting for sending does not work: {field} is {configured}; {recommended} works."),
    N_ ("A setting for receiving does not work: {field} is {configured}; {recommended} works.") },
  [MD_FINDING_SETTING_DIFFERS] = {
    N_ ("A setting for sending differs from what is published: {field} is {configured} instead of {recommended}."),
    N_ ("A setting for receiving differs from what is published: {field} is {configured} instead of {recommended}.") },
  [MD_FINDING_AUTH_SWITCHED_OFF] = { N_ ("The mail program does not sign in at {host} for sending."), NULL },
  [MD_FINDING_AUTH_DEMANDED] = { N_ ("{host} demands that one signs in first."), NULL },
  [MD_FINDING_PORT25_CONFIGURED] = { N_ ("Port 25 is set for sending; many networks block it."), NULL },
  [MD_FINDING_OTHER_ACCOUNTS_SERVER] = {
    N_ ("{host} is the server of another provider; {expected} was expected."),
    NULL },
  [MD_FINDING_PROGRAM_KNOWN] = { N_ ("These are the settings of {program}."), NULL },

  /* S3 Password */
  [MD_FINDING_LOGIN_ACCEPTED] = {
    N_ ("The password works for sending ({host})."),
    N_ ("The password works for receiving ({host}).") },
  [MD_FINDING_LOGIN_REFUSED] = {
    N_ ("The outgoing server {host} does not accept the password."),
    N_ ("The incoming server {host} does not accept the password.") },
  [MD_FINDING_LOGIN_REFUSED_TEMPORARILY] = { N_ ("{host} cannot check passwords at the moment."), NULL },
  [MD_FINDING_LOGIN_NO_MECHANISM] = { N_ ("{host} offers no way of signing in that fits."), NULL },
  [MD_FINDING_LOGIN_NOT_TRIED] = { N_ ("Signing in at {host} was not tried: {reason}."), NULL },
  [MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED] = { N_ ("The password works at {host}, port {port}."), NULL },
  [MD_FINDING_LOGIN_ELSEWHERE_REFUSED] = { N_ ("The password does not work at {host}, port {port}, either."), NULL },
  [MD_FINDING_USER_FORM_OTHER] = { N_ ("The server knows you as {works}, not as {user}."), NULL },
  [MD_FINDING_OTHER_PASSWORD_ACCEPTED] = {
    N_ ("For sending, {host} accepts the password for receiving, not the saved one."),
    N_ ("For receiving, {host} accepts the password for sending, not the saved one.") },
  [MD_FINDING_PASSWORDS_DIFFER] = { N_ ("The passwords for receiving and for sending are different."), NULL },
  [MD_FINDING_PASSWORD_BLANKS_AT_END] = { N_ ("The password has a blank before or after it."), NULL },
  [MD_FINDING_PASSWORD_BLANKS_INSIDE] = {
    N_ ("The password has blanks inside, as app passwords are often shown."),
    NULL },
  [MD_FINDING_PASSWORD_MISSING] = { N_ ("Without a password, signing in cannot be tested."), NULL },
  [MD_FINDING_SAVED_PASSWORD_EQUAL] = {
    N_ ("{program} has saved the same password for sending."),
    N_ ("{program} has saved the same password for receiving.") },
  [MD_FINDING_SAVED_PASSWORD_DIFFERENT] = {
    N_ ("{program} has saved another password for sending than the one you typed."),
    N_ ("{program} has saved another password for receiving than the one you typed.") },
  [MD_FINDING_SAVED_PASSWORD_LOCKED] = { N_ ("The password that {program} has saved is locked in the keyring."), NULL },
  [MD_FINDING_SAVED_PASSWORD_MISSING] = {
    N_ ("{program} has no password for sending in the keyring."),
    N_ ("{program} has no password for receiving in the keyring.") },
  [MD_FINDING_KEYRING_ABSENT] = { N_ ("No keyring answers here, so saved passwords were not compared."), NULL },
  [MD_FINDING_PROVIDER_WANTS_APP_PASSWORD] = { N_ ("{provider} wants an app password for mail programs."), NULL },
  [MD_FINDING_PROVIDER_WANTS_OAUTH2] = {
    N_ ("{provider} wants mail programs to sign in through its web page (OAuth2)."),
    NULL },
  [MD_FINDING_PROVIDER_WANTS_ACCESS_ON] = {
    N_ ("At {provider}, access for mail programs must be switched on first."),
    NULL },
  [MD_FINDING_REPLY_NAMES_CAUSE] = { N_ ("The answer of {host} points to: {cause}."), NULL },

  /* S4 Antivirus and firewall */
  [MD_FINDING_ELSEWHERE_25_OPEN] = { N_ ("Other providers' servers answer on port 25 from here."), NULL },
  [MD_FINDING_ELSEWHERE_25_CLOSED] = {
    N_ ("Port 25 is closed from here to every server, which is normal on a home connection."),
    NULL },
  [MD_FINDING_ELSEWHERE_SUBMISSION_OPEN] = {
    N_ ("From here the sending ports of other providers can be reached."),
    NULL },
  [MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED] = {
    N_ ("From here the sending ports of other providers cannot be reached either."),
    NULL },
  [MD_FINDING_ELSEWHERE_DENIED_HERE] = { N_ ("This computer forbids the mail ports, whatever the provider."), NULL },
  [MD_FINDING_ELSEWHERE_NOT_TESTED] = { N_ ("Other providers' ports were not tested: {reason}."), NULL },
  [MD_FINDING_SAME_BANNER_ELSEWHERE] = {
    N_ ("The same server answers for {host} and for {other_host}: the network redirects mail."),
    NULL },
  [MD_FINDING_NO_INTERFERENCE] = { N_ ("Nothing interferes with the connection on the way."), NULL },
  [MD_FINDING_FIREWALL_ACTIVE] = { N_ ("A firewall runs on this computer ({name})."), NULL },
  [MD_FINDING_FIREWALL_NONE_SEEN] = { N_ ("No firewall was seen on this computer."), NULL },

  /* S5 Webmail */
  [MD_FINDING_WEBMAIL_REACHABLE] = { N_ ("The provider's website for mail can be reached: {url}"), NULL },
  [MD_FINDING_WEBMAIL_UNREACHABLE] = {
    N_ ("The provider's website for mail cannot be reached ({result}): {url}"),
    NULL },
  [MD_FINDING_WEBMAIL_UNKNOWN] = { N_ ("No website for mail is known for {domain}."), NULL },

  /* S6 Limits and server status */
  [MD_FINDING_ENVELOPE_ACCEPTED] = { N_ ("{host} would take a message from {sender}."), NULL },
  [MD_FINDING_ENVELOPE_REFUSED] = { N_ ("{host} does not take a message from {sender} ({code})."), NULL },
  [MD_FINDING_ENVELOPE_DEFERRED] = { N_ ("{host} does not take a message from {sender} for now ({code})."), NULL },
  [MD_FINDING_ENVELOPE_NOT_TRIED] = { N_ ("Whether the server takes a message was not tried: {reason}."), NULL },
  [MD_FINDING_STATUS_PAGE] = { N_ ("The provider tells about failures here: {url}"), NULL },
  [MD_FINDING_STATUS_PAGE_UNREACHABLE] = {
    N_ ("The provider's status page cannot be reached ({result}): {url}"),
    NULL },
  [MD_FINDING_SENDING_LIMITS] = {
    N_ ("Known limits of {provider}: {per_day} messages a day, {recipients} recipients a message."),
    NULL },
  [MD_FINDING_QUOTA_OK] = { N_ ("The mailbox has room ({percent} % used)."), NULL },
  [MD_FINDING_QUOTA_NEARLY_FULL] = { N_ ("The mailbox is nearly full ({percent} % used)."), NULL },
  [MD_FINDING_QUOTA_FULL] = { N_ ("The mailbox is full ({percent} % used)."), NULL },
  [MD_FINDING_QUOTA_UNKNOWN] = { N_ ("How full the mailbox is could not be found out: {reason}."), NULL },
  [MD_FINDING_OWN_ADDRESS] = { N_ ("Your connection's public address is {address}."), NULL },
  [MD_FINDING_OWN_ADDRESS_POLICY_LISTED] = {
    N_ ("Your address {address} is on {list} as a home connection, which is normal."),
    NULL },
  [MD_FINDING_OWN_ADDRESS_LISTED] = { N_ ("Your address {address} is on the block list {list}."), NULL },
  [MD_FINDING_SERVER_ADDRESS_LISTED] = { N_ ("The server's address {address} is on the block list {list}."), NULL },
  [MD_FINDING_LISTS_CLEAN] = {
    N_ ("{address} is on none of the {lists} block lists that answered, of {asked} asked."), NULL },
  [MD_FINDING_LISTS_ANSWERED] = { N_ ("About {address}, {lists} of {asked} block lists answered."), NULL },
  [MD_FINDING_LISTS_NOT_ASKED] = { N_ ("Block lists were not asked: {reason}."), NULL },

  /* S7 Domain records */
  [MD_FINDING_PUBLIC_PROVIDER] = {
    N_ ("{domain} belongs to {provider}, which looks after its records itself."),
    NULL },
  [MD_FINDING_MX_FOUND] = { N_ ("{domain} can receive mail."), NULL },
  [MD_FINDING_MX_MISSING] = { N_ ("{domain} names no server for receiving mail."), NULL },
  [MD_FINDING_MX_NULL] = { N_ ("{domain} says that it does not receive mail."), NULL },
  [MD_FINDING_MX_DEAD_NAME] = { N_ ("{domain} names a receiving server that does not exist: {host}."), NULL },
  [MD_FINDING_MX_PRIVATE] = {
    N_ ("The receiving server {host} of {domain} has an address that others cannot reach: {address}."),
    NULL },
  [MD_FINDING_MX_ALIAS] = {
    N_ ("{domain} names the receiving server {host}, which is only another name of {target}; some servers refuse "
        "that."),
    NULL },
  [MD_FINDING_DOMAIN_LOOKUP_FAILED] = {
    N_ ("A record of {domain} could not be looked up ({record}: {status})."),
    NULL },
  [MD_FINDING_SPF_PASS] = { N_ ("The SPF record of {domain} allows the sending server."), NULL },
  [MD_FINDING_SPF_FOUND] = { N_ ("{domain} has an SPF record."), NULL },
  [MD_FINDING_SPF_MISSING] = { N_ ("{domain} has no SPF record."), NULL },
  [MD_FINDING_SPF_MULTIPLE] = { N_ ("{domain} has {count} SPF records; only one is allowed."), NULL },
  [MD_FINDING_SPF_SYNTAX] = {
    N_ ("The SPF record of {domain} has a mistake at “{word}” (character {position})."), NULL },
  [MD_FINDING_SPF_TOO_MANY_LOOKUPS] = {
    N_ ("The SPF record of {domain} needs {lookups} lookups; 10 are allowed."),
    NULL },
  [MD_FINDING_SPF_NOT_COVERED] = { N_ ("The SPF record of {domain} does not allow the server {address}."), NULL },
  [MD_FINDING_SPF_ALLOWS_ALL] = { N_ ("The SPF record of {domain} allows everybody."), NULL },
  [MD_FINDING_DKIM_FOUND] = { N_ ("{domain} has a DKIM key."), NULL },
  [MD_FINDING_DKIM_NOT_FOUND] = { N_ ("No DKIM key of {domain} was found under the usual names."), NULL },
  [MD_FINDING_DKIM_SELECTOR_MISSING] = { N_ ("{domain} has no DKIM key named {selector}."), NULL },
  [MD_FINDING_DKIM_REVOKED] = { N_ ("The DKIM key {selector} of {domain} is withdrawn."), NULL },
  [MD_FINDING_DKIM_SHORT] = { N_ ("The DKIM key {selector} of {domain} is too short ({bits} bits)."), NULL },
  [MD_FINDING_DKIM_MULTIPLE] = {
    N_ ("{domain} has {count} DKIM keys under the name {selector}; only one is allowed."),
    NULL },
  [MD_FINDING_DKIM_SYNTAX] = {
    N_ ("The DKIM key {selector} of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_DMARC_FOUND] = { N_ ("{domain} has a DMARC record (policy: {policy})."), NULL },
  [MD_FINDING_DMARC_MISSING] = { N_ ("{domain} has no DMARC record."), NULL },
  [MD_FINDING_DMARC_SYNTAX] = {
    N_ ("The DMARC record of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_DMARC_MULTIPLE] = {
    N_ ("{domain} has {count} DMARC records; only one is allowed, and so none counts."),
    NULL },
  [MD_FINDING_DMARC_ENFORCED] = {
    N_ ("The DMARC policy of {domain} ({policy}) keeps others from sending in its name."),
    NULL },
  [MD_FINDING_DMARC_REPORTS_UNAUTHORISED] = {
    N_ ("{receiver} has not agreed to get the DMARC reports of {domain}: there is no record at {name}."),
    NULL },
  [MD_FINDING_RECORD_DUPLICATE] = {
    N_ ("{domain} has {count} {record} records; only one is allowed, and so none counts."),
    NULL },
  [MD_FINDING_DMARC_REJECTS_OWN] = {
    N_ ("The DMARC policy of {domain} ({policy}) would turn your own mail away."),
    NULL },
  [MD_FINDING_PTR_FOUND] = { N_ ("The address {address} has the reverse name {name}."), NULL },
  [MD_FINDING_PTR_MISSING] = { N_ ("The address {address} has no reverse name."), NULL },
  [MD_FINDING_PTR_UNCONFIRMED] = {
    N_ ("The reverse name of {address} is {name}, but that name does not lead back to it."),
    NULL },
  [MD_FINDING_MTA_STS_FOUND] = { N_ ("{domain} has an MTA-STS policy ({mode})."), NULL },
  [MD_FINDING_MTA_STS_NONE] = { N_ ("{domain} has no MTA-STS policy, which is common."), NULL },
  [MD_FINDING_MTA_STS_MISMATCH] = { N_ ("The MTA-STS policy of {domain} does not name {host}."), NULL },
  [MD_FINDING_TLS_RPT_FOUND] = { N_ ("{domain} asks for TLS reports."), NULL },
  [MD_FINDING_MTA_STS_SYNTAX] = {
    N_ ("The MTA-STS record of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_MTA_STS_UNREACHABLE] = { N_ ("The MTA-STS policy of {domain} cannot be fetched: {result}."), NULL },
  [MD_FINDING_MTA_STS_POLICY_SYNTAX] = {
    N_ ("The MTA-STS policy of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_TLS_RPT_SYNTAX] = {
    N_ ("The TLS-RPT record of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_BIMI_SYNTAX] = {
    N_ ("The BIMI record of {domain} has a mistake at character {position}: “{word}”."),
    NULL },
  [MD_FINDING_BIMI_WITHOUT_POLICY] = {
    N_ ("{domain} has a BIMI record, but no picture is shown while its DMARC policy is not enforced."),
    NULL },
  [MD_FINDING_CAA_FAULT] = {
    N_ ("A CAA record at {at} keeps everybody from issuing certificates: “{word}” ({reason})."),
    NULL },
  [MD_FINDING_TLS_RPT_NONE] = { N_ ("{domain} asks for no TLS reports, which is common."), NULL },
  [MD_FINDING_DANE_FOUND] = { N_ ("{domain} uses DANE ({host})."), NULL },
  [MD_FINDING_DANE_NONE] = { N_ ("{domain} does not use DANE, which is common."), NULL },

  /* S8 Another program */
  [MD_FINDING_TEST_NOT_ASKED] = { N_ ("No test message was sent: you have not asked for one."), NULL },
  [MD_FINDING_TEST_NOT_POSSIBLE] = { N_ ("No test message could be sent: {reason}."), NULL },
  [MD_FINDING_TEST_SENT] = { N_ ("A test message to {recipient} was sent through {host}."), NULL },
  [MD_FINDING_TEST_REFUSED] = { N_ ("{host} refused the test message ({code})."), NULL },
  [MD_FINDING_TEST_STALLED] = { N_ ("The test message got stuck on the way to {host} after {bytes}."), NULL },
  [MD_FINDING_TEST_ARRIVED] = { N_ ("The test message arrived after {seconds} s in {folder}."), NULL },
  [MD_FINDING_TEST_IN_SPAM] = { N_ ("The test message arrived, but in the spam folder ({folder})."), NULL },
  [MD_FINDING_TEST_NOT_ARRIVED] = { N_ ("The test message has not arrived after {seconds} s."), NULL },
  [MD_FINDING_TEST_NOT_WATCHED] = { N_ ("Whether the test message arrived could not be watched: {reason}."), NULL },
  [MD_FINDING_TEST_AUTHENTICATED] = { N_ ("The receiving server checked the test message: {results}."), NULL },

  /* What only the person can tell */
  [MD_FINDING_ANSWER_WEBMAIL_SENDS] = { N_ ("You can send from the provider's website."), NULL },
  [MD_FINDING_ANSWER_WEBMAIL_REFUSES] = { N_ ("You cannot send from the provider's website either."), NULL },
  [MD_FINDING_ANSWER_WEBMAIL_NO_LOGIN] = { N_ ("You cannot sign in on the provider's website."), NULL },
  [MD_FINDING_ANSWER_OTHER_PROGRAM_WORKS] = { N_ ("Sending works with another program or device."), NULL },
  [MD_FINDING_ANSWER_OTHER_PROGRAM_FAILS] = { N_ ("Sending fails with another program or device, too."), NULL },
  [MD_FINDING_ANSWER_PASSWORD_CHANGED] = { N_ ("The password was changed lately."), NULL },
  [MD_FINDING_ANSWER_TWO_STEP_ON] = { N_ ("Two-step verification is on."), NULL },
  [MD_FINDING_ANSWER_MANY_SENT] = { N_ ("Many messages were sent today."), NULL },
  [MD_FINDING_ANSWER_PROVIDER_NOTICE] = { N_ ("The provider has sent a notice."), NULL },
  [MD_FINDING_ANSWER_PROTECTION_OFF_HELPS] = { N_ ("Sending works with the protection paused."), NULL },
  [MD_FINDING_ANSWER_PROTECTION_OFF_NO_HELP] = { N_ ("Pausing the protection changes nothing."), NULL },
  [MD_FINDING_ANSWER_STILL_IN_OUTBOX] = { N_ ("The message is still in the Outbox."), NULL },
  [MD_FINDING_ANSWER_SENT_COPY_FAILED] = { N_ ("The program complained about saving the copy in Sent."), NULL },

  /* About a check itself */
  [MD_FINDING_CHECK_BROKEN] = { N_ ("{check}: not checked, because of a fault of Mail Doctor."), NULL },
  [MD_FINDING_CHECK_OVERDUE] = { N_ ("{check}: stopped after {seconds} s without a result."), NULL },
  [MD_FINDING_CHECK_SKIPPED] = { N_ ("{check}: not checked ({missing})."), NULL },
};

/* Words that stand in findings as parameters. */
const MdWordText md_send_words[] = {
  { "result", "open", N_ ("it answers") },
  { "result", "refused", N_ ("it refuses") },
  { "result", "timed-out", N_ ("no answer") },
  { "result", "unreachable", N_ ("no way there") },
  { "result", "prohibited", N_ ("forbidden by a firewall on the way") },
  { "result", "reset", N_ ("cut at once") },
  { "result", "denied-here", N_ ("this computer does not allow it") },
  { "result", "cancelled", N_ ("stopped") },
  { "result", "failed", N_ ("it did not work") },
  { "result", "ok", N_ ("it works") },
  { "result", "nxdomain", N_ ("the name does not exist") },
  { "result", "no-data", N_ ("no entry") },
  { "result", "servfail", N_ ("the DNS server failed") },
  { "result", "malformed", N_ ("unreadable answer") },
  { "result", "name", N_ ("the name was not found") },
  { "result", "connect", N_ ("no connection") },
  { "result", "tls", N_ ("no encrypted connection") },
  { "result", "too-large", N_ ("too much data") },
  { "result", "redirects", N_ ("too many redirections") },
  { "result", "broken", N_ ("broken answer") },
  { "result", "not-trusted", N_ ("the server could not prove who it is") },
  { "result", "no-starttls", N_ ("no encryption offered") },
  { "result", "speaks-tls", N_ ("encrypted from the start") },
  { "result", "speaks-plain", N_ ("not encrypted") },
  { "result", "tls-failed", N_ ("no encrypted connection") },
  { "result", "other-service", N_ ("another service") },
  { "result", "no-connection", N_ ("no connection") },
  { "result", "nonsense", N_ ("an answer without sense") },
  { "result", "closed", N_ ("the server hung up") },
  { "result", "silent", N_ ("no answer") },
  { "stage", "connect", N_ ("connecting") },
  { "stage", "greeting", N_ ("greeting") },
  { "stage", "ehlo", N_ ("introduction") },
  { "stage", "starttls", N_ ("switching encryption on") },
  { "stage", "tls", N_ ("encryption") },
  { "stage", "ehlo-tls", N_ ("introduction inside the encryption") },
  { "stage", "ready", N_ ("ready") },
  { "stage", "login", N_ ("signing in") },
  { "stage", "auth", N_ ("signing in") },
  { "stage", "mail", N_ ("sender") },
  { "stage", "rcpt", N_ ("recipient") },
  { "stage", "data", N_ ("message") },
  { "security", "tls", N_ ("SSL/TLS") },
  { "security", "starttls", N_ ("STARTTLS") },
  { "security", "plain", N_ ("no encryption") },
  { "security", "none", N_ ("none") },
  { "security", "password", N_ ("a password") },
  { "security", "encrypted-password", N_ ("an encrypted password") },
  { "security", "gssapi", N_ ("Kerberos") },
  { "security", "ntlm", N_ ("NTLM") },
  { "security", "other", N_ ("another way") },
  { "security", "oauth2", N_ ("the provider's web page (OAuth2)") },
  { "reason", "no-imap", N_ ("no mailbox was signed in to over IMAP") },
  { "reason", "other-recipient", N_ ("it went to another mailbox") },
  { "field", "host", N_ ("the server") },
  { "field", "port", N_ ("the port") },
  { "field", "security", N_ ("the encryption") },
  { "field", "user", N_ ("the user name") },
  { "field", "auth", N_ ("the sign-in") },
  { "source", "provider-facts", N_ ("known provider") },
  { "source", "provider-facts-mx", N_ ("known provider, by its receiving server") },
  { "source", "autoconfig", N_ ("published by the domain") },
  { "source", "well-known", N_ ("published by the domain") },
  { "source", "ispdb", N_ ("Mozilla's list of providers") },
  { "source", "srv", N_ ("DNS records of the domain") },
  { "source", "candidate", N_ ("usual names that answered") },
  { "reason", "no-connection", N_ ("there was no connection") },
  { "reason", "not-ready", N_ ("the server was not ready for it") },
  { "reason", "not-encrypted", N_ ("the connection is not encrypted") },
  { "reason", "not-trusted", N_ ("the server could not prove who it is") },
  { "reason", "switched-off", N_ ("it is switched off in the mail program") },
  { "reason", "no-login", N_ ("nobody was signed in") },
  { "reason", "not-told", N_ ("the server does not tell") },
  { "reason", "no-consent", N_ ("you have not agreed to it") },
  { "reason", "no-password", N_ ("the password is not given") },
  { "reason", "not-needed", N_ ("it was not needed") },
  { "reason", "timed-out", N_ ("there was no answer") },
  { "reason", "closed", N_ ("the server hung up") },
  { "reason", "reset", N_ ("the connection was cut") },
  { "reason", "cancelled", N_ ("it was stopped") },
  { "reason", "tls-failed", N_ ("no encrypted connection came about") },
  { "reason", "nonsense", N_ ("the answer made no sense") },
  { "reason", "practice", N_ ("this is practice") },
  { "reason", "no-address", N_ ("the address is not known") },
  { "reason", "no-network", N_ ("there is no connection to the Internet") },
  { "reason", "unreadable", N_ ("it cannot be read") },
  { "reason", "too-large", N_ ("too much data") },
  { "reason", "damaged", N_ ("parts of it make no sense") },
  { "reason", "too-many", N_ ("more entries than are read") },
  { "program", "thunderbird", "Thunderbird" },
  { "program", "evolution", "Evolution" },
  { "program", "geary", "Geary" },
  { "program", "kmail", "KMail" },
  { "program", "claws", "Claws Mail" },
  { "program", "sylpheed", "Sylpheed" },
  { "program", "balsa", "Balsa" },
  { "program", "msmtp", "msmtp" },
  { "program", "mutt", "Mutt" },
  { "program", "goa", N_ ("Online Accounts") },
  { "reason", "no-account", N_ ("it has no such account, or that one works with a password") },
  { "reason", "no-service", N_ ("it does not answer on this computer") },
  { "reason", "failed", N_ ("it did not get one") },
  { "source", "autodiscover", N_ ("published by the domain for Exchange") },
  { "missing", "online-accounts", N_ ("you have not agreed to use the permission of Online Accounts") },
  { "missing", "saved-login", N_ ("you have not agreed to try the saved passwords") },
  { "missing", "email", N_ ("the address is not given") },
  { "missing", "outgoing", N_ ("the outgoing server is not given") },
  { "missing", "incoming", N_ ("the incoming server is not given") },
  { "missing", "password", N_ ("the password is not given") },
  { "missing", "send-test", N_ ("you have not asked for a test message") },
  { "missing", "third-parties", N_ ("you have not agreed to ask third parties") },
  { "missing", "keyring", N_ ("you have not agreed to compare with the keyring") },
  { "reason", "no-server", N_ ("no server is known") },
  { NULL, NULL, NULL },
};

/* cli-text.c - words of the command line and labels of reports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/advice.h"

#include <string.h>

#define MAX_PAIRS 8

static const struct
{
  const char *id;
  const char *text;
} texts[] = {
  { "usage-no-command",
    N_ ("Say what to do, for example: maildoctor-cli check send --email you@example.org (all options: --help)") },
  { "usage-unknown-command",
    N_ ("There is no command “{word}”. There are: check, explain, domain, address, message, log, accounts, practice "
        "(more: --help)") },
  { "usage-guide", N_ ("Say what to check: check send, check delivery or check receive; “{value}” is none of them") },
  { "usage-too-many-words", N_ ("“{word}” is one word too many; all options: --help") },
  { "usage-text", N_ ("The text behind --{option} is too long or not UTF-8; put it into a file") },
  { "usage-time", N_ ("“{value}” is not a time; write it like 2026-03-01 or 2026-03-01T10:30") },
  { "usage-ip", N_ ("“{value}” is not an Internet address; write it like 192.0.2.1 or 2001:db8::1") },
  { "usage-no-domain", N_ ("Say which domain, like example.org") },
  { "usage-domain", N_ ("Say which domain, like example.org; “{value}” is none") },
  { "usage-no-address", N_ ("Say which address, like name@example.org; several may follow") },
  { "usage-no-message", N_ ("Say which message: a file with the whole message (.eml), or - for standard input") },
  { "not-a-message",
    N_ ("{path} holds no e-mail message; save one from your mail program with all of its headers (.eml)") },
  { "not-a-log",
    N_ ("{path} is not the log of a mail server; logs of Postfix, Exim, Sendmail and OpenSMTPD can be read") },
  { "log-without-mail", N_ ("{path} is a log, but no line in it is from Postfix, Exim, Sendmail or OpenSMTPD") },
  { "log-compression",
    N_ ("{path} is compressed in another way than gzip or Zstandard, which are read as they are; unpack it first") },
  { "empty-log", N_ ("{path} is empty") },
  { "unreadable-file", N_ ("The file {path} cannot be read; check its name and permissions") },
  { "usage-unknown-option", N_ ("There is no option “{word}”. All options: --help") },
  { "usage-missing-value", N_ ("The option “{option}” needs a value behind it") },
  { "usage-email", N_ ("“{value}” is not a whole e-mail address; write it like name@example.org") },
  { "usage-outgoing",
    N_ ("“{value}” does not name an outgoing server; write it like smtp.example.org:587/starttls (or /tls, /plain)") },
  { "usage-incoming",
    N_ ("“{value}” does not name an incoming server; write it like imap://imap.example.org:993/tls (or pop3://, "
        "/starttls, /plain)") },
  { "usage-port", N_ ("The port in “{value}” must be a number from 1 to 65535") },
  { "usage-step", N_ ("There is no step “{value}”; the steps are S1 to S8, D1 to D6 and R1 to R6, joined by commas") },
  { "usage-answer",
    N_ ("“{value}” is not an answer; write QUESTION=yes, no or not-tried (the questions: --help)") },
  { "usage-lang", N_ ("There is no language “{value}”; there are: en, es, and both: es+en or en+es") },
  { "usage-format", N_ ("There is no format “{value}”; there are: text, json, html, jsonl") },
  { "usage-list-format", N_ ("This command does not write {value}; it writes text, json or jsonl") },
  { "usage-timeout", N_ ("“{value}” is not a number of seconds from 1 to 3600") },
  { "usage-fault", N_ ("There is no practice fault “{value}”; the list: maildoctor-cli practice list") },
  { "usage-size", N_ ("“{value}” is not a number of bytes") },
  { "usage-resolver",
    N_ ("“{value}” is not the address of a DNS server; write it like 192.0.2.1 or 192.0.2.1:53") },
  { "usage-account",
    N_ ("There is no account “{value}” in the mail programs of this computer; the list: maildoctor-cli accounts") },
  { "usage-no-account", N_ ("Say which account it is about: --email you@example.org") },
  { "unreadable-password-file",
    N_ ("The password file {path} cannot be read ({reason}); check its name and permissions") },
  { "unreadable-password-fd", N_ ("The password cannot be read from descriptor {fd}; open it for reading first") },
  { "empty-password", N_ ("There is no password in {path}") },
  { "unreadable-ca-file", N_ ("The file of authorities {path} cannot be read; check its name and permissions") },
  { "broken-ca-file", N_ ("The file {path} holds no readable certificate; it must be PEM") },
  { "cannot-write-output", N_ ("The result could not be written; check where the output goes") },
  { "cancelled", N_ ("Stopped before the end; nothing was decided") },
  { "practice-failed",
    N_ ("The practice could not start ({reason}); close other practice sessions and try again") },
  { "practice-banner", N_ ("PRACTICE with a pretend account: no real server was asked, nothing was sent.") },
  { "practice-label", N_ ("practice") },
  { "keyring-unavailable",
    N_ ("The keyring cannot be read; unlock it, or hand the password over with --password-file") },
  { "working", N_ ("Checking: {step}") },
  { "heading-send", N_ ("Mail Doctor: why sending fails") },
  { "heading-delivery", N_ ("Mail Doctor: why messages do not always arrive") },
  { "heading-receive", N_ ("Mail Doctor: why a message does not come") },
  { "heading-explain", N_ ("Mail Doctor: what the error message says") },
  { "heading-domain", N_ ("Mail Doctor: the domain’s records") },
  { "heading-address", N_ ("Mail Doctor: the address") },
  { "heading-message", N_ ("Mail Doctor: the message") },
  { "heading-log", N_ ("Mail Doctor: the mail server’s log") },
  { "heading-code", N_ ("Mail Doctor: what the code says") },
  { "code", N_ ("Code") },
  { "code-ask", N_ ("What to ask next") },
  { "card-who", N_ ("Who must act: {who}.") },
  { "card-status", N_ ("Result of this step: {status}.") },
  { "code-person", N_ ("the person you help") },
  { "code-well", N_ ("Nothing wrong was found.") },
  { "code-unsure", N_ ("The cause is not clear yet: something could not be tested, or fits no known cause.") },
  { "code-unknown-cause", N_ ("A cause was found that this version of Mail Doctor does not know.") },
  { "code-newer", N_ ("The code comes from a newer version of Mail Doctor.") },
  { "code-practice", N_ ("It was practice with a pretend account: no real account has this fault.") },
  { "code-length",
    N_ ("“{code}” is no code of Mail Doctor: a code has eight letters and digits, in two groups of four.") },
  { "code-misheard", N_ ("{code} is no code of Mail Doctor: a letter was misheard or mistyped.") },
  { "code-foreign",
    N_ ("“{code}” was misheard or mistyped: codes have letters and digits only, and never O, I, 0 or 1.") },
  { "code-perhaps", N_ ("Perhaps it is {code}: read that one back and ask whether it is so.") },
  { "code-again", N_ ("Let them read it once more, letter by letter.") },
  { "usage-code", N_ ("--code stands alone: without files and without --text") },
  { "heading-accounts", N_ ("Mail Doctor: the accounts on this computer") },
  { "verdict-heading", N_ ("Result") },
  { "who-must-act", N_ ("Who must act") },
  { "what-to-do", N_ ("What to do now") },
  { "why-we-say-so", N_ ("Why we say so") },
  { "ruled-out", N_ ("Ruled out") },
  { "also-possible", N_ ("We also saw") },
  { "evidence-heading", N_ ("Technical details") },
  { "since-it-worked", N_ ("What changed since it last worked") },
  { "reference-code", N_ ("Code for whoever helps you") },
  { "steps-heading", N_ ("Step by step") },
  { "corrected-record", N_ ("Corrected record") },
  { "prevention-heading", N_ ("So that it does not happen again") },
  { "address", N_ ("Address") },
  { "configured", N_ ("Set in your program") },
  { "recommended", N_ ("Recommended") },
  { "source", N_ ("Source") },
  { "program", N_ ("Program") },
  { "date", N_ ("Date") },
  { "guide", N_ ("Guide") },
  { "card-heading", N_ ("Mail settings of {email}") },
  { "card-receiving", N_ ("Receiving mail (IMAP)") },
  { "card-receiving-pop3", N_ ("Receiving mail (POP3)") },
  { "card-sending", N_ ("Sending mail (SMTP)") },
  { "card-server", N_ ("Server") },
  { "card-port", N_ ("Port") },
  { "card-encryption", N_ ("Encryption") },
  { "card-no-encryption", N_ ("none") },
  { "card-user", N_ ("User name") },
  { "card-sign-in", N_ ("Sign-in") },
  { "card-by-password", N_ ("with the password, which is not on this card") },
  { "card-by-web", N_ ("through the provider’s web page (OAuth2)") },
  { "card-tried", N_ ("tried: signing in worked") },
  { "card-published", N_ ("as the provider publishes it; not tried") },
  { "card-foot", N_ ("Noted by Mail Doctor on {date}") },
  { "subject-outgoing", N_ ("for sending") },
  { "subject-incoming", N_ ("for receiving") },
  { "how-sure", N_ ("How sure") },
  { "seconds", N_ ("Seconds") },
  { "help-commands",
    N_ ("Mail Doctor finds out why mail cannot be sent, does not always arrive, or does not come.\n"
        "\n"
        "maildoctor-cli check send|delivery|receive --email ADDRESS [options]\n"
        "maildoctor-cli explain [FILE…|FOLDER|-]   bounces, or --text \"ERROR\"\n"
        "maildoctor-cli explain --code XXXX-XXXX   what the code of a result says, and what to ask next\n"
        "maildoctor-cli domain DOMAIN              its records; --ip ADDRESS, --helo NAME, --selector NAME\n"
        "maildoctor-cli address ADDRESS…           spelling, domain, does it take mail\n"
        "maildoctor-cli message FILE|-             headers and content of a message or a draft\n"
        "maildoctor-cli log [FILE…|-]              mail-server logs; --recipient ADDRESS, --queue-id ID\n"
        "maildoctor-cli accounts                   the accounts of the mail programs on this computer\n"
        "maildoctor-cli practice FAULT|list        the built-in pretend provider\n") },
  { "help-account",
    N_ ("Account\n"
        "  --email ADDRESS            the account's address\n"
        "  --account ID               all of it from a mail program; the list: maildoctor-cli accounts\n"
        "  --user NAME                user name, if it is not the address (--outgoing-user, --incoming-user)\n"
        "  --outgoing HOST:PORT/tls|starttls|plain\n"
        "  --incoming imap|pop3://HOST:PORT/tls|starttls|plain\n"
        "                             what the mail program is set to; checked as given\n"
        "  --no-auth                  the mail program does not sign in for sending\n"
        "  --from ADDRESS             sender, if it is not the account's address\n"
        "  --to ADDRESS               whom the message in trouble is for\n"
        "  --test-to ADDRESS          where the test message goes; else to the own address\n"
        "  --message-size BYTES       size of the message in trouble\n"
        "  --selector NAME            DKIM selector of the domain; may be repeated\n") },
  { "help-message",
    N_ ("What the trouble is about\n"
        "  --text \"ERROR\"             an error message, pasted\n"
        "  --bounce FILE              a bounce that came back\n"
        "  --draft FILE               the message that is to be sent\n"
        "  --log FILE                 log of a mail server; may be repeated\n"
        "  --sender ADDRESS           who should have written (check receive)\n"
        "  --subject TEXT, --message-id ID, --sent TIME    of the message in trouble\n") },
  { "help-password",
    N_ ("Password (never on the command line)\n"
        "  --password-file FILE, --password-fd N, --password-from-keyring\n"
        "  --outgoing-password-file FILE, --outgoing-password-fd N    where the saved one for sending differs\n"
        "  --incoming-password-file FILE, --incoming-password-fd N    where the saved one for receiving differs\n"
        "  --token-fd N               OAuth2 access token\n"
        "  --token-from-goa           the access token of GNOME Online Accounts\n") },
  { "help-consent",
    N_ ("What may be done\n"
        "  --send-test                send one test message to the own address\n"
        "  --send-draft               send the draft, too, as the test message is sent\n"
        "  --move-back                move the message that was found back to the inbox\n"
        "  --compare-keyring          compare with the passwords that mail programs have saved\n"
        "  --try-saved-passwords      sign in once with each of them that is another one\n"
        "  --yes-third-parties        also ask Mozilla's list of providers and block lists\n"
        "  --no-third-parties         do not ask them\n") },
  { "help-answers",
    N_ ("Answers\n"
        "  --answer QUESTION=yes|no|not-tried\n"
        "      password-changed  two-step  protection-off-helps  webmail-login  webmail\n"
        "      many-sent  provider-notice  other-program  outbox  sent-copy\n"
        "      recipient-spam  recipient-rule  recipient-blocked  recipient-full  bulk\n"
        "      sender-got-error  others-arrive\n") },
  { "help-output",
    N_ ("Output\n"
        "  --only STEP[,STEP…]        only these steps (S1 to S8, D1 to D6, R1 to R6)\n"
        "  --format text|json|html|jsonl\n"
        "  --lang en|es|es+en|en+es   in one language, or text and html in both\n"
        "  --no-personal-data         without names, addresses, subjects, the own domain, Internet addresses\n"
        "  --quiet                    --verbose (with the technical details)\n"
        "  --timeout SECONDS          for the whole run\n"
        "  --resolver ADDRESS[:PORT]  instead of the system's DNS servers; may be repeated\n"
        "  --ca-file FILE             authorities in addition to the system's\n"
        "  --version                  --help\n"
        "\n"
        "Exit status: 0 nothing wrong found, 1 a problem was found, 2 usage, 3 the check could not be run.\n") },
};

typedef struct
{
  const char *names[MAX_PAIRS];
  const char *values[MAX_PAIRS];
  gsize n_pairs;
} Pairs;

static const char *
look_up (const char *name, gconstpointer user_data)
{
  const Pairs *pairs = user_data;

  for (gsize i = 0; i < pairs->n_pairs; i++)
    if (strcmp (pairs->names[i], name) == 0)
      return pairs->values[i];
  return NULL;
}

char *
md_cli_text (MdLang lang, const char *id, ...)
{
  Pairs pairs = { .n_pairs = 0 };
  const char *name;
  va_list list;

  va_start (list, id);
  while (pairs.n_pairs < MAX_PAIRS && (name = va_arg (list, const char *)) != NULL)
    {
      pairs.names[pairs.n_pairs] = name;
      pairs.values[pairs.n_pairs++] = va_arg (list, const char *);
    }
  va_end (list);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].id, id) == 0)
      return md_fill (md_text (lang, texts[i].text), look_up, &pairs);
  g_warning ("the command has no text '%s'", id);
  return g_strdup (id);
}

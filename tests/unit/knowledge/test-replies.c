/* test-replies.c - what refusals of real servers mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

#include <string.h>

static const struct
{
  MdReplyPhase phase;
  const char *provider;
  const char *reply;
  const char *cause;
  MdSureness sure;
} wordings[] = {
  { MD_PHASE_AUTH, "gmail",
    "535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8  "
    "https://support.google.com/mail/?p=BadCredentials a1-2002 - gsmtp",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "gmail",
    "534-5.7.9 Application-specific password required. For more information, go to 534 5.7.9  "
    "https://support.google.com/mail/?p=InvalidSecondFactor - gsmtp",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "gmail",
    "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1> Please log in via your web browser and "
    "then try again. 534-5.7.14  Learn more at 534 5.7.14  https://support.google.com/mail/answer/78754 - gsmtp",
    "web-login-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "gmail",
    "454 4.7.0 Too many login attempts, please try again later. - gsmtp",
    "too-many-auth-attempts", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "outlook",
    "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR.eurprd.prod.outlook.com]",
    "oauth2-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "microsoft365",
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit "
    "https://aka.ms/smtp_auth_disabled for more information.",
    "smtp-access-disabled", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "microsoft365",
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
    "smtp-access-disabled", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "microsoft365",
    "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "microsoft365",
    "535 5.7.3 Authentication unsuccessful [DB6PR.eurprd.prod.outlook.com]",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "microsoft365",
    "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated "
    "successfully. Contact your administrator.",
    "oauth2-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "outlook",
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy",
    "oauth2-required", MD_SURE_HIGH },
  { MD_PHASE_MAIL, "microsoft365",
    "530 5.7.57 Client not authenticated to send mail. [AM0]",
    "auth-not-enabled", MD_SURE_HIGH },
  { MD_PHASE_MAIL, "microsoft365",
    "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
    "auth-not-enabled", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "icloud",
    "535 5.7.8 Error: authentication failed: authentication failed",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "yandex.ru",
    "535 5.7.8 Error: authentication failed: Invalid user or password!",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "yandex.ru",
    "535 5.7.8 Error: authentication failed: This user does not have access rights to this service",
    "smtp-access-disabled", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "yahoo.com",
    "535 5.7.0 (#AUTH005) Too many bad auth attempts.",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "yahoo.com",
    "535 5.7.0 (#AUTH002) Username and password not accepted",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "zoho.com", "535 Authentication Failed", "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "gmx.net", "535 Authentication credentials invalid", "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "gmx.net", "535 5.7.1 POP3/IMAP/SMTP access not enabled", "smtp-access-disabled", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, "qq.com",
    "535 Login Fail. Please enter your authorization code to login. More information in "
    "http://service.mail.qq.com",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL,
    "535 5.7.8 Error: authentication failed: (reason unavailable)",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL,
    "535 5.7.8 Error: authentication failed: authentication failure",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 Incorrect authentication data", "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 5.7.8 Authentication credentials invalid", "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 authentication failed (#5.7.1)", "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 #5.7.0 Authentication failed", "bad-credentials", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 5.0.0 Authentication Failed", "bad-credentials", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 Login incorrect", "bad-credentials", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 5.7.0 Invalid login or password", "bad-credentials", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 Invalid credentials", "bad-credentials", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 Authentication failed. The account is locked", "too-many-auth-attempts", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 5.7.8 user not found", "bad-credentials", MD_SURE_LOW },
  { MD_PHASE_AUTH, NULL, "501 5.5.4 Invalid base64 data", "protocol-error", MD_SURE_LOW },
  { MD_PHASE_AUTH, NULL, "504 5.5.4 Unrecognized authentication type", "auth-method-unsupported", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "504 5.7.4 Unrecognized authentication type", "auth-method-unsupported", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "503 5.5.1 Error: authentication not enabled", "tls-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "503 AUTH command used when not advertised", "tls-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "530 5.7.0 Must issue a STARTTLS command first", "tls-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL,
    "538 5.7.11 Encryption required for requested authentication mechanism",
    "tls-required", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL,
    "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
    "auth-temporary-failure", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL,
    "435 4.7.8 Error: authentication failed: authentication failure",
    "bad-credentials", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "421 4.7.0 Too many errors", "server-temporary-failure", MD_SURE_LOW },
  { MD_PHASE_AUTH, NULL, "432 4.7.12 A password transition is needed", "web-login-required", MD_SURE_LOW },
  { MD_PHASE_AUTH, NULL, "534 5.7.9 Authentication mechanism is too weak", "auth-method-unsupported", MD_SURE_MEDIUM },
  { MD_PHASE_RCPT, NULL, "554 5.7.1 <a@example.org>: Relay access denied", "relay-denied", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL, "550 5.7.1 Relaying denied. Proper authentication required.", "relay-denied", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL, "550 relay not permitted", "relay-denied", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL, "550 authentication required", "auth-not-enabled", MD_SURE_MEDIUM },
  { MD_PHASE_MAIL, NULL, "530 5.7.0 Authentication required", "auth-not-enabled", MD_SURE_HIGH },
  { MD_PHASE_MAIL, NULL, "530 5.7.1 Authentication required", "auth-not-enabled", MD_SURE_MEDIUM },
  { MD_PHASE_RCPT, NULL,
    "553 5.7.1 <a@example.org>: Sender address rejected: not owned by user b@example.net",
    "sender-not-authorized", MD_SURE_HIGH },
  { MD_PHASE_MAIL, "microsoft365",
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    "sender-not-authorized", MD_SURE_HIGH },
  { MD_PHASE_DATA, "microsoft365",
    "554 5.2.252 SendAsDenied; a@example.org not allowed to send as b@example.org",
    "sender-not-authorized", MD_SURE_HIGH },
  { MD_PHASE_MAIL, "gmail",
    "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to "
    "https://support.google.com/a/answer/166852",
    "sending-limit-exceeded", MD_SURE_HIGH },
  { MD_PHASE_DATA, "gmail",
    "550-5.4.5 Daily SMTP relay sending limit exceeded for customer",
    "sending-limit-exceeded", MD_SURE_HIGH },
  { MD_PHASE_MAIL, "gmx.net",
    "450 Requested mail action not taken: mailbox unavailable. Mail send limit exceeded. For explanation visit "
    "https://postmaster.gmx.net",
    "sending-limit-exceeded", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL, "452 4.5.3 Error: too many recipients", "too-many-recipients", MD_SURE_HIGH },
  { MD_PHASE_MAIL, NULL, "450 4.7.1 Error: too much mail from 192.0.2.1", "sending-limit-exceeded", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL,
    "451 4.7.1 <a@example.org>: Sender rate limit exceeded. Quota: 100 messages per hour",
    "sending-limit-exceeded", MD_SURE_MEDIUM },
  { MD_PHASE_RCPT, NULL,
    "550 5.7.1 You have exceeded the maximum number of messages per hour",
    "sending-limit-exceeded", MD_SURE_MEDIUM },
  { MD_PHASE_RCPT, NULL,
    "550 Domain example.com has exceeded the max emails per hour (125/100 (125%)) allowed. Message discarded.",
    "sending-limit-exceeded", MD_SURE_HIGH },
  { MD_PHASE_DATA, "microsoft365",
    "550 5.1.8 Access denied, bad outbound sender AS(42004)",
    "account-compromised", MD_SURE_HIGH },
  { MD_PHASE_DATA, NULL,
    "554 5.7.1 Your account has been suspended due to spam activity",
    "account-suspended", MD_SURE_MEDIUM },
  { MD_PHASE_RCPT, NULL,
    "550 5.7.1 Outgoing mail from \"user@example.com\" has been suspended.",
    "account-suspended", MD_SURE_HIGH },
  { MD_PHASE_MAIL, NULL, "535 5.7.8 Your account has been disabled", "account-suspended", MD_SURE_MEDIUM },
  { MD_PHASE_MAIL, NULL,
    "552 5.2.2 Your mailbox is full, sending is not possible",
    "sender-mailbox-full", MD_SURE_MEDIUM },
  { MD_PHASE_MAIL, NULL, "552 5.3.4 Message size exceeds fixed limit", "message-too-large", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL,
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; "
    "https://www.spamhaus.org/query/ip/192.0.2.1",
    "ip-blocklisted", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL,
    "550 5.7.1 Mail from dynamic IP address not accepted; listed in pbl.spamhaus.org",
    "dynamic-ip-listed", MD_SURE_MEDIUM },
  { MD_PHASE_EHLO, NULL,
    "504 5.5.2 <vm>: Helo command rejected: need fully-qualified hostname",
    "helo-rejected", MD_SURE_HIGH },
  { MD_PHASE_BANNER, NULL, "421 4.7.0 Too many connections from your address", "too-many-connections", MD_SURE_MEDIUM },
  { MD_PHASE_BANNER, NULL,
    "421 4.3.2 Service not available, closing transmission channel",
    "server-temporary-failure", MD_SURE_HIGH },
  { MD_PHASE_BANNER, NULL, "554 5.7.1 You are not allowed to connect", "policy-rejected", MD_SURE_LOW },
  { MD_PHASE_MAIL, NULL, "451 4.3.0 Error: queue file write error", "server-storage-full", MD_SURE_HIGH },
  { MD_PHASE_MAIL, NULL, "452 4.3.1 Insufficient system storage", "server-storage-full", MD_SURE_HIGH },
  { MD_PHASE_RCPT, NULL,
    "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    "recipient-not-found", MD_SURE_HIGH },
  { MD_PHASE_MAIL, NULL, "552 5.2.3 Message exceeds maximum fixed size", "message-too-large", MD_SURE_MEDIUM },
  { MD_PHASE_DATA, NULL, "554 5.7.1 Message rejected as spam", "spam-content", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 5.7.8 application-specific password required", "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, "mail.ru",
    "535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / "
    "Application password is REQUIRED",
    "app-password-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "535 5.7.1 Please log in with your web browser", "web-login-required", MD_SURE_HIGH },
  { MD_PHASE_AUTH, NULL, "550 5.7.1 SMTP AUTH disabled for this account", "smtp-access-disabled", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "454 4.7.0 Your account is temporarily locked", "too-many-auth-attempts", MD_SURE_MEDIUM },
  { MD_PHASE_MAIL, NULL,
    "550 5.7.1 Your account is compromised; change the password",
    "account-compromised", MD_SURE_MEDIUM },
  { MD_PHASE_AUTH, NULL, "535 Autenticación fallida", "bad-credentials", MD_SURE_LOW },
};

static void
test_wordings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wordings); i++)
    {
      MdReplyMeaning meaning = { 0 };

      g_test_message ("%s", wordings[i].reply);
      g_assert_true (md_replies_classify (0, NULL, wordings[i].reply, wordings[i].phase, wordings[i].provider, &meaning));
      g_assert_cmpstr (meaning.cause, ==, wordings[i].cause);
      g_assert_cmpint (meaning.sure, ==, wordings[i].sure);
      g_assert_nonnull (meaning.entry);
      g_assert_cmpint (meaning.temporary, ==, wordings[i].reply[0] == '4');
    }
}

/* The reply parser hands code, enhanced code and text over apart; a pasted text has it all in one. */
static void
test_forms (void)
{
  static const struct
  {
    const char *story;
    guint code;
    const char *enhanced;
    const char *text;
  } forms[] = {
    { "apart", 534, "5.7.9", "Application-specific password required. For more information, go to https://example.org" },
    { "enhanced code left in the lines", 534, "5.7.9", "5.7.9 Application-specific password 5.7.9 required. Go to" },
    { "lines joined", 0, NULL, "534-5.7.9 Application-specific password 534 5.7.9 required. For more" },
    { "lines as received", 0, NULL, "534-5.7.9 Application-specific\r\n534 5.7.9 password required." },
    { "lines without enhanced codes", 0, NULL, "534-Application-specific\n534-password\n534 required." },
    { "blanks and capitals", 534, NULL, "  APPLICATION-SPECIFIC\t password   required " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      MdReplyMeaning meaning = { 0 };

      g_test_message ("%s", forms[i].story);
      g_assert_true (
          md_replies_classify (forms[i].code, forms[i].enhanced, forms[i].text, MD_PHASE_AUTH, NULL, &meaning));
      g_assert_cmpstr (meaning.cause, ==, "app-password-required");
    }
}

static void
test_codes_alone (void)
{
  MdReplyMeaning meaning = { 0 };

  g_assert_true (md_replies_classify (550, "5.7.1", "zzz", MD_PHASE_RCPT, NULL, &meaning));
  g_assert_cmpint (meaning.sure, ==, MD_SURE_LOW);
  g_assert_true (md_replies_classify (535, NULL, "zzz", MD_PHASE_AUTH, NULL, &meaning));
  g_assert_cmpstr (meaning.cause, ==, "bad-credentials");
  g_assert_cmpint (meaning.sure, ==, MD_SURE_LOW);
  /* A code of the provider's own is as good as its words. */
  g_assert_true (md_replies_classify (550, "5.7.501", "zzz", MD_PHASE_DATA, "microsoft365", &meaning));
  g_assert_cmpstr (meaning.cause, ==, "account-compromised");
  g_assert_cmpint (meaning.sure, ==, MD_SURE_HIGH);
  g_assert_true (md_replies_classify (550, "5.7.501", "zzz", MD_PHASE_DATA, NULL, &meaning));
  g_assert_cmpint (meaning.sure, ==, MD_SURE_LOW);
}

static void
test_unknown (void)
{
  MdReplyMeaning meaning = { 0 };
  g_autofree char *large = g_strnfill (100000, 'a');

  g_assert_false (md_replies_classify (599, NULL, "zzz", MD_PHASE_DATA, NULL, &meaning));
  g_assert_false (md_replies_classify (0, NULL, "", MD_PHASE_AUTH, NULL, &meaning));
  g_assert_false (md_replies_classify (0, NULL, NULL, MD_PHASE_AUTH, NULL, &meaning));
  g_assert_false (md_replies_classify (0, NULL, large, MD_PHASE_AUTH, NULL, &meaning));
  g_assert_false (md_replies_classify (0, NULL, "\xff\xfe\xc3", MD_PHASE_AUTH, NULL, &meaning));
}

/* A provider's family: "gmx" in the file is gmx.net and gmx.com, and not gmxample.org. */
static void
test_provider_only (void)
{
  MdReplyMeaning meaning = { 0 };

  g_assert_true (md_replies_classify (535, NULL, "Authentication Failed", MD_PHASE_AUTH, "zoho.eu", &meaning));
  g_assert_cmpstr (meaning.cause, ==, "app-password-required");
  g_assert_true (md_replies_classify (535, NULL, "Authentication Failed", MD_PHASE_AUTH, "zohomax", &meaning));
  g_assert_cmpstr (meaning.cause, ==, "bad-credentials");
}

static gboolean
is_about_lists (const char *cause)
{
  static const char *const causes[] = { "ip-blocklisted", "domain-blocklisted", "poor-reputation", NULL };

  return g_strv_contains (causes, cause);
}

static void
test_corpus (void)
{
  const char *folder = g_getenv ("MD_CORPORA");
  g_autofree char *path = folder == NULL ? NULL : g_build_filename (folder, "smtp-responses", "zonemta.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_listed = 0, n_agreed = 0;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no test data beside the project");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      MdReplyMeaning meaning = { 0 };

      g_test_message ("%s", fields[0]);
      g_assert_true (md_replies_classify (0, NULL, fields[0], MD_PHASE_BOUNCE, NULL, &meaning));
      if (strcmp (fields[2], "recipient") == 0)
        g_assert_cmpstr (meaning.cause, ==, "recipient-not-found");
      if (strcmp (fields[2], "blacklist") == 0)
        {
          n_listed++;
          n_agreed += is_about_lists (meaning.cause) ? 1 : 0;
        }
    }
  g_assert_cmpuint (n_listed, >=, 40);
  g_assert_cmpuint (n_agreed * 100, >=, n_listed * 85);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replies/wordings", test_wordings);
  g_test_add_func ("/replies/forms", test_forms);
  g_test_add_func ("/replies/codes-alone", test_codes_alone);
  g_test_add_func ("/replies/unknown", test_unknown);
  g_test_add_func ("/replies/provider-only", test_provider_only);
  g_test_add_func ("/replies/corpus", test_corpus);
  return g_test_run ();
}

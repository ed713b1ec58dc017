/* test-practice.c - the pretend provider keeps its promises: every table sound, every server reachable, a quick end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/secret.h"
#include "core/words.h"
#include "knowledge/knowledge.h"
#include "practice/names.h"
#include "practice/practice.h"
#include "practice/script.h"
#include "protocols/dialogue.h"
#include "protocols/http.h"
#include "protocols/message.h"
#include "protocols/resolver.h"
#include "protocols/smtp.h"
#include "protocols/tcp.h"

#include <string.h>
#include <sys/socket.h>

#define STOP_MS 100

static MdPractice *
start (const char *fault)
{
  g_autoptr (GError) error = NULL;
  MdPractice *practice = md_practice_start (fault, &error);

  g_assert_no_error (error);
  return practice;
}

static MdWait
patience (guint ms)
{
  MdWait wait = { NULL, G_MAXINT64 };

  return md_wait_within (&wait, ms);
}

/* ── tables ── */

static void
test_faults_are_sound (void)
{
  gsize n_faults, n_scripts;
  const MdPracticeFault *faults = md_practice_faults (&n_faults);
  MdStepId last = MD_STEP_ACCOUNT;

  practice_scripts (&n_scripts);
  g_assert_cmpuint (n_scripts, ==, n_faults);
  g_assert_cmpuint (n_faults, >, 20);
  g_assert_cmpstr (faults[0].id, ==, "healthy");
  for (gsize i = 0; i < n_faults; i++)
    {
      MdStepId step;
      MdCauseCode cause;

      g_assert_true (md_practice_find (faults[i].id) == &faults[i]);
      g_assert_nonnull (practice_script_find (faults[i].id));
      g_assert_true (md_step_id_from_name (faults[i].step, &step));
      g_assert_cmpint (step, >=, last);
      last = step;
      g_assert_true ((g_str_has_suffix (faults[i].id, "healthy") || faults[i].unsure) == (faults[i].cause == NULL));
      g_assert_true (faults[i].cause == NULL || md_cause_from_id (faults[i].cause, &cause));
    }
  g_assert_null (md_practice_find ("no-such-fault"));
}

static gboolean
has_name (const char *name)
{
  gsize n_names;
  const PracticeName *names = practice_names (&n_names);

  for (gsize i = 0; i < n_names; i++)
    if (strcmp (names[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
test_beacons_are_served (void)
{
  const MdBeacons *beacons = md_beacons_get ();
  g_autoptr (GUri) portal = g_uri_parse (beacons->portal_url, G_URI_FLAGS_NONE, NULL);

  for (guint i = 0; beacons->web_hosts[i] != NULL; i++)
    g_assert_true (has_name (beacons->web_hosts[i]));
  for (guint i = 0; beacons->mail_hosts[i] != NULL; i++)
    g_assert_true (has_name (beacons->mail_hosts[i]));
  for (guint i = 0; beacons->mx_hosts[i] != NULL; i++)
    g_assert_true (has_name (beacons->mx_hosts[i]));
  g_assert_true (has_name (g_uri_get_host (portal)));
}

static void
test_unknown_fault (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (md_practice_start ("no-such-fault", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_every_fault_starts (void)
{
  gsize n_faults;
  const MdPracticeFault *faults = md_practice_faults (&n_faults);

  for (gsize i = 0; i < n_faults; i++)
    {
      g_autoptr (MdPractice) practice = start (faults[i].id);
      const MdPracticeAccount *account = md_practice_get_account (practice);

      g_assert_true (md_practice_get_fault (practice) == &faults[i]);
      g_assert_nonnull (account->email);
      g_assert_nonnull (account->outgoing);
      g_assert_nonnull (account->incoming);
      g_assert_nonnull (account->password);
      g_assert_true (md_world_is_practice (md_practice_get_world (practice)));
    }
}

/* ── names ── */

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    MdDnsType type;
    MdDnsStatus want;
    const char *text;  /* NULL: whatever it says */
  } rows[] = {
    { "smtp.practice.example", MD_DNS_A, MD_DNS_OK, "127.77.0.10" },
    { "SMTP.practice.example", MD_DNS_A, MD_DNS_OK, "127.77.0.10" },
    { "smtp.practice.example", MD_DNS_AAAA, MD_DNS_NO_DATA, NULL },
    { "smpt.practice.example", MD_DNS_A, MD_DNS_NXDOMAIN, NULL },
    { "nothing-there.invalid", MD_DNS_A, MD_DNS_NXDOMAIN, NULL },
    { "practice.example", MD_DNS_MX, MD_DNS_OK, "mx.practice.example" },
    { "practice.example", MD_DNS_TXT, MD_DNS_OK, NULL },
    { "default._domainkey.practice.example", MD_DNS_TXT, MD_DNS_OK, NULL },
    { "_domainkey.practice.example", MD_DNS_TXT, MD_DNS_NO_DATA, NULL },
    { "_dmarc.practice.example", MD_DNS_TXT, MD_DNS_OK, NULL },
    { "_submissions._tcp.practice.example", MD_DNS_SRV, MD_DNS_OK, "smtp.practice.example" },
    { "10.0.77.127.in-addr.arpa", MD_DNS_PTR, MD_DNS_OK, "smtp.practice.example" },
    { "2.0.0.127.zen.spamhaus.org", MD_DNS_A, MD_DNS_OK, "127.0.0.2" },
    { "1.0.0.127.zen.spamhaus.org", MD_DNS_A, MD_DNS_NXDOMAIN, NULL },
  };
  g_autoptr (MdPractice) practice = start ("healthy");
  MdWait wait = patience (5000);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (md_practice_get_world (practice), rows[i].name,
                                                            rows[i].type, &wait);

      g_test_message ("%s %s", rows[i].name, md_dns_type_name (rows[i].type));
      g_assert_cmpstr (md_dns_status_name (answer->status), ==, md_dns_status_name (rows[i].want));
      if (rows[i].text != NULL)
        g_assert_cmpstr (((MdDnsRecord *) g_ptr_array_index (answer->records, 0))->text, ==, rows[i].text);
    }
}

/* ── sending ── */

static MdSmtp *
submission (MdPractice *practice, MdWait *wait)
{
  MdWorld *world = md_practice_get_world (practice);
  g_autoptr (GPtrArray) attempts = md_tcp_probe (world, (const char *const[]) { "127.77.0.10", NULL }, 587, 2000, wait);
  MdTcpAttempt *open = md_tcp_find_open (attempts);
  g_autoptr (MdSmtpReply) greeting = NULL;
  g_autoptr (MdSmtpReply) hello = NULL;
  g_autoptr (MdSmtpReply) secure = NULL;
  MdSmtp *smtp;

  g_assert_nonnull (open);
  smtp = md_smtp_new (md_wire_new (world, md_tcp_attempt_steal_fd (open), "smtp.practice.example"));
  g_assert_cmpint (md_smtp_greeting (smtp, wait, &greeting), ==, MD_WIRE_OK);
  g_assert_cmpuint (greeting->code, ==, 220);
  g_assert_cmpint (md_smtp_ehlo (smtp, wait, &hello), ==, MD_WIRE_OK);
  g_assert_true (md_smtp_get_features (smtp)->starttls);
  g_assert_false (md_smtp_get_features (smtp)->auth);
  g_assert_cmpint (md_smtp_starttls (smtp, wait, &secure), ==, MD_WIRE_OK);
  g_assert_true (md_smtp_get_features (smtp)->auth);
  g_assert_true (md_tls_is_trusted (md_wire_get_tls (md_smtp_get_wire (smtp))));
  return smtp;
}

static void
test_sign_in_and_envelope (void)
{
  static const MdSaslMechanisms mechanisms[] = { MD_SASL_PLAIN, MD_SASL_LOGIN };
  g_autoptr (MdPractice) practice = start ("healthy");
  const MdPracticeAccount *account = md_practice_get_account (practice);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      MdWait wait = patience (5000);
      g_autoptr (MdSmtp) smtp = submission (practice, &wait);
      g_autoptr (MdSmtpReply) reply = NULL;
      g_autoptr (MdSmtpReply) mail = NULL;
      g_autoptr (MdSmtpReply) rcpt = NULL;
      g_autofree char *token_error = NULL;

      g_assert_cmpint (md_smtp_login (smtp, &wait, mechanisms[i], account->email, account->password, &reply,
                                      &token_error), ==, MD_WIRE_OK);
      g_assert_cmpuint (reply->code, ==, 235);
      g_assert_cmpint (md_smtp_envelope (smtp, &wait, account->email, account->email, 0, &mail, &rcpt), ==, MD_WIRE_OK);
      g_assert_cmpuint (mail->code, ==, 250);
      g_assert_cmpuint (rcpt->code, ==, 250);
    }
}

static void
test_sign_in_refused (void)
{
  static const struct
  {
    const char *fault;
    guint code;
    const char *enhanced;
  } rows[] = {
    { "wrong-password", 535, "5.7.8" },
    { "user-without-domain", 535, "5.7.8" },
    { "app-password", 534, "5.7.9" },
    { "smtp-auth-off", 535, "5.7.139" },
    { "locked", 454, "4.7.0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdPractice) practice = start (rows[i].fault);
      const MdPracticeAccount *account = md_practice_get_account (practice);
      MdWait wait = patience (5000);
      g_autoptr (MdSmtp) smtp = submission (practice, &wait);
      g_autoptr (MdSmtpReply) reply = NULL;
      g_autofree char *token_error = NULL;
      const char *user = account->user != NULL ? account->user : account->email;

      g_test_message ("%s", rows[i].fault);
      g_assert_cmpint (md_smtp_login (smtp, &wait, MD_SASL_PLAIN, user, account->password, &reply, &token_error), ==,
                       MD_WIRE_OK);
      g_assert_cmpuint (reply->code, ==, rows[i].code);
      g_assert_cmpstr (reply->enhanced, ==, rows[i].enhanced);
    }
}

static void
test_message (void)
{
  g_autoptr (MdPractice) practice = start ("healthy");
  const MdPracticeAccount *account = md_practice_get_account (practice);
  MdWait wait = patience (10000);
  g_autoptr (MdMessage) message = md_message_new_test (account->email, account->email, "Prueba ñ", "Uno\n.\ndos\n");
  g_autoptr (MdSendResult) result = md_message_send (md_practice_get_world (practice), account->outgoing,
                                                     "127.77.0.10", account->email, account->password, FALSE,
                                                     account->email, account->email, message, &wait);

  g_assert_cmpint (result->outcome, ==, MD_SEND_OK);
}

/* ── reading ── */

static MdDialogue *
reading (MdPractice *practice, const char *server, MdWait *wait)
{
  g_autoptr (MdEndpoint) endpoint = md_endpoint_parse (server, MD_PROTOCOL_IMAP, NULL);
  MdDialogue *dialogue = md_dialogue_run (md_practice_get_world (practice), endpoint,
                                          (const char *const[]) { "127.77.0.11", NULL }, &md_dialogue_limits_default,
                                          wait);

  g_test_message ("%s", server);
  g_assert_cmpstr (md_dialogue_end_name (dialogue->end), ==, md_dialogue_end_name (MD_DIALOGUE_READY));
  g_assert_true (md_dialogue_is_trusted (dialogue));
  return dialogue;
}

/* Sends one message and waits for it to be there. */
static void
check_arrival (const char *fault, const char *folder)
{
  g_autoptr (MdPractice) practice = start (fault);
  const MdPracticeAccount *account = md_practice_get_account (practice);
  MdWait wait = patience (8000);
  g_autoptr (MdMessage) message = md_message_new_test (account->email, account->email, "Prueba", "Uno\n");
  g_autoptr (MdSendResult) sent = md_message_send (md_practice_get_world (practice), account->outgoing, "127.77.0.10",
                                                   account->email, account->password, FALSE, account->email,
                                                   account->email, message, &wait);
  g_autoptr (MdDialogue) dialogue = reading (practice, "imap://imap.practice.example:993/tls", &wait);
  g_autoptr (MdImapReply) login = NULL;
  g_autoptr (GArray) uids = NULL;
  g_autoptr (GBytes) headers = NULL;
  guint32 n_messages;

  g_assert_cmpint (sent->outcome, ==, MD_SEND_OK);
  g_assert_cmpint (md_imap_login (dialogue->imap, &wait, MD_SASL_PLAIN, account->email, account->password, &login,
                                  NULL), ==, MD_WIRE_OK);
  g_assert_cmpint (login->condition, ==, MD_IMAP_OK);
  do
    {
      g_autoptr (MdImapReply) examine = NULL;
      g_autoptr (MdImapReply) search = NULL;

      g_clear_pointer (&uids, g_array_unref);
      g_assert_true (md_wait_sleep (&wait, 100));
      g_assert_cmpint (md_imap_examine (dialogue->imap, &wait, folder, &n_messages, &examine), ==, MD_WIRE_OK);
      g_assert_cmpint (md_imap_search_header (dialogue->imap, &wait, "Message-ID", message->message_id, &uids, &search),
                       ==, MD_WIRE_OK);
    }
  while (uids->len == 0);
  g_autoptr (MdImapReply) fetch = NULL;
  g_assert_cmpint (md_imap_fetch_headers (dialogue->imap, &wait, g_array_index (uids, guint32, 0), &headers, &fetch),
                   ==, MD_WIRE_OK);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (headers, NULL), (gssize) g_bytes_get_size (headers),
                                  "Authentication-Results: mx.practice.example; spf=pass"));
}

static void
test_arrival (void)
{
  check_arrival ("healthy", "INBOX");
  check_arrival ("in-spam-folder", "Junk");
}

static void
test_mailbox (void)
{
  static const struct
  {
    const char *server;
    MdSaslMechanisms mechanism;
  } rows[] = {
    { "imap://imap.practice.example:993/tls", MD_SASL_PLAIN },
    { "imap://imap.practice.example:143/starttls", MD_SASL_LOGIN },
    { "imap://imap.practice.example:993/tls", 0 },
  };
  g_autoptr (MdPractice) practice = start ("mailbox-full");
  const MdPracticeAccount *account = md_practice_get_account (practice);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdWait wait = patience (3000);
      g_autoptr (MdDialogue) dialogue = reading (practice, rows[i].server, &wait);
      g_autoptr (MdImapReply) login = NULL;
      g_autoptr (MdImapReply) list = NULL;
      g_autoptr (MdImapReply) quota = NULL;
      g_autoptr (GPtrArray) folders = NULL;
      g_autoptr (GPtrArray) quotas = NULL;
      const MdImapQuota *storage;

      g_assert_cmpint (md_imap_login (dialogue->imap, &wait, rows[i].mechanism, account->email, account->password,
                                      &login, NULL), ==, MD_WIRE_OK);
      g_assert_cmpint (login->condition, ==, MD_IMAP_OK);
      g_assert_cmpint (md_imap_list (dialogue->imap, &wait, &folders, &list), ==, MD_WIRE_OK);
      g_assert_cmpuint (folders->len, ==, 7);
      g_assert_cmpint (md_imap_quota (dialogue->imap, &wait, &quotas, &quota), ==, MD_WIRE_OK);
      g_assert_cmpuint (quotas->len, ==, 1);
      storage = g_ptr_array_index (quotas, 0);
      g_assert_cmpuint (storage->used, ==, storage->limit);
    }
}

static void
test_pop3 (void)
{
  static const struct
  {
    const char *server;
    MdSaslMechanisms mechanism;
  } rows[] = {
    { "pop3://pop.practice.example:995/tls", 0 },
    { "pop3://pop.practice.example:995/tls", MD_SASL_PLAIN },
    { "pop3://pop.practice.example:110/starttls", MD_SASL_PLAIN },
  };
  g_autoptr (MdPractice) practice = start ("healthy");
  const MdPracticeAccount *account = md_practice_get_account (practice);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdWait wait = patience (3000);
      g_autoptr (MdDialogue) dialogue = reading (practice, rows[i].server, &wait);
      g_autoptr (MdPop3Reply) login = NULL;

      g_assert_cmpint (md_pop3_login (dialogue->pop3, &wait, rows[i].mechanism, account->email, account->password,
                                      &login, NULL), ==, MD_WIRE_OK);
      g_assert_true (login->ok);
    }
}

/* ── the network ── */

static void
test_ports (void)
{
  static const struct
  {
    const char *fault;
    const char *address;
    guint16 port;
    MdTcpState want;
  } rows[] = {
    { "healthy", "127.77.0.10", 25, MD_TCP_OPEN },
    { "healthy", "127.77.0.10", 465, MD_TCP_OPEN },
    { "healthy", "127.77.0.10", 2525, MD_TCP_REFUSED },
    { "healthy", "127.77.0.10", 993, MD_TCP_REFUSED },
    { "healthy", "127.77.0.11", 993, MD_TCP_OPEN },
    { "port25-blocked", "127.77.0.10", 25, MD_TCP_TIMED_OUT },
    { "port25-blocked", "127.77.0.41", 25, MD_TCP_TIMED_OUT },
    { "port25-blocked", "127.77.0.10", 587, MD_TCP_OPEN },
    { "submission-blocked", "127.77.0.31", 465, MD_TCP_TIMED_OUT },
    { "submission-blocked", "127.77.0.11", 993, MD_TCP_OPEN },
    { "sending-service-down", "127.77.0.10", 587, MD_TCP_REFUSED },
    { "captive-portal", "127.77.0.21", 443, MD_TCP_REFUSED },
    { "captive-portal", "127.77.0.23", 80, MD_TCP_OPEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdPractice) practice = start (rows[i].fault);
      MdWait wait = patience (2000);
      g_autoptr (GPtrArray) attempts = md_tcp_probe (md_practice_get_world (practice),
                                                     (const char *const[]) { rows[i].address, NULL }, rows[i].port, 700,
                                                     &wait);

      g_test_message ("%s %s %u", rows[i].fault, rows[i].address, rows[i].port);
      g_assert_cmpstr (md_tcp_state_name (md_tcp_summary (attempts)), ==, md_tcp_state_name (rows[i].want));
    }
}

static void
test_web (void)
{
  static const struct
  {
    const char *fault;
    const char *url;
    MdHttpOutcome want;
    long status;
  } rows[] = {
    { "healthy", "http://nmcheck.gnome.org/check_network_status.txt", MD_HTTP_OK, 200 },
    { "healthy", "https://autoconfig.practice.example/mail/config-v1.1.xml?emailaddress=ana%40practice.example",
      MD_HTTP_OK, 200 },
    { "healthy", "https://webmail.practice.example/", MD_HTTP_OK, 200 },
    { "healthy", "https://practice.example/nothing", MD_HTTP_OK, 404 },
    { "captive-portal", "http://nmcheck.gnome.org/check_network_status.txt", MD_HTTP_OK, 302 },
    { "clock-wrong", "https://www.google.com/", MD_HTTP_TLS, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdPractice) practice = start (rows[i].fault);
      MdWait wait = patience (5000);
      MdHttpOptions options = { .limit_ms = 5000 };
      g_autoptr (MdHttpResult) result = md_http_get (md_practice_get_world (practice), rows[i].url, &options, &wait);

      g_test_message ("%s %s: %s", rows[i].fault, rows[i].url, result->detail);
      g_assert_cmpstr (md_http_outcome_name (result->outcome), ==, md_http_outcome_name (rows[i].want));
      g_assert_cmpint (result->status, ==, rows[i].status);
      if (result->outcome == MD_HTTP_OK)
        g_assert_cmpint (result->date, !=, 0);
    }
}

static void
test_certificates (void)
{
  static const struct
  {
    const char *fault;
    MdCertProblem want;
  } rows[] = {
    { "healthy", 0 },
    { "cert-expired", MD_CERT_EXPIRED },
    { "cert-wrong-name", MD_CERT_WRONG_NAME },
    { "cert-self-signed", MD_CERT_SELF_SIGNED },
    { "cert-incomplete", MD_CERT_INCOMPLETE_CHAIN },
    { "antivirus-inspects", MD_CERT_UNKNOWN_AUTHORITY },
    { "clock-wrong", MD_CERT_NOT_YET_VALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdPractice) practice = start (rows[i].fault);
      MdWorld *world = md_practice_get_world (practice);
      MdWait wait = patience (3000);
      g_autoptr (GPtrArray) attempts = md_tcp_probe (world, (const char *const[]) { "127.77.0.10", NULL }, 465, 2000,
                                                     &wait);
      g_autoptr (MdTls) tls = md_tls_connect (world, md_tcp_find_open (attempts)->fd, "smtp.practice.example", &wait);

      g_test_message ("%s", rows[i].fault);
      g_assert_cmpstr (md_tls_status_name (md_tls_get_status (tls)), ==, md_tls_status_name (MD_TLS_OK));
      g_assert_cmpint (md_tls_get_problems (tls), ==, rows[i].want);
    }
}

/* Callers who say nothing, or go away in the middle, do not hold up the end. */
static void
test_quick_stop (void)
{
  MdPractice *practice = start ("server-slow");
  MdWait wait = patience (3000);
  g_autoptr (GPtrArray) hanging = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gint64 before;

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (hanging, md_tcp_probe (md_practice_get_world (practice),
                                            (const char *const[]) { "127.77.0.10", "127.77.0.11", NULL },
                                            i % 2 == 0 ? 465 : 587, 1000, &wait));
  before = g_get_monotonic_time ();
  md_practice_stop (practice);
  g_assert_cmpint (g_get_monotonic_time () - before, <, STOP_MS * 1000);
}

static void
test_ca_file_is_removed (void)
{
  MdPractice *practice = start ("healthy");
  g_autofree char *path = g_strdup (md_world_get_ca_file (md_practice_get_world (practice)));

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  md_practice_stop (practice);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/practice/faults-are-sound", test_faults_are_sound);
  g_test_add_func ("/practice/beacons-are-served", test_beacons_are_served);
  g_test_add_func ("/practice/unknown-fault", test_unknown_fault);
  g_test_add_func ("/practice/every-fault-starts", test_every_fault_starts);
  g_test_add_func ("/practice/names", test_names);
  g_test_add_func ("/practice/sign-in-and-envelope", test_sign_in_and_envelope);
  g_test_add_func ("/practice/sign-in-refused", test_sign_in_refused);
  g_test_add_func ("/practice/message", test_message);
  g_test_add_func ("/practice/arrival", test_arrival);
  g_test_add_func ("/practice/mailbox", test_mailbox);
  g_test_add_func ("/practice/pop3", test_pop3);
  g_test_add_func ("/practice/ports", test_ports);
  g_test_add_func ("/practice/web", test_web);
  g_test_add_func ("/practice/certificates", test_certificates);
  g_test_add_func ("/practice/quick-stop", test_quick_stop);
  g_test_add_func ("/practice/ca-file-is-removed", test_ca_file_is_removed);
  return g_test_run ();
}

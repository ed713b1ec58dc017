/* test-server-logs.c - what logs say, as findings, causes and verdict
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/log-findings.h"
#include "diagnosis/diagnosis.h"
#include "run-check.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

extern const MdCheck md_check_server_logs;

/* ── causes ── */

static const struct
{
  const char *reply;
  const char *dsn;
  MdLogStatus status;
  guint code;
  const char *cause;
} words[] = {
  /* What another server said */
  { "host mx.x[192.0.2.1] said: 550 5.1.1 <r@x>: Recipient address rejected: User unknown in virtual mailbox table (in "
    "reply to RCPT TO command)", "5.1.1", MD_LOG_BOUNCED, 550, "recipient-not-found" },
  { "host mx.x[192.0.2.1] said: 450 4.2.0 <r@x>: Recipient address rejected: Greylisted (in reply to RCPT TO command)",
    "4.2.0", MD_LOG_DEFERRED, 450, "greylisted" },
  { "host mx.x[192.0.2.1] said: 452 4.2.2 <r@x>: mailbox is full (in reply to RCPT TO command)", "4.2.2", MD_LOG_DEFERRED,
    452, "recipient-mailbox-full" },
  { "SMTP error from remote mail server after end of data: 554 5.7.1 Message rejected as spam", "5.7.1", MD_LOG_BOUNCED, 554,
    "spam-content" },
  { "host mx.x[192.0.2.1] refused to talk to me: 554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using "
    "zen.spamhaus.org", "5.7.1", MD_LOG_BOUNCED, 554, "ip-blocklisted" },
  { "452 4.2.2 <r@x>: mailbox is full", "", MD_LOG_GIVEN_UP, 452, "recipient-mailbox-full" },
  /* What the own server found out */
  { "connect to mx.x[192.0.2.1]:25: Connection timed out", "4.4.1", MD_LOG_DEFERRED, 0, "recipient-mx-unreachable" },
  { "connect to mx.x[192.0.2.1]:25: Connection refused", "4.4.1", MD_LOG_DEFERRED, 0, "recipient-mx-unreachable" },
  { "delivery temporarily suspended: lost connection with mx.x[192.0.2.1] while sending RCPT TO", "4.4.2", MD_LOG_DEFERRED,
    0, "recipient-mx-unreachable" },
  { "Host or domain name not found. Name service error for name=x type=A: Host not found", "5.4.4", MD_LOG_BOUNCED, 0,
    "recipient-domain-not-found" },
  { "Host unknown (Name server: x: host not found)", "5.1.2", MD_LOG_BOUNCED, 0, "recipient-domain-not-found" },
  { "Domain x does not accept mail (nullMX)", "5.1.0", MD_LOG_BOUNCED, 0, "recipient-domain-no-mail" },
  { "mail for x loops back to myself", "5.4.6", MD_LOG_BOUNCED, 0, "mail-loop" },
  { "TLS is required, but was not offered by host mx.x[192.0.2.1]", "4.7.4", MD_LOG_DEFERRED, 0,
    "tls-required-by-receiver" },
  { "unknown user: \"r\"", "5.1.1", MD_LOG_BOUNCED, 0, "recipient-not-found" },
  { "Unrouteable address", "", MD_LOG_BOUNCED, 0, "recipient-not-found" },
  { "retry timeout exceeded", "", MD_LOG_GIVEN_UP, 0, "delivery-timeout" },
  { "", "", MD_LOG_GIVEN_UP, 0, "delivery-timeout" },
  { "Connection refused by mx.x.", "4.0.0", MD_LOG_DEFERRED, 0, "recipient-mx-unreachable" },
  { "SMTP timeout on connection to mx.x", "", MD_LOG_DEFERRED, 0, "recipient-mx-unreachable" },
  { "mail transport unavailable", "4.3.0", MD_LOG_DEFERRED, 0, "server-misconfigured" },
  { "something nobody ever said", "", MD_LOG_BOUNCED, 0, "unknown" },
};

static void
test_causes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      MdSlice slice = md_slice (words[i].reply, strlen (words[i].reply));
      g_autofree char *spoken = NULL;
      MdLogGroup group = { .reply = (char *) words[i].reply, .dsn = (char *) words[i].dsn, .status = words[i].status,
                           .code = words[i].code };
      MdReplyMeaning meaning;

      if (words[i].code > 0 && strstr (words[i].reply, "said: ") != NULL)
        slice = md_slice (strstr (words[i].reply, "said: ") + 6, strlen (strstr (words[i].reply, "said: ") + 6));
      spoken = md_slice_dup (slice);
      group.words = spoken;
      (void) md_log_name_cause (&group, &meaning);
      g_test_message ("%s", words[i].reply);
      g_assert_cmpstr (meaning.cause, ==, words[i].cause);
    }
}

/* ── whole logs ── */

#define P "2026-11-22T01:00:00Z m postfix/"
#define FROM P "qmgr[1]: A1B2C3D4: from=<s@y>, size=1, nrcpt=1 (queue active)\n"
#define SENT P "smtp[1]: A1B2C3D4: to=<r@x>, relay=mx.x, delay=1, dsn=2.0.0, status=sent (250 ok)\n"
#define GREY P "smtp[1]: A1B2C3D4: to=<r@x>, relay=mx.x, delay=1, dsn=4.2.0, status=deferred (host mx.x[192.0.2.1] said: " \
  "450 4.2.0 <r@x>: Greylisted (in reply to RCPT TO command))\n"
#define BACK P "smtp[1]: A1B2C3D5: to=<q@x>, relay=mx.x, delay=1, dsn=5.1.1, status=bounced (host mx.x[192.0.2.1] said: " \
  "550 5.1.1 <q@x>: user unknown (in reply to RCPT TO command))\n"
#define LATER "2026-11-22T02:00:00Z m postfix/smtp[1]: A1B2C3D9: to=<z@x>, relay=mx.x, delay=1, dsn=2.0.0, status=sent (250 ok)\n"

static const struct
{
  const char *story;
  const char *log;
  const char *recipient, *queue_id;
  const char *finds;             /* ids that must be there, in any order */
  MdVerdictStatus verdict;
  const char *cause;             /* (nullable) the first */
} stories[] = {
  { "all went well", FROM SENT, NULL, NULL, "log-all-sent log-summary log-domain", MD_VERDICT_OK, NULL },
  { "what came back counts before what came late", GREY GREY SENT BACK, NULL, NULL, "log-bounced log-deferred log-summary",
    MD_VERDICT_PROBLEM, "recipient-not-found" },
  { "put off, and waiting", FROM GREY, NULL, NULL, "log-deferred log-waiting", MD_VERDICT_PROBLEM, "greylisted" },
  { "put off, then delivered: one recipient", GREY SENT BACK, "r@x", NULL, "log-recipient log-accepted log-deferred",
    MD_VERDICT_OK, NULL },
  { "one recipient, who came back", GREY SENT BACK, "Q@X", NULL, "log-recipient log-bounced", MD_VERDICT_PROBLEM,
    "recipient-not-found" },
  { "one message", FROM GREY SENT BACK, NULL, "A1B2C3D4", "log-message-story log-accepted", MD_VERDICT_OK, NULL },
  { "never tried", FROM LATER, NULL, NULL, "log-never-left log-all-sent", MD_VERDICT_PROBLEM, "server-misconfigured" },
  { "a recipient who is not there", SENT, "nobody@x", NULL, "log-not-found", MD_VERDICT_UNSURE, NULL },
  { "a message that is not there", SENT, NULL, "ZZZZZ", "log-not-found", MD_VERDICT_UNSURE, NULL },
  { "no log", "Dear all\n", NULL, NULL, "log-unknown-format", MD_VERDICT_UNSURE, NULL },
  { "only refusals", P "smtpd[1]: NOQUEUE: reject: RCPT from c[192.0.2.1]: 554 5.7.1 <r@x>: Relay access denied; from=<s@y> "
    "to=<r@x> proto=SMTP helo=<y>\n", NULL, NULL, "log-rejected log-summary", MD_VERDICT_UNSURE, NULL },
};

static void
test_stories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (MdCase) kase = md_case_new ();
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (Bench) bench = bench_new ();
      g_autoptr (MdVerdict) verdict = NULL;
      g_auto (GStrv) ids = g_strsplit (stories[i].finds, " ", -1);
      g_autofree char *path = NULL;
      int fd = g_file_open_tmp ("md-log-XXXXXX", &path, NULL);

      g_assert_cmpint (fd, >=, 0);
      close (fd);
      g_assert_true (g_file_set_contents (path, stories[i].log, -1, NULL));
      kase->logs = g_new0 (char *, 2);
      kase->logs[0] = g_strdup (path);
      kase->to = g_strdup (stories[i].recipient);
      kase->queue_id = g_strdup (stories[i].queue_id);
      bench_run (bench, &md_check_server_logs, kase, world, NULL);
      verdict = md_diagnose (bench->findings);
      g_test_message ("%s", stories[i].story);
      for (gsize id = 0; ids[id] != NULL; id++)
        {
          MdFindingCode code;

          g_assert_true (md_finding_code_from_id (ids[id], &code));
          if (bench_find (bench, code) == NULL)
            g_error ("%s: %s was not found", stories[i].story, ids[id]);
        }
      g_assert_cmpint (verdict->status, ==, stories[i].verdict);
      if (stories[i].cause != NULL)
        g_assert_cmpstr (md_cause_id (((MdCause *) g_ptr_array_index (verdict->causes, 0))->code), ==, stories[i].cause);
      g_unlink (path);
    }
}

/* Cancelled before it began: it ends at once and says nothing. */
static void
test_cancelled (void)
{
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  kase->logs = g_new0 (char *, 2);
  kase->logs[0] = g_strdup ("/dev/zero");
  g_cancellable_cancel (cancellable);
  bench_run (bench, &md_check_server_logs, kase, world, cancellable);
  g_assert_cmpuint (bench->findings->len, ==, 0);
  g_assert_cmpint (bench->micros, <, 2 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-logs/causes", test_causes);
  g_test_add_func ("/server-logs/stories", test_stories);
  g_test_add_func ("/server-logs/cancelled", test_cancelled);
  return g_test_run ();
}

/* test-log-reader.c - lines of a message joined into deliveries: over lines, servers, files and forms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/log/log-reader.h"
#include "reading/log/log-line.h"


static void
tell (const MdLogEvent *attempt, gpointer user_data)
{
  GString *text = user_data;
  g_autofree char *time = md_log_time_to_string (&attempt->time);
  g_autofree char *delay = md_log_delay_to_string (attempt->delay);

  g_string_append_printf (text, "%s %s %s %.*s %.*s>%.*s <%.*s> %.*s %u %s\n", time, md_log_server_name (attempt->server),
                          md_log_status_name (attempt->status), (int) attempt->queue_id.length, attempt->queue_id.at,
                          (int) attempt->sender.length, attempt->sender.at, (int) attempt->recipient.length,
                          attempt->recipient.at, (int) attempt->message_id.length, attempt->message_id.at,
                          (int) attempt->dsn.length, attempt->dsn.at, attempt->code, delay);
}

static MdLogReport *
read_text (const char *log, gssize length, const MdLogQuery *query, GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (log, length < 0 ? strlen (log) : (gsize) length);
  const MdLogHooks hooks = { .attempt = tell, .user_data = text };

  return md_log_read_bytes (bytes, query, &hooks);
}

/* Years are worked out from today, as a log of bytes has no date of its own: stories without a year are told by the
 * clock alone. */
static const struct
{
  const char *story;
  const char *log;
  const char *want;
} stories[] = {
  { "Postfix: the sender, the Message-ID and the delay of a message stand on other lines",
    "2026-11-22T01:26:33.5+01:00 mx postfix/smtpd[1]: 4F1A2B3C4D: client=c.example[192.0.2.1]\n"
    "2026-11-22T01:26:33.6+01:00 mx postfix/cleanup[2]: 4F1A2B3C4D: message-id=<m1@c.example>\n"
    "2026-11-22T01:26:33.7+01:00 mx postfix/qmgr[3]: 4F1A2B3C4D: from=<a@c.example>, size=1, nrcpt=2 (queue active)\n"
    "2026-11-22T01:26:35.0+01:00 mx postfix/smtp[4]: 4F1A2B3C4D: to=<b@d.example>, orig_to=<z@d.example>, "
    "relay=mx.d.example[192.0.2.2]:25, delay=1.5, delays=1/0/0/0.5, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
    "2026-11-22T01:26:36.0+01:00 mx postfix/smtp[4]: 4F1A2B3C4D: to=<e@f.example>, relay=none, delay=30, "
    "delays=30/0/0/0, dsn=4.4.1, status=deferred (connect to f.example[192.0.2.3]:25: Connection timed out)\n"
    "2026-11-27T01:26:36.0+01:00 mx postfix/qmgr[3]: 4F1A2B3C4D: from=<a@c.example>, status=expired, returned to sender\n"
    "2026-11-27T01:26:36.1+01:00 mx postfix/bounce[3]: 4F1A2B3C4D: sender non-delivery notification: 4F1A2B3C4E\n"
    "2026-11-27T01:26:36.2+01:00 mx postfix/qmgr[3]: 4F1A2B3C4D: removed\n",
    "2026-11-22T01:26:35+01:00 postfix sent 4F1A2B3C4D a@c.example>b@d.example <m1@c.example> 2.0.0 250 1.5\n"
    "2026-11-22T01:26:36+01:00 postfix deferred 4F1A2B3C4D a@c.example>e@f.example <m1@c.example> 4.4.1 0 30\n"
    "2026-11-27T01:26:36+01:00 postfix expired 4F1A2B3C4D a@c.example>e@f.example <m1@c.example>  0 432003\n" },
  { "Postfix: a queue id comes again after its message has gone",
    "2026-11-22T01:00:00Z mx postfix/smtpd[1]: A1B2C3D4: client=c.example[192.0.2.1]\n"
    "2026-11-22T01:00:00Z mx postfix/cleanup[2]: A1B2C3D4: message-id=<one@x>\n"
    "2026-11-22T02:00:00Z mx postfix/pickup[1]: A1B2C3D4: uid=0 from=<root>\n"
    "2026-11-22T02:00:00Z mx postfix/local[4]: A1B2C3D4: to=<root@x>, relay=local, delay=0, dsn=2.0.0, status=sent (x)\n",
    "2026-11-22T02:00:00Z postfix sent A1B2C3D4 root>root@x <> 2.0.0 0 0\n" },
  { "Postfix: two hosts use the same queue id",
    "2026-11-22T01:00:00Z mx1 postfix/qmgr[1]: A1B2C3D4: from=<one@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:00:00Z mx2 postfix/qmgr[1]: A1B2C3D4: from=<two@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:00:01Z mx1 postfix/smtp[1]: A1B2C3D4: to=<r@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n",
    "2026-11-22T01:00:01Z postfix sent A1B2C3D4 one@x>r@x <> 2.0.0 250 1\n" },
  { "Postfix: refused at the door, by postscreen, by a milter, by a table",
    "2026-11-22T01:00:00Z mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[2001:db8::1]: 450 4.2.0 <r@x>: Recipient "
    "address rejected: Greylisted; from=<s@y> to=<r@x> proto=ESMTP helo=<y>\n"
    "2026-11-22T01:00:00Z mx postfix/postscreen[1]: NOQUEUE: reject: RCPT from [192.0.2.1]:99: 550 5.7.1 Service "
    "unavailable; from=<s@y>, to=<r@x>, proto=ESMTP, helo=<y>\n"
    "2026-11-22T01:00:00Z mx postfix/cleanup[1]: A1B2C3D4: milter-reject: END-OF-MESSAGE from c[192.0.2.1]: 5.7.1 Spam; "
    "from=<s@y> to=<r@x> proto=ESMTP helo=<y>\n"
    "2026-11-22T01:00:00Z mx postfix/cleanup[1]: A1B2C3D4: reject: header Subject: buy from c[192.0.2.1]; from=<s@y> "
    "to=<r@x> proto=ESMTP helo=<y>: 5.7.1 no\n"
    "2026-11-22T01:00:00Z mx postfix/smtpd[1]: NOQUEUE: reject: VRFY from c[192.0.2.1]: 550 5.1.1 <r@x>: no; to=<r@x> "
    "proto=SMTP helo=<y>\n"
    "2026-11-22T01:00:00Z mx postfix/smtpd[1]: NOQUEUE: reject_warning: RCPT from c[192.0.2.1]: 550 5.1.1 no; from=<s@y> "
    "to=<r@x> proto=SMTP helo=<y>\n",
    "2026-11-22T01:00:00Z postfix rejected  s@y>r@x <> 4.2.0 450 \n"
    "2026-11-22T01:00:00Z postfix rejected  s@y>r@x <> 5.7.1 550 \n"
    "2026-11-22T01:00:00Z postfix rejected A1B2C3D4 s@y>r@x <> 5.7.1 0 \n"
    "2026-11-22T01:00:00Z postfix rejected A1B2C3D4 s@y>r@x <> 5.7.1 0 \n" },
  { "Postfix: an address that was only tried out is no delivery",
    "2026-11-22T01:00:00Z mx postfix/smtp[1]: A1B2C3D4: to=<r@x>, relay=r, delay=1, dsn=2.1.5, status=deliverable (250 ok)\n",
    "" },
  { "Postfix: a comma and brackets inside an address",
    "2026-11-22T01:00:00Z mx postfix/smtp[1]: A1B2C3D4: to=<\"a>, b\"@x>, relay=r, delay=1, dsn=5.1.1, status=bounced "
    "(host r[192.0.2.1] said: 550 5.1.1 no (in reply to RCPT TO command))\n",
    "2026-11-22T01:00:00Z postfix bounced A1B2C3D4 >\"a <> 5.1.1 550 1\n" },
  { "Postfix under another name, and in RFC 5424",
    "<22>1 2026-11-22T01:00:00.123456+00:00 mx out/smtp 77 - [meta x=\"\\]\"] A1B2C3D4: to=<r@x>, relay=r, delay=0.15, "
    "dsn=2.0.0, status=sent (250 ok)\n",
    "2026-11-22T01:00:00.123Z postfix sent A1B2C3D4 >r@x <> 2.0.0 250 0.15\n" },
  { "Exim: came in, put off, delivered to two, done",
    "2026-06-20 10:23:45 1tABCD-001AB2-3C <= s@x H=mail.x (helo.x) [203.0.113.5]:4711 P=esmtps S=2345 id=abc@x for r@y q@z\n"
    "2026-06-20 10:23:47 1tABCD-001AB2-3C == r@y R=dnslookup T=remote_smtp defer (-44) H=mx.y [192.0.2.1]: SMTP error from "
    "remote mail server after RCPT TO:<r@y>: 450 4.7.1 Greylisted\n"
    "2026-06-20 10:53:47 1tABCD-001AB2-3C => r@y R=dnslookup T=remote_smtp H=mx.y [192.0.2.1] C=\"250 2.0.0 Ok\" QT=30m2s\n"
    "2026-06-20 10:53:48 1tABCD-001AB2-3C -> q@z R=dnslookup T=remote_smtp H=mx.y [192.0.2.1] C=\"250 2.0.0 Ok\"\n"
    "2026-06-20 10:53:48 1tABCD-001AB2-3C Completed\n",
    "2026-06-20T10:23:47 exim deferred 1tABCD-001AB2-3C s@x>r@y <abc@x> 4.7.1 450 2\n"
    "2026-06-20T10:53:47 exim sent 1tABCD-001AB2-3C s@x>r@y <abc@x> 2.0.0 250 1802\n"
    "2026-06-20T10:53:48 exim sent 1tABCD-001AB2-3C s@x>q@z <abc@x> 2.0.0 250 1803\n" },
  { "Exim over syslog, with its own stamp again; refused; given up",
    "2026-06-20T10:23:45Z h exim[12]: 2026-06-20 10:23:45.100 +0200 [12] 10HmaX-000000005vi-0000 ** r@y: retry timeout "
    "exceeded\n"
    "2026-06-20T10:23:46Z h exim4[12]: H=(c) [192.0.2.9] F=<s@x> temporarily rejected RCPT <r@y>: greylisted\n",
    "2026-06-20T10:23:45Z exim expired 10HmaX-000000005vi-0000 >r@y <>  0 \n"
    "2026-06-20T10:23:46Z exim rejected  s@x>r@y <>  0 \n" },
  { "Sendmail: several recipients on one line",
    "2026-06-28T10:15:02Z m sm-mta[1]: 5SAF12x012346: from=<s@x>, size=10, class=0, nrcpts=3, msgid=<m@x>, proto=ESMTP, "
    "relay=c.x [192.0.2.1]\n"
    "2026-06-28T10:15:03Z m sm-mta[1]: 5SAF12x012346: to=<a@y>,<b@y>, delay=00:00:01, mailer=esmtp, pri=1, relay=y. "
    "[192.0.2.2], dsn=2.0.0, stat=Sent (250 ok)\n"
    "2026-06-28T10:15:04Z m sm-mta[1]: 5SAF12x012346: to=<c@z>, delay=2+00:00:02, dsn=4.0.0, stat=Deferred: 451 4.7.1 later\n"
    "2026-06-28T10:15:05Z m sm-mta[1]: 5SAF12x012346: to=<c@z>, delay=5+00:00:00, dsn=4.4.7, stat=Cannot send message for 5 "
    "days\n",
    "2026-06-28T10:15:03Z sendmail sent 5SAF12x012346 s@x>a@y <m@x> 2.0.0 250 1\n"
    "2026-06-28T10:15:03Z sendmail sent 5SAF12x012346 s@x>b@y <m@x> 2.0.0 250 1\n"
    "2026-06-28T10:15:04Z sendmail deferred 5SAF12x012346 s@x>c@z <m@x> 4.0.0 451 172802\n"
    "2026-06-28T10:15:05Z sendmail expired 5SAF12x012346 s@x>c@z <m@x> 4.4.7 451 432000\n" },
  { "OpenSMTPD: an envelope id begins with the message's",
    "2026-06-28T10:15:02Z m smtpd[1]: 5df87c9250bba470 smtp message msgid=c405e39a size=10 nrcpt=1 proto=ESMTP\n"
    "2026-06-28T10:15:03Z m smtpd[1]: 5df87c9250bba471 mta delivery evpid=c405e39ad6bbc64f from=<s@x> to=<r@y> rcpt=<-> "
    "source=\"192.0.2.1\" relay=\"192.0.2.2 (mx.y)\" delay=1m1s result=\"TempFail\" stat=\"421 4.3.2 \"later\" please\"\n"
    "2026-06-28T10:15:04Z m smtpd[1]: 5df87c9250bba472 smtp failed-command command=\"RCPT TO:<n@y>\" result=\"550 Invalid\"\n",
    "2026-06-28T10:15:03Z opensmtpd deferred c405e39ad6bbc64f s@x>r@y <> 4.3.2 421 61\n"
    "2026-06-28T10:15:04Z opensmtpd rejected  >n@y <>  550 \n" },
  { "journalctl -o short-full and short-unix",
    "Sun 2026-11-22 01:26:33 UTC mx postfix/smtp[1]: A1B2C3D4: to=<r@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n"
    "1795310793.250000 mx postfix/smtp[1]: A1B2C3D4: to=<r@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n",
    "2026-11-22T01:26:33Z postfix sent A1B2C3D4 >r@x <> 2.0.0 250 1\n"
    "2026-11-22T01:26:33.250Z postfix sent A1B2C3D4 >r@x <> 2.0.0 250 1\n" },
  { "line ends of Windows, empty lines, no line end at the end",
    "\r\n2026-11-22T01:00:00Z mx postfix/smtp[1]: A1B2C3D4: to=<r@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\r\n\n"
    "2026-11-22T01:00:01Z mx postfix/smtp[1]: A1B2C3D4: to=<q@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)",
    "2026-11-22T01:00:00Z postfix sent A1B2C3D4 >r@x <> 2.0.0 250 1\n"
    "2026-11-22T01:00:01Z postfix sent A1B2C3D4 >q@x <> 2.0.0 250 1\n" },
};

static void
test_stories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (GString) got = g_string_new (NULL);
      g_autoptr (MdLogReport) report = read_text (stories[i].log, -1, NULL, got);

      g_test_message ("%s", stories[i].story);
      g_assert_cmpstr (got->str, ==, stories[i].want);
      g_assert_cmpint (((MdLogFile *) g_ptr_array_index (report->files, 0))->state, ==, MD_LOG_FILE_READ);
    }
}

/* ── the year that is not there ── */

static void
test_years (void)
{
  static const struct
  {
    const char *stamp;
    gint64 reference;  /* Unix seconds */
    const char *want;
  } rows[] = {
    { "Nov 22 01:26:33", 1795310793, "2026-11-22T01:26:33" },
    { "Nov 23 01:00:00", 1795310793, "2026-11-23T01:00:00" }, /* a zone ahead of ours */
    { "Dec 31 23:59:59", 1795310793, "2025-12-31T23:59:59" },
    { "Jan  1 00:00:00", 1767225600, "2026-01-01T00:00:00" },
    { "Dec 31 00:00:00", 1767225600, "2025-12-31T00:00:00" },
    { "Aug 3 15:30:49", 1795310793, "2026-08-03T15:30:49" },
    { "Nov 22 25:00:00", 1795310793, "" },
    { "Foo 22 01:00:00", 1795310793, "" },
    { "2026-02-30T01:00:00.5-05:30", 0, "2026-03-02T01:00:00.500-05:30" },
    { "2026-13-01T01:00:00Z", 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdLogClock clock = { .reference = rows[i].reference };
      MdLogTime time = md_log_clock_read (&clock, md_slice (rows[i].stamp, strlen (rows[i].stamp)));
      MdLogTime again = md_log_clock_read (&clock, md_slice (rows[i].stamp, strlen (rows[i].stamp)));
      g_autofree char *text = md_log_time_to_string (&time);

      g_assert_cmpstr (text, ==, rows[i].want);
      g_assert_cmpint (time.seconds, ==, again.seconds);
    }
}

/* ── the queue ── */

static void
test_queue (void)
{
  g_autoptr (GString) got = g_string_new (NULL);
  g_autoptr (MdLogReport) report = read_text (
    "2026-11-22T01:00:00Z m postfix/qmgr[1]: AAAAA1: from=<never@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:00:00Z m postfix/smtpd[1]: AAAAA2: client=c[192.0.2.1]\n"
    "2026-11-22T01:00:00Z m postfix/qmgr[1]: AAAAA3: from=<waits@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:00:00Z m postfix/smtp[1]: AAAAA3: to=<r@x>, relay=r, delay=1, dsn=4.0.0, status=deferred (x)\n"
    "2026-11-22T01:00:00Z m postfix/qmgr[1]: AAAAA4: from=<deleted@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:00:00Z m postfix/postsuper[1]: AAAAA4: removed\n"
    "2026-11-22T01:29:00Z m postfix/qmgr[1]: AAAAA5: from=<just-now@x>, size=1, nrcpt=1 (queue active)\n"
    "2026-11-22T01:30:00Z m postfix/smtp[1]: AAAAA6: to=<r@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n"
    "2026-11-22T01:30:00Z m postfix/smtpd[1]: warning: c[192.0.2.1]: SASL LOGIN authentication failed: x\n", -1, NULL, got);
  const MdLogLeft *left = g_ptr_array_index (report->never_left, 0);

  g_assert_cmpuint (report->counts.never_left, ==, 1);
  g_assert_cmpstr (left->queue_id, ==, "AAAAA1");
  g_assert_cmpstr (left->sender, ==, "never@x");
  g_assert_cmpuint (report->counts.waiting, ==, 1);
  g_assert_cmpuint (report->counts.deleted, ==, 1);
  g_assert_cmpuint (report->counts.messages, ==, 1);
  g_assert_cmpuint (report->sign_ins_failed, ==, 1);
}

static void
count_attempt (const MdLogEvent *attempt, gpointer user_data)
{
  guint *count = user_data;

  count[attempt->sender.length > 0]++;
}

/* A table of eight messages and twelve of them: the four that were not heard of make room, and that is counted. */
static void
test_bound (void)
{
  guint count[2] = { 0 };
  g_autoptr (MdLogJoiner) joiner = md_log_joiner_new (8, count_attempt, count);

  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; i < 12; i++)
      {
        g_autofree char *id = g_strdup_printf ("A%05u", i);
        MdLogEvent event = { .server = MD_LOG_POSTFIX, .delay = -1, .queue_id = md_slice (id, strlen (id)) };

        event.kind = turn == 0 ? MD_LOG_RECEIVED : MD_LOG_ATTEMPT;
        event.status = turn == 0 ? MD_LOG_NO_STATUS : MD_LOG_SENT;
        if (turn == 0)
          {
            event.has_sender = TRUE;
            event.sender = MD_SLICE ("s@x");
          }
        md_log_joiner_add (joiner, &event);
      }
  g_assert_cmpuint (md_log_joiner_get_counts (joiner)->forgotten, ==, 4);
  g_assert_cmpuint (count[0], ==, 4);
  g_assert_cmpuint (count[1], ==, 8);
}

/* ── questions ── */

static const char forwarded[]
  = "2026-11-22T01:00:00Z m postfix/smtpd[1]: BBBBB2: client=localhost[127.0.0.1]\n"
    "2026-11-22T01:00:00Z m postfix/smtpd[1]: AAAAA1: client=c[192.0.2.1]\n"
    "2026-11-22T01:00:01Z m postfix/cleanup[1]: AAAAA1: message-id=<m@x>\n"
    "2026-11-22T01:00:01Z m postfix/cleanup[1]: BBBBB2: message-id=<m@x>\n"
    "2026-11-22T01:00:02Z m postfix/smtp[1]: AAAAA1: to=<r@x>, relay=f, delay=1, dsn=2.0.0, status=sent (250 queued as BBBBB2)\n"
    "2026-11-22T01:00:03Z m postfix/smtp[1]: BBBBB2: to=<R@x>, relay=r, delay=1, dsn=5.1.1, status=bounced (550 5.1.1 no)\n"
    "2026-11-22T01:00:03Z m postfix/bounce[1]: BBBBB2: sender non-delivery notification: CCCCC3\n"
    "2026-11-22T01:00:04Z m postfix/smtp[1]: CCCCC3: to=<s@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n"
    "2026-11-22T01:00:04Z m dovecot: lmtp(r): msgid=<m@x>: saved mail to INBOX\n"
    "2026-11-22T01:00:05Z m postfix/smtp[1]: DDDDD4: to=<other@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n";

static void
test_story (void)
{
  const MdLogQuery queries[] = { { .queue_id = "AAAAA1" }, { .queue_id = "BBBBB2" }, { .message_id = "m@x" },
                                 { .message_id = "<m@x>" } };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GString) got = g_string_new (NULL);
      g_autoptr (MdLogReport) report = read_text (forwarded, -1, &queries[i], got);

      g_assert_cmpuint (report->story->len, ==, 9);
      g_assert_cmpuint (report->summary->attempts, ==, 3);
      g_assert_null (strstr (got->str, "other@x"));
    }
}

static void
test_recipient (void)
{
  const MdLogQuery query = { .recipient = "R@X" };
  g_autoptr (GString) got = g_string_new (NULL);
  g_autoptr (MdLogReport) report = read_text (forwarded, -1, &query, got);

  g_assert_cmpuint (report->summary->attempts, ==, 2);
  g_assert_cmpint (report->summary->last_status, ==, MD_LOG_BOUNCED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/stories", test_stories);
  g_test_add_func ("/log/years", test_years);
  g_test_add_func ("/log/queue", test_queue);
  g_test_add_func ("/log/bound", test_bound);
  g_test_add_func ("/log/story", test_story);
  g_test_add_func ("/log/recipient", test_recipient);
  return g_test_run ();
}

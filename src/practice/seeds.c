/* seeds.c - messages that lie in the pretend account from the beginning; see seeds.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/seeds.h"

#include "practice/names.h"

#define GREYLIST_SECONDS 420
#define NL "\r\n"

static char *
format_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (date, "%a, %d %b %Y %H:%M:%S +0000");
}

/* From the friend, by way of their provider's server; @held: seconds that ours let it wait. */
static char *
from_friend (gint64 received, guint held, guint number, const char *marks)
{
  g_autofree char *here = format_date (received);
  g_autofree char *there = format_date (received - 2 - held);

  return g_strdup_printf (
      "Return-Path: <" PRACTICE_FRIEND ">" NL "%s"
      "Authentication-Results: mx." PRACTICE_DOMAIN "; spf=pass smtp.mailfrom=friends.example; dkim=pass"
      " header.d=friends.example; dmarc=pass header.from=friends.example" NL
      "Received: from mx.friends.example (mx.friends.example [203.0.113.25])" NL "\tby mx." PRACTICE_DOMAIN
      " with ESMTPS id 4A7F%u for <" PRACTICE_EMAIL ">;" NL "\t%s" NL
      "Received: from [192.0.2.77] (unknown [192.0.2.77]) by mx.friends.example with ESMTPSA id 9C01%u;" NL "\t%s" NL
      "Date: %s" NL "From: Bea <" PRACTICE_FRIEND ">" NL "To: <" PRACTICE_EMAIL ">" NL
      "Message-ID: <trip-%u@friends.example>" NL "Subject: Photos of the trip" NL "MIME-Version: 1.0" NL
      "Content-Type: text/plain; charset=utf-8" NL NL "Here they are." NL,
      marks, number, here, number, there, there, number);
}

static char *
to_friend (gint64 sent, guint number)
{
  g_autofree char *date = format_date (sent);

  return g_strdup_printf ("Date: %s" NL "From: <" PRACTICE_EMAIL ">" NL "To: <" PRACTICE_FRIEND ">" NL
                          "Message-ID: <sent-%u@" PRACTICE_DOMAIN ">" NL "Subject: Hello" NL NL "Until soon." NL,
                          date, number);
}

/* RFC 3464. */
static char *
bounce (gint64 received, const char *recipient, const char *status, const char *diagnostic)
{
  g_autofree char *date = format_date (received);

  return g_strdup_printf (
      "Return-Path: <>" NL "Date: %s" NL "From: Mail Delivery System <MAILER-DAEMON@smtp." PRACTICE_DOMAIN ">" NL
      "To: <" PRACTICE_EMAIL ">" NL "Subject: Undelivered Mail Returned to Sender" NL
      "Auto-Submitted: auto-replied" NL "MIME-Version: 1.0" NL
      "Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\"" NL
      "Message-ID: <back-%" G_GINT64_FORMAT "@smtp." PRACTICE_DOMAIN ">" NL NL
      "--part" NL "Content-Type: text/plain" NL NL "Your message to <%s> could not be delivered: %s" NL NL
      "--part" NL "Content-Type: message/delivery-status" NL NL
      "Reporting-MTA: dns; smtp." PRACTICE_DOMAIN NL NL "Final-Recipient: rfc822; %s" NL "Action: failed" NL
      "Status: %s" NL "Remote-MTA: dns; mx.friends.example" NL "Diagnostic-Code: smtp; %s" NL NL
      "--part" NL "Content-Type: text/rfc822-headers" NL NL "From: <" PRACTICE_EMAIL ">" NL "To: <%s>" NL
      "Subject: Hello" NL NL "--part--" NL,
      date, received, recipient, diagnostic, recipient, status, diagnostic, recipient);
}

static char *
write_one (PracticeSeedKind kind, gint64 time, guint number)
{
  switch (kind)
    {
    case PRACTICE_SEED_SPAM:
      return from_friend (time, 0, number,
                          "X-Spam-Flag: YES" NL "X-Spam-Status: Yes, score=6.2 required=5.0" NL
                          "\ttests=BAYES_99=3.5,HTML_IMAGE_ONLY_08=1.6,FREEMAIL_FROM=1.1" NL);
    case PRACTICE_SEED_GREYLISTED:
      return from_friend (time, GREYLIST_SECONDS, number, "");
    case PRACTICE_SEED_SENT:
      return to_friend (time, number);
    case PRACTICE_SEED_UNKNOWN:
      return bounce (time, "bee@friends.example", "5.1.1",
                     "550 5.1.1 <bee@friends.example>: Recipient address rejected: User unknown");
    case PRACTICE_SEED_FULL:
      return bounce (time, PRACTICE_FRIEND, "5.2.2", "552 5.2.2 <" PRACTICE_FRIEND ">: mailbox is full");
    case PRACTICE_SEED_LISTED:
      return bounce (time, PRACTICE_FRIEND, "5.7.1",
                     "554 5.7.1 Service unavailable; Client host [" PRACTICE_CLIENT_ADDRESS
                     "] blocked using zen.spamhaus.org");
    case PRACTICE_SEED_PLAIN:
    default:
      return from_friend (time, 0, number, "");
    }
}

void
practice_seeds_sow (const PracticeSeed *seeds, PracticeMailbox *mailbox)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint number = 100;

  for (; seeds != NULL && seeds->folder != NULL; seeds++)
    for (guint i = 0; i < MAX (seeds->count, 1); i++)
      {
        gint64 time = now - 60 * (gint64) (seeds->minutes_ago + i);
        g_autofree char *text = write_one (seeds->kind, time, ++number);

        practice_mailbox_put (mailbox, seeds->folder, text, time);
      }
}

const char *
practice_draft_sober (void)
{
  return "From: Ana <" PRACTICE_EMAIL ">\r\nTo: Bea <" PRACTICE_FRIEND ">\r\nSubject: Dinner on Friday\r\n"
         "Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <draft-1@" PRACTICE_DOMAIN ">\r\n"
         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
         "Hello Bea,\r\n\r\nshall we have dinner together on Friday at eight? I will bring the dessert.\r\n\r\nAna\r\n";
}

const char *
practice_draft_loud (void)
{
  return "From: Ana <" PRACTICE_EMAIL ">\r\nTo: Bea <" PRACTICE_FRIEND ">\r\n"
         "Subject: " PRACTICE_LOUD_WORD " YA MISMO!!!\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
         "Message-ID: <draft-2@" PRACTICE_DOMAIN ">\r\nMIME-Version: 1.0\r\n"
         "Content-Type: text/html; charset=utf-8\r\n\r\n"
         "<html><body><a href=\"http://bit.ly/3xYzAbC\">http://www.bank.example/</a>"
         "<img src=\"http://tracker.example/1.gif\"></body></html>\r\n";
}

#define LOGGED(time, daemon, text) "Nov 20 " time " mail postfix/" daemon ": " text "\n"
#define WRITTEN(time, id, to) \
  LOGGED (time, "smtpd[11]", id ": client=ana[192.0.2.7], sasl_method=PLAIN, sasl_username=ana") \
  LOGGED (time, "cleanup[12]", id ": message-id=<" id "@" PRACTICE_DOMAIN ">") \
  LOGGED (time, "qmgr[13]", id ": from=<" PRACTICE_EMAIL ">, size=2048, nrcpt=1 (queue active)")
#define REFUSED(time, id, to) \
  WRITTEN (time, id, to) \
  LOGGED (time, "smtp[14]", id ": to=<" to ">, relay=mx.friends.example[192.0.2.60]:25, delay=1, delays=0/0/0/1, " \
          "dsn=5.7.1, status=bounced (host mx.friends.example[192.0.2.60] said: 550 5.7.1 Message rejected as spam " \
          "by content filtering (in reply to end of DATA command))") \
  LOGGED (time, "qmgr[13]", id ": removed")
#define TAKEN(time, id, to) \
  WRITTEN (time, id, to) \
  LOGGED (time, "smtp[14]", id ": to=<" to ">, relay=mx.other.example[192.0.2.61]:25, delay=1, delays=0/0/0/1, " \
          "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 7C2A)") \
  LOGGED (time, "qmgr[13]", id ": removed")

const char *
practice_log (void)
{
  return TAKEN ("09:00:01", "4A00000001", "luis@other.example")
         REFUSED ("09:10:00", "4A00000002", PRACTICE_FRIEND)
         REFUSED ("09:20:00", "4A00000003", PRACTICE_FRIEND)
         TAKEN ("09:30:00", "4A00000004", "luis@other.example")
         REFUSED ("09:40:00", "4A00000005", "carla@friends.example");
}

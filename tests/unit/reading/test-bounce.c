/* test-bounce.c - bounces, delays, complaints, automatic replies and pasted errors, all written for this test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/bounce.h"

#include <string.h>

#define DAEMON "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: ana@example.org\n"
#define RETURNED "\nReceived: from pc by mx.example; Mon, 2 Mar 2026 10:00:00 +0100\nTo: other@example.net\n\nHello\n"

/* One report as "recipient|status|reply|action|permanent|diagnostic", several with line ends between them. */
static const struct
{
  const char *story;
  const char *input;
  MdBounceKind kind;
  const char *want;
} cases[] = {
  { "a report of RFC 3464 with two recipients",
    DAEMON "Subject: Returned\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n"
           " boundary=\"b1\"\n\n--b1\n\nSome words.\n\n--b1\nContent-Type: message/delivery-status\n\n"
           "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nobody@example.net\nAction: failed\n"
           "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such\n  mailbox here\nRemote-MTA: dns; in.example.net\n\n"
           "Original-Recipient: rfc822; Full@example.com\nFinal-Recipient: rfc822; full@example.com\n"
           "Action: delayed\nStatus: 4.2.2 (over quota)\n\n--b1\nContent-Type: message/rfc822\n"
           RETURNED "--b1--\n",
    MD_BOUNCE_BOUNCE,
    "nobody@example.net|5.1.1|550|failed|yes|550 5.1.1 No such mailbox here\n"
    "full@example.com|4.2.2|0|delayed|no|over quota" },
  { "addresses in UTF-8, RFC 6533",
    DAEMON "Subject: x\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/global-delivery-status\n\n"
           "Final-Recipient: utf-8; jos\\x{E9}@ejemplo.example\nAction: failed\nStatus: 5.6.7\n--b--\n",
    MD_BOUNCE_BOUNCE, "josé@ejemplo.example|5.6.7|0|failed|yes|" },
  { "the server's own code says more than \"expired\"",
    DAEMON "Subject: x\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
           "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.7\n"
           "Diagnostic-Code: smtp; 452 4.3.1 Out of space\n--b--\n",
    MD_BOUNCE_BOUNCE, "a@b.example|4.3.1|452|failed|no|452 4.3.1 Out of space" },
  { "the report that it was delivered",
    DAEMON "Subject: Successful\nContent-Type: multipart/report; boundary=b\n\n--b\n"
           "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: delivered\n"
           "Status: 2.0.0\nDiagnostic-Code: smtp; 250 2.0.0 Ok\n--b--\n",
    MD_BOUNCE_BOUNCE, "a@b.example|2.0.0|250|delivered|no|250 2.0.0 Ok" },
  { "address and words on one line, and the words folded",
    DAEMON "Subject: Undelivered Mail Returned to Sender\n\nThis is the mail system at host mx.example.\n\n"
           "<kim@example.com>: host in.example.com[192.0.2.7] said: 552 5.3.4\n    Message too big (in reply to end of "
           "DATA command)\n\n------ This is a copy of the message.\n" RETURNED,
    MD_BOUNCE_BOUNCE, "kim@example.com|5.3.4|552|failed|yes|552 5.3.4 Message too big" },
  { "two addresses, each with a paragraph",
    DAEMON "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.\n\n<one@example.com>:\n"
           "192.0.2.9 does not like recipient.\nRemote host said: 550 nobody of that name\nGiving up on 192.0.2.9.\n\n"
           "<two@example.com>:\nSorry, no such host. (#5.1.2)\n\n--- Below this line is a copy of the message.\n"
           RETURNED,
    MD_BOUNCE_BOUNCE,
    "one@example.com||550|failed|yes|550 nobody of that name\n"
    "two@example.com|5.1.2|0|failed|yes|Sorry, no such host. (#5.1.2)" },
  { "indented address, host and reply on lines of their own; CRLF",
    "From: postmaster@mx.example\r\nX-Failed-Recipients: lu@example.com\r\nSubject: Mail delivery failed\r\n\r\n"
    "This message was created automatically by mail delivery software.\r\n\r\n  lu@example.com\r\n"
    "    host in.example.com [192.0.2.3]\r\n    Delay reason: SMTP error after RCPT TO:<lu@example.com>:\r\n"
    "    450 4.7.1 Come back later\r\n",
    MD_BOUNCE_BOUNCE, "lu@example.com|4.7.1|450|delayed|no|450 4.7.1 Come back later" },
  { "recipients first, the dialogue behind them",
    DAEMON "Subject: Returned mail: see transcript\n\n   ----- The following addresses had permanent fatal errors -----\n"
           "<eva@example.com>\n\n   ----- Transcript of session follows -----\n... while talking to in.example.com.:\n"
           ">>> RCPT To:<eva@example.com>\n<<< 553 5.3.0 Not here\n550 5.1.1 <eva@example.com>... User unknown\n\n"
           "   ----- Original message follows -----\n" RETURNED,
    MD_BOUNCE_BOUNCE, "eva@example.com|5.3.0|553|failed|yes|553 5.3.0 Not here 550 5.1.1 <eva@example.com>... User unknown" },
  { "the dialogue alone",
    DAEMON "Subject: Returned mail\n\n   ----- Transcript of session follows -----\nWhile talking to in.example.com:\n"
           ">>> DATA\n<<< 554 We do not like it\n554 <pia@example.com>... Remote error\n\n"
           "   ----- Unsent message follows -----\n" RETURNED,
    MD_BOUNCE_BOUNCE, "pia@example.com||554|failed|yes|554 We do not like it" },
  { "quoted-printable, with the label in front of the address",
    DAEMON "Subject: Mail System Error\nContent-Type: text/plain; charset=iso-8859-1\n"
           "Content-Transfer-Encoding: quoted-printable\n\nEach of the following recipients was rejected.\n\n"
           "    Recipient: <mo@example=\n.com>\n    <<< 550 Usuario no v=E1lido\n",
    MD_BOUNCE_BOUNCE, "mo@example.com||550|failed|yes|550 Usuario no válido" },
  { "base64",
    DAEMON "Subject: failure notice\nContent-Transfer-Encoding: base64\n\n"
           "VW5hYmxlIHRvIGRlbGl2ZXI6CgpqQGV4YW1wbGUuY29tCjU1MCA1LjIuMSBjbG9zZWQK\n",
    MD_BOUNCE_BOUNCE, "j@example.com|5.2.1|550|failed|yes|550 5.2.1 closed" },
  { "only the returned message tells to whom",
    DAEMON "Subject: Undeliverable mail\n\nYour message could not be delivered.\n\n----- Original message -----\n"
           "\nReceived: from x\nTo: Zoe <zoe@example.com>\n\nHi\n",
    MD_BOUNCE_BOUNCE, "zoe@example.com||0|failed|yes|" },
  { "a report whose boundaries were lost",
    DAEMON "Subject: Delivery Notification\nContent-Type: multipart/report; boundary=gone\n\n"
           "Reporting-MTA: dns; mx.example\n\nAction: failed\nFinal-recipient: rfc822;<li@example.com>\nStatus: 5.0.0\n"
           "Diagnostic-code: smtp;550 5.7.1 No\n",
    MD_BOUNCE_BOUNCE, "li@example.com|5.7.1|550|failed|yes|550 5.7.1 No" },
  { "forwarded in the text",
    "From: ana@example.org\nTo: help@example.org\nSubject: Fwd: Returned mail\n\nWhat is this?\n\n"
    "> From: Mail Delivery Subsystem <MAILER-DAEMON>\n> Subject: Returned mail\n>\n> Final-Recipient: RFC822; o@example.com\n"
    "> Action: failed\n> Status: 5.1.1\n> Diagnostic-Code: SMTP; 550 5.1.1 unknown\n",
    MD_BOUNCE_BOUNCE, "o@example.com|5.1.1|550|failed|yes|550 5.1.1 unknown" },
  { "forwarded as an attachment",
    "From: ana@example.org\nTo: help@example.org\nSubject: look\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nPlease.\n"
    "--o\nContent-Type: message/rfc822\n\n" DAEMON "Subject: Undeliverable\n\nDelivery has failed to these recipients:\n\n"
    "max@example.com\n#550 5.1.10 not found ##\n\n--o--\n",
    MD_BOUNCE_BOUNCE, "max@example.com|5.1.10|550|failed|yes|550 5.1.10 not found" },
  { "two of them, one as a file",
    "From: ana@example.org\nTo: help@example.org\nSubject: look\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nSee.\n"
    "--o\nContent-Type: message/rfc822\n\n" DAEMON "Subject: Undeliverable\n\nUnable to deliver:\n\n<a@b.example>: 550 no\n\n"
    "--o\nContent-Type: application/octet-stream; name=x.eml\nContent-Transfer-Encoding: base64\n\n"
    "RnJvbTogTUFJTEVSLURBRU1PTkBteC5leGFtcGxlClRvOiBhbmFAZXhhbXBsZS5vcmcKU3ViamVjdDogVW5kZWxpdmVyYWJsZQoKVW5hYmxlIHRvIGRl"
    "bGl2ZXI6Cgo8Y0BkLmV4YW1wbGU+OiA1NTIgZnVsbAo=\n--o--\n",
    MD_BOUNCE_BOUNCE, "a@b.example||550|failed|yes|550 no\nc@d.example||552|failed|yes|552 full" },
  { "a notice of a sending service in JSON",
    "From: no-reply@sns.amazonaws.com\nSubject: Notification\nTo: a@example.org\n\n{\"notificationType\":\"Bounce\",\"bounce\":"
    "{\"bouncedRecipients\":[{\"emailAddress\":\"q@example.com\",\"status\":\"5.1.1\",\"action\":\"failed\","
    "\"diagnosticCode\":\"smtp; 550 5.1.1 \\\"no\\\"\"}]}}\n",
    MD_BOUNCE_BOUNCE, "q@example.com|5.1.1|550|failed|yes|550 5.1.1 \"no\"" },
  { "a complaint, RFC 5965",
    "From: fbl@example.com\nSubject: x\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n"
    "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <r@example.com>\n--b--\n",
    MD_BOUNCE_COMPLAINT, "r@example.com||0|failed|yes|" },
  { "an automatic reply, RFC 3834",
    "From: Leo <leo@example.com>\nReturn-Path: <>\nSubject: Automatic reply: lunch\nAuto-Submitted: auto-replied\n\n"
    "I am away until 550. Ask <mia@example.com>: she knows.\n",
    MD_BOUNCE_VACATION, "" },
  { "an automatic reply with nothing but the field",
    "From: Leo <leo@example.com>\nReturn-Path: <>\nSubject: Re: lunch\nAuto-Submitted: auto-replied\n\nmia@example.com\n",
    MD_BOUNCE_VACATION, "" },
  { "a letter about mail that came back",
    "From: ana@example.org\nTo: bob@example.org\nSubject: problem\n\nI got 550 5.1.1 User unknown for bob@example.net.\n",
    MD_BOUNCE_MESSAGE, "" },
  { "a letter with another letter attached",
    "From: ana@example.org\nTo: bob@example.org\nSubject: FW\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nsee\n--o\n"
    "Content-Type: message/rfc822\n\nFrom: c@example.org\nTo: d@example.org\nSubject: s\n\ntext\n--o--\n",
    MD_BOUNCE_MESSAGE, "" },
  { "pasted: an error of a mail program, with the address",
    "An error occurred while sending mail. The mail server responded:  5.1.1 <ida@example.com>: Recipient address rejected.",
    MD_BOUNCE_BOUNCE, NULL },
  { "pasted: in German, with the code in it",
    "Die Nachricht konnte nicht gesendet werden. Fehler: '554 5.7.1 rejected', Port: 587, Fehlernummer: 0x800CCC78",
    MD_BOUNCE_BOUNCE, "|5.7.1|554|failed|yes|554 5.7.1 rejected" },
  { "pasted: no code", "My mail does not arrive since Monday.", MD_BOUNCE_TEXT, NULL },
  { "pasted: numbers that are no codes", "It has 550 KB on port 587, see 192.0.2.5 and version 5.1.2.9.", MD_BOUNCE_TEXT, NULL },
  { "nothing", "", MD_BOUNCE_TEXT, NULL },
};

static char *
describe (const MdBounce *bounce)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < bounce->reports->len; i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);

      g_string_append_printf (out, "%s%s|%s|%u|%s|%s|%s", i > 0 ? "\n" : "",
                              report->recipient != NULL ? report->recipient : "",
                              report->status != NULL ? report->status : "", report->reply,
                              md_delivery_action_name (report->action), report->permanent ? "yes" : "no",
                              report->diagnostic != NULL ? report->diagnostic : "");
    }
  return g_string_free (out, FALSE);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdBounce) bounce = md_bounce_read (cases[i].input, strlen (cases[i].input));
      g_autofree char *got = describe (bounce);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (md_bounce_kind_name (bounce->kind), ==, md_bounce_kind_name (cases[i].kind));
      if (cases[i].want != NULL)
        g_assert_cmpstr (got, ==, cases[i].want);
    }
}

/* Who told it, and who refused. */
static void
test_servers (void)
{
  g_autoptr (MdBounce) bounce = md_bounce_read (cases[0].input, strlen (cases[0].input));
  g_autoptr (MdBounce) second = md_bounce_read (cases[4].input, strlen (cases[4].input));
  const MdBounceReport *report = g_ptr_array_index (bounce->reports, 0);

  g_assert_cmpstr (report->reporting_mta, ==, "mx.example");
  g_assert_cmpstr (report->remote_mta, ==, "in.example.net");
  report = g_ptr_array_index (second->reports, 0);
  g_assert_cmpstr (report->remote_mta, ==, "in.example.com");
}

/* A text that repeats: limits hold, and nothing takes long. */
static void
test_limits (void)
{
  static const char *const pieces[] = {
    "<a@b.example>: 550 5.1.1 no\n", "Final-Recipient: rfc822; a@b.example\n", ">>>> > > ", "--b\n", "@", "<<< 550 x\n",
    "5.1.1 ", "550 ", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "{\"notificationType\":\"Bounce\",", "=\n", "\xFF",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (DAEMON "Subject: Undeliverable\n\n");
      g_autoptr (MdBounce) bounce = NULL;
      gint64 begun = g_get_monotonic_time ();

      for (guint n = 0; n < 200000; n++)
        g_string_append (text, pieces[i]);
      bounce = md_bounce_read (text->str, text->len);
      g_test_message ("%u: %u", (guint) i, bounce->reports->len);
      g_assert_cmpuint (bounce->reports->len, <=, 256);
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_USEC_PER_SEC);
    }
}

static void
test_many_recipients (void)
{
  g_autoptr (GString) text = g_string_new (DAEMON "Subject: Undeliverable\n\nUnable to deliver:\n\n");
  g_autoptr (MdBounce) bounce = NULL;

  for (guint n = 0; n < 1000; n++)
    g_string_append_printf (text, "<user%u@example.com>: 550 5.1.1 no\n", n);
  bounce = md_bounce_read (text->str, text->len);
  g_assert_cmpuint (bounce->reports->len, ==, 256);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/bounce/cases", test_cases);
  g_test_add_func ("/reading/bounce/servers", test_servers);
  g_test_add_func ("/reading/bounce/limits", test_limits);
  g_test_add_func ("/reading/bounce/many-recipients", test_many_recipients);
  return g_test_run ();
}

/* test-smtp.c - submission against scripted servers: AUTH in every form, STARTTLS, the envelope
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/smtp.h"
#include "story.h"

#include <string.h>

#define HELLO "S: 220 mail.example.org ESMTP", "C: EHLO [127.0.0.1]", "S: 250-mail.example.org", "S: 250-PIPELINING"
#define PLAIN_EHLO HELLO, "S: 250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2"

typedef struct
{
  const char *story;
  const char *lines[20];
  MdSaslMechanisms mechanism;
  MdWireStatus status;
  guint code; /* 0: no reply */
  const char *token_error;
} LoginRow;

static const LoginRow logins[] = {
  { "PLAIN with the initial response",
    { PLAIN_EHLO, "C: AUTH PLAIN {b64:\\0" USER "\\0" CANARY "}", "S: 235 2.7.0 Accepted", "C: QUIT" },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    235,
    NULL },
  { "PLAIN where the server asks again",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 334 ", "C: {b64:\\0" USER "\\0" CANARY "}", "S: 235 yes", "C: QUIT" },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    235,
    NULL },
  { "PLAIN refused",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 535 5.7.8 Bad {b64:\\0" USER "\\0" CANARY "}", "C: QUIT" },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    535,
    NULL },
  { "LOGIN",
    { PLAIN_EHLO, "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: {b64:" USER "}", "S: 334 UGFzc3dvcmQ6",
      "C: {b64:" CANARY "}", "S: 235 yes", "C: QUIT" },
    MD_SASL_LOGIN,
    MD_WIRE_OK,
    235,
    NULL },
  { "LOGIN whose user name is refused",
    { PLAIN_EHLO, "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: *", "S: 535 no", "C: QUIT" },
    MD_SASL_LOGIN,
    MD_WIRE_OK,
    535,
    NULL },
  { "LOGIN that asks for ever is broken off",
    { PLAIN_EHLO, "C: AUTH LOGIN", "S: 334 ", "C: *", "S: 334 ", "C: *", "S: 334 ", "C= *", "S: 501 cancelled",
      "C: QUIT" },
    MD_SASL_LOGIN,
    MD_WIRE_OK,
    501,
    NULL },
  { "CRAM-MD5",
    { PLAIN_EHLO, "C: AUTH CRAM-MD5", "S: 334 {b64:<1.2@x>}", "C: ?*", "S: 235 yes", "C: QUIT" },
    MD_SASL_CRAM_MD5,
    MD_WIRE_OK,
    235,
    NULL },
  { "CRAM-MD5 without a challenge",
    { PLAIN_EHLO, "C: AUTH CRAM-MD5", "S: 334 ", "C= *", "S: 501 cancelled", "C: QUIT" },
    MD_SASL_CRAM_MD5,
    MD_WIRE_OK,
    501,
    NULL },
  { "SCRAM by a server that cannot know us",
    { PLAIN_EHLO, "C: AUTH SCRAM-SHA-256 *", "S: 334 {b64:r=x,s=QSXCR+Q6sek8bf92,i=4096}", "C= *", "S: 501 no",
      "C: QUIT" },
    MD_SASL_SCRAM_SHA_256,
    MD_WIRE_OK,
    501,
    NULL },
  { "SCRAM accepted without the server's proof is not believed",
    { PLAIN_EHLO, "C: AUTH SCRAM-SHA-256 *", "S: 235 yes", "C: QUIT" },
    MD_SASL_SCRAM_SHA_256,
    MD_WIRE_NONSENSE,
    235,
    NULL },
  { "XOAUTH2",
    { PLAIN_EHLO, "C: AUTH XOAUTH2 {b64:user=" USER "\\1auth=Bearer " CANARY "\\1\\1}", "S: 235 yes", "C: QUIT" },
    MD_SASL_XOAUTH2,
    MD_WIRE_OK,
    235,
    NULL },
  { "XOAUTH2 refused tells why",
    { PLAIN_EHLO, "C: AUTH XOAUTH2 *", "S: 334 {b64:{\"status\":\"401\"}", "C: ", "S: 535 5.7.8 no", "C: QUIT" },
    MD_SASL_XOAUTH2,
    MD_WIRE_OK,
    535,
    "{\"status\":\"401\"" },
  { "OAUTHBEARER refused tells why",
    { PLAIN_EHLO, "C: AUTH OAUTHBEARER *", "S: 334 {b64:{\"status\":\"invalid_token\"}", "C: AQ==", "S: 535 no",
      "C: QUIT" },
    MD_SASL_OAUTHBEARER,
    MD_WIRE_OK,
    535,
    "{\"status\":\"invalid_token\"" },
  { "another command's yes",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 250 that was EHLO" },
    MD_SASL_PLAIN,
    MD_WIRE_NONSENSE,
    0,
    NULL },
  { "locked for now",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 454 4.7.0 Later", "C: QUIT" },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    454,
    NULL },
  { "good-bye instead of an answer",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 421 4.7.0 Too many tries" },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    421,
    NULL },
  { "closed instead of an answer", { PLAIN_EHLO, "C: AUTH PLAIN *" }, MD_SASL_PLAIN, MD_WIRE_CLOSED, 0, NULL },
  { "closed in the middle of an answer",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: 535-5.7.8 No", "RAW: 535 5." },
    MD_SASL_PLAIN,
    MD_WIRE_CLOSED,
    0,
    NULL },
  { "an answer that is none",
    { PLAIN_EHLO, "C: AUTH PLAIN *", "S: Welcome!" },
    MD_SASL_PLAIN,
    MD_WIRE_NONSENSE,
    0,
    NULL },
};

static MdSmtp *
begin (Stage *stage, MdWorld *world)
{
  MdSmtp *smtp = md_smtp_new (stage_dial (stage, world));
  const MdWait wait = soon ();
  g_autoptr (MdSmtpReply) greeting = NULL;
  g_autoptr (MdSmtpReply) hello = NULL;

  g_assert_cmpint (md_smtp_greeting (smtp, &wait, &greeting), ==, MD_WIRE_OK);
  g_assert_cmpuint (greeting->code, ==, 220);
  g_assert_cmpint (md_smtp_ehlo (smtp, &wait, &hello), ==, MD_WIRE_OK);
  g_assert_cmpuint (hello->code, ==, 250);
  return smtp;
}

static void
test_login (gconstpointer data)
{
  const LoginRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSecret) secret = canary ();
  g_autoptr (MdSmtpReply) reply = NULL;
  g_autofree char *token_error = NULL;
  const MdWait wait = soon ();
  MdWireStatus status = md_smtp_login (smtp, &wait, row->mechanism, USER, secret, &reply, &token_error);

  g_assert_cmpstr (md_wire_status_name (status), ==, md_wire_status_name (row->status));
  g_assert_cmpuint (reply != NULL ? reply->code : 0, ==, row->code);
  g_assert_cmpstr (token_error, ==, row->token_error);
  assert_clean (md_wire_get_transcript (md_smtp_get_wire (smtp)));
}

static void
test_no_secret_in_clear (void)
{
  static const char *const lines[] = { PLAIN_EHLO, "C: QUIT", NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSecret) secret = canary ();
  g_autoptr (MdSmtpReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_smtp_login (smtp, &wait, MD_SASL_PLAIN, USER, secret, &reply, NULL), ==, MD_WIRE_NOT_TRUSTED);
  g_assert_null (reply);
}

/* A token too long for one AUTH line (RFC 4954 4) follows on a line of its own. */
static void
test_long_token (void)
{
  static const char *const lines[] = { PLAIN_EHLO,   "C: AUTH XOAUTH2", "S: 334 ", "C: dXNlcj1*",
                                       "S: 235 yes", "C: QUIT",         NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autofree char *text = g_strnfill (2000, 't');
  g_autoptr (MdSecret) token = md_secret_new (text, -1);
  g_autoptr (MdSmtpReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_smtp_login (smtp, &wait, MD_SASL_XOAUTH2, USER, token, &reply, NULL), ==, MD_WIRE_OK);
  g_assert_cmpuint (reply->code, ==, 235);
  g_assert_false (transcript_has (md_wire_get_transcript (md_smtp_get_wire (smtp)), "tttt"));
}

typedef struct
{
  const char *story;
  const char *lines[16];
  const char *from, *to;
  guint64 size;
  MdWireStatus status;
  guint mail_code, rcpt_code;
} EnvelopeRow;

#define UNPIPELINED "S: 220 x", "C: EHLO *", "S: 250-x"

static const EnvelopeRow envelopes[] = {
  { "pipelined: the server hears all three before it answers",
    { HELLO, "S: 250 SIZE 1000", "C: MAIL FROM:<" USER "> SIZE=500", "C: RCPT TO:<b@example.com>", "C: RSET",
      "S: 250 2.1.0 Ok", "S: 250 2.1.5 Ok", "S: 250 2.0.0 Ok", "C: QUIT" },
    USER,
    "b@example.com",
    500,
    MD_WIRE_OK,
    250,
    250 },
  { "the sender is not owned",
    { HELLO, "S: 250 X", "C: MAIL FROM:<x@y.example>", "C: RCPT TO:<" USER ">", "C: RSET", "S: 553 5.7.1 not owned",
      "S: 503 5.5.1 need MAIL", "S: 250 Ok", "C: QUIT" },
    "x@y.example",
    USER,
    500,
    MD_WIRE_OK,
    553,
    0 },
  { "too large",
    { UNPIPELINED, "S: 250 SIZE 10", "C: MAIL FROM:<" USER "> SIZE=500", "S: 552 5.3.4 too big", "C: RSET", "S: 250 Ok",
      "C: QUIT" },
    USER,
    USER,
    500,
    MD_WIRE_OK,
    552,
    0 },
  { "one after the other",
    { UNPIPELINED, "S: 250 HELP", "C: MAIL FROM:<" USER ">", "S: 250 Ok", "C: RCPT TO:<" USER ">", "S: 550 5.1.1 who?",
      "C: RSET", "S: 250 Ok", "C: QUIT" },
    USER,
    USER,
    0,
    MD_WIRE_OK,
    250,
    550 },
  { "good-bye at MAIL", { UNPIPELINED, "S: 250 HELP", "C: MAIL *", "S: 421 busy" }, USER, USER, 0, MD_WIRE_OK, 421, 0 },
  { "closed at RCPT",
    { HELLO, "S: 250 X", "C: MAIL *", "C: RCPT *", "C: RSET", "S: 250 Ok" },
    USER,
    USER,
    0,
    MD_WIRE_CLOSED,
    250,
    0 },
  { "an address that would be a command",
    { HELLO, "S: 250 X", "C: QUIT" },
    "a@b>\r\nDATA",
    USER,
    0,
    MD_WIRE_NONSENSE,
    0,
    0 },
  { "not in ASCII",
    { HELLO, "S: 250 SMTPUTF8", "C: MAIL FROM:<ñ@example.org> SMTPUTF8", "C: RCPT *", "C: RSET", "S: 250 Ok",
      "S: 250 Ok", "S: 250 Ok", "C: QUIT" },
    "ñ@example.org",
    USER,
    9,
    MD_WIRE_OK,
    250,
    250 },
};

static void
test_envelope (gconstpointer data)
{
  const EnvelopeRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSmtpReply) mail = NULL;
  g_autoptr (MdSmtpReply) rcpt = NULL;
  const MdWait wait = soon ();
  MdWireStatus status = md_smtp_envelope (smtp, &wait, row->from, row->to, row->size, &mail, &rcpt);

  g_assert_cmpstr (md_wire_status_name (status), ==, md_wire_status_name (row->status));
  g_assert_cmpuint (mail != NULL ? mail->code : 0, ==, row->mail_code);
  g_assert_cmpuint (rcpt != NULL ? rcpt->code : 0, ==, row->rcpt_code);
}

typedef struct
{
  const char *story;
  const char *lines[16];
  guint code;
} HelloRow;

static const HelloRow hellos[] = {
  { "literals are refused",
    { "S: 220 x", "C: EHLO [127.0.0.1]", "S: 501 no literals", "C: EHLO localhost.localdomain", "S: 250 AUTH",
      "C: QUIT" },
    250 },
  { "EHLO is unknown", { "S: 220 x", "C: EHLO *", "S: 502 what?", "C: HELO [127.0.0.1]", "S: 250 x", "C: QUIT" }, 250 },
  { "not welcome", { "S: 220 x", "C: EHLO *", "S: 554 5.7.1 go away", "C: QUIT" }, 554 },
  { "busy", { "S: 220 x", "C: EHLO *", "S: 421 later" }, 421 },
  { "greets twice", { "S: 220 x", "RAW: 220 x\r\n", "C: EHLO *" }, 0 },
};

static void
test_hello (gconstpointer data)
{
  const HelloRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdSmtp) smtp = md_smtp_new (stage_dial (stage, world));
  g_autoptr (MdSmtpReply) greeting = NULL;
  g_autoptr (MdSmtpReply) hello = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_smtp_greeting (smtp, &wait, &greeting), ==, MD_WIRE_OK);
  g_assert_cmpint (md_smtp_ehlo (smtp, &wait, &hello), ==, row->code != 0 ? MD_WIRE_OK : MD_WIRE_NONSENSE);
  g_assert_cmpuint (hello->code, ==, row->code);
}

static void
test_starttls (void)
{
  static const char *const lines[] = {
    HELLO,      "S: 250 STARTTLS",   "C: STARTTLS",     "S: 220 go",  "TLS",     "C: EHLO [127.0.0.1]",
    "S: 250-x", "S: 250 AUTH PLAIN", "C: AUTH PLAIN *", "S: 235 yes", "C: QUIT", NULL
  };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSecret) secret = canary ();
  g_autoptr (MdSmtpReply) upgraded = NULL;
  g_autoptr (MdSmtpReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_true (md_smtp_get_features (smtp)->starttls);
  g_assert_cmpint (md_smtp_starttls (smtp, &wait, &upgraded), ==, MD_WIRE_OK);
  g_assert_cmpuint (upgraded->code, ==, 250);
  g_assert_false (md_smtp_get_features (smtp)->starttls);
  g_assert_cmpint (md_smtp_get_features (smtp)->mechanisms, ==, MD_SASL_PLAIN);
  g_assert_cmpint (md_smtp_login (smtp, &wait, MD_SASL_PLAIN, USER, secret, &reply, NULL), ==, MD_WIRE_OK);
  g_assert_cmpuint (reply->code, ==, 235);
  assert_clean (md_wire_get_transcript (md_smtp_get_wire (smtp)));
}

/* CVE-2011-0411: what was waiting in clear is not taken for an answer inside TLS. */
static void
test_starttls_injection (void)
{
  static const char *const lines[] = { HELLO,         "S: 250 STARTTLS",
                                       "C: STARTTLS", "RAW: 220 go\r\n250 AUTH PLAIN\r\n",
                                       "STAY",        NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSmtpReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_smtp_starttls (smtp, &wait, &reply), ==, MD_WIRE_INJECTED);
  g_assert_null (reply);
}

static void
test_starttls_refused (void)
{
  static const char *const lines[] = {
    HELLO, "S: 250 STARTTLS", "C: STARTTLS", "S: 454 4.7.0 not now", "C: QUIT", NULL
  };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdSmtp) smtp = begin (stage, world);
  g_autoptr (MdSmtpReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_smtp_starttls (smtp, &wait, &reply), ==, MD_WIRE_OK);
  g_assert_cmpuint (reply->code, ==, 454);
}

#define ADD_ROWS(rows, folder, function)                                                                               \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                                                      \
    {                                                                                                                  \
      g_autofree char *path = g_strconcat (folder, rows[i].story, NULL);                                               \
      g_test_add_data_func (path, &rows[i], function);                                                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS (hellos, "/smtp/hello/", test_hello)
  ADD_ROWS (logins, "/smtp/login/", test_login)
  ADD_ROWS (envelopes, "/smtp/envelope/", test_envelope)
  g_test_add_func ("/smtp/no-secret-in-clear", test_no_secret_in_clear);
  g_test_add_func ("/smtp/long-token", test_long_token);
  g_test_add_func ("/smtp/starttls", test_starttls);
  g_test_add_func ("/smtp/starttls-injection", test_starttls_injection);
  g_test_add_func ("/smtp/starttls-refused", test_starttls_refused);
  return g_test_run ();
}

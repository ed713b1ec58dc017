/* test-imap.c - reading a mailbox on scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/imap.h"
#include "story.h"

#include <string.h>

#define GREETING "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hello"
#define GREETING_PLUS "S: * OK [CAPABILITY IMAP4rev1 LITERAL+] hello"
#define BYE "C: Z LOGOUT"

static MdImap *
begin (Stage *stage, MdWorld *world)
{
  MdImap *imap = md_imap_new (stage_dial (stage, world));
  const MdWait wait = soon ();
  g_autoptr (MdImapReply) greeting = NULL;

  g_assert_cmpint (md_imap_greeting (imap, &wait, &greeting), ==, MD_WIRE_OK);
  g_assert_cmpint (greeting->condition, ==, MD_IMAP_OK);
  return imap;
}

typedef struct
{
  const char *story;
  const char *lines[20];
  MdSaslMechanisms mechanism; /* 0: LOGIN */
  const char *password;       /* NULL: the canary */
  MdWireStatus status;
  int condition; /* -1: no reply */
  const char *code;
} LoginRow;

static const LoginRow logins[] = {
  { "PLAIN with the initial response",
    { GREETING, "C: A1 AUTHENTICATE PLAIN {b64:\\0" USER "\\0" CANARY "}", "S: A1 OK in", BYE },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "PLAIN without SASL-IR",
    { "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello", "C= A1 AUTHENTICATE PLAIN", "S: + ",
      "C= {b64:\\0" USER "\\0" CANARY "}", "S: * CAPABILITY IMAP4rev1 QUOTA", "S: A1 OK in", BYE },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "refused, with a code",
    { GREETING, "C: A1 AUTHENTICATE PLAIN *", "S: A1 NO [AUTHENTICATIONFAILED] no " CANARY, BYE },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_NO,
    "AUTHENTICATIONFAILED" },
  { "AUTHENTICATE LOGIN",
    { GREETING, "C= A1 AUTHENTICATE LOGIN", "S: + VXNlciBOYW1lAA==", "C= {b64:" USER "}", "S: + UGFzc3dvcmQA",
      "C= {b64:" CANARY "}", "S: A1 OK in", BYE },
    MD_SASL_LOGIN,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "XOAUTH2 refused",
    { GREETING, "C: A1 AUTHENTICATE XOAUTH2 *", "S: + {b64:{\"status\":\"400\"}", "C= ", "S: A1 NO no", BYE },
    MD_SASL_XOAUTH2,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_NO,
    NULL },
  { "LOGIN, easy password",
    { GREETING, "C= A1 LOGIN \"" USER "\" \"s3cret pass'\"", "S: A1 OK in", BYE },
    0,
    "s3cret pass'",
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "LOGIN, any password",
    { GREETING, "C= A1 LOGIN \"" USER "\" {20}", "S: + go on", "C= " CANARY, "S: A1 OK in", BYE },
    0,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "LOGIN, any password, without waiting",
    { GREETING_PLUS, "C= A1 LOGIN \"" USER "\" {20+}", "C= " CANARY, "S: A1 OK in", BYE },
    0,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_OK,
    NULL },
  { "LOGIN whose literal is refused",
    { GREETING, "C: A1 LOGIN *", "S: A1 NO [LOGINDISABLED] not here", BYE },
    0,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_NO,
    "LOGINDISABLED" },
  { "good-bye and closed",
    { GREETING, "C: A1 AUTHENTICATE *", "S: * BYE [UNAVAILABLE] too many tries" },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_CLOSED,
    MD_IMAP_BYE,
    "UNAVAILABLE" },
  { "closed", { GREETING, "C: A1 AUTHENTICATE *" }, MD_SASL_PLAIN, NULL, MD_WIRE_CLOSED, -1, NULL },
  { "another tag",
    { GREETING, "C: A1 AUTHENTICATE *", "S: B7 OK in" },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_NONSENSE,
    MD_IMAP_BAD,
    NULL },
  { "asks for ever",
    { GREETING, "C: A1 AUTHENTICATE *", "S: + ", "C: *", "S: + ", "C= *", "S: A1 BAD cancelled", BYE },
    MD_SASL_PLAIN,
    NULL,
    MD_WIRE_OK,
    MD_IMAP_BAD,
    NULL },
};

static void
test_login (gconstpointer data)
{
  const LoginRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (MdSecret) secret = md_secret_new (row->password != NULL ? row->password : CANARY, -1);
  g_autoptr (MdImapReply) reply = NULL;
  const MdWait wait = soon ();
  MdWireStatus status = md_imap_login (imap, &wait, row->mechanism, USER, secret, &reply, NULL);

  g_assert_cmpstr (md_wire_status_name (status), ==, md_wire_status_name (row->status));
  g_assert_cmpint (reply != NULL ? (int) reply->condition : -1, ==, row->condition);
  if (reply != NULL)
    g_assert_cmpstr (reply->code, ==, row->code);
  assert_clean (md_wire_get_transcript (md_imap_get_wire (imap)));
  if (row->password != NULL)
    g_assert_false (transcript_has (md_wire_get_transcript (md_imap_get_wire (imap)), row->password));
}

static void
test_mailbox (void)
{
  static const char *const lines[] = {
    "S: * OK hello",
    "C= A1 CAPABILITY",
    "S: * CAPABILITY IMAP4rev1 QUOTA SPECIAL-USE LIST-EXTENDED ID",
    "S: A1 OK done",
    "C: A2 ID (*)",
    "S: * ID (\"name\" \"Dovecot\")",
    "S: A2 OK done",
    "C= A3 GETQUOTAROOT INBOX",
    "S: * QUOTAROOT INBOX \"User quota\"",
    "S: * QUOTA \"User quota\" (STORAGE 900 1000)",
    "S: A3 OK done",
    "C= A4 LIST \"\" \"*\" RETURN (SPECIAL-USE)",
    "S: * LIST (\\Junk) \"/\" {4}",
    "S: Spam",
    "S: * LIST () \"/\" \"A&APE-o\"",
    "S: * LIST (broken",
    "S: A4 OK done",
    "C= A5 EXAMINE \"A&APE-o\"",
    "S: * 17 EXISTS",
    "S: * OK [UIDVALIDITY 1] x",
    "S: A5 OK [READ-ONLY] done",
    "C= A6 UID SEARCH HEADER \"Message-ID\" \"x@y\"",
    "S: * SEARCH 4 9",
    "S: A6 OK done",
    "C= A7 UID FETCH 9 (BODY.PEEK[HEADER])",
    "S: * 3 FETCH (UID 4 FLAGS (\\Seen))",
    "RAW: * 17 FETCH (UID 9 BODY[HEADER] {24}\r\nSubject: \"a\\b\"\r\nX: {9}\r\n)\r\n",
    "S: A7 OK done",
    BYE,
    NULL
  };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (MdImapReply) reply = NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GArray) uids = NULL;
  g_autoptr (GBytes) headers = NULL;
  g_autofree char *name = NULL;
  const MdWait wait = soon ();
  guint32 n_messages = 0;

  g_assert_cmpint (md_imap_capability (imap, &wait, &reply), ==, MD_WIRE_OK);
  g_assert_true (md_imap_get_features (imap)->quota);
  g_assert_cmpint (md_imap_capability (imap, &wait, &reply), ==, MD_WIRE_OK); /* known: not asked again */
  g_assert_cmpint (md_imap_id (imap, &wait, &name), ==, MD_WIRE_OK);
  g_assert_cmpstr (name, ==, "Dovecot");
  g_assert_cmpint (md_imap_quota (imap, &wait, &quotas, &reply), ==, MD_WIRE_OK);
  g_assert_cmpuint (quotas->len, ==, 1);
  g_assert_cmpuint (((MdImapQuota *) quotas->pdata[0])->used, ==, 900);
  g_assert_cmpint (md_imap_list (imap, &wait, &folders, &reply), ==, MD_WIRE_OK);
  g_assert_cmpuint (folders->len, ==, 2);
  g_assert_cmpstr (((MdImapFolder *) folders->pdata[0])->name, ==, "Spam");
  g_assert_cmpstr (((MdImapFolder *) folders->pdata[0])->special, ==, "\\Junk");
  g_assert_cmpstr (((MdImapFolder *) folders->pdata[1])->name, ==, "Año");
  g_assert_cmpint (md_imap_examine (imap, &wait, "A&APE-o", &n_messages, &reply), ==, MD_WIRE_OK);
  g_assert_cmpuint (n_messages, ==, 17);
  g_assert_cmpint (md_imap_search_header (imap, &wait, "Message-ID", "x@y", &uids, &reply), ==, MD_WIRE_OK);
  g_assert_cmpuint (uids->len, ==, 2);
  g_assert_cmpint (md_imap_fetch_headers (imap, &wait, 9, &headers, &reply), ==, MD_WIRE_OK);
  g_assert_cmpmem (g_bytes_get_data (headers, NULL), g_bytes_get_size (headers), "Subject: \"a\\b\"\r\nX: {9}\r\n", 24);
}

static void
test_too_large (void)
{
  static const char *const lines[] = { GREETING, "C= A1 LIST \"\" \"*\"", "S: * LIST () \"/\" {99999999}", "STAY",
                                       NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (MdImapReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_imap_list (imap, &wait, &folders, &reply), ==, MD_WIRE_TOO_LONG);
}

static void
test_no_line_ends (void)
{
  static const char *const lines[] = { GREETING, BYE, NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GArray) uids = NULL;
  g_autoptr (MdImapReply) reply = NULL;
  const MdWait wait = soon ();
  guint32 n;

  g_assert_cmpint (md_imap_examine (imap, &wait, "x\r\nA2 DELETE x", &n, &reply), ==, MD_WIRE_NONSENSE);
  g_assert_cmpint (md_imap_search_header (imap, &wait, "X", "y\nz", &uids, &reply), ==, MD_WIRE_NONSENSE);
}

static void
test_starttls (void)
{
  static const char *const lines[] = { "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hello",
                                       "C= A1 STARTTLS",
                                       "S: A1 OK go",
                                       "TLS",
                                       "C= A2 CAPABILITY",
                                       "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN",
                                       "S: A2 OK done",
                                       BYE,
                                       NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (MdImapReply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_true (md_imap_get_features (imap)->login_disabled);
  g_assert_cmpint (md_imap_starttls (imap, &wait, &reply), ==, MD_WIRE_OK);
  g_assert_false (md_imap_get_features (imap)->login_disabled);
  g_assert_cmpint (md_imap_get_features (imap)->mechanisms, ==, MD_SASL_PLAIN);
  g_assert_true (md_wire_may_carry_secrets (md_imap_get_wire (imap)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autofree char *path = g_strconcat ("/imap/login/", logins[i].story, NULL);

      g_test_add_data_func (path, &logins[i], test_login);
    }
  g_test_add_func ("/imap/mailbox", test_mailbox);
  g_test_add_func ("/imap/too-large", test_too_large);
  g_test_add_func ("/imap/no-line-ends", test_no_line_ends);
  g_test_add_func ("/imap/starttls", test_starttls);
  return g_test_run ();
}

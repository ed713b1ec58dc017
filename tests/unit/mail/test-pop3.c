/* test-pop3.c - POP3 on scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/pop3.h"
#include "story.h"

#include <string.h>

#define GREETING "S: +OK ready <1.2@x>", "C= CAPA", "S: +OK", "S: USER", "S: SASL PLAIN LOGIN XOAUTH2", "S: ."
#define BYE "C= QUIT"

static void
test_replies (void)
{
  static const struct
  {
    const char *line;
    int ok; /* -1: none */
    const char *code, *text;
  } rows[] = {
    { "+OK", TRUE, NULL, "" },
    { "+OK Dovecot ready.", TRUE, NULL, "Dovecot ready." },
    { "+ok [192.0.2.1] ready", TRUE, NULL, "[192.0.2.1] ready" },
    { "-ERR [AUTH] Authentication failed.", FALSE, "AUTH", "Authentication failed." },
    { "-ERR [SYS/TEMP] later", FALSE, "SYS/TEMP", "later" },
    { "-ERR [unclosed", FALSE, NULL, "[unclosed" },
    { "-err", FALSE, NULL, "" },
    { "+OKAY", -1, NULL, NULL },
    { "* OK hello", -1, NULL, NULL },
    { "", -1, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdPop3Reply) reply = md_pop3_reply_parse (rows[i].line);

      if (rows[i].ok < 0)
        {
          g_assert_null (reply);
          continue;
        }
      g_assert_nonnull (reply);
      g_assert_cmpint (reply->ok, ==, rows[i].ok);
      g_assert_cmpstr (reply->code, ==, rows[i].code);
      g_assert_cmpstr (reply->text, ==, rows[i].text);
    }
}

static MdPop3 *
begin (Stage *stage, MdWorld *world)
{
  MdPop3 *pop3 = md_pop3_new (stage_dial (stage, world));
  const MdWait wait = soon ();
  g_autoptr (MdPop3Reply) greeting = NULL;
  g_autoptr (MdPop3Reply) capa = NULL;

  g_assert_cmpint (md_pop3_greeting (pop3, &wait, &greeting), ==, MD_WIRE_OK);
  g_assert_true (greeting->ok);
  g_assert_cmpint (md_pop3_capa (pop3, &wait, &capa), ==, MD_WIRE_OK);
  return pop3;
}

typedef struct
{
  const char *story;
  const char *lines[20];
  MdSaslMechanisms mechanism; /* 0: USER and PASS */
  MdWireStatus status;
  int ok; /* -1: no reply */
  const char *code;
} LoginRow;

static const LoginRow logins[] = {
  { "USER and PASS",
    { GREETING, "C= USER " USER, "S: +OK", "C= PASS " CANARY, "S: +OK in", BYE },
    0,
    MD_WIRE_OK,
    TRUE,
    NULL },
  { "USER refused", { GREETING, "C= USER " USER, "S: -ERR [AUTH] who?", BYE }, 0, MD_WIRE_OK, FALSE, "AUTH" },
  { "PASS refused",
    { GREETING, "C: USER *", "S: +OK", "C: PASS *", "S: -ERR [AUTH] not " CANARY, BYE },
    0,
    MD_WIRE_OK,
    FALSE,
    "AUTH" },
  { "in use",
    { GREETING, "C: USER *", "S: +OK", "C: PASS *", "S: -ERR [IN-USE] locked", BYE },
    0,
    MD_WIRE_OK,
    FALSE,
    "IN-USE" },
  { "closed after PASS", { GREETING, "C: USER *", "S: +OK", "C: PASS *" }, 0, MD_WIRE_CLOSED, -1, NULL },
  { "AUTH PLAIN",
    { GREETING, "C= AUTH PLAIN {b64:\\0" USER "\\0" CANARY "}", "S: +OK in", BYE },
    MD_SASL_PLAIN,
    MD_WIRE_OK,
    TRUE,
    NULL },
  { "AUTH LOGIN",
    { GREETING, "C= AUTH LOGIN", "S: + VXNlcg==", "C= {b64:" USER "}", "S: + UGFzcw==", "C= {b64:" CANARY "}",
      "S: -ERR no", BYE },
    MD_SASL_LOGIN,
    MD_WIRE_OK,
    FALSE,
    NULL },
  { "AUTH XOAUTH2 refused",
    { GREETING, "C: AUTH XOAUTH2 *", "S: + {b64:{}", "C= ", "S: -ERR no", BYE },
    MD_SASL_XOAUTH2,
    MD_WIRE_OK,
    FALSE,
    NULL },
  { "an answer that is none",
    { GREETING, "C: AUTH PLAIN *", "S: 535 no" },
    MD_SASL_PLAIN,
    MD_WIRE_NONSENSE,
    FALSE,
    NULL },
};

static void
test_login (gconstpointer data)
{
  const LoginRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdPop3) pop3 = begin (stage, world);
  g_autoptr (MdSecret) secret = canary ();
  g_autoptr (MdPop3Reply) reply = NULL;
  g_autofree char *token_error = NULL;
  const MdWait wait = soon ();
  MdWireStatus status = md_pop3_login (pop3, &wait, row->mechanism, USER, secret, &reply, &token_error);

  g_assert_cmpstr (token_error, ==, row->mechanism == MD_SASL_XOAUTH2 ? "{" : NULL);
  g_assert_cmpstr (md_wire_status_name (status), ==, md_wire_status_name (row->status));
  g_assert_cmpint (reply != NULL ? reply->ok : -1, ==, row->ok);
  if (reply != NULL)
    g_assert_cmpstr (reply->code, ==, row->code);
  assert_clean (md_wire_get_transcript (md_pop3_get_wire (pop3)));
}

static void
test_features (void)
{
  static const char *const lines[] = { GREETING, BYE, NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdPop3) pop3 = begin (stage, world);
  const MdPop3Features *features = md_pop3_get_features (pop3);

  g_assert_true (features->user);
  g_assert_false (features->stls);
  g_assert_cmpint (features->mechanisms, ==, MD_SASL_PLAIN | MD_SASL_LOGIN | MD_SASL_XOAUTH2);
}

static void
test_old_server (void)
{
  static const char *const lines[] = { "S: +OK ready", "C= CAPA", "S: -ERR what?", BYE, NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdPop3) pop3 = begin (stage, world);

  g_assert_true (md_pop3_get_features (pop3)->user);
}

static void
test_endless_listing (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (Stage) stage = NULL;
  g_autoptr (MdWorld) world = NULL;
  g_autoptr (MdPop3) pop3 = NULL;
  g_autoptr (MdPop3Reply) reply = NULL;
  const MdWait wait = soon ();

  g_ptr_array_add (lines, (gpointer) "C= CAPA");
  g_ptr_array_add (lines, (gpointer) "S: +OK");
  for (guint i = 0; i < 700; i++)
    g_ptr_array_add (lines, (gpointer) "S: X-MORE");
  g_ptr_array_add (lines, (gpointer) "STAY");
  g_ptr_array_add (lines, NULL);
  stage = stage_new ((const char *const *) lines->pdata, NULL);
  world = stage_make_world (stage, FALSE);
  pop3 = md_pop3_new (stage_dial (stage, world));
  g_assert_cmpint (md_pop3_capa (pop3, &wait, &reply), ==, MD_WIRE_TOO_LONG);
}

static void
test_stls (void)
{
  static const char *const lines[] = { "S: +OK ready",    "C= CAPA",   "S: +OK",  "S: STLS", "S: .",          "C= STLS",
                                       "S: +OK go",       "TLS",       "C= CAPA", "S: +OK",  "S: SASL PLAIN", "S: .",
                                       "C: AUTH PLAIN *", "S: +OK in", BYE,       NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdPop3) pop3 = begin (stage, world);
  g_autoptr (MdSecret) secret = canary ();
  g_autoptr (MdPop3Reply) reply = NULL;
  const MdWait wait = soon ();

  g_assert_cmpint (md_pop3_login (pop3, &wait, MD_SASL_PLAIN, USER, secret, &reply, NULL), ==, MD_WIRE_NOT_TRUSTED);
  g_assert_cmpint (md_pop3_stls (pop3, &wait, &reply), ==, MD_WIRE_OK);
  g_assert_false (md_pop3_get_features (pop3)->stls);
  g_assert_cmpint (md_pop3_login (pop3, &wait, MD_SASL_PLAIN, USER, secret, &reply, NULL), ==, MD_WIRE_OK);
  g_assert_true (reply->ok);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop3/replies", test_replies);
  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autofree char *path = g_strconcat ("/pop3/login/", logins[i].story, NULL);

      g_test_add_data_func (path, &logins[i], test_login);
    }
  g_test_add_func ("/pop3/features", test_features);
  g_test_add_func ("/pop3/old-server", test_old_server);
  g_test_add_func ("/pop3/endless-listing", test_endless_listing);
  g_test_add_func ("/pop3/stls", test_stls);
  return g_test_run ();
}

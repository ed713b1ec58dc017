/* test-managesieve.c - the server of the filter rules, on scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/managesieve.h"
#include "story.h"

#include <string.h>

#define OFFERS "S: \"IMPLEMENTATION\" \"Lab 1\"", "S: \"SASL\" \"PLAIN SCRAM-SHA-256\"", "S: \"SIEVE\" {8}", "RAW: fileinto\r\n"
#define GREETING OFFERS, "S: OK \"ready\""
#define BYE "C= LOGOUT"

static void
test_replies (void)
{
  static const struct
  {
    const char *line;
    int ok; /* -1: none */
    const char *code, *text;
  } rows[] = {
    { "OK", TRUE, NULL, "" },
    { "ok \"done\"", TRUE, NULL, "done" },
    { "NO (TRYLATER) \"later\"", FALSE, "TRYLATER", "later" },
    { "OK (SASL \"dj0x\")", TRUE, "SASL dj0x", "" },
    { "BYE (REFERRAL \"sieve://other\") \"go\"", FALSE, "REFERRAL sieve://other", "go" },
    { "NO (unclosed", -1, NULL, NULL },
    { "OK done", -1, NULL, NULL },
    { "\"OK\"", -1, NULL, NULL },
    { "* OK IMAP", -1, NULL, NULL },
    { "", -1, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdManageSieveReply) reply = md_managesieve_reply_parse (rows[i].line, strlen (rows[i].line));

      g_test_message ("%s", rows[i].line);
      g_assert_cmpint (reply != NULL ? reply->ok : -1, ==, rows[i].ok);
      if (reply == NULL)
        continue;
      g_assert_cmpstr (reply->code, ==, rows[i].code);
      g_assert_cmpstr (reply->text, ==, rows[i].text);
    }
}

static MdManageSieve *
begin (Stage *stage, MdWorld *world)
{
  MdManageSieve *sieve = md_managesieve_new (stage_dial (stage, world));
  const MdWait wait = soon ();
  g_autoptr (MdManageSieveReply) greeting = NULL;

  g_assert_cmpint (md_managesieve_greeting (sieve, &wait, &greeting), ==, MD_WIRE_OK);
  g_assert_true (greeting->ok);
  return sieve;
}

typedef struct
{
  const char *story;
  const char *lines[16];
  MdSaslMechanisms mechanism;
  MdWireStatus status;
  int ok; /* -1: no reply */
} LoginRow;

static const LoginRow logins[] = {
  { "PLAIN", { GREETING, "C: AUTHENTICATE \"PLAIN\" {*+}", "C= {b64:\\0" USER "\\0" CANARY "}", "S: OK \"in\"", BYE },
    MD_SASL_PLAIN, MD_WIRE_OK, TRUE },
  { "refused", { GREETING, "C: AUTHENTICATE \"PLAIN\" {*+}", "C: *", "S: NO \"wrong\"", BYE },
    MD_SASL_PLAIN, MD_WIRE_OK, FALSE },
  { "LOGIN, asked for word by word",
    { GREETING, "C= AUTHENTICATE \"LOGIN\"", "S: \"VXNlcm5hbWU6\"", "C: {*+}", "C= {b64:" USER "}", "RAW: {12}\r\nUGFzc3dvcmQ6\r\n",
      "C: {*+}", "C= {b64:" CANARY "}", "S: OK", BYE },
    MD_SASL_LOGIN, MD_WIRE_OK, TRUE },
  { "a server that lets everybody in",
    { GREETING, "C: AUTHENTICATE \"SCRAM-SHA-256\" {*+}", "C: *", "S: OK (SASL \"dj1BQUFB\") \"in\"", BYE },
    MD_SASL_SCRAM_SHA_256, MD_WIRE_NONSENSE, TRUE },
  { "a challenge that is none",
    { GREETING, "C: AUTHENTICATE \"SCRAM-SHA-256\" {*+}", "C: *", "S: \"!!\"", "C= \"*\"", "S: NO", BYE },
    MD_SASL_SCRAM_SHA_256, MD_WIRE_OK, FALSE },
  { "hangs up", { GREETING, "C: AUTHENTICATE \"PLAIN\" {*+}", "C: *" }, MD_SASL_PLAIN, MD_WIRE_CLOSED, -1 },
  { "another protocol's answer", { GREETING, "C: AUTHENTICATE \"PLAIN\" {*+}", "C: *", "S: 235 ok" },
    MD_SASL_PLAIN, MD_WIRE_NONSENSE, -1 },
};

static void
test_logins (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      const MdWait wait = soon ();
      g_autoptr (Stage) stage = stage_new (logins[i].lines, NULL);
      g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
      g_autoptr (MdSecret) password = canary ();
      g_autoptr (MdManageSieveReply) reply = NULL;
      g_autoptr (MdManageSieve) sieve = begin (stage, world);

      g_test_message ("%s", logins[i].story);
      g_assert_cmpint (md_managesieve_login (sieve, &wait, logins[i].mechanism, USER, password, &reply), ==,
                       logins[i].status);
      g_assert_cmpint (reply != NULL ? reply->ok : -1, ==, logins[i].ok);
      assert_clean (md_wire_get_transcript (md_managesieve_get_wire (sieve)));
    }
}

static void
test_no_secret_in_clear (void)
{
  static const char *const lines[] = { GREETING, BYE, NULL };
  const MdWait wait = soon ();
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdSecret) password = canary ();
  g_autoptr (MdManageSieveReply) reply = NULL;
  g_autoptr (MdManageSieve) sieve = begin (stage, world);

  g_assert_cmpint (md_managesieve_login (sieve, &wait, MD_SASL_PLAIN, USER, password, &reply), ==, MD_WIRE_NOT_TRUSTED);
}

static void
test_scripts (void)
{
  static const char *const lines[] = {
    GREETING, "C= LISTSCRIPTS", "S: \"viejo\"", "RAW: {8}\r\nmi \"uno\" ACTIVE\r\n", "S: \"\"", "S: OK \"done\"",
    "C= GETSCRIPT \"mi \\\"uno\\\"\"", "RAW: {14}\r\nkeep;\r\ndiscard\r\n", "S: OK", "C= GETSCRIPT \"viejo\"",
    "S: NO (NONEXISTENT) \"gone\"", "C= GETSCRIPT \"viejo\"", "S: {1048577}", NULL,
  };
  const MdWait wait = soon ();
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdManageSieveReply) reply = NULL;
  g_autoptr (GPtrArray) scripts = NULL;
  g_autoptr (GBytes) script = NULL;
  g_autoptr (GBytes) none = NULL;
  MdManageSieve *sieve = begin (stage, world);
  const MdManageSieveScript *active;

  g_assert_cmpstr (md_managesieve_get_features (sieve)->implementation, ==, "Lab 1");
  g_assert_cmpstr (md_managesieve_get_features (sieve)->extensions, ==, "fileinto");
  g_assert_cmpint (md_managesieve_get_features (sieve)->mechanisms, ==, MD_SASL_PLAIN | MD_SASL_SCRAM_SHA_256);
  g_assert_false (md_managesieve_get_features (sieve)->starttls);
  g_assert_cmpint (md_managesieve_list (sieve, &wait, &scripts, &reply), ==, MD_WIRE_OK);
  g_assert_true (reply->ok);
  g_assert_cmpuint (scripts->len, ==, 2);
  active = g_ptr_array_index (scripts, 1);
  g_assert_true (active->active);
  g_assert_cmpstr (active->name, ==, "mi \"uno\"");
  g_assert_cmpint (md_managesieve_get (sieve, &wait, active->name, &script, &reply), ==, MD_WIRE_OK);
  g_assert_cmpmem (g_bytes_get_data (script, NULL), g_bytes_get_size (script), "keep;\r\ndiscard", 14);
  g_assert_cmpint (md_managesieve_get (sieve, &wait, "viejo", &none, &reply), ==, MD_WIRE_OK);
  g_assert_null (none);
  g_assert_cmpint (md_managesieve_get (sieve, &wait, "viejo", &none, &reply), ==, MD_WIRE_TOO_LONG);
  g_assert_null (none);
  g_assert_cmpint (md_managesieve_get (sieve, &wait, "a\r\nLOGOUT", &none, &reply), ==, MD_WIRE_NONSENSE);
  md_managesieve_free (sieve);
}

static void
test_talks (void)
{
  static const struct
  {
    const char *story;
    const char *lines[20];
    MdDialogueEnd end;
  } talks[] = {
    { "encrypts", { OFFERS, "S: \"STARTTLS\"", "S: OK", "C= STARTTLS", "S: OK \"go\"", "TLS", GREETING, BYE }, MD_DIALOGUE_READY },
    { "cannot encrypt", { GREETING, BYE }, MD_DIALOGUE_NO_STARTTLS },
    { "will not encrypt", { OFFERS, "S: \"STARTTLS\"", "S: OK", "C= STARTTLS", "S: NO \"no\"", BYE }, MD_DIALOGUE_REFUSED },
    { "says good-bye", { "S: BYE \"busy\"" }, MD_DIALOGUE_REFUSED },
    { "hangs up", { "PAUSE: 1" }, MD_DIALOGUE_CLOSED },
    { "another service", { "S: * OK IMAP4rev1" }, MD_DIALOGUE_NONSENSE },
    { "bytes in clear behind STARTTLS", { OFFERS, "S: \"STARTTLS\"", "S: OK", "C= STARTTLS", "RAW: OK\r\n\"SASL\" \"PLAIN\"\r\nOK\r\n" },
      MD_DIALOGUE_NONSENSE },
  };
  static const char *const here[] = { "127.0.0.1", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (talks); i++)
    {
      const MdWait wait = soon ();
      g_autoptr (Stage) stage = stage_new (talks[i].lines, NULL);
      g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
      g_autoptr (MdManageSieveTalk) talk
        = md_managesieve_talk (world, "mail.example.org", stage_get_port (stage), here, &wait);

      g_test_message ("%s", talks[i].story);
      g_assert_cmpstr (md_dialogue_end_name (talk->end), ==, md_dialogue_end_name (talks[i].end));
      g_assert_cmpint (talk->session != NULL, ==, talk->end == MD_DIALOGUE_READY);
      g_assert_cmpint (talk->lines == NULL, ==, talk->end == MD_DIALOGUE_READY);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/managesieve/replies", test_replies);
  g_test_add_func ("/managesieve/logins", test_logins);
  g_test_add_func ("/managesieve/no-secret-in-clear", test_no_secret_in_clear);
  g_test_add_func ("/managesieve/scripts", test_scripts);
  g_test_add_func ("/managesieve/talks", test_talks);
  return g_test_run ();
}

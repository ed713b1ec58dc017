/* test-sasl.c - every mechanism against its RFC's own example, and servers that cheat
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/sasl-scram.h"
#include "protocols/sasl.h"
#include "protocols/token-error.h"

#include <string.h>

static void
assert_secret (const MdSecret *secret, const char *want, gsize want_length)
{
  gsize length = 0;
  const char *text;

  g_assert_nonnull (secret);
  text = md_secret_peek (secret, &length);
  g_assert_cmpmem (text, length, want, want_length);
}

static MdSecret *
respond (MdSasl *sasl, const char *challenge)
{
  return md_sasl_respond (sasl, (const guchar *) challenge, strlen (challenge));
}

static void
test_names (void)
{
  g_autofree char *names = md_sasl_names (MD_SASL_LOGIN | MD_SASL_PLAIN | MD_SASL_OTHER);

  g_assert_cmpstr (names, ==, "PLAIN LOGIN");
  g_assert_cmpint (md_sasl_from_name ("scram-sha-256"), ==, MD_SASL_SCRAM_SHA_256);
  g_assert_cmpint (md_sasl_from_name ("GSSAPI"), ==, MD_SASL_OTHER);
  g_assert_cmpint (md_sasl_from_names (" plain  XOAUTH2\tNTLM "), ==, MD_SASL_PLAIN | MD_SASL_XOAUTH2 | MD_SASL_OTHER);
  g_assert_cmpint (md_sasl_from_names (""), ==, 0);
  for (guint bit = 0; bit < 7; bit++)
    g_assert_cmpint (md_sasl_from_name (md_sasl_name (1 << bit)), ==, 1 << bit);
}

static void
test_choose (void)
{
  static const struct
  {
    const char *story;
    MdSaslMechanisms offered;
    gboolean token, fast;
    MdSaslMechanisms want;
  } rows[] = {
    { "the strongest", MD_SASL_PASSWORD_MECHANISMS, FALSE, FALSE, MD_SASL_SCRAM_SHA_256 },
    { "the fastest", MD_SASL_PASSWORD_MECHANISMS, FALSE, TRUE, MD_SASL_PLAIN },
    { "fast without PLAIN", MD_SASL_SCRAM_SHA_1 | MD_SASL_LOGIN, FALSE, TRUE, MD_SASL_SCRAM_SHA_1 },
    { "LOGIN alone", MD_SASL_LOGIN | MD_SASL_OTHER, FALSE, FALSE, MD_SASL_LOGIN },
    { "a token", MD_SASL_TOKEN_MECHANISMS | MD_SASL_PLAIN, TRUE, FALSE, MD_SASL_OAUTHBEARER },
    { "a token for XOAUTH2", MD_SASL_XOAUTH2, TRUE, FALSE, MD_SASL_XOAUTH2 },
    { "a token, passwords only", MD_SASL_PLAIN, TRUE, FALSE, 0 },
    { "a password, tokens only", MD_SASL_TOKEN_MECHANISMS, FALSE, FALSE, 0 },
    { "nothing we speak", MD_SASL_OTHER, FALSE, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].story);
      g_assert_cmpint (md_sasl_choose (rows[i].offered, rows[i].token, rows[i].fast), ==, rows[i].want);
    }
}

/* RFC 4616 4. */
static void
test_plain (void)
{
  g_autoptr (MdSecret) password = md_secret_new ("tanstaaftanstaaf", -1);
  g_autoptr (MdSasl) sasl = md_sasl_new (MD_SASL_PLAIN, "tim", password, NULL, 0);
  g_autoptr (MdSecret) initial = md_sasl_initial (sasl);
  g_autoptr (MdSecret) again = respond (sasl, "");
  g_autoptr (MdSecret) third = respond (sasl, "");

  assert_secret (initial, "\0tim\0tanstaaftanstaaf", 21);
  assert_secret (again, "\0tim\0tanstaaftanstaaf", 21);
  g_assert_null (third);
  g_assert_cmpstr (md_sasl_describe (sasl), ==, "[password]");
  g_assert_true (md_sasl_is_server_proven (sasl));
}

static void
test_login (void)
{
  g_autoptr (MdSecret) password = md_secret_new ("pass' \"ñ", -1);
  g_autoptr (MdSasl) sasl = md_sasl_new (MD_SASL_LOGIN, "ana", password, NULL, 0);
  g_autoptr (MdSecret) initial = md_sasl_initial (sasl);
  g_autoptr (MdSecret) first = respond (sasl, "User Name");
  g_autofree char *described = g_strdup (md_sasl_describe (sasl));
  g_autoptr (MdSecret) second = respond (sasl, "whatever");
  g_autoptr (MdSecret) third = respond (sasl, "again?");

  g_assert_null (initial);
  assert_secret (first, "ana", 3);
  g_assert_cmpstr (described, ==, "[user]");
  assert_secret (second, "pass' \"ñ", strlen ("pass' \"ñ"));
  g_assert_null (third);
}

/* RFC 2195 2. */
static void
test_cram_md5 (void)
{
  static const char want[] = "tim b913a602c7eda7a495b4e6e7334d3890";
  g_autoptr (MdSecret) password = md_secret_new ("tanstaaftanstaaf", -1);
  g_autoptr (MdSasl) sasl = md_sasl_new (MD_SASL_CRAM_MD5, "tim", password, NULL, 0);
  g_autoptr (MdSecret) initial = md_sasl_initial (sasl);
  g_autoptr (MdSecret) answer = respond (sasl, "<1896.697170952@postoffice.reston.mci.net>");

  g_assert_null (initial);
  assert_secret (answer, want, strlen (want));
}

typedef struct
{
  const char *digest, *nonce, *first, *server_first, *final, *server_final;
} ScramExample;

static const ScramExample scram_examples[] = {
  /* RFC 5802 5 */
  { "SHA1", "fyko+d2lbbFgONRv9qkxdawL", "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=" },
  /* RFC 7677 3 */
  { "SHA256", "rOprNGfwEbeRWgbNEkqO", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=" },
};

static MdSecret *
scram_respond (MdScram *scram, const char *challenge)
{
  return md_scram_respond (scram, (const guchar *) challenge, strlen (challenge));
}

static void
test_scram (void)
{
  g_autoptr (MdSecret) password = md_secret_new ("pencil", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (scram_examples); i++)
    {
      const ScramExample *e = &scram_examples[i];
      g_autoptr (MdScram) scram = md_scram_new (e->digest, "user", password, e->nonce);
      g_autoptr (MdSecret) first = md_scram_first (scram);
      g_autoptr (MdSecret) final = scram_respond (scram, e->server_first);
      g_autoptr (MdSecret) proof = md_scram_get_server_proof (scram);
      g_autoptr (MdSecret) end = NULL;

      assert_secret (first, e->first, strlen (e->first));
      assert_secret (final, e->final, strlen (e->final));
      assert_secret (proof, e->server_final, strlen (e->server_final));
      g_assert_false (md_scram_is_proven (scram));
      end = scram_respond (scram, e->server_final);
      assert_secret (end, "", 0);
      g_assert_true (md_scram_is_proven (scram));
    }
}

static void
test_scram_cheats (void)
{
  static const struct
  {
    const char *story, *server_first, *server_final;
  } rows[] = {
    { "another nonce", "r=other,s=QSXCR+Q6sek8bf92,i=4096", NULL },
    { "our nonce and nothing added", "r=abc,s=QSXCR+Q6sek8bf92,i=4096", NULL },
    { "too much work", "r=abcdef,s=QSXCR+Q6sek8bf92,i=600001", NULL },
    { "no work", "r=abcdef,s=QSXCR+Q6sek8bf92,i=0", NULL },
    { "negative work", "r=abcdef,s=QSXCR+Q6sek8bf92,i=-1", NULL },
    { "no salt", "r=abcdef,s=,i=4096", NULL },
    { "a mandatory extension", "m=x,r=abcdef,s=QSXCR+Q6sek8bf92,i=4096", NULL },
    { "parts missing", "r=abcdef", NULL },
    { "nothing", "", NULL },
    { "an error", "e=unknown-user", NULL },
    { "a wrong proof of the server", "r=abcdef,s=QSXCR+Q6sek8bf92,i=1", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=" },
    { "no proof of the server", "r=abcdef,s=QSXCR+Q6sek8bf92,i=1", "v=" },
    { "an error at the end", "r=abcdef,s=QSXCR+Q6sek8bf92,i=1", "e=invalid-proof" },
  };
  g_autoptr (MdSecret) password = md_secret_new ("pencil", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdScram) scram = md_scram_new ("SHA1", "user", password, "abc");
      g_autoptr (MdSecret) first = md_scram_first (scram);
      g_autoptr (MdSecret) final = NULL;
      g_autoptr (MdSecret) end = NULL;

      g_test_message ("%s", rows[i].story);
      g_assert_nonnull (first);
      final = scram_respond (scram, rows[i].server_first);
      if (rows[i].server_final == NULL)
        g_assert_null (final);
      else
        {
          g_assert_nonnull (final);
          end = scram_respond (scram, rows[i].server_final);
          g_assert_null (end);
        }
      g_assert_false (md_scram_is_proven (scram));
    }
}

static void
test_prepare (void)
{
  /* RFC 4013 3, and what Spanish keyboards give. */
  static const struct
  {
    const char *input, *want;
  } rows[] = {
    { "I\302\255X", "IX" },
    { "user", "user" },
    { "USER", "USER" },
    { "\302\252", "a" },
    { "\342\205\250", "IX" },
    { "a\302\240b", "a b" },
    { "contraseña", "contraseña" },
    { "n\314\203", "ñ" },
    { "", "" },
    { "\377", "\377" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdSecret) input = md_secret_new (rows[i].input, -1);
      g_autoptr (MdSecret) output = md_scram_prepare (input);

      assert_secret (output, rows[i].want, strlen (rows[i].want));
    }
}

static void
test_escape (void)
{
  g_autofree char *escaped = md_scram_escape_name ("a=b,c");

  g_assert_cmpstr (escaped, ==, "a=3Db=2Cc");
}

static void
test_tokens (void)
{
  static const char json[] = "{\"status\":\"400\",\"schemes\":\"Bearer\"}";
  static const char want_x[] = "user=ana@example.org\001auth=Bearer ya29.vF9\001\001";
  static const char want_o[] =
      "n,a=ana@example.org,\001host=mail.example.org\001port=587\001auth=Bearer ya29.vF9\001\001";
  g_autoptr (MdSecret) token = md_secret_new ("ya29.vF9", -1);
  g_autoptr (MdSasl) x = md_sasl_new (MD_SASL_XOAUTH2, "ana@example.org", token, "mail.example.org", 587);
  g_autoptr (MdSasl) o = md_sasl_new (MD_SASL_OAUTHBEARER, "ana@example.org", token, "mail.example.org", 587);
  g_autoptr (MdSecret) first_x = md_sasl_initial (x);
  g_autoptr (MdSecret) first_o = md_sasl_initial (o);
  g_autoptr (MdSecret) late_x = respond (x, "");
  g_autoptr (MdSecret) end_x = respond (x, json);
  g_autoptr (MdSecret) end_o = respond (o, json);
  g_autoptr (MdSecret) more_o = respond (o, json);

  assert_secret (first_x, want_x, strlen (want_x));
  assert_secret (late_x, want_x, strlen (want_x));
  assert_secret (first_o, want_o, strlen (want_o));
  assert_secret (end_x, "", 0);
  assert_secret (end_o, "\001", 1);
  g_assert_null (more_o);
  g_assert_cmpstr (md_sasl_get_token_error (x), ==, json);
  g_assert_cmpstr (md_sasl_get_token_error (o), ==, json);
}

static const struct
{
  const char *story, *json;
  MdTokenFault fault;
  const char *status, *scope;
} token_errors[] = {
  { "XOAUTH2: not valid", "{\"status\":\"401\",\"schemes\":\"bearer mac\",\"scope\":\"https://mail.google.com/\"}",
    MD_TOKEN_NOT_VALID, "401", "https://mail.google.com/" },
  { "XOAUTH2: not for this", "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}",
    MD_TOKEN_NO_SCOPE, "400", "https://mail.google.com/" },
  { "OAUTHBEARER: not valid", "{\"status\":\"invalid_token\",\"scope\":\"mail\"}", MD_TOKEN_NOT_VALID, "invalid_token",
    "mail" },
  { "OAUTHBEARER: not for this", "{\"status\":\"insufficient_scope\",\"scope\":\"smtp\"}", MD_TOKEN_NO_SCOPE,
    "insufficient_scope", "smtp" },
  { "says that it has expired", "{\"status\":\"invalid_token\",\"error_description\":\"Token Expired\"}", MD_TOKEN_EXPIRED,
    "invalid_token", "" },
  { "says that it was withdrawn", " { \"x\" : true , \"why\":\"was re\\u0076oked\", \"status\":401 }", MD_TOKEN_REVOKED,
    "401", "" },
  { "escapes", "{\"status\":\"a\\\"b\\n\\u00f1\"}", MD_TOKEN_UNKNOWN, "a\"b\nñ", "" },
  { "another status", "{\"status\":\"500\"}", MD_TOKEN_UNKNOWN, "500", "" },
  { "twice", "{\"status\":\"400\",\"status\":\"401\"}", MD_TOKEN_NO_SCOPE, "400", "" },
  { "nested", "{\"a\":{\"status\":\"401\"}}", MD_TOKEN_UNKNOWN, "", "" },
  { "cut", "{\"status\":\"401", MD_TOKEN_UNKNOWN, "", "" },
  { "ends in a backslash", "{\"status\":\"401\\", MD_TOKEN_UNKNOWN, "", "" },
  { "no object", "status 401", MD_TOKEN_UNKNOWN, "", "" },
  { "nothing", "", MD_TOKEN_UNKNOWN, "", "" },
};

static void
test_token_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (token_errors); i++)
    {
      g_autoptr (MdTokenError) error = md_token_error_parse (token_errors[i].json);

      g_test_message ("%s", token_errors[i].story);
      g_assert_cmpint (error->fault, ==, token_errors[i].fault);
      g_assert_cmpstr (error->status, ==, token_errors[i].status);
      g_assert_cmpstr (error->scope, ==, token_errors[i].scope);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sasl/names", test_names);
  g_test_add_func ("/sasl/choose", test_choose);
  g_test_add_func ("/sasl/plain", test_plain);
  g_test_add_func ("/sasl/login", test_login);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/scram", test_scram);
  g_test_add_func ("/sasl/scram-cheats", test_scram_cheats);
  g_test_add_func ("/sasl/prepare", test_prepare);
  g_test_add_func ("/sasl/escape", test_escape);
  g_test_add_func ("/sasl/tokens", test_tokens);
  g_test_add_func ("/sasl/token-errors", test_token_errors);
  return g_test_run ();
}

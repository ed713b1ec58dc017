/* test-token.c - signing in with an access token: Online Accounts gives it, and servers say what they think of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../mail/story.h"
#include "../programs/goa-service.h"
#include "checks/sign-in.h"
#include "run-check.h"

#include <string.h>

extern const MdCheck md_check_access_token, md_check_incoming_login, md_check_outgoing_login;

#define SMTP(offers, ...) \
  { "TLS", "S: 220 x ESMTP", "C: EHLO *", "S: 250-x", "S: 250 AUTH " offers, __VA_ARGS__ }
#define XOAUTH2 "C= AUTH XOAUTH2 {b64:user=" USER "\\1auth=Bearer " CANARY "\\1\\1}"
#define GONE_401 "{b64:{\"status\":\"401\",\"schemes\":\"bearer mac\",\"scope\":\"https://mail.google.com/\"}}"
#define GONE_400 "{b64:{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}}"

static const MdDialogueLimits limits
    = { .connect_ms = 2000, .greeting_ms = 2000, .reply_ms = 2000, .tls_ms = 2000, .grace_ms = 0 };

typedef struct
{
  const char *story;
  MdProtocol protocol;
  const char *lines[16];
  guint fresh;        /* the token is from Online Accounts, and good for so many seconds */
  gboolean password;  /* there is one, too */
  const char *want;   /* without host and port */
} Row;

static const Row rows[] = {
  { "SMTP takes it", MD_PROTOCOL_SMTP, SMTP ("XOAUTH2 PLAIN", XOAUTH2, "S: 235 2.7.0 Accepted", "C: QUIT"), 0, FALSE,
    "login-accepted" },
  { "SMTP takes that of Online Accounts", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2 PLAIN", XOAUTH2, "S: 235 2.7.0 Accepted", "C: QUIT"), 3599, TRUE, "login-accepted" },
  { "SMTP takes no tokens, and there is a password", MD_PROTOCOL_SMTP,
    SMTP ("PLAIN", "C: AUTH PLAIN *", "S: 235 2.7.0 Accepted", "C: QUIT"), 3599, TRUE, "login-accepted" },
  { "SMTP takes no tokens, and there is none", MD_PROTOCOL_SMTP, SMTP ("PLAIN", "C: QUIT"), 3599, FALSE,
    "login-no-mechanism" },
  { "SMTP: not valid, of unknown age", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2", XOAUTH2, "S: 334 " GONE_401, "C= ", "S: 535 5.7.8 Username and Password not accepted", "C: QUIT"),
    0, FALSE, "login-refused token-refused" },
  { "SMTP: not valid, and handed out a moment ago", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2", XOAUTH2, "S: 334 " GONE_401, "C= ", "S: 535 5.7.8 no", "C: QUIT"), 3599, FALSE,
    "login-refused token-revoked" },
  { "SMTP: not for this", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2", XOAUTH2, "S: 334 " GONE_400, "C= ", "S: 535 5.7.8 no", "C: QUIT"), 3599, FALSE,
    "login-refused token-lacks-scope" },
  { "SMTP: OAUTHBEARER says that it has expired", MD_PROTOCOL_SMTP,
    SMTP ("OAUTHBEARER XOAUTH2", "C: AUTH OAUTHBEARER *",
          "S: 334 {b64:{\"status\":\"invalid_token\",\"error_description\":\"expired\"}}", "C= AQ==",
          "S: 535 5.7.8 no", "C: QUIT"),
    3599, FALSE, "login-refused token-expired" },
  { "SMTP: OAUTHBEARER says that it lacks a scope", MD_PROTOCOL_SMTP,
    SMTP ("OAUTHBEARER", "C: AUTH OAUTHBEARER *",
          "S: 334 {b64:{\"status\":\"insufficient_scope\",\"scope\":\"smtp\"}}", "C= AQ==", "S: 535 5.7.8 no",
          "C: QUIT"),
    0, FALSE, "login-refused token-lacks-scope" },
  { "SMTP: refused without a reason", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2", XOAUTH2, "S: 535 5.7.3 Authentication unsuccessful", "C: QUIT"), 3599, FALSE,
    "login-refused" },
  { "SMTP: not now", MD_PROTOCOL_SMTP,
    SMTP ("XOAUTH2", XOAUTH2, "S: 334 " GONE_401, "C= ", "S: 454 4.7.0 try again", "C: QUIT"), 3599, FALSE,
    "login-refused-temporarily reply-names-cause" },
  { "IMAP takes it", MD_PROTOCOL_IMAP,
    { "TLS", "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] x",
      "C: A1 AUTHENTICATE XOAUTH2 *", "S: A1 OK in", "C: Z LOGOUT" },
    3599, FALSE, "login-accepted" },
  { "IMAP: withdrawn", MD_PROTOCOL_IMAP,
    { "TLS", "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] x", "C: A1 AUTHENTICATE XOAUTH2 *", "S: + " GONE_401,
      "C= ", "S: A1 NO no", "C: Z LOGOUT" },
    3599, FALSE, "login-refused token-revoked" },
  { "POP3: not for this", MD_PROTOCOL_POP3,
    { "TLS", "S: +OK x", "C= CAPA", "S: +OK", "S: SASL XOAUTH2", "S: .", "C: AUTH XOAUTH2 *", "S: + " GONE_400, "C= ",
      "S: -ERR no", "C: QUIT" },
    3599, FALSE, "login-refused token-lacks-scope" },
};

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_codes (const Bench *bench, const char *want)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < bench->findings->len; i++)
    g_ptr_array_add (ids, (gpointer) md_finding_code_id (md_finding_get_code (g_ptr_array_index (bench->findings, i))));
  g_ptr_array_sort (ids, by_name);
  g_ptr_array_add (ids, NULL);
  text = g_strjoinv (" ", (char **) ids->pdata);
  g_assert_cmpstr (text, ==, want);
}

static void
test_row (gconstpointer data)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  const Row *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdEndpoint) endpoint
      = md_endpoint_new (row->protocol, "mail.example.org", stage_get_port (stage), MD_SECURITY_TLS);
  const MdWait wait = soon ();
  g_autoptr (MdCase) kase = bench_case (USER);
  g_autoptr (MdDialogue) dialogue = md_dialogue_run (world, endpoint, addresses, &limits, &wait);
  MdAccessToken given = { .token = canary (), .seconds = row->fresh };
  gboolean is_sending = row->protocol == MD_PROTOCOL_SMTP;
  g_autoptr (Bench) bench = bench_new ();

  kase->consents = MD_CONSENT_TOKEN;
  kase->password = row->password ? md_secret_new ("another", -1) : NULL;
  if (row->fresh > 0)
    bench_put (bench, "access-token", &given);
  else
    kase->token = canary ();
  bench_put (bench, is_sending ? "outgoing-configured" : "incoming-server", dialogue);
  bench_run (bench, is_sending ? &md_check_outgoing_login : &md_check_incoming_login, kase, world, NULL);
  assert_codes (bench, row->want);
  md_secret_unref (given.token);
}

/* ── where it comes from ── */

static const struct
{
  const char *story;
  const char *email;
  GoaMode mode;
  const char *want;
} sources[] = {
  { "given", "Ana@gmail.com", GOA_WELL, "token-given:goa" },
  { "the person has to sign in again", "ana@gmail.com", GOA_NOT_AUTHORIZED, "token-sign-in-again:goa" },
  { "the service gets none", "ana@gmail.com", GOA_FAILED, "token-not-given:goa:failed" },
  { "an empty one", "ana@gmail.com", GOA_EMPTY, "token-not-given:goa:failed" },
  { "an account with a password", "ana@example.org", GOA_WELL, "token-not-given:goa:no-account" },
  { "no such account", "eva@example.org", GOA_WELL, "token-not-given:goa:no-account" },
};

static void
test_sources (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MdWorld) world = md_world_new ();
  GoaService *service;

  g_test_dbus_up (bus);
  service = goa_service_start (g_test_dbus_get_bus_address (bus));
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (MdCase) kase = bench_case (sources[i].email);
      g_autoptr (MdSecret) want = md_secret_new (GOA_TOKEN, -1);
      g_autoptr (Bench) bench = bench_new ();
      const MdAccessToken *given;

      g_test_message ("%s", sources[i].story);
      goa_service_set_mode (service, sources[i].mode);
      bench_run (bench, &md_check_access_token, kase, world, NULL);
      bench_assert (bench, sources[i].want);
      given = g_hash_table_lookup (bench->shelf, "access-token");
      g_assert_cmpint (given != NULL, ==, i == 0);
      if (given != NULL)
        g_assert_true (md_secret_equal (given->token, want));
      if (given != NULL)
        g_assert_cmpuint (given->seconds, ==, 3599);
    }
  goa_service_stop (service);
  g_test_dbus_down (bus);
}

/* With a yes nobody waits for a password; without one, not for the token. */
static void
test_waits (void)
{
  g_autoptr (MdCase) kase = bench_case (USER);

  g_assert_cmpint (md_check_access_token.asks_first, ==, MD_CONSENT_TOKEN);
  g_assert_true (md_check_incoming_login.waives (kase, "access-token"));
  g_assert_false (md_check_incoming_login.waives (kase, "password"));
  kase->consents = MD_CONSENT_TOKEN;
  g_assert_false (md_check_outgoing_login.waives (kase, "access-token"));
  g_assert_true (md_check_outgoing_login.waives (kase, "password"));
  g_assert_false (md_check_outgoing_login.waives (kase, "outgoing-configured"));
}

int
main (int argc, char **argv)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");

  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_RUNTIME_DIR", "/nonexistent/run", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/token/", rows[i].story, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/token/waits", test_waits);
  if (daemon != NULL)
    g_test_add_func ("/token/sources", test_sources);
  return g_test_run ();
}

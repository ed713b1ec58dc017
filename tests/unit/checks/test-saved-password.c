/* test-saved-password.c - the password saved for sending is old: a mail program's account, a real keyring, a server
 *
 * Runs beside a real keyring, in a home of its own: see ../programs/with-keyring.sh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../mail/story.h"
#include "checks/sign-in.h"
#include "diagnosis/diagnosis.h"
#include "programs/keyring.h"
#include "run-check.h"

#include <string.h>

extern const MdCheck md_check_outgoing_login, md_check_saved_password, md_check_stored_login;

#define OLD "yesterday's"
#define SOURCES ".config/evolution/sources"

static const MdDialogueLimits limits
    = { .connect_ms = 2000, .greeting_ms = 2000, .reply_ms = 2000, .tls_ms = 2000, .grace_ms = 0 };

/* ── a home with Evolution in it ── */

static void
put (const char *name, const char *text)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), SOURCES, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
put_account (void)
{
  put ("in-uid.source", "[Data Source]\nDisplayName=Ana\nEnabled=true\nParent=\n\n[Mail Account]\nBackendName=imapx\n"
                        "IdentityUid=id-uid\n\n[Authentication]\nHost=imap.example.org\nPort=993\nUser=" USER "\n"
                        "Method=PLAIN\n\n[Security]\nMethod=ssl-on-alternate-port\n");
  put ("id-uid.source", "[Data Source]\nDisplayName=Ana\nEnabled=true\nParent=in-uid\n\n[Mail Identity]\nAddress=" USER
                        "\nName=Ana\n\n[Mail Submission]\nTransportUid=out-uid\n");
  put ("out-uid.source", "[Data Source]\nDisplayName=Ana\nEnabled=true\nParent=in-uid\n\n[Mail Transport]\n"
                         "BackendName=smtp\n\n[Authentication]\nHost=mail.example.org\nPort=465\nUser=" USER "\n"
                         "Method=PLAIN\n\n[Security]\nMethod=ssl-on-alternate-port\n");
}

static void
save (const char *uid, const char *password)
{
  SecretSchema schema = { .name = "org.gnome.Evolution.Data.Source", .flags = SECRET_SCHEMA_NONE,
                          .attributes = { { "e-source-uid", SECRET_SCHEMA_ATTRIBUTE_STRING } } };
  g_autoptr (GError) error = NULL;

  secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Evolution", password, NULL, &error, "e-source-uid",
                              uid, NULL);
  g_assert_no_error (error);
}

/* ── the story ── */

#define DIALOGUE "TLS", "S: 220 x ESMTP", "C: EHLO *", "S: 250-x", "S: 250 AUTH PLAIN"
#define PLAIN(password) "C= AUTH PLAIN {b64:\\0" USER "\\0" password "}"
#define GOOD { DIALOGUE, PLAIN (CANARY), "S: 235 2.7.0 Accepted", "C: QUIT" }

static const struct
{
  const char *story;
  const char *in, *out;            /* (nullable) saved for receiving, for sending */
  gboolean may_try;
  const char *lines[10];           /* to the typed password */
  const char *second[10];          /* to the saved one; none: nobody may come */
  const char *want;                /* findings */
  const char *cause;               /* (nullable) */
} stories[] = {
  { "the same on both sides", CANARY, CANARY, TRUE, GOOD, { NULL },
    "login-accepted saved-password-equal/incoming saved-password-equal/outgoing", NULL },
  { "the one for sending is old; only compared", CANARY, OLD, FALSE, GOOD, { NULL },
    "login-accepted saved-password-different/outgoing saved-password-equal/incoming", "stale-sending-password" },
  { "the one for sending is old; tried", CANARY, OLD, TRUE, GOOD,
    { DIALOGUE, PLAIN (OLD), "S: 535 5.7.8 Error: authentication failed", "C: QUIT" },
    "login-accepted saved-password-different/outgoing saved-password-equal/incoming stored-login-refused",
    "stale-sending-password" },
  { "the typed one is wrong, the saved one works", CANARY, OLD, TRUE,
    { DIALOGUE, PLAIN (CANARY), "S: 535 5.7.8 Error: authentication failed", "C: QUIT" },
    { DIALOGUE, PLAIN (OLD), "S: 235 2.7.0 Accepted", "C: QUIT" },
    "login-refused saved-password-different/outgoing saved-password-equal/incoming stored-login-accepted",
    "bad-credentials" },
  { "none is saved for sending", CANARY, NULL, TRUE, GOOD, { NULL },
    "login-accepted saved-password-equal/incoming saved-password-missing/outgoing", NULL },
};

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_found (const Bench *bench, const char *want)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < bench->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (bench->findings, i);
      const char *id = md_finding_code_id (md_finding_get_code (finding));

      if (md_finding_get_code (finding) == MD_FINDING_PASSWORD_BLANKS_INSIDE)
        continue; /* the test's password has them */
      if (g_str_has_prefix (id, "saved-"))
        g_ptr_array_add (ids, g_strdup_printf ("%s/%s", id, md_subject_name (md_finding_get_subject (finding))));
      else
        g_ptr_array_add (ids, g_strdup (id));
    }
  g_ptr_array_sort (ids, by_name);
  g_ptr_array_add (ids, NULL);
  text = g_strjoinv (" ", (char **) ids->pdata);
  g_assert_cmpstr (text, ==, want);
}

static void
assert_cause (const Bench *bench, const char *want)
{
  g_autoptr (MdVerdict) verdict = md_diagnose (bench->findings);
  const MdCause *first = verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;

  g_assert_cmpstr (first != NULL ? md_cause_id (first->code) : NULL, ==, want);
}

/* Nothing of either password is in what is kept. */
static void
assert_secrets_kept (const Bench *bench)
{
  g_autofree char *text = bench_text (bench);

  g_assert_null (strstr (text, OLD));
  g_assert_null (strstr (text, CANARY));
  for (guint i = 0; i < bench->evidence->len; i++)
    {
      g_autofree char *lines
          = g_strjoinv ("\n", (char **) md_evidence_get_lines (g_ptr_array_index (bench->evidence, i)));

      g_assert_null (strstr (lines, OLD));
      g_assert_null (strstr (lines, CANARY));
    }
}

static void
forget (const char *uid)
{
  SecretSchema schema = { .name = "org.gnome.Evolution.Data.Source", .flags = SECRET_SCHEMA_NONE,
                          .attributes = { { "e-source-uid", SECRET_SCHEMA_ATTRIBUTE_STRING } } };

  secret_password_clear_sync (&schema, NULL, NULL, "e-source-uid", uid, NULL);
}

static void
test_story (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (Stage) stage = stage_new (stories[i].lines, stories[i].second[0] != NULL ? stories[i].second : NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdEndpoint) endpoint
      = md_endpoint_new (MD_PROTOCOL_SMTP, "mail.example.org", stage_get_port (stage), MD_SECURITY_TLS);
  const MdWait wait = soon ();
  g_autoptr (MdCase) kase = bench_case (USER);
  g_autoptr (MdDialogue) dialogue = md_dialogue_run (world, endpoint, addresses, &limits, &wait);
  MdDnsAddresses numbers = { .status = MD_DNS_OK, .addresses = (char **) addresses };
  MdNamedServer named = { endpoint, TRUE, &numbers };
  g_autoptr (Bench) bench = bench_new ();

  forget ("in-uid");
  forget ("out-uid");
  if (stories[i].in != NULL)
    save ("in-uid", stories[i].in);
  if (stories[i].out != NULL)
    save ("out-uid", stories[i].out);
  kase->password = canary ();
  kase->consents = MD_CONSENT_KEYRING | MD_CONSENT_TRY_SAVED;
  bench_put (bench, "outgoing-name", &named);
  bench_put (bench, "outgoing-configured", dialogue);
  bench_run (bench, &md_check_outgoing_login, kase, world, NULL);
  bench_run (bench, &md_check_saved_password, kase, world, NULL);
  if (stories[i].may_try)
    bench_run (bench, &md_check_stored_login, kase, world, NULL);
  assert_found (bench, stories[i].want);
  assert_cause (bench, stories[i].cause);
  assert_secrets_kept (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  put_account ();
  g_assert_cmpint (md_check_saved_password.asks_first, ==, MD_CONSENT_KEYRING);
  g_assert_cmpint (md_check_stored_login.asks_first, ==, MD_CONSENT_TRY_SAVED);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strconcat ("/saved-password/", stories[i].story, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_story);
    }
  return g_test_run ();
}

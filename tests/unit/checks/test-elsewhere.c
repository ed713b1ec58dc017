/* test-elsewhere.c - settings compared, other providers, interference, webmail, block lists: one check at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "practice/practice.h"
#include "protocols/http.h"
#include "run-check.h"

extern const MdCheck md_check_block_lists, md_check_discover, md_check_interception, md_check_local_firewall,
    md_check_other_providers, md_check_outgoing_configured, md_check_outgoing_name, md_check_provider_status,
    md_check_settings, md_check_user_name, md_check_webmail;

/* ── the pretend world ── */

static MdCase *
practice_case (MdPractice *practice)
{
  const MdPracticeAccount *account = md_practice_get_account (practice);
  MdCase *kase = bench_case (account->email);

  kase->outgoing = md_endpoint_copy (account->outgoing);
  kase->no_auth = account->no_auth;
  kase->consents = MD_CONSENT_THIRD_PARTY;
  return kase;
}

static Bench *
run_in_practice (const char *fault, const MdCheck *const *checks)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdPractice) practice = md_practice_start (fault, &error);
  g_autoptr (MdCase) kase = NULL;
  Bench *bench = bench_new ();

  g_assert_no_error (error);
  kase = practice_case (practice);
  for (gsize i = 0; checks[i] != NULL; i++)
    bench_run (bench, checks[i], kase, md_practice_get_world (practice), NULL);
  return bench;
}

static const MdCheck *const network_checks[] = { &md_check_discover,          &md_check_outgoing_name,
                                                 &md_check_outgoing_configured, &md_check_other_providers,
                                                 &md_check_interception,      &md_check_local_firewall, NULL };

static void
test_network (void)
{
  static const struct
  {
    const char *fault;
    MdFindingCode want[3];
    MdFindingCode never[3];
  } cases[] = {
    { "healthy",
      { MD_FINDING_ELSEWHERE_25_OPEN, MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_NO_INTERFERENCE },
      { MD_FINDING_SAME_BANNER_ELSEWHERE, MD_FINDING_FIREWALL_ACTIVE, MD_FINDING_ELSEWHERE_25_CLOSED } },
    { "transparent-proxy",
      { MD_FINDING_SAME_BANNER_ELSEWHERE, MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_FIREWALL_NONE_SEEN },
      { MD_FINDING_NO_INTERFERENCE, MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED, MD_FINDING_ELSEWHERE_25_CLOSED } },
    { "antivirus-inspects",
      { MD_FINDING_CERT_INTERCEPTED, MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_ELSEWHERE_25_OPEN },
      { MD_FINDING_NO_INTERFERENCE, MD_FINDING_SAME_BANNER_ELSEWHERE, MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED } },
    { "submission-blocked",
      { MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED, MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED, MD_FINDING_FIREWALL_NONE_SEEN },
      { MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_NO_INTERFERENCE, MD_FINDING_SAME_BANNER_ELSEWHERE } },
    { "port25-blocked",
      { MD_FINDING_ELSEWHERE_25_CLOSED, MD_FINDING_ELSEWHERE_SUBMISSION_OPEN, MD_FINDING_FIREWALL_NONE_SEEN },
      { MD_FINDING_ELSEWHERE_25_OPEN, MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED, MD_FINDING_SAME_BANNER_ELSEWHERE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Bench) bench = run_in_practice (cases[i].fault, network_checks);
      g_autofree char *text = bench_text (bench);

      g_test_message ("%s\n%s", cases[i].fault, text);
      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].want); j++)
        {
          g_assert_nonnull (bench_find (bench, cases[i].want[j]));
          g_assert_null (bench_find (bench, cases[i].never[j]));
        }
    }
}

static void
test_webmail (void)
{
  static const MdCheck *const published[] = { &md_check_discover, &md_check_webmail, NULL };
  static const MdCheck *const guessed[] = { &md_check_webmail, NULL };
  g_autoptr (Bench) bench = run_in_practice ("healthy", published);
  g_autoptr (Bench) guess = run_in_practice ("healthy", guessed);

  g_assert_cmpstr (md_finding_get (bench_find (bench, MD_FINDING_WEBMAIL_REACHABLE), "url"), ==,
                   "https://webmail.practice.example/");
  g_assert_nonnull (bench_find (guess, MD_FINDING_WEBMAIL_REACHABLE));
}

/* ── a world where no name exists ── */

static MdWorld *
empty_world (FakeDns *dns)
{
  const char *servers[] = { fake_dns_server (dns), NULL };
  MdWorld *world = md_world_new ();

  md_world_set_resolvers (world, servers);
  return world;
}

static void
test_nothing_there (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (NULL, 0);
  g_autoptr (MdWorld) world = empty_world (dns);
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  g_autofree char *text = NULL;

  bench_run (bench, &md_check_webmail, kase, world, NULL);
  bench_run (bench, &md_check_provider_status, kase, world, NULL);
  bench_run (bench, &md_check_other_providers, kase, world, NULL);
  bench_run (bench, &md_check_interception, kase, world, NULL);
  bench_run (bench, &md_check_settings, kase, world, NULL);
  bench_run (bench, &md_check_block_lists, kase, world, NULL);
  text = bench_text (bench);
  g_assert_cmpstr (text, ==,
                   "elsewhere-not-tested:no-address\nlists-not-asked:no-address\nwebmail-unknown:own.example");
}

static void
test_provider_facts (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (NULL, 0);
  g_autoptr (MdWorld) world = empty_world (dns);
  g_autoptr (MdCase) kase = bench_case ("ana@gmail.com");
  g_autoptr (Bench) bench = bench_new ();
  MdFinding *wish;

  bench_run (bench, &md_check_discover, kase, world, NULL);
  bench_run (bench, &md_check_provider_status, kase, world, NULL);
  bench_run (bench, &md_check_webmail, kase, world, NULL);
  wish = bench_find (bench, MD_FINDING_PROVIDER_WANTS_APP_PASSWORD);
  g_assert_nonnull (wish);
  g_assert_cmpstr (md_finding_get (wish, "when"), ==, "two-step");
  g_assert_cmpint (md_finding_get_subject (wish), ==, MD_SUBJECT_ACCOUNT);
  g_assert_cmpstr (md_finding_get (bench_find (bench, MD_FINDING_SENDING_LIMITS), "per_day"), ==, "500");
  g_assert_nonnull (bench_find (bench, MD_FINDING_STATUS_PAGE_UNREACHABLE));
  g_assert_nonnull (bench_find (bench, MD_FINDING_WEBMAIL_UNREACHABLE));
}

/* ── settings ── */

static MdDialogue *
pretend_dialogue (const char *server, gboolean is_good)
{
  MdDialogue *dialogue = g_new0 (MdDialogue, 1);

  dialogue->endpoint = md_endpoint_parse (server, MD_PROTOCOL_SMTP, NULL);
  dialogue->attempts = g_ptr_array_new ();
  dialogue->end = is_good ? MD_DIALOGUE_READY : MD_DIALOGUE_NO_CONNECTION;
  dialogue->trusted = is_good;
  dialogue->offers_auth = is_good;
  return dialogue;
}

static const struct
{
  const char *story;
  const char *email;
  const char *configured;
  gboolean works;
  const char *elsewhere;  /* (nullable) other servers that work, between blanks */
  const char *user;       /* (nullable) */
  gboolean no_auth;
  const char *want;
} settings_stories[] = {
  { "the same", "ana@gmail.com", "smtp.gmail.com:587/starttls", TRUE, NULL, NULL, FALSE,
    "setting-same:security:starttls\nsetting-same:host:smtp.gmail.com\nsetting-same:port:587" },
  { "the second recommended is as good", "ana@gmail.com", "smtp.gmail.com:465/tls", TRUE, NULL, NULL, FALSE,
    "setting-same:security:tls\nsetting-same:host:smtp.gmail.com\nsetting-same:port:465" },
  { "another port that works", "ana@gmail.com", "smtp.gmail.com:2525/starttls", TRUE, NULL, NULL, FALSE,
    "setting-same:security:starttls\nsetting-same:host:smtp.gmail.com\n"
    "setting-works-too:port:2525:587" },
  { "wrong encryption", "ana@gmail.com", "smtp.gmail.com:587/tls", FALSE, "smtp.gmail.com:587/starttls", NULL, FALSE,
    "setting-same:host:smtp.gmail.com\nsetting-same:port:587\n"
    "setting-wrong:security:tls:starttls" },
  { "wrong host", "ana@gmail.com", "smpt.gmail.com:587/starttls", FALSE, "smtp.gmail.com:587/starttls", NULL, FALSE,
    "setting-same:security:starttls\nsetting-same:port:587\n"
    "setting-wrong:host:smpt.gmail.com:smtp.gmail.com" },
  { "neither works", "ana@gmail.com", "smpt.gmail.com:587/starttls", FALSE, NULL, NULL, FALSE,
    "setting-differs:host:smpt.gmail.com:smtp.gmail.com\nsetting-same:security:starttls\nsetting-same:port:587" },
  { "another account's server", "ana@gmail.com", "smtp.mail.yahoo.com:465/tls", TRUE, NULL, NULL, FALSE,
    "other-accounts-server:smtp.mail.yahoo.com:smtp.gmail.com\nsetting-same:security:tls\nsetting-same:port:465\n"
    "setting-works-too:host:smtp.mail.yahoo.com:smtp.gmail.com" },
  { "user name without domain", "ana@gmail.com", "smtp.gmail.com:465/tls", TRUE, NULL, "ana", FALSE,
    "setting-same:security:tls\nsetting-same:host:smtp.gmail.com\n"
    "setting-same:port:465" },
  { "signing in switched off", "ana@gmail.com", "smtp.gmail.com:465/tls", TRUE, NULL, NULL, TRUE,
    "auth-switched-off:smtp.gmail.com\nsetting-same:security:tls\nsetting-same:host:smtp.gmail.com\n"
    "setting-same:port:465\nsetting-wrong:auth:none:password" },
  { "the old name of the server works with the right port", "ana@gmail.com", "mail.gmail.com:25/starttls", FALSE,
    "mail.gmail.com:587/starttls smtp.gmail.com:587/starttls", NULL, FALSE,
    "port25-configured:mail.gmail.com\nsetting-same:security:starttls\n"
    "setting-works-too:host:mail.gmail.com:smtp.gmail.com\nsetting-wrong:port:25:587" },
  { "port 25", "ana@gmail.com", "smtp.gmail.com:25/starttls", FALSE, "smtp.gmail.com:587/starttls", NULL, FALSE,
    "port25-configured:smtp.gmail.com\nsetting-same:security:starttls\nsetting-same:host:smtp.gmail.com\n"
    "setting-wrong:port:25:587" },
};

static void
test_settings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings_stories); i++)
    {
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case (settings_stories[i].email);
      g_autoptr (MdSettings) settings = md_providers_find ("gmail.com");
      g_autoptr (MdDialogue) dialogue = pretend_dialogue (settings_stories[i].configured, settings_stories[i].works);
      g_autoptr (GPtrArray) ports = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
      g_autoptr (Bench) bench = bench_new ();
      g_auto (GStrv) elsewhere = NULL;

      g_test_message ("%s", settings_stories[i].story);
      kase->outgoing = md_endpoint_copy (dialogue->endpoint);
      kase->user = g_strdup (settings_stories[i].user);
      kase->no_auth = settings_stories[i].no_auth;
      elsewhere = g_strsplit (settings_stories[i].elsewhere != NULL ? settings_stories[i].elsewhere : "", " ", 0);
      for (guint j = 0; elsewhere[j] != NULL; j++)
        g_ptr_array_add (ports, pretend_dialogue (elsewhere[j], TRUE));
      bench_put (bench, "discover", settings);
      bench_put (bench, "outgoing-configured", dialogue);
      bench_put (bench, "outgoing-ports", ports);
      bench_run (bench, &md_check_settings, kase, world, NULL);
      bench_assert (bench, settings_stories[i].want);
    }
}

static const struct
{
  const char *story;
  const char *configured;
  gboolean trusted;
  const char *auth;
  MdSaslMechanisms offered;
  const char *want;
} sign_in_stories[] = {
  { "a password, and it is offered", "smtp.own.example:587/starttls", TRUE, "password", MD_SASL_PLAIN | MD_SASL_LOGIN,
    "program-known:thunderbird\nsetting-same:auth:password" },
  { "an encrypted password, which is not", "smtp.own.example:587/starttls", TRUE, "encrypted-password", MD_SASL_PLAIN,
    "program-known:thunderbird\nsetting-wrong:auth:encrypted-password:password" },
  { "a password where only CRAM-MD5 is offered", "smtp.own.example:587/starttls", TRUE, "password", MD_SASL_CRAM_MD5,
    "program-known:thunderbird\nsetting-wrong:auth:password:encrypted-password" },
  { "OAuth2 where only passwords are taken", "smtp.own.example:587/starttls", TRUE, "oauth2", MD_SASL_PLAIN,
    "program-known:thunderbird\nsetting-wrong:auth:oauth2:password" },
  { "a password where only OAuth2 is offered: a cause of its own", "smtp.own.example:587/starttls", TRUE, "password",
    MD_SASL_XOAUTH2, "program-known:thunderbird\nsetting-differs:auth:password:oauth2" },
  { "Kerberos: nothing we could try", "smtp.own.example:587/starttls", TRUE, "gssapi", MD_SASL_PLAIN | MD_SASL_OTHER,
    "program-known:thunderbird" },
  { "offered in clear", "smtp.own.example:587/plain", FALSE, "password", MD_SASL_CRAM_MD5,
    "program-known:thunderbird" },
  { "offered nothing", "smtp.own.example:587/starttls", TRUE, "password", 0, "program-known:thunderbird" },
};

static void
test_way_to_sign_in (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_stories); i++)
    {
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@own.example");
      g_autoptr (MdDialogue) dialogue = pretend_dialogue (sign_in_stories[i].configured, sign_in_stories[i].trusted);
      g_autoptr (Bench) bench = bench_new ();

      g_test_message ("%s", sign_in_stories[i].story);
      kase->outgoing = md_endpoint_copy (dialogue->endpoint);
      kase->program = g_strdup ("thunderbird");
      kase->auth = g_strdup (sign_in_stories[i].auth);
      dialogue->offers_auth = sign_in_stories[i].offered != 0;
      dialogue->mechanisms = sign_in_stories[i].offered;
      bench_put (bench, "outgoing-configured", dialogue);
      bench_run (bench, &md_check_settings, kase, world, NULL);
      bench_assert (bench, sign_in_stories[i].want);
    }
}

/* ── receiving, and the user name ── */

static const struct
{
  const char *story;
  const char *configured;
  gboolean works;
  const char *elsewhere;  /* (nullable) the recommended one, where it works */
  const char *auth;       /* (nullable) */
  const char *want;
} incoming_stories[] = {
  { "the same", "imap://imap.gmail.com:993/tls", TRUE, NULL, "password",
    "setting-same:auth:password\nsetting-same:host:imap.gmail.com\nsetting-same:port:993\nsetting-same:security:tls" },
  { "another server that works", "imap://mail.gmail.com:993/tls", TRUE, "imap://imap.gmail.com:993/tls", NULL,
    "setting-same:port:993\nsetting-same:security:tls\nsetting-works-too:host:mail.gmail.com:imap.gmail.com" },
  { "another server that does not", "imap://mail.gmail.com:993/tls", FALSE, "imap://imap.gmail.com:993/tls", NULL,
    "setting-same:port:993\nsetting-same:security:tls\nsetting-wrong:host:mail.gmail.com:imap.gmail.com" },
  { "neither works", "imap://mail.gmail.com:993/tls", FALSE, NULL, NULL,
    "setting-differs:host:mail.gmail.com:imap.gmail.com\nsetting-same:port:993\nsetting-same:security:tls" },
  { "a way to sign in that is not offered", "imap://imap.gmail.com:993/tls", TRUE, NULL, "encrypted-password",
    "setting-same:host:imap.gmail.com\nsetting-same:port:993\nsetting-same:security:tls\n"
    "setting-wrong:auth:encrypted-password:password" },
};

static MdDialogue *
pretend_incoming (const char *server, gboolean is_good)
{
  MdDialogue *dialogue = pretend_dialogue ("x.example:1/tls", is_good);

  md_endpoint_free (dialogue->endpoint);
  dialogue->endpoint = md_endpoint_parse (server, MD_PROTOCOL_IMAP, NULL);
  dialogue->mechanisms = MD_SASL_PLAIN;
  return dialogue;
}

static void
test_incoming (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (incoming_stories); i++)
    {
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@gmail.com");
      g_autoptr (MdSettings) settings = md_providers_find ("gmail.com");
      g_autoptr (MdDialogue) dialogue = pretend_incoming (incoming_stories[i].configured, incoming_stories[i].works);
      g_autoptr (GPtrArray) elsewhere = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free);
      g_autoptr (Bench) bench = bench_new ();

      g_test_message ("%s", incoming_stories[i].story);
      kase->incoming = md_endpoint_copy (dialogue->endpoint);
      kase->incoming_auth = g_strdup (incoming_stories[i].auth);
      if (incoming_stories[i].elsewhere != NULL)
        g_ptr_array_add (elsewhere, pretend_incoming (incoming_stories[i].elsewhere, TRUE));
      bench_put (bench, "discover", settings);
      bench_put (bench, "incoming-server", dialogue);
      bench_put (bench, "recommended-incoming", elsewhere);
      bench_run (bench, &md_check_settings, kase, world, NULL);
      bench_assert (bench, incoming_stories[i].want);
    }
}

static void
test_user_name (void)
{
  static const struct
  {
    const char *user;
    MdFindingCode after;   /* what signing in came to */
    const char *want;
  } cases[] = {
    { NULL, MD_FINDING_NONE, "setting-same:user:ana@gmail.com" },
    { "ana", MD_FINDING_NONE, "setting-differs:user:ana:ana@gmail.com" },
    { "ana", MD_FINDING_LOGIN_ACCEPTED,
      "login-accepted:x:1:ana:PLAIN\nsetting-works-too:user:ana:ana@gmail.com" },
    { "ana", MD_FINDING_USER_FORM_OTHER, "setting-wrong:user:ana:ana@gmail.com\nuser-form-other:x:ana:ana@gmail.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@gmail.com");
      g_autoptr (MdSettings) settings = md_providers_find ("gmail.com");
      g_autoptr (Bench) bench = bench_new ();

      kase->outgoing = md_endpoint_parse ("smtp.gmail.com:465/tls", MD_PROTOCOL_SMTP, NULL);
      kase->user = g_strdup (cases[i].user);
      if (cases[i].after == MD_FINDING_LOGIN_ACCEPTED)
        g_ptr_array_add (bench->findings,
                         md_finding_new (MD_STEP_S3, MD_SUBJECT_OUTGOING, cases[i].after, "host", "x", "port", "1", "user",
                                         "ana", "mechanism", "PLAIN", NULL));
      else if (cases[i].after == MD_FINDING_USER_FORM_OTHER)
        g_ptr_array_add (bench->findings,
                         md_finding_new (MD_STEP_S3, MD_SUBJECT_OUTGOING, cases[i].after, "host", "x", "user", "ana",
                                         "works", "ana@gmail.com", NULL));
      bench_put (bench, "discover", settings);
      bench_run (bench, &md_check_user_name, kase, world, NULL);
      bench_assert (bench, cases[i].want);
    }
}

/* A command is set as the server: nobody is asked about such a name. */
static void
test_no_server (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (NULL, 0);
  g_autoptr (MdWorld) world = empty_world (dns);
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();

  kase->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP, "/usr/bin/msmtp", 25, MD_SECURITY_PLAIN);
  bench_run (bench, &md_check_outgoing_name, kase, world, NULL);
  bench_run (bench, &md_check_outgoing_configured, kase, world, NULL);
  bench_assert (bench, "not-a-server:/usr/bin/msmtp");
  g_assert_cmpuint (fake_dns_count (dns), ==, 0);
}

/* ── interference ── */

static const struct
{
  const char *story;
  const char *own_banner, *own_fingerprint;
  gboolean own_trusted;
  const char *other_banner, *other_fingerprint;
  const char *want;
} interference_stories[] = {
  { "each greets for itself", "220 smtp.own.example ESMTP", "aa", TRUE, "220 smtp.mail.yahoo.com ESMTP", "bb",
    "no-interference" },
  { "a proxy greets for both", "220 proxy.line.example ESMTP 1", NULL, FALSE, "220 proxy.line.example ESMTP 2", NULL,
    "same-banner-elsewhere:smtp.own.example:smtp.mail.yahoo.com:465:220 proxy.line.example ESMTP 1" },
  { "the big provider runs the small one's server", "220 smtp.mail.yahoo.com ESMTP", "bb", TRUE,
    "220 smtp.mail.yahoo.com ESMTP", "bb", "no-interference" },
  { "one certificate, wrong for both", "220 ready", "cc", FALSE, "220 ready", "cc",
    "same-banner-elsewhere:smtp.own.example:smtp.mail.yahoo.com:465:220 ready" },
  { "greetings without a name", "220 ready", NULL, FALSE, "220 ready", NULL, "no-interference" },
  { "nothing was said elsewhere", "220 smtp.own.example ESMTP", NULL, FALSE, NULL, NULL, "" },
  { "nothing was said here", NULL, NULL, FALSE, "220 smtp.mail.yahoo.com ESMTP", NULL, "" },
};

static void
test_interference (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (interference_stories); i++)
    {
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@own.example");
      g_autoptr (MdDialogue) own = pretend_dialogue ("smtp.own.example:465/tls", interference_stories[i].own_trusted);
      MdDialogue *other = pretend_dialogue ("smtp.mail.yahoo.com:465/tls", interference_stories[i].own_trusted);
      MdElsewhere elsewhere = { g_ptr_array_new_with_free_func ((GDestroyNotify) md_dialogue_free) };
      g_autoptr (Bench) bench = bench_new ();

      g_test_message ("%s", interference_stories[i].story);
      own->banner = g_strdup (interference_stories[i].own_banner);
      own->fingerprint = g_strdup (interference_stories[i].own_fingerprint);
      own->address = g_strdup ("203.0.113.5");
      other->banner = g_strdup (interference_stories[i].other_banner);
      other->fingerprint = g_strdup (interference_stories[i].other_fingerprint);
      other->address = g_strdup ("203.0.113.6");
      g_ptr_array_add (elsewhere.dialogues, other);
      bench_put (bench, "outgoing-configured", own);
      bench_put (bench, "other-providers", &elsewhere);
      bench_run (bench, &md_check_interception, kase, world, NULL);
      bench_assert (bench, interference_stories[i].want);
      g_ptr_array_unref (elsewhere.dialogues);
    }
}

/* ── block lists ── */

/* A list's two test entries, and what it says of our address 198.51.100.7 and the server's 203.0.113.5. */
#define ZEN(own) \
  { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2", "A 127.0.0.10" } }, \
  { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { own } }
#define COP(server) \
  { .name = "2.0.0.127.bl.spamcop.net", .type = 1, .records = { "A 127.0.0.2" } }, \
  { .name = "5.113.0.203.bl.spamcop.net", .type = 1, .records = { server } }

static const struct
{
  const char *story;
  const char *own;
  const char *want;
  FakeDnsRule rules[6];
} list_stories[] = {
  { "clean", "198.51.100.7",
    "lists-clean:198.51.100.7:1:12\nlists-clean:203.0.113.5:1:12\nown-address:198.51.100.7:mail-server",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } } } },
  { "an end-user range is normal", "198.51.100.7",
    "lists-answered:198.51.100.7:1:12\nlists-clean:203.0.113.5:1:12\nown-address-policy-listed:198.51.100.7:zen.spamhaus.org\n"
    "own-address:198.51.100.7:mail-server",
    { ZEN ("A 127.0.0.10") } },
  { "listed for spam", "198.51.100.7",
    "lists-answered:198.51.100.7:1:12\nlists-clean:203.0.113.5:1:12\n"
    "own-address-listed:198.51.100.7:zen.spamhaus.org:https://check.spamhaus.org/\n"
    "own-address:198.51.100.7:mail-server",
    { ZEN ("A 127.0.0.4") } },
  { "the server is listed", "198.51.100.7",
    "lists-answered:203.0.113.5:1:12\nlists-clean:198.51.100.7:1:12\nown-address:198.51.100.7:mail-server\n"
    "server-address-listed:203.0.113.5:bl.spamcop.net:https://www.spamcop.net/bl.shtml",
    { COP ("A 127.0.0.2") } },
  { "an error code is no listing", "198.51.100.7", "lists-not-asked:timed-out\nown-address:198.51.100.7:mail-server",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.255.255.254" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 127.255.255.254" } } } },
  { "a list that says yes to everything is not believed", "198.51.100.7",
    "lists-not-asked:timed-out\nown-address:198.51.100.7:mail-server",
    { { .name = "*", .type = 1, .records = { "A 127.0.0.2" } } } },
  { "a private address is not asked for", "192.168.1.20", "lists-clean:203.0.113.5:1:12",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } } } },
};

static void
test_block_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (list_stories); i++)
    {
      gsize n_rules = 0;
      g_autoptr (FakeDns) dns = NULL;
      g_autoptr (MdWorld) world = NULL;
      g_autoptr (MdCase) kase = bench_case ("ana@own.example");
      g_autoptr (MdDialogue) dialogue = pretend_dialogue ("smtp.own.example:465/tls", TRUE);
      g_autoptr (Bench) bench = bench_new ();

      g_test_message ("%s", list_stories[i].story);
      while (n_rules < G_N_ELEMENTS (list_stories[i].rules) && list_stories[i].rules[n_rules].name != NULL)
        n_rules++;
      dns = fake_dns_start (list_stories[i].rules, n_rules);
      world = empty_world (dns);
      dialogue->address = g_strdup ("203.0.113.5");
      dialogue->client_address = g_strdup (list_stories[i].own);
      bench_put (bench, "outgoing-configured", dialogue);
      bench_run (bench, &md_check_block_lists, kase, world, NULL);
      bench_assert (bench, list_stories[i].want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/elsewhere/settings", test_settings);
  g_test_add_func ("/elsewhere/incoming", test_incoming);
  g_test_add_func ("/elsewhere/user-name", test_user_name);
  g_test_add_func ("/elsewhere/no-server", test_no_server);
  g_test_add_func ("/elsewhere/way-to-sign-in", test_way_to_sign_in);
  g_test_add_func ("/elsewhere/interference", test_interference);
  g_test_add_func ("/elsewhere/block-lists", test_block_lists);
  g_test_add_func ("/elsewhere/nothing-there", test_nothing_there);
  g_test_add_func ("/elsewhere/provider-facts", test_provider_facts);
  g_test_add_func ("/elsewhere/webmail", test_webmail);
  g_test_add_func ("/elsewhere/network", test_network);
  return g_test_run ();
}

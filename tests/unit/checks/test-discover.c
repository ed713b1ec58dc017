/* test-discover.c - settings for an address: from the facts, the domain's own pages, DNS, or the usual names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "fake-peer.h"
#include "practice/practice.h"
#include "protocols/http.h"
#include "run-check.h"

#include <unistd.h>

extern const MdCheck md_check_discover;

#define MX 15
#define SRV 33
#define MAX_RULES 8

#define SERVER(host) \
  "<outgoingServer type=\"smtp\"><hostname>" host "</hostname><port>465</port><socketType>SSL</socketType>" \
  "<username>%EMAILADDRESS%</username></outgoingServer>"
#define CONFIG(servers) \
  "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n" \
  "<clientConfig version=\"1.1\"><emailProvider id=\"own\">" servers "</emailProvider></clientConfig>"

/* ── by DNS alone: no web server answers anywhere ── */

static const struct
{
  const char *story;
  const char *email;
  const char *want;
  FakeDnsRule rules[MAX_RULES];
} stories[] = {
  { "a domain of the facts asks nobody", "ana@gmail.com",
    "provider-known:Gmail\nsettings-found:provider-facts:smtp.gmail.com:465" },
  { "an own domain by its MX", "ana@own.example",
    "provider-known:Gmail\nsettings-found:provider-facts-mx:smtp.gmail.com:465\n"
    "source-not-asked:ispdb:no-consent",
    { { .name = "own.example", .type = MX, .records = { "MX 10 aspmx.l.google.com" } }, { .name = "own.example" } } },
  { "SRV records", "ana@own.example",
    "settings-found:srv:smtp.own.example:465\nsource-not-asked:ispdb:no-consent",
    { { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } }, { .name = "own.example" },
      { .name = "_submissions._tcp.own.example", .type = SRV, .records = { "SRV 0 1 465 smtp.own.example" } },
      { .name = "_submission._tcp.own.example", .type = SRV, .records = { "SRV 0 1 587 smtp.own.example" } } } },
  { "SRV says the service is not offered", "ana@own.example",
    "settings-found:srv:smtp.own.example:587\nsource-not-asked:ispdb:no-consent",
    { { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } }, { .name = "own.example" },
      { .name = "_submissions._tcp.own.example", .type = SRV, .records = { "SRV 0 0 0 ." } },
      { .name = "_submission._tcp.own.example", .type = SRV, .records = { "SRV 0 1 587 smtp.own.example" } } } },
  { "no such domain", "ana@own.example",
    "address-domain-missing:own.example\nsettings-not-found:own.example\nsource-not-asked:ispdb:no-consent" },
  { "no such domain, but a likely one", "ana@gmial.com",
    "address-domain-missing:gmial.com\naddress-domain-typo:gmial.com:gmail.com\nsettings-not-found:gmial.com\n"
    "source-not-asked:ispdb:no-consent" },
  { "a domain without mail that looks like another", "ana@gmial.com",
    "address-domain-typo:gmial.com:gmail.com\nsettings-not-found:gmial.com\nsource-not-asked:ispdb:no-consent",
    { { .name = "gmial.com" } } },
  { "a domain that takes no mail", "ana@gmial.com",
    "address-domain-typo:gmial.com:gmail.com\nsettings-not-found:gmial.com\nsource-not-asked:ispdb:no-consent",
    { { .name = "gmial.com", .type = MX, .records = { "MX 0 ." } }, { .name = "gmial.com" } } },
  { "somebody has mail there: no question", "ana@gmial.com",
    "settings-not-found:gmial.com\nsource-not-asked:ispdb:no-consent",
    { { .name = "gmial.com", .type = MX, .records = { "MX 10 mx.gmial.com" } }, { .name = "gmial.com" } } },
  { "servers known from memory only, and nobody publishes others", "ana@terra.es",
    "provider-known:Terra España\nsettings-found:provider-facts:smtp.terra.es:587\nsource-not-asked:ispdb:no-consent",
    { { .name = "terra.es", .type = MX, .records = { "MX 10 mx.terra.es" } }, { .name = "terra.es" } } },
  { "servers known from memory only, and others are published", "ana@terra.es",
    "provider-known:Terra España\nsettings-found:srv:mail.terra.es:465\nsource-not-asked:ispdb:no-consent",
    { { .name = "terra.es", .type = MX, .records = { "MX 10 mx.terra.es" } }, { .name = "terra.es" },
      { .name = "_submissions._tcp.terra.es", .type = SRV, .records = { "SRV 0 1 465 mail.terra.es" } } } },
  { "DNS is sick: nothing is said of the domain", "ana@gmial.com",
    "settings-not-found:gmial.com\nsource-not-asked:ispdb:no-consent", { { .name = "*", .rcode = 2 } } },
};

static gsize
count_rules (const FakeDnsRule *rules)
{
  gsize n = 0;

  while (n < MAX_RULES && rules[n].name != NULL)
    n++;
  return n;
}

static void
test_stories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (FakeDns) dns = fake_dns_start (stories[i].rules, count_rules (stories[i].rules));
      const char *servers[] = { fake_dns_server (dns), NULL };
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case (stories[i].email);
      g_autoptr (Bench) bench = bench_new ();

      g_test_message ("%s", stories[i].story);
      md_world_set_resolvers (world, servers);
      bench_run (bench, &md_check_discover, kase, world, NULL);
      bench_assert (bench, stories[i].want);
      if (i == 0)
        {
          g_assert_cmpuint (fake_dns_count (dns), ==, 0);
          g_assert_cmpuint (bench->evidence->len, ==, 0);
        }
      g_assert_cmpint (bench->micros, <, 4500 * 1000);
    }
}

/* ── with web servers ── */

static void
test_own_pages (void)
{
  g_autoptr (MdPractice) practice = md_practice_start ("healthy", NULL);
  const MdPracticeAccount *account = md_practice_get_account (practice);
  g_autoptr (MdCase) kase = bench_case (account->email);
  g_autoptr (Bench) bench = bench_new ();
  const MdSettings *settings;

  g_assert_nonnull (practice);
  kase->consents = MD_CONSENT_THIRD_PARTY;
  bench_run (bench, &md_check_discover, kase, md_practice_get_world (practice), NULL);
  settings = g_hash_table_lookup (bench->shelf, "discover");
  g_assert_nonnull (settings);
  g_assert_cmpint (settings->source, ==, MD_SOURCE_AUTOCONFIG);
  g_assert_true (md_endpoint_equal (g_ptr_array_index (settings->outgoing, 0), account->outgoing));
  g_assert_cmpint (settings->outgoing_user_form, ==, MD_USER_FORM_ADDRESS);
  g_assert_cmpstr (settings->webmail_url, ==, "https://webmail.practice.example/");
  g_assert_nonnull (bench_find (bench, MD_FINDING_SETTINGS_FOUND));
  g_assert_null (bench_find (bench, MD_FINDING_SOURCE_NOT_ASKED));
  g_assert_null (bench_find (bench, MD_FINDING_SETTINGS_CONFLICT));
  g_assert_cmpint (bench->micros, <, 3000 * 1000);
}

/* Named by DNS alone: a server elsewhere is shown, but marked. */
static void
test_proof (void)
{
  static const struct
  {
    const char *record;
    gboolean unproven;
  } cases[] = {
    { "SRV 0 1 465 smtp.own.example", FALSE },
    { "SRV 0 1 465 smtp.gmail.com", FALSE },
    { "SRV 0 1 465 smtp.thief.example", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeDnsRule rules[] = {
        { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } },
        { .name = "own.example" },
        { .name = "_submissions._tcp.own.example", .type = SRV, .records = { cases[i].record } },
      };
      g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
      const char *servers[] = { fake_dns_server (dns), NULL };
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@own.example");
      g_autoptr (Bench) bench = bench_new ();
      const MdSettings *settings;

      md_world_set_resolvers (world, servers);
      bench_run (bench, &md_check_discover, kase, world, NULL);
      settings = g_hash_table_lookup (bench->shelf, "discover");
      g_assert_nonnull (settings);
      g_assert_cmpint (settings->servers_unproven, ==, cases[i].unproven);
    }
}

/* Read over plain http, where anybody on the way could have put it: foreign servers do not count. */
static void
test_not_protected (void)
{
  static const FakeDnsRule rules[] = {
    { .name = "autoconfig.own.example", .type = 1, .records = { "A 127.0.0.1" } },
    { .name = "autoconfig.own.example" },
    { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } },
    { .name = "own.example" },
  };
  static const struct
  {
    const char *story, *response, *want;
  } cases[] = {
    { "a server of the domain", CONFIG (SERVER ("smtp.own.example")), "smtp.own.example" },
    { "a server of a known provider", CONFIG (SERVER ("smtp.gmail.com")), "smtp.gmail.com" },
    { "a foreign one before it", CONFIG (SERVER ("smtp.thief.example") SERVER ("smtp.own.example")),
      "smtp.own.example" },
    { "only a foreign one", CONFIG (SERVER ("smtp.thief.example")), NULL },
    { "one that only looks like it", CONFIG (SERVER ("smtp.notown.example")), NULL },
    { "not found", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NULL },
    { "a web page", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<!DOCTYPE html><html></html>", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakePage pages[] = { { .path = "/mail/config-v1.1.xml", .response = cases[i].response }, { NULL } };
      g_autoptr (FakePeer) web = fake_peer_start (fake_web_act, (gpointer) pages, NULL);
      g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
      const char *servers[] = { fake_dns_server (dns), NULL };
      g_autoptr (MdWorld) world = md_world_new ();
      g_autoptr (MdCase) kase = bench_case ("ana@own.example");
      g_autoptr (Bench) bench = bench_new ();
      MdFinding *found;

      g_test_message ("%s", cases[i].story);
      md_world_set_resolvers (world, servers);
      md_world_map_port (world, 80, fake_peer_port (web));
      md_world_map_port (world, 443, 1); /* nobody listens */
      bench_run (bench, &md_check_discover, kase, world, NULL);
      found = bench_find (bench, MD_FINDING_SETTINGS_FOUND);
      g_assert_cmpstr (found == NULL ? NULL : md_finding_get (found, "host"), ==, cases[i].want);
      g_assert_cmpuint (fake_peer_count (web), ==, 1);
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A resolver that never answers: the time limit holds, and stopping bites at once. */
static void
test_silence (void)
{
  int fd = -1;
  g_autofree char *server = fake_dns_silent_server (&fd);
  const char *servers[] = { server, NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (Bench) stopped = bench_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread;

  md_world_set_resolvers (world, servers);
  bench_run (bench, &md_check_discover, kase, world, NULL);
  g_assert_cmpint (bench->micros, <, 5000 * 1000);
  g_assert_nonnull (bench_find (bench, MD_FINDING_SETTINGS_NOT_FOUND));
  g_assert_null (bench_find (bench, MD_FINDING_ADDRESS_DOMAIN_MISSING));

  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  bench_run (stopped, &md_check_discover, kase, world, cancellable);
  g_thread_join (thread);
  g_assert_cmpint (stopped->micros, <, 250 * 1000);
  (void) close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/discover/stories", test_stories);
  g_test_add_func ("/discover/own-pages", test_own_pages);
  g_test_add_func ("/discover/proof", test_proof);
  g_test_add_func ("/discover/not-protected", test_not_protected);
  g_test_add_func ("/discover/silence", test_silence);
  return g_test_run ();
}

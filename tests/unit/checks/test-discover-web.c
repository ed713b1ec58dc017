/* test-discover-web.c - settings from web servers over https: Autodiscover with its redirects, the database by MX; and
 * what happens when nothing answers anywhere, or nobody need be asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "fake-peer.h"
#include "protocols/http.h"
#include "run-check.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

extern const MdCheck md_check_discover;

#define MX 15
#define PATH "/autodiscover/autodiscover.xml"
#define HTTP(status, rest) "HTTP/1.1 " status "\r\nConnection: close\r\n" rest
#define XML(text) HTTP ("200 OK", "Content-Type: text/xml\r\n\r\n" text)
#define ACCOUNT(inside) "<Autodiscover><Response><Account>" inside "</Account></Response></Autodiscover>"
#define SETTINGS ACCOUNT ("<Action>settings</Action><Protocol><Type>SMTP</Type><Server>mail.own.example</Server>" \
                          "<Port>587</Port><SSL>on</SSL></Protocol>")
#define SENT_ON(url) ACCOUNT ("<Action>redirectUrl</Action><RedirectUrl>" url "</RedirectUrl>")
#define OTHER_ADDRESS(address) ACCOUNT ("<Action>redirectAddr</Action><RedirectAddr>" address "</RedirectAddr>")
#define CONFIG(host, more) \
  "<clientConfig version=\"1.1\"><emailProvider id=\"x\"><outgoingServer type=\"smtp\"><hostname>" host "</hostname>" \
  "<port>465</port><socketType>SSL</socketType></outgoingServer>" more "</emailProvider></clientConfig>"

/* One TLS web server for all names; which of them was meant it cannot tell, so that paths are. */
typedef struct
{
  Identity *authority, *server;
  char *folder, *ca_file;
} Pki;

static void
pki_init (Pki *self)
{
  self->authority = identity_new ("Test authority", NULL, NULL, -DAY, DAY);
  self->server = identity_new ("own.example", "own.example autodiscover.own.example mail.own.example "
                               "autodiscover.other.example autoconfig.thunderbird.net", self->authority, -DAY, DAY);
  self->folder = g_dir_make_tmp ("md-discover-XXXXXX", NULL);
  self->ca_file = identity_save (self->authority, self->folder);
}

static void
pki_clear (Pki *self)
{
  (void) unlink (self->ca_file);
  (void) rmdir (self->folder);
  g_free (self->folder);
  g_free (self->ca_file);
  identity_free (self->server);
  identity_free (self->authority);
}

#define HERE(host) { .name = host, .type = 1, .records = { "A 127.0.0.1" } }, { .name = host }

typedef struct
{
  const char *story;
  FakeDnsRule names[8];
  FakePage pages[5];
  gboolean third_parties;
  const char *want;     /* "source host", or NULL: nothing found */
  guint most_asked;     /* requests at most */
} Row;

static const Row rows[] = {
  { "published for Outlook", { HERE ("autodiscover.own.example") }, { { PATH, XML (SETTINGS), 0, 0 } }, FALSE,
    "autodiscover mail.own.example", 1 },
  { "at the domain itself", { HERE ("own.example") }, { { PATH, XML (SETTINGS), 0, 0 } }, FALSE,
    "autodiscover mail.own.example", 3 },
  { "sent on by the answer", { HERE ("autodiscover.own.example"), HERE ("mail.own.example") },
    { { PATH, XML (SENT_ON ("https://mail.own.example/x.xml")), 0, 0 }, { "/x.xml", XML (SETTINGS), 0, 0 } }, FALSE,
    "autodiscover mail.own.example", 4 },
  { "sent on by the web server", { HERE ("autodiscover.own.example"), HERE ("mail.own.example") },
    { { PATH, HTTP ("302 Found", "Location: https://mail.own.example/x.xml\r\nContent-Length: 0\r\n\r\n"), 0, 0 },
      { "/x.xml", XML (SETTINGS), 0, 0 } }, FALSE, "autodiscover mail.own.example", 4 },
  { "sent on in clear", { HERE ("autodiscover.own.example"), HERE ("mail.own.example") },
    { { PATH, XML (SENT_ON ("http://mail.own.example/x.xml")), 0, 0 }, { "/x.xml", XML (SETTINGS), 0, 0 } }, FALSE, NULL,
    1 },
  { "sent on in clear by the web server", { HERE ("autodiscover.own.example"), HERE ("mail.own.example") },
    { { PATH, HTTP ("302 Found", "Location: http://mail.own.example/x.xml\r\nContent-Length: 0\r\n\r\n"), 0, 0 },
      { "/x.xml", XML (SETTINGS), 0, 0 } }, FALSE, NULL, 1 },
  { "sent round in circles", { HERE ("autodiscover.own.example") },
    { { PATH, XML (SENT_ON ("https://autodiscover.own.example" PATH)), 0, 0 } }, FALSE, NULL, 4 },
  { "another address", { HERE ("autodiscover.own.example"), HERE ("autodiscover.other.example") },
    { { PATH, XML (OTHER_ADDRESS ("ana@other.example")), 0, 0 } }, FALSE, NULL, 4 },
  { "asks for a password: nothing is sent", { HERE ("autodiscover.own.example") },
    { { PATH, HTTP ("401 Unauthorized", "WWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n"), 0, 0 } }, FALSE, NULL,
    1 },
  { "an error", { HERE ("autodiscover.own.example") },
    { { PATH, XML ("<Autodiscover><Response><Error><ErrorCode>600</ErrorCode></Error></Response></Autodiscover>"), 0, 0 } },
    FALSE, NULL, 1 },
  { "hostile", { HERE ("autodiscover.own.example") },
    { { PATH, XML ("<!DOCTYPE a [<!ENTITY e \"x\">]><Autodiscover>&e;</Autodiscover>"), 0, 0 } }, FALSE, NULL, 1 },
  { "too large", { HERE ("autodiscover.own.example") }, { { PATH, XML (SETTINGS), 300, 0 } }, FALSE, NULL, 1 },
  { "the database knows the domain", { HERE ("autoconfig.thunderbird.net") },
    { { "/v1.1/own.example", XML (CONFIG ("smtp.own.example", "")), 0, 0 } }, TRUE, "ispdb smtp.own.example", 1 },
  { "the database knows who reads its mail",
    { HERE ("autoconfig.thunderbird.net"),
      { .name = "own.example", .type = MX, .records = { "MX 10 mx1.host.reader.example" } }, { .name = "own.example" } },
    { { "/v1.1/reader.example", XML (CONFIG ("smtp.reader.example", "")), 0, 0 } }, TRUE, "ispdb smtp.reader.example",
    2 },
  { "the database is not asked without a yes", { HERE ("autoconfig.thunderbird.net") },
    { { "/v1.1/own.example", XML (CONFIG ("smtp.own.example", "")), 0, 0 } }, FALSE, NULL, 0 },
};

static gsize
count_names (const FakeDnsRule *names)
{
  gsize n = 0;

  while (n < 8 && names[n].name != NULL)
    n++;
  return n;
}

static void
run_row (const Row *row, const Pki *pki)
{
  gsize n_names = count_names (row->names);
  FakeDnsRule names[9];
  g_autoptr (FakePeer) web = fake_peer_start (fake_web_act, (gpointer) row->pages, pki->server);
  g_autoptr (FakeDns) dns = NULL;
  const char *servers[] = { NULL, NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  g_autofree char *got = NULL;
  MdFinding *found;

  g_test_message ("%s", row->story);
  memcpy (names, row->names, n_names * sizeof *names);
  names[n_names] = (FakeDnsRule) { .name = "own.example" }; /* it exists */
  dns = fake_dns_start (names, n_names + 1);
  servers[0] = fake_dns_server (dns);
  md_world_set_resolvers (world, servers);
  md_world_set_ca_file (world, pki->ca_file);
  md_world_map_port (world, 443, fake_peer_port (web));
  md_world_map_port (world, 80, 1); /* nobody listens */
  kase->consents = row->third_parties ? MD_CONSENT_THIRD_PARTY : MD_CONSENT_NONE;
  bench_run (bench, &md_check_discover, kase, world, NULL);
  found = bench_find (bench, MD_FINDING_SETTINGS_FOUND);
  if (found != NULL)
    got = g_strdup_printf ("%s %s", md_finding_get (found, "source"), md_finding_get (found, "host"));
  for (guint i = 0; i < bench->evidence->len; i++)
    {
      const MdEvidence *evidence = g_ptr_array_index (bench->evidence, i);
      g_autofree char *lines = g_strjoinv (" | ", (char **) md_evidence_get_lines (evidence));

      g_test_message ("  %s: %s: %s", md_evidence_get_probe (evidence), md_evidence_get_result (evidence), lines);
    }
  g_assert_cmpstr (got, ==, row->want);
  /* The domain's own name is asked for its well-known page, too. */
  g_assert_cmpuint (fake_peer_count (web), <=, row->most_asked);
  g_assert_cmpint (bench->micros, <, 4500 * 1000);
}

static void
test_web (void)
{
  Pki pki;

  pki_init (&pki);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    run_row (&rows[i], &pki);
  pki_clear (&pki);
}

/* What the provider says to people is handed on. */
static void
test_pages (void)
{
  static const FakeDnsRule names[] = { HERE ("autoconfig.thunderbird.net"), { .name = "own.example" } };
  static const FakePage pages[] = {
    { "/v1.1/own.example",
      XML (CONFIG ("smtp.own.example", "<documentation url=\"https://own.example/help\"/>"
                                       "<enable visiturl=\"https://own.example/switch\"/>")), 0, 0 },
    { NULL, NULL, 0, 0 },
  };
  g_autoptr (FakePeer) web = NULL;
  g_autoptr (FakeDns) dns = fake_dns_start (names, G_N_ELEMENTS (names));
  const char *servers[] = { fake_dns_server (dns), NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  const MdSettings *settings;
  Pki pki;

  pki_init (&pki);
  web = fake_peer_start (fake_web_act, (gpointer) pages, pki.server);
  md_world_set_resolvers (world, servers);
  md_world_set_ca_file (world, pki.ca_file);
  md_world_map_port (world, 443, fake_peer_port (web));
  kase->consents = MD_CONSENT_THIRD_PARTY;
  bench_run (bench, &md_check_discover, kase, world, NULL);
  g_assert_cmpstr (md_finding_get (bench_find (bench, MD_FINDING_PROVIDER_INSTRUCTIONS), "url"), ==,
                   "https://own.example/help");
  settings = g_hash_table_lookup (bench->shelf, "discover");
  g_assert_true (settings->access_needs_switch);
  g_assert_cmpstr (settings->access_url, ==, "https://own.example/switch");
  pki_clear (&pki);
}

/* ── nobody answers ── */

static void
stay (FakeStream *stream, gpointer data)
{
  fake_stream_stay (stream);
}

/* Every name exists, every port opens, and nobody says a word: one time limit for all sources together. */
static void
test_dead_ends (void)
{
  static const FakeDnsRule names[] = {
    { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } },
    { .name = "*", .type = 1, .records = { "A 127.0.0.1" } },
    { .name = "*", .type = 33, .drop = G_MAXUINT },
    { .name = "*" },
  };
  static const guint16 ports[] = { 80, 443, 465, 587, 993, 143 };
  g_autoptr (FakePeer) silent = fake_peer_start (stay, NULL, NULL);
  g_autoptr (FakeDns) dns = fake_dns_start (names, G_N_ELEMENTS (names));
  const char *servers[] = { fake_dns_server (dns), NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();

  md_world_set_resolvers (world, servers);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    md_world_map_port (world, ports[i], fake_peer_port (silent));
  kase->consents = MD_CONSENT_THIRD_PARTY;
  bench_run (bench, &md_check_discover, kase, world, NULL);
  g_assert_nonnull (bench_find (bench, MD_FINDING_SETTINGS_NOT_FOUND));
  g_assert_cmpuint (bench->evidence->len, ==, MD_N_SOURCES - 1); /* each source was asked, but the facts */
  g_assert_cmpint (bench->micros, <, 4500 * 1000);
}

/* ── nobody need be asked ── */

static guint
ask_about (MdWorld *world, JsonArray *domains)
{
  guint n_sure = 0;

  for (guint i = 0; domains != NULL && i < json_array_get_length (domains); i++)
    {
      const char *domain = json_array_get_string_element (domains, i);
      g_autoptr (MdSettings) known = md_providers_find (domain);
      g_autofree char *email = g_strconcat ("ana@", domain, NULL);
      g_autoptr (MdCase) kase = bench_case (email);
      g_autoptr (Bench) bench = bench_new ();

      if (known == NULL || known->servers_unsure || known->outgoing->len == 0)
        continue;
      kase->consents = MD_CONSENT_THIRD_PARTY;
      bench_run (bench, &md_check_discover, kase, world, NULL);
      g_assert_nonnull (bench_find (bench, MD_FINDING_SETTINGS_FOUND));
      g_assert_cmpuint (bench->evidence->len, ==, 0);
      n_sure++;
    }
  return n_sure;
}

/* Every domain of the collected facts whose servers are sure: no lookup, no connection. */
static void
test_facts_alone (void)
{
  static const guint16 ports[] = { 80, 443, 465, 587, 993, 143 };
  g_autoptr (FakePeer) listening = fake_peer_start (stay, NULL, NULL);
  g_autoptr (FakeDns) dns = fake_dns_start (NULL, 0);
  const char *servers[] = { fake_dns_server (dns), NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path = corpora == NULL ? NULL : g_build_filename (corpora, "..", "facts", "providers.json", NULL);
  JsonArray *providers;
  guint n_sure = 0;

  if (path == NULL || !json_parser_load_from_file (parser, path, NULL))
    {
      g_test_skip ("the facts are not here");
      return;
    }
  md_world_set_resolvers (world, servers);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    md_world_map_port (world, ports[i], fake_peer_port (listening));
  providers = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "providers");
  for (guint i = 0; i < json_array_get_length (providers); i++)
    n_sure += ask_about (world, json_object_get_array_member (json_array_get_object_element (providers, i), "domains"));
  g_test_message ("%u domains", n_sure);
  g_assert_cmpuint (n_sure, >, 500);
  g_assert_cmpuint (fake_dns_count (dns), ==, 0);
  g_assert_cmpuint (fake_peer_count (listening), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/discover-web/web", test_web);
  g_test_add_func ("/discover-web/pages", test_pages);
  g_test_add_func ("/discover-web/dead-ends", test_dead_ends);
  g_test_add_func ("/discover-web/facts-alone", test_facts_alone);
  return g_test_run ();
}

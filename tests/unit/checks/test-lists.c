/* test-lists.c - block lists asked about addresses of both families and about domains
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/list-inquiry.h"
#include "fake-dns.h"

#include <unistd.h>

#define IP4 "198.51.100.7"
#define IP6 "2001:db8::7"
#define DOMAIN "own.example"
#define IP6_TURNED "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
#define TEST6_TURNED "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"

static const struct
{
  const char *story;
  const char *want; /* of every list that is believed: "zone: ip4 ip6 domain", "-" where it is not of that kind */
  FakeDnsRule rules[6];
} stories[] = {
  { "nobody is believed", "", { { .name = "nothing.example" } } },
  { "both families at one list", "zen.spamhaus.org: not-listed listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = IP6_TURNED ".zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.3" } } } },
  { "an end-user range", "zen.spamhaus.org: end-user-range not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.10" } } } },
  { "listed for two reasons: the graver counts", "zen.spamhaus.org: listed not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.11", "A 127.0.0.4" } } } },
  { "a list of IPv6 addresses alone", "bl.ipv6.spameatingmonkey.net: - listed -",
    { { .name = TEST6_TURNED ".bl.ipv6.spameatingmonkey.net", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = IP6_TURNED ".bl.ipv6.spameatingmonkey.net", .type = 1, .records = { "A 127.0.0.2" } } } },
  { "a domain", "dbl.spamhaus.org: - - listed",
    { { .name = "dbltest.com.dbl.spamhaus.org", .type = 1, .records = { "A 127.0.1.2" } },
      { .name = DOMAIN ".dbl.spamhaus.org", .type = 1, .records = { "A 127.0.1.4" } } } },
  { "bits of a domain list", "multi.surbl.org: - - listed",
    { { .name = "test.surbl.org.multi.surbl.org", .type = 1, .records = { "A 127.0.0.254" } },
      { .name = DOMAIN ".multi.surbl.org", .type = 1, .records = { "A 127.0.0.64" } } } },
  { "the reserved names of RFC 5782", "dbl.nordspam.com: - - not-listed",
    { { .name = "test.dbl.nordspam.com", .type = 1, .records = { "A 127.0.0.2" } } } },
  { "too many questions: void, never listed", "zen.spamhaus.org: void not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 127.255.255.255" } } } },
  { "an answer that was never announced", "zen.spamhaus.org: void not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.99" } } } },
  { "a resolver that invents answers", "zen.spamhaus.org: void not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .type = 1, .records = { "A 203.0.113.80" } } } },
  { "the control entry is listed", "",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "1.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } } } },
  { "the server fails for this question", "zen.spamhaus.org: void not-listed -",
    { { .name = "2.0.0.127.zen.spamhaus.org", .type = 1, .records = { "A 127.0.0.2" } },
      { .name = "7.100.51.198.zen.spamhaus.org", .rcode = 2 } } },
};

static char *
describe (GPtrArray *reports)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reports->len; i++)
    {
      const MdListReport *report = g_ptr_array_index (reports, i);

      if (!report->believed)
        continue;
      g_string_append_printf (text, "%s%s:", text->len > 0 ? "\n" : "", report->list->zone);
      for (guint k = 0; k < 3; k++)
        g_string_append_printf (text, " %s", report->asked[k] ? md_listing_name (report->listings[k]) : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_stories (void)
{
  const char *const subjects[] = { IP4, IP6, DOMAIN };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      gsize n_rules = 0;
      g_autoptr (FakeDns) dns = NULL;
      g_autoptr (MdWorld) world = md_world_new ();
      const MdWait none = { .deadline = G_MAXINT64 };
      MdWait wait = md_wait_within (&none, 3000);
      g_autoptr (GPtrArray) reports = NULL;
      g_autofree char *got = NULL;

      while (n_rules < G_N_ELEMENTS (stories[i].rules) && stories[i].rules[n_rules].name != NULL)
        n_rules++;
      dns = fake_dns_start (stories[i].rules, n_rules);
      md_world_set_resolvers (world, (const char *const[]) { fake_dns_server (dns), NULL });
      reports = md_lists_ask (world, subjects, G_N_ELEMENTS (subjects), &wait);
      got = describe (reports);
      g_test_message ("%s", stories[i].story);
      g_assert_cmpuint (reports->len, >=, 18);
      g_assert_cmpstr (got, ==, stories[i].want);
    }
}

/* Nobody answers at all: everything is void, and it ends in time. */
static void
test_silence (void)
{
  int fd;
  g_autofree char *silent = fake_dns_silent_server (&fd);
  g_autoptr (MdWorld) world = md_world_new ();
  const MdWait none = { .deadline = G_MAXINT64 };
  MdWait wait = md_wait_within (&none, 700);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GPtrArray) reports = NULL;
  g_autofree char *got = NULL;

  md_world_set_resolvers (world, (const char *const[]) { silent, NULL });
  reports = md_lists_ask (world, (const char *const[]) { IP4 }, 1, &wait);
  got = describe (reports);
  g_assert_cmpstr (got, ==, "");
  g_assert_cmpint (g_get_monotonic_time () - started, <, 1200000);
  g_assert_cmpint (close (fd), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lists/stories", test_stories);
  g_test_add_func ("/lists/silence", test_silence);
  return g_test_run ();
}

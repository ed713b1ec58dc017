/* test-resolver.c - every way a name server can answer, or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "protocols/resolver-parse.h"

#include <string.h>
#include <unistd.h>

static const FakeDnsRule rules[] = {
  { .name = "host.example", .type = 1, .records = { "A 192.0.2.1", "A 192.0.2.2" } },
  { .name = "host.example", .type = 28, .records = { "AAAA 2001:db8::1" } },
  { .name = "host.example" },
  { .name = "gone.example", .rcode = 3 },
  { .name = "broken.example", .rcode = 2 },
  { .name = "closed.example", .rcode = 5 },
  { .name = "odd.example", .rcode = 4 },
  { .name = "lossy.example", .type = 1, .drop = 1, .records = { "A 192.0.2.3" } },
  { .name = "forged.example", .trick = FAKE_DNS_WRONG_ID, .records = { "A 192.0.2.4" } },
  { .name = "big.example", .type = 16, .trick = FAKE_DNS_TRUNCATED, .records = { "TXT v=spf1 |include:a.example |-all" } },
  { .name = "loop.example", .trick = FAKE_DNS_LOOP },
  { .name = "garbage.example", .trick = FAKE_DNS_GARBAGE },
  { .name = "alias.example", .type = 1,
    .records = { "CNAME two.example", "@two.example CNAME three.example", "@three.example A 192.0.2.5" } },
  { .name = "alias.example", .type = 28, .records = { "CNAME two.example", "@two.example CNAME three.example" } },
  { .name = "circle.example", .records = { "CNAME two.example", "@two.example CNAME circle.example" } },
  { .name = "dangling.example", .rcode = 3, .records = { "CNAME nowhere.example" } },
  { .name = "stranger.example", .records = { "@other.example A 192.0.2.66" } },
  { .name = "mx.example", .type = 15, .records = { "MX 20 b.example", "MX 10 A.Example", "MX 20 c.example" } },
  { .name = "null.example", .type = 15, .records = { "MX 0 ." } },
  { .name = "_submission._tcp.example", .type = 33,
    .records = { "SRV 10 1 587 low.example", "SRV 5 1 587 light.example", "SRV 5 9 587 heavy.example" } },
  { .name = "_25._tcp.mx.example", .type = 52, .records = { "TLSA 3 1 1 0a0bff" } },
  { .name = "caa.example", .type = 257, .records = { "CAA 128 Issue ca.example" } },
  { .name = "1.2.0.192.in-addr.arpa", .type = 12, .records = { "PTR Host.Example" } },
  { .name = "half.example", .type = 1, .records = { "A 192.0.2.7" } },
  { .name = "half.example", .type = 28, .drop = G_MAXUINT },
  { .name = "silent.example", .drop = G_MAXUINT },
};

static MdWait
within (guint milliseconds)
{
  MdWait none = { .deadline = G_MAXINT64 };

  return md_wait_within (&none, milliseconds);
}

static MdWorld *
world_with (const char *one, const char *two)
{
  const char *const servers[] = { one, two, NULL };
  MdWorld *world = md_world_new ();

  md_world_set_resolvers (world, servers);
  return world;
}

/* "priority/weight/port text", joined by commas: what a row below wants to see. */
static char *
describe (const MdDnsAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (i > 0)
        g_string_append (text, ", ");
      if (answer->type != MD_DNS_A && answer->type != MD_DNS_AAAA && answer->type != MD_DNS_TXT)
        g_string_append_printf (text, "%u/%u/%u ", record->priority, record->weight, record->port);
      if (record->tag != NULL)
        g_string_append_printf (text, "%s=", record->tag);
      g_string_append (text, record->text);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *story;
    const char *name;
    MdDnsType type;
    MdDnsStatus want;
    const char *records;
    const char *canonical;
  } table[] = {
    { "two addresses", "host.example", MD_DNS_A, MD_DNS_OK, "192.0.2.1, 192.0.2.2", NULL },
    { "any case", "HOST.example", MD_DNS_AAAA, MD_DNS_OK, "2001:db8::1", NULL },
    { "no such type", "host.example", MD_DNS_MX, MD_DNS_NO_DATA, "", NULL },
    { "no such name", "gone.example", MD_DNS_A, MD_DNS_NXDOMAIN, "", NULL },
    { "server failure", "broken.example", MD_DNS_A, MD_DNS_SERVFAIL, "", NULL },
    { "refused", "closed.example", MD_DNS_A, MD_DNS_REFUSED, "", NULL },
    { "not implemented", "odd.example", MD_DNS_A, MD_DNS_SERVFAIL, "", NULL },
    { "a forged packet before the right one", "forged.example", MD_DNS_A, MD_DNS_OK, "192.0.2.4", NULL },
    { "cut over UDP, joined pieces over TCP", "big.example", MD_DNS_TXT, MD_DNS_OK, "v=spf1 include:a.example -all", NULL },
    { "compression loop", "loop.example", MD_DNS_A, MD_DNS_MALFORMED, "", NULL },
    { "missing records", "garbage.example", MD_DNS_A, MD_DNS_MALFORMED, "", NULL },
    { "aliases", "alias.example", MD_DNS_A, MD_DNS_OK, "192.0.2.5", "three.example" },
    { "aliases to nothing of that type", "alias.example", MD_DNS_AAAA, MD_DNS_NO_DATA, "", "three.example" },
    { "aliases in a circle", "circle.example", MD_DNS_A, MD_DNS_MALFORMED, "", NULL },
    { "alias to a missing name", "dangling.example", MD_DNS_A, MD_DNS_NXDOMAIN, "", "nowhere.example" },
    { "an address nobody asked for", "stranger.example", MD_DNS_A, MD_DNS_NO_DATA, "", NULL },
    { "MX in order, small letters", "mx.example", MD_DNS_MX, MD_DNS_OK, "10/0/0 a.example, 20/0/0 b.example, 20/0/0 c.example", NULL },
    { "null MX", "null.example", MD_DNS_MX, MD_DNS_OK, "0/0/0 .", NULL },
    { "SRV in order", "_submission._tcp.example", MD_DNS_SRV, MD_DNS_OK,
      "5/9/587 heavy.example, 5/1/587 light.example, 10/1/587 low.example", NULL },
    { "TLSA", "_25._tcp.mx.example", MD_DNS_TLSA, MD_DNS_OK, "3/1/1 0a0bff", NULL },
    { "CAA", "caa.example", MD_DNS_CAA, MD_DNS_OK, "128/0/0 issue=ca.example", NULL },
    { "PTR", "1.2.0.192.in-addr.arpa", MD_DNS_PTR, MD_DNS_OK, "0/0/0 host.example", NULL },
    { "not a name", "a..b", MD_DNS_A, MD_DNS_MALFORMED, "", NULL },
  };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (dns), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      MdWait wait = within (3000);
      g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (world, table[i].name, table[i].type, &wait);
      g_autofree char *records = describe (answer);

      g_test_message ("%s", table[i].story);
      g_assert_cmpstr (md_dns_status_name (answer->status), ==, md_dns_status_name (table[i].want));
      g_assert_cmpstr (records, ==, table[i].records);
      g_assert_cmpstr (answer->canonical, ==, table[i].canonical);
    }
}

/* What the resolver says of signatures is kept, and only then. */
static void
test_authentic (void)
{
  static const FakeDnsRule signed_rules[] = {
    { .name = "signed.example", .type = 52, .records = { "TLSA 3 1 1 0a0b" }, .authentic = TRUE },
    { .name = "gone.example", .rcode = 3, .authentic = TRUE },
    { .name = "plain.example", .type = 52, .records = { "TLSA 3 1 1 0a0b" } },
  };
  static const MdDnsQuestion questions[] = {
    { "signed.example", MD_DNS_TLSA }, { "gone.example", MD_DNS_TLSA }, { "plain.example", MD_DNS_TLSA },
  };
  static const gboolean want[] = { TRUE, TRUE, FALSE };
  g_autoptr (FakeDns) dns = fake_dns_start (signed_rules, G_N_ELEMENTS (signed_rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (dns), NULL);
  MdWait wait = within (3000);
  g_autoptr (GPtrArray) answers = md_resolver_ask (world, questions, G_N_ELEMENTS (questions), &wait);

  for (guint i = 0; i < answers->len; i++)
    g_assert_cmpint (((const MdDnsAnswer *) g_ptr_array_index (answers, i))->authentic, ==, want[i]);
}

static void
test_lost_packet (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (dns), NULL);
  MdWait wait = within (3000);
  g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (world, "lossy.example", MD_DNS_A, &wait);

  g_assert_cmpint (answer->status, ==, MD_DNS_OK);
  g_assert_cmpuint (answer->timeouts, ==, 1);
  g_assert_cmpint (answer->micros, >=, 350000);
  g_assert_cmpint (answer->micros, <, 800000);
}

static void
test_dead_first_server (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  int fd;
  g_autofree char *silent = fake_dns_silent_server (&fd);
  g_autoptr (MdWorld) world = world_with (silent, fake_dns_server (dns));
  MdWait wait = within (3000);
  const MdDnsQuestion questions[] = { { "host.example", MD_DNS_A }, { "gone.example", MD_DNS_A }, { "mx.example", MD_DNS_MX } };
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GPtrArray) answers = md_resolver_ask (world, questions, G_N_ELEMENTS (questions), &wait);
  const MdDnsStatus want[] = { MD_DNS_OK, MD_DNS_NXDOMAIN, MD_DNS_OK };

  g_assert_cmpint (g_get_monotonic_time () - started, <, 900000);
  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      g_assert_cmpint (answer->status, ==, want[i]);
      g_assert_cmpuint (answer->timeouts, >=, 1);
    }
  close (fd);
}

/* A server that cannot is not waited for: the next is asked at once. */
static void
test_failing_first_server (void)
{
  static const FakeDnsRule sick[] = { { .name = "*", .rcode = 2 } };
  g_autoptr (FakeDns) one = fake_dns_start (sick, 1);
  g_autoptr (FakeDns) two = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (one), fake_dns_server (two));
  MdWait wait = within (3000);
  g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (world, "host.example", MD_DNS_A, &wait);

  g_assert_cmpint (answer->status, ==, MD_DNS_OK);
  g_assert_cmpint (answer->micros, <, 380000);
}

static void
test_nobody_there (void)
{
  int fd;
  g_autofree char *closed = fake_dns_silent_server (&fd);
  g_autoptr (MdWorld) world = world_with (closed, NULL);
  g_autoptr (MdWorld) nonsense = world_with ("not-an-address", NULL);
  MdWait wait = within (3000);
  g_autoptr (MdDnsAnswer) refused = NULL;
  g_autoptr (MdDnsAnswer) none = NULL;

  close (fd);
  refused = md_resolver_ask_one (world, "host.example", MD_DNS_A, &wait);
  g_assert_cmpint (refused->status, ==, MD_DNS_UNREACHABLE);
  g_assert_cmpint (refused->micros, <, 500000);
  none = md_resolver_ask_one (nonsense, "host.example", MD_DNS_A, &wait);
  g_assert_cmpint (none->status, ==, MD_DNS_UNREACHABLE);
}

static void
test_deadline (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (dns), NULL);
  MdWait wait = within (600);
  gint64 started = g_get_monotonic_time ();
  const MdDnsQuestion questions[] = { { "silent.example", MD_DNS_A }, { "host.example", MD_DNS_A } };
  g_autoptr (GPtrArray) answers = md_resolver_ask_server (world, fake_dns_server (dns), questions, 2, &wait);

  g_assert_cmpint (g_get_monotonic_time () - started, <, 1000000);
  g_assert_cmpint (((MdDnsAnswer *) g_ptr_array_index (answers, 0))->status, ==, MD_DNS_TIMED_OUT);
  g_assert_cmpint (((MdDnsAnswer *) g_ptr_array_index (answers, 1))->status, ==, MD_DNS_OK);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (150000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  int fd;
  g_autofree char *silent = fake_dns_silent_server (&fd);
  g_autoptr (MdWorld) world = world_with (silent, NULL);
  MdWait wait = { .cancellable = cancellable, .deadline = G_MAXINT64 };
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (world, "host.example", MD_DNS_A, &wait);

  g_assert_cmpint (answer->status, ==, MD_DNS_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 450000);
  g_thread_join (thread);
  close (fd);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *host;
    MdDnsStatus want;
    const char *addresses;
  } table[] = {
    { "host.example", MD_DNS_OK, "2001:db8::1 192.0.2.1 192.0.2.2" },
    { "alias.example", MD_DNS_OK, "192.0.2.5" },
    { "half.example", MD_DNS_OK, "192.0.2.7" },
    { "gone.example", MD_DNS_NXDOMAIN, "" },
    { "mx.example", MD_DNS_NXDOMAIN, "" },
    { "broken.example", MD_DNS_SERVFAIL, "" },
    { "null.example", MD_DNS_NXDOMAIN, "" },
    { "192.0.2.9", MD_DNS_OK, "192.0.2.9" },
    { "2001:db8::9", MD_DNS_OK, "2001:db8::9" },
    { "localhost", MD_DNS_NXDOMAIN, "" }, /* the hosts file belongs to the real world only */
  };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = world_with (fake_dns_server (dns), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      MdWait wait = within (3000);
      g_autoptr (MdDnsAddresses) found = md_resolver_addresses (world, table[i].host, &wait);
      g_autofree char *joined = g_strjoinv (" ", found->addresses);

      g_test_message ("%s", table[i].host);
      g_assert_cmpstr (joined, ==, table[i].addresses);
      g_assert_cmpint (found->status, ==, table[i].want);
      g_assert_cmpint (found->micros, <, 2500000);
    }
}

static void
test_reverse_names (void)
{
  g_autofree char *ipv4 = md_dns_reverse_name ("192.0.2.1");
  g_autofree char *ipv6 = md_dns_reverse_name ("2001:db8::567:89ab");

  g_assert_cmpstr (ipv4, ==, "1.2.0.192.in-addr.arpa");
  g_assert_cmpstr (ipv6, ==, "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
  g_assert_null (md_dns_reverse_name ("host.example"));
}

static void
test_limits (void)
{
  /* One answer record, claimed 65 535 times over: what is not there is not read. */
  static const guchar many[] = { 0, 1, 0x81, 0x80, 0, 1, 0xff, 0xff, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1,
                                 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1 };
  g_autoptr (MdDnsAnswer) answer = md_dns_answer_new ("a", MD_DNS_A);

  md_dns_answer_parse (answer, many, sizeof many);
  g_assert_cmpint (answer->status, ==, MD_DNS_MALFORMED);
  for (gsize length = 0; length < sizeof many; length++)
    {
      g_autofree guchar *part = g_memdup2 (many, length);

      md_dns_answer_parse (answer, part, length);
      g_assert_cmpint (answer->status, ==, MD_DNS_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resolver/answers", test_answers);
  g_test_add_func ("/resolver/authentic", test_authentic);
  g_test_add_func ("/resolver/lost-packet", test_lost_packet);
  g_test_add_func ("/resolver/dead-first-server", test_dead_first_server);
  g_test_add_func ("/resolver/failing-first-server", test_failing_first_server);
  g_test_add_func ("/resolver/nobody-there", test_nobody_there);
  g_test_add_func ("/resolver/deadline", test_deadline);
  g_test_add_func ("/resolver/cancel", test_cancel);
  g_test_add_func ("/resolver/addresses", test_addresses);
  g_test_add_func ("/resolver/reverse-names", test_reverse_names);
  g_test_add_func ("/resolver/limits", test_limits);
  return g_test_run ();
}

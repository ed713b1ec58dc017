/* test-network.c - the checks of the connection, against scripted name and web servers on loopback
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/network.h"
#include "core/context.h"
#include "fake-dns.h"
#include "fake-peer.h"
#include "protocols/http.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

extern const MdCheck md_check_route, md_check_resolvers, md_check_reach, md_check_portal, md_check_stability;

#define PORTAL_PATH "/check_network_status.txt"
#define EXPECTED "NetworkManager is online\n"

static const FakeDnsRule honest[] = {
  { .name = "www.wikipedia.org", .type = 1, .records = { "A 127.0.0.1" } },
  { .name = "www.google.com", .type = 1, .records = { "A 127.0.0.1" } },
  { .name = "nmcheck.gnome.org", .type = 1, .records = { "A 127.0.0.1" } },
  { .name = "nmcheck.gnome.org" },
  { .name = "home.example", .type = 1, .records = { "A 127.0.0.1" } },
};

static const FakeDnsRule inventing[] = { { .name = "*", .type = 1, .records = { "A 198.51.100.1" } }, { .name = "*" } };
static const FakeDnsRule sick[] = { { .name = "*", .rcode = 2 } };
static const FakeDnsRule refusing[] = { { .name = "*", .rcode = 5 } };
static const FakeDnsRule only_home[] = {
  { .name = "home.example", .type = 1, .records = { "A 192.0.2.1" } }, { .name = "*", .rcode = 2 },
};

/* What a check said, "id name=value …" one a line. */
typedef struct
{
  GString *said;      /* (owned) */
  guint n_evidence;
} Heard;

static void
hear (MdFinding *finding, MdEvidence *evidence, gpointer data)
{
  Heard *heard = data;
  const char *const *names;

  if (evidence != NULL)
    heard->n_evidence++;
  if (finding == NULL)
    return;
  g_string_append (heard->said, md_finding_code_id (md_finding_get_code (finding)));
  names = md_finding_code_parameters (md_finding_get_code (finding));
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (heard->said, " %s=%s", names[i], md_finding_get (finding, names[i]));
  g_string_append_c (heard->said, '\n');
}

static char *
run_check (const MdCheck *check, MdWorld *world, const char *email, GCancellable *cancellable)
{
  g_autoptr (MdCase) kase = md_case_new ();
  MdWait none = { .cancellable = cancellable, .deadline = G_MAXINT64 };
  MdWait wait = md_wait_within (&none, check->budget_ms);
  g_autoptr (MdContext) context = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { .said = g_string_new (NULL) };

  kase->email = g_strdup (email);
  context = md_context_new (check, kase, world, &wait);
  md_context_connect (context, hear, NULL, NULL, &heard);
  g_assert_true (check->run (context, &error));
  g_assert_no_error (error);
  return g_string_free (heard.said, FALSE);
}

static MdWorld *
world_of (const char *one, const char *two)
{
  const char *const servers[] = { one, two, NULL };
  MdWorld *world = md_world_new ();

  md_world_set_resolvers (world, servers);
  return world;
}

static void
assert_said (const char *said, const char *pattern)
{
  if (!g_pattern_match_simple (pattern, said))
    g_error ("wanted %s\ngot %s", pattern, said);
}

/* ── what the computer says of itself ── */

static const struct
{
  const char *story;
  const char *route, *ipv6_route, *if_inet6;
  const char *ipv4, *ipv6;
  gboolean has_ipv6;
} routes[] = {
  { "nothing", "", "", "", NULL, NULL, FALSE },
  { "only the own network",
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
    "eth0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
    "", "", NULL, NULL, FALSE },
  { "the smaller metric",
    "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
    "", "", "eth0", NULL, FALSE },
  { "a VPN's halves",
    "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\ntun0\t00000000\t0102A8C0\t0003\t0\t0\t50\t00000080\t0\t0\t0\n",
    "", "", "tun0", NULL, FALSE },
  { "a route that refuses", "eth0\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n", "", "", NULL, NULL, FALSE },
  { "IPv6",
    "",
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 "
    "00000001 00000000 00450003 eth0\n",
    "20010db8000000000000000000000005 02 40 00 80 eth0\n", NULL, "eth0", TRUE },
  { "IPv6 without a global address",
    "",
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 "
    "00000001 00000000 00450003 eth0\n",
    "fe80000000000000000000000000005a 02 40 20 80 eth0\nfd000000000000000000000000000001 02 40 00 80 eth0\n", NULL,
    "eth0", FALSE },
  { "the kernel's own refusing route",
    "",
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff "
    "00000001 00000000 00200200 lo\n",
    "00000000000000000000000000000001 01 80 10 80 lo\n", NULL, NULL, FALSE },
  { "nonsense", "a b c\n\xff\n", "x\n", "y\n", NULL, NULL, FALSE },
};

static void
test_routes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("md-net-XXXXXX", NULL);
      const char *const names[] = { "route", "ipv6_route", "if_inet6" };
      const char *const texts[] = { routes[i].route, routes[i].ipv6_route, routes[i].if_inet6 };
      g_autoptr (MdNetwork) network = NULL;

      for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *path = g_build_filename (folder, names[k], NULL);

          g_assert_true (g_file_set_contents (path, texts[k], -1, NULL));
        }
      network = md_network_read (folder);
      g_test_message ("%s", routes[i].story);
      g_assert_cmpstr (network->ipv4_interface, ==, routes[i].ipv4);
      g_assert_cmpstr (network->ipv6_interface, ==, routes[i].ipv6);
      g_assert_cmpint (md_network_has_ipv6 (network), ==, routes[i].has_ipv6);
      for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *path = g_build_filename (folder, names[k], NULL);

          g_remove (path);
        }
      g_rmdir (folder);
    }
}

static void
test_tunnels (void)
{
  MdNetwork modem = { .ipv4_interface = (char *) "ppp0" };
  MdNetwork wire = { .ipv4_interface = (char *) "eth0" };

  g_assert_true (md_network_is_tunnel ("tun0", &wire));
  g_assert_true (md_network_is_tunnel ("wg0", &wire));
  g_assert_true (md_network_is_tunnel ("ppp0", &wire));
  g_assert_false (md_network_is_tunnel ("ppp0", &modem));
  g_assert_false (md_network_is_tunnel ("eth0", &wire));
  g_assert_false (md_network_is_tunnel ("wlp2s0", &wire));
}

static void
test_route (void)
{
  g_autoptr (MdWorld) practice = md_world_new ();
  g_autofree char *said = NULL;

  md_world_set_practice (practice, TRUE);
  said = run_check (&md_check_route, practice, NULL, NULL);
  g_assert_cmpstr (said, ==, "route-found interface=lo\n");
}

static void
test_proxy (void)
{
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdNetwork) network = md_network_read ("/proc/net");
  g_autofree char *said = NULL;

  if (network->ipv4_interface == NULL && network->ipv6_interface == NULL)
    {
      g_test_skip ("no network here");
      return;
    }
  g_setenv ("https_proxy", "http://user:secret@proxy.example:3128", TRUE);
  said = run_check (&md_check_route, world, NULL, NULL);
  g_unsetenv ("https_proxy");
  assert_said (said, "*proxy-set proxy=http://proxy.example:3128\n*");
  g_assert_null (strstr (said, "secret"));
}

/* ── resolvers ── */

static void
test_resolvers (void)
{
  g_autoptr (FakeDns) good = fake_dns_start (honest, G_N_ELEMENTS (honest));
  g_autoptr (FakeDns) liar = fake_dns_start (inventing, G_N_ELEMENTS (inventing));
  g_autoptr (FakeDns) ill = fake_dns_start (sick, G_N_ELEMENTS (sick));
  g_autoptr (FakeDns) unwilling = fake_dns_start (refusing, G_N_ELEMENTS (refusing));
  g_autoptr (FakeDns) home = fake_dns_start (only_home, G_N_ELEMENTS (only_home));
  int fd;
  g_autofree char *silent = fake_dns_silent_server (&fd);
  const struct
  {
    const char *story;
    const char *one, *two;
    const char *want;
  } table[] = {
    { "one that answers", fake_dns_server (good), NULL, "resolver-answers resolver=127.0.0.1:* ms=*\n" },
    { "one that invents", fake_dns_server (liar), NULL,
      "resolver-answers *\nresolver-invents resolver=* name=md-*.invalid address=198.51.100.1\n" },
    { "one that fails", fake_dns_server (ill), NULL, "resolver-refuses resolver=* status=servfail\nno-resolver-answers\n" },
    { "one that refuses", fake_dns_server (unwilling), NULL,
      "resolver-refuses resolver=* status=refused\nno-resolver-answers\n" },
    { "one that knows only the own network", fake_dns_server (home), NULL, "resolver-answers *" },
    { "silence", silent, NULL, "resolver-silent resolver=*\nno-resolver-answers\n" },
    { "the first is silent", silent, fake_dns_server (good),
      "resolver-answers *\nresolver-silent *\nfirst-resolver-dead resolver=* other=*\n" },
    { "the second is silent", fake_dns_server (good), silent, "resolver-answers *\nresolver-silent resolver=127.0.0.1:?????\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MdWorld) world = world_of (table[i].one, table[i].two);
      gint64 started = g_get_monotonic_time ();
      g_autofree char *said = run_check (&md_check_resolvers, world, "ana@home.example", NULL);

      g_test_message ("%s", table[i].story);
      assert_said (said, table[i].want);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 3200000);
    }
  close (fd);
}

/* ── web servers ── */

typedef struct
{
  FakeDns *dns;
  FakePeer *plain, *encrypted;
  Identity *authority, *server;
  char *folder, *ca_file;
  MdWorld *world;
  FakePage plain_pages[2], encrypted_pages[2];
  char *texts[2];       /* (owned) */
} Net;

/* @plain_answer and @encrypted_answer: status line and headers before the Date; NULL: silence. */
static void
net_up (Net *net, const char *plain_answer, int plain_ahead, const char *encrypted_answer, int encrypted_ahead,
        const char *names)
{
  const char *answers[] = { plain_answer, encrypted_answer };
  const int ahead[] = { plain_ahead, encrypted_ahead };
  FakePage *pages[] = { net->plain_pages, net->encrypted_pages };

  *net = (Net) { NULL };
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) then = g_date_time_add_seconds (now, ahead[i]);
      g_autofree char *date = g_date_time_format (then, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n");

      net->texts[i] = answers[i] != NULL ? g_strconcat ("HTTP/1.1 ", answers[i], "\r\nConnection: close\r\n", date,
                                                        "\r\n", i == 0 ? EXPECTED : "", NULL)
                                         : NULL;
      pages[i][0] = (FakePage) { .path = "*", .response = net->texts[i] };
    }
  net->authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY);
  net->server = identity_new ("web", names, net->authority, -DAY, DAY);
  net->folder = g_dir_make_tmp ("md-checks-XXXXXX", NULL);
  net->ca_file = identity_save (net->authority, net->folder);
  net->dns = fake_dns_start (honest, G_N_ELEMENTS (honest));
  net->plain = fake_peer_start (fake_web_act, net->plain_pages, NULL);
  net->encrypted = fake_peer_start (fake_web_act, net->encrypted_pages, net->server);
  net->world = world_of (fake_dns_server (net->dns), NULL);
  md_world_set_ca_file (net->world, net->ca_file);
  md_world_set_practice (net->world, TRUE);
  md_world_map_port (net->world, 80, fake_peer_port (net->plain));
  md_world_map_port (net->world, 443, fake_peer_port (net->encrypted));
}

static void
net_down (Net *net)
{
  fake_peer_stop (net->plain);
  fake_peer_stop (net->encrypted);
  fake_dns_stop (net->dns);
  md_world_unref (net->world);
  identity_free (net->authority);
  identity_free (net->server);
  g_remove (net->ca_file);
  g_rmdir (net->folder);
  g_free (net->ca_file);
  g_free (net->folder);
  g_free (net->texts[0]);
  g_free (net->texts[1]);
}

#define BOTH "www.wikipedia.org www.google.com"

static void
test_reach (void)
{
  static const struct
  {
    const char *story;
    const char *names;
    const char *want;
  } table[] = {
    { "both answer", BOTH,
      "host-reached host=* family=IPv4 ms=*\nhost-reached host=* family=IPv4 ms=*\ninternet-reached\nipv6-absent\n" },
    { "somebody else answers", "portal.hotel.example",
      "host-not-reached host=* family=IPv4 result=tls\nhost-not-reached *\ninternet-not-reached\nipv6-absent\n" },
    { "one answers", "www.google.com", "*host-*reached *\nhost-*reached *\ninternet-reached\nipv6-absent\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Net net;
      g_autofree char *said = NULL;

      net_up (&net, "200 OK", 0, "200 OK", 0, table[i].names);
      said = run_check (&md_check_reach, net.world, NULL, NULL);
      net_down (&net);
      g_test_message ("%s", table[i].story);
      assert_said (said, table[i].want);
    }
}

static void
test_reach_nothing (void)
{
  g_autoptr (FakeDns) dns = fake_dns_start (sick, G_N_ELEMENTS (sick));
  g_autoptr (MdWorld) world = world_of (fake_dns_server (dns), NULL);
  g_autofree char *said = NULL;

  md_world_set_practice (world, TRUE);
  said = run_check (&md_check_reach, world, NULL, NULL);
  assert_said (said, "host-not-reached * result=servfail\nhost-not-reached * result=servfail\ninternet-not-reached\n*");
}

static void
test_portal (void)
{
  static const struct
  {
    const char *story;
    const char *plain;
    int plain_ahead;
    const char *encrypted;
    int encrypted_ahead;
    const char *want;
  } table[] = {
    { "no portal, clock right", "200 OK", 3, "200 OK", 0, "no-portal\nclock-right seconds=-*\n" },
    { "clock a day behind", "200 OK", 86400, "200 OK", 86400,
      "no-portal\nclock-wrong seconds=-8* here=*-*-* *:* UTC there=*\n" },
    { "an old page from a cache", "200 OK", -7200, "200 OK", 0, "no-portal\nclock-right *\n" },
    { "clock ahead, the second host silent", "200 OK", -86400, NULL, 0, "no-portal\nclock-wrong seconds=8*\n" },
    { "a portal", "302 Found\r\nLocation: http://portal.hotel.example/login", 86400, "200 OK", 0,
      "portal-found url=http://portal.hotel.example/login\n" },
    { "a portal that answers itself", "511 Network Authentication Required", 0, "200 OK", 0,
      "portal-found url=http://nmcheck.gnome.org*\n" },
    { "up to https on the same host", "301 Moved\r\nLocation: https://nmcheck.gnome.org" PORTAL_PATH, 0, "200 OK", 4,
      "portal-unknown result=301\nclock-right *\n" },
    { "the page is out of order", "503 Busy", 0, "200 OK", 0, "portal-unknown result=503\nclock-right *\n" },
    { "silence", NULL, 0, "200 OK", 0, "portal-unknown result=timed-out\nclock-right *\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Net net;
      g_autofree char *said = NULL;

      net_up (&net, table[i].plain, table[i].plain_ahead, table[i].encrypted, table[i].encrypted_ahead, BOTH);
      said = run_check (&md_check_portal, net.world, NULL, NULL);
      net_down (&net);
      g_test_message ("%s", table[i].story);
      assert_said (said, table[i].want);
    }
}

static void
test_other_text (void)
{
  Net net;
  g_autofree char *said = NULL;

  net_up (&net, "200 OK", 0, "200 OK", 0, BOTH);
  net.plain_pages[0].response = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>Welcome to the hotel";
  said = run_check (&md_check_portal, net.world, NULL, NULL);
  net_down (&net);
  assert_said (said, "portal-found url=http://nmcheck.gnome.org*\n");
}

static void
test_stability (void)
{
  Net net;
  g_autofree char *said = NULL;
  g_autofree char *nothing = NULL;
  gint64 started;

  net_up (&net, "200 OK", 0, "200 OK", 0, BOTH);
  started = g_get_monotonic_time ();
  said = run_check (&md_check_stability, net.world, NULL, NULL);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 1200000);
  assert_said (said, "line-stable tries=16 ms=*\n");
  net_down (&net);

  net_up (&net, "200 OK", 0, "200 OK", 0, BOTH);
  fake_peer_stop (net.encrypted);
  nothing = run_check (&md_check_stability, net.world, NULL, NULL);
  g_assert_cmpstr (nothing, ==, "");
  net.encrypted = fake_peer_start (fake_web_act, net.encrypted_pages, NULL);
  net_down (&net);
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
  const MdCheck *const checks[] = { &md_check_resolvers, &md_check_reach, &md_check_portal, &md_check_stability };
  int fd;
  g_autofree char *silent = fake_dns_silent_server (&fd);
  g_autoptr (MdWorld) world = world_of (silent, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
      gint64 started = g_get_monotonic_time ();
      g_autofree char *said = run_check (checks[i], world, NULL, cancellable);

      g_assert_cmpint (g_get_monotonic_time () - started, <, 500000);
      g_assert_cmpstr (said, ==, "");
      g_thread_join (thread);
    }
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/network/routes", test_routes);
  g_test_add_func ("/network/tunnels", test_tunnels);
  g_test_add_func ("/network/route", test_route);
  g_test_add_func ("/network/proxy", test_proxy);
  g_test_add_func ("/network/resolvers", test_resolvers);
  g_test_add_func ("/network/reach", test_reach);
  g_test_add_func ("/network/reach-nothing", test_reach_nothing);
  g_test_add_func ("/network/portal", test_portal);
  g_test_add_func ("/network/other-text", test_other_text);
  g_test_add_func ("/network/stability", test_stability);
  g_test_add_func ("/network/cancel", test_cancel);
  return g_test_run ();
}

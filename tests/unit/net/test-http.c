/* test-http.c - small fetches from a web server that behaves, or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "fake-peer.h"
#include "protocols/http.h"

#include <glib/gstdio.h>
#include <string.h>

#define OK_HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\n"
#define TO(url) "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " url "\r\n\r\n"

static const FakePage pages[] = {
  { "/hello", OK_HEAD "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 6\r\n\r\nhello\n", 0, 0 },
  { "/moved", TO ("/hello"), 0, 0 },
  { "/elsewhere", TO ("http://other.example/hello"), 0, 0 },
  { "/round", TO ("/round"), 0, 0 },
  { "/file", TO ("file:///etc/passwd"), 0, 0 },
  { "/gopher", TO ("gopher://web.example/1"), 0, 0 },
  { "/missing-host", TO ("http://gone.example/"), 0, 0 },
  { "/down", TO ("http://web.example/hello"), 0, 0 },
  { "/up", TO ("https://web.example/hello"), 0, 0 },
  { "/huge", OK_HEAD "\r\n", 2048, 0 },
  { "/large", OK_HEAD "\r\n", 40, 0 },
  { "/silent", NULL, 0, 0 },
  { "/cut", OK_HEAD "Content-Length: 1000\r\n\r\nshort", 0, 0 },
  { "/nonsense", "220 smtp.example ESMTP\r\n", 0, 0 },
  { "/teapot", "HTTP/1.1 418 Teapot\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 0, 0 },
  { NULL, NULL, 0, 0 },
};

static const FakeDnsRule rules[] = {
  { .name = "web.example", .type = 1, .records = { "A 127.0.0.1" } },
  { .name = "web.example" },
  { .name = "other.example", .type = 1, .records = { "A 127.0.0.1" } },
  { .name = "other.example" },
  { .name = "gone.example", .rcode = 3 },
  { .name = "sick.example", .rcode = 2 },
};

typedef struct
{
  FakeDns *dns;
  FakePeer *plain, *encrypted;
  Identity *authority, *server;
  char *folder, *ca_file;
  MdWorld *world;
} Net;

static void
net_up (Net *net, gconstpointer unused)
{
  const char *servers[] = { NULL, NULL };

  net->authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY);
  net->server = identity_new ("web.example", "web.example", net->authority, -DAY, DAY);
  net->folder = g_dir_make_tmp ("md-http-XXXXXX", NULL);
  net->ca_file = identity_save (net->authority, net->folder);
  net->dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  net->plain = fake_peer_start (fake_web_act, (gpointer) pages, NULL);
  net->encrypted = fake_peer_start (fake_web_act, (gpointer) pages, net->server);
  net->world = md_world_new ();
  servers[0] = fake_dns_server (net->dns);
  md_world_set_resolvers (net->world, servers);
  md_world_set_ca_file (net->world, net->ca_file);
  md_world_map_port (net->world, 80, fake_peer_port (net->plain));
  md_world_map_port (net->world, 443, fake_peer_port (net->encrypted));
}

static void
net_down (Net *net, gconstpointer unused)
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
}

static void
test_fetches (Net *net, gconstpointer unused)
{
  static const struct
  {
    const char *story;
    const char *url;
    gboolean follow;
    MdHttpOutcome want;
    long status;
    const char *body;     /* nullable */
    const char *location; /* nullable */
  } table[] = {
    { "plain", "http://web.example/hello", FALSE, MD_HTTP_OK, 200, "hello\n", NULL },
    { "encrypted", "https://web.example/hello", FALSE, MD_HTTP_OK, 200, "hello\n", NULL },
    { "certificate for another name", "https://other.example/hello", FALSE, MD_HTTP_TLS, 0, NULL, NULL },
    { "a status is an answer", "http://web.example/teapot", TRUE, MD_HTTP_OK, 418, NULL, NULL },
    { "redirect shown", "http://web.example/moved", FALSE, MD_HTTP_OK, 302, NULL, "http://web.example/hello" },
    { "redirect followed", "http://web.example/moved", TRUE, MD_HTTP_OK, 200, "hello\n", NULL },
    { "to another host", "http://web.example/elsewhere", TRUE, MD_HTTP_OK, 200, "hello\n", NULL },
    { "up to https", "http://web.example/up", TRUE, MD_HTTP_OK, 200, "hello\n", NULL },
    { "down to http", "https://web.example/down", TRUE, MD_HTTP_REDIRECTS, 302, NULL, NULL },
    { "round and round", "http://web.example/round", TRUE, MD_HTTP_REDIRECTS, 302, NULL, NULL },
    { "to a file", "http://web.example/file", TRUE, MD_HTTP_REDIRECTS, 302, NULL, NULL },
    { "to gopher", "http://web.example/gopher", TRUE, MD_HTTP_REDIRECTS, 302, NULL, NULL },
    { "to a missing host", "http://web.example/missing-host", TRUE, MD_HTTP_NAME, 302, NULL, NULL },
    { "missing host", "http://gone.example/", FALSE, MD_HTTP_NAME, 0, NULL, NULL },
    { "sick name server", "http://sick.example/", FALSE, MD_HTTP_NAME, 0, NULL, NULL },
    { "nobody listens", "http://web.example:1/", FALSE, MD_HTTP_CONNECT, 0, NULL, NULL },
    { "too much", "http://web.example/huge", FALSE, MD_HTTP_TOO_LARGE, 200, NULL, NULL },
    { "silence", "http://web.example/silent", FALSE, MD_HTTP_TIMED_OUT, 0, NULL, NULL },
    { "cut off", "http://web.example/cut", FALSE, MD_HTTP_BROKEN, 200, NULL, NULL },
    { "not HTTP", "http://web.example/nonsense", FALSE, MD_HTTP_BROKEN, 0, NULL, NULL },
    { "TLS at a plain port", "https://web.example:80/", FALSE, MD_HTTP_TLS, 0, NULL, NULL },
    { "a file", "file:///etc/passwd", TRUE, MD_HTTP_BROKEN, 0, NULL, NULL },
    { "no URL", "::", TRUE, MD_HTTP_BROKEN, 0, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      MdHttpOptions options = { .follow = table[i].follow, .limit_ms = 1000 };
      MdWait wait = { .deadline = G_MAXINT64 };
      g_autoptr (MdHttpResult) result = md_http_get (net->world, table[i].url, &options, &wait);

      g_test_message ("%s: %s", table[i].story, result->detail != NULL ? result->detail : "");
      g_assert_cmpstr (md_http_outcome_name (result->outcome), ==, md_http_outcome_name (table[i].want));
      g_assert_cmpint (result->status, ==, table[i].status);
      g_assert_cmpstr (result->location, ==, table[i].location);
      g_assert_cmpint (result->micros, <, 1300000);
      if (table[i].body != NULL)
        g_assert_cmpmem (g_bytes_get_data (result->body, NULL), g_bytes_get_size (result->body), table[i].body,
                         strlen (table[i].body));
    }
}

static void
test_details (Net *net, gconstpointer unused)
{
  MdHttpOptions options = { .follow = TRUE, .limit_ms = 1000 };
  MdHttpOptions small = { .limit_ms = 1000, .max_bytes = 10000 };
  MdHttpOptions head = { .limit_ms = 1000, .head = TRUE };
  MdWait wait = { .deadline = G_MAXINT64 };
  g_autoptr (MdHttpResult) moved = md_http_get (net->world, "http://web.example/up", &options, &wait);
  g_autoptr (MdHttpResult) large = md_http_get (net->world, "http://web.example/large", &small, &wait);
  g_autoptr (MdHttpResult) only_head = md_http_get (net->world, "http://web.example/cut", &head, &wait);

  g_assert_cmpstr (moved->final_url, ==, "https://web.example/hello");
  g_assert_cmpstr (moved->address, ==, "127.0.0.1");
  g_assert_cmpint (moved->date, ==, 784111777);
  g_assert_cmpint (large->outcome, ==, MD_HTTP_TOO_LARGE);
  g_assert_cmpint (only_head->outcome, ==, MD_HTTP_OK);
  g_assert_cmpuint (g_bytes_get_size (only_head->body), ==, 0);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (150000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (Net *net, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MdHttpOptions options = { .limit_ms = 10000 };
  MdWait wait = { .cancellable = cancellable, .deadline = G_MAXINT64 };
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (MdHttpResult) result = md_http_get (net->world, "http://web.example/silent", &options, &wait);

  g_assert_cmpint (result->outcome, ==, MD_HTTP_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 450000);
  g_thread_join (thread);
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    gint64 want;
  } table[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { " Sun, 06 Nov 1994 08:49:37 GMT ", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "yesterday", 0 },
    { "12", 0 },
    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (md_http_date_parse (table[i].text), ==, table[i].want);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add ("/http/fetches", Net, NULL, net_up, test_fetches, net_down);
  g_test_add ("/http/details", Net, NULL, net_up, test_details, net_down);
  g_test_add ("/http/cancel", Net, NULL, net_up, test_cancel, net_down);
  g_test_add_func ("/http/dates", test_dates);
  return g_test_run ();
}

/* test-tcp.c - every way a connect can end, over loopback
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "peer.h"
#include "protocols/tcp.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* A port on which nobody listens: bound, never listened on. */
static int
closed_port_new (guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  getsockname (fd, (struct sockaddr *) &address, &size);
  *port = ntohs (address.sin_port);
  return fd;
}

/* A listener whose queue is full: further SYNs get no answer at all. */
static int
silent_port_new (guint16 *port, int *fillers, gsize n_fillers)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int fd = closed_port_new (port);

  g_assert_cmpint (listen (fd, 0), ==, 0);
  getsockname (fd, (struct sockaddr *) &address, &size);
  for (gsize i = 0; i < n_fillers; i++)
    {
      fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      (void) !connect (fillers[i], (struct sockaddr *) &address, size);
    }
  g_usleep (20000);
  return fd;
}

static void
act_nothing (int fd, gpointer data)
{
  act_stay (fd);
}

static void
test_open (void)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (Peer) peer = peer_new (act_nothing, NULL);
  MdWait wait = wait_ms (2000, NULL);
  g_autoptr (GPtrArray) attempts = md_tcp_probe (world, addresses, peer_get_port (peer), 1000, &wait);
  MdTcpAttempt *first = g_ptr_array_index (attempts, 0);

  g_assert_cmpint (first->state, ==, MD_TCP_OPEN);
  g_assert_cmpint (fcntl (first->fd, F_GETFL) & O_NONBLOCK, !=, 0);
  g_assert_cmpint (fcntl (first->fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_true (md_tcp_find_open (attempts) == first);
  g_assert_cmpint (md_tcp_summary (attempts), ==, MD_TCP_OPEN);
  g_clear_pointer (&attempts, g_ptr_array_unref);
}

static void
test_refused (void)
{
  static const char *const addresses[] = { "127.0.0.1", "::1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  MdWait wait = wait_ms (2000, NULL);
  g_autoptr (GPtrArray) attempts = NULL;
  guint16 port;
  int closed = closed_port_new (&port);

  attempts = md_tcp_probe (world, addresses, port, 1000, &wait);
  g_assert_cmpuint (attempts->len, ==, 2);
  g_assert_cmpint (((MdTcpAttempt *) g_ptr_array_index (attempts, 0))->state, ==, MD_TCP_REFUSED);
  g_assert_true (((MdTcpAttempt *) g_ptr_array_index (attempts, 1))->ipv6);
  g_assert_cmpint (md_tcp_summary (attempts), ==, MD_TCP_REFUSED);
  g_assert_null (md_tcp_find_open (attempts));
  close (closed);
}

static void
test_mapped_port (void)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (Peer) peer = peer_new (act_nothing, NULL);
  MdWait wait = wait_ms (2000, NULL);
  g_autoptr (GPtrArray) attempts = NULL;

  md_world_map_port (world, 587, peer_get_port (peer));
  attempts = md_tcp_probe (world, addresses, 587, 1000, &wait);
  g_assert_cmpint (md_tcp_summary (attempts), ==, MD_TCP_OPEN);
  g_clear_pointer (&attempts, g_ptr_array_unref);
}

static void
test_timed_out (void)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  MdWait wait = wait_ms (5000, NULL);
  g_autoptr (GPtrArray) attempts = NULL;
  gint64 started = g_get_monotonic_time ();
  int fillers[4];
  guint16 port;
  int silent = silent_port_new (&port, fillers, G_N_ELEMENTS (fillers));

  attempts = md_tcp_probe (world, addresses, port, 200, &wait);
  g_assert_cmpint (md_tcp_summary (attempts), ==, MD_TCP_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 600 * 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    close (fillers[i]);
  close (silent);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled (void)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MdWait wait = wait_ms (5000, cancellable);
  g_autoptr (GPtrArray) attempts = NULL;
  gint64 started;
  int fillers[4];
  guint16 port;
  int silent = silent_port_new (&port, fillers, G_N_ELEMENTS (fillers));
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  started = g_get_monotonic_time ();
  attempts = md_tcp_probe (world, addresses, port, 4000, &wait);
  g_assert_cmpint (md_tcp_summary (attempts), ==, MD_TCP_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 150 * 1000);
  g_thread_join (thread);
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    close (fillers[i]);
  close (silent);
}

static void
test_race (void)
{
  static const char *const addresses[] = { "127.0.0.1", "127.0.0.2", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (Peer) peer = peer_new (act_nothing, NULL);
  MdWait wait = wait_ms (5000, NULL);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GPtrArray) attempts = md_tcp_race (world, addresses, peer_get_port (peer), 4000, 100, &wait);

  g_assert_nonnull (md_tcp_find_open (attempts));
  g_assert_cmpint (((MdTcpAttempt *) g_ptr_array_index (attempts, 1))->state, ==, MD_TCP_REFUSED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 300 * 1000);
  g_clear_pointer (&attempts, g_ptr_array_unref);
}

static void
test_nothing_to_try (void)
{
  static const char *const none[] = { NULL };
  static const char *const nonsense[] = { "not an address", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  MdWait wait = wait_ms (1000, NULL);
  g_autoptr (GPtrArray) nobody = md_tcp_probe (world, none, 25, 1000, &wait);
  g_autoptr (GPtrArray) broken = md_tcp_race (world, nonsense, 25, 1000, 100, &wait);

  g_assert_cmpint (md_tcp_summary (nobody), ==, MD_TCP_FAILED);
  g_assert_cmpint (md_tcp_summary (broken), ==, MD_TCP_FAILED);
}

static void
test_names (void)
{
  for (int i = MD_TCP_OPEN; i <= MD_TCP_FAILED; i++)
    g_assert_nonnull (md_tcp_state_name ((MdTcpState) i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tcp/open", test_open);
  g_test_add_func ("/tcp/refused", test_refused);
  g_test_add_func ("/tcp/mapped-port", test_mapped_port);
  g_test_add_func ("/tcp/timed-out", test_timed_out);
  g_test_add_func ("/tcp/cancelled", test_cancelled);
  g_test_add_func ("/tcp/race", test_race);
  g_test_add_func ("/tcp/nothing-to-try", test_nothing_to_try);
  g_test_add_func ("/tcp/names", test_names);
  return g_test_run ();
}

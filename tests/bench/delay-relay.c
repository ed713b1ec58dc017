/* delay-relay.c - a line that takes its time: joins two network namespaces and holds every packet back
 *
 * delay-relay NETNS-A INTERFACE-A NETNS-B INTERFACE-B MICROSECONDS
 *
 * Makes a TUN interface in either namespace and hands each IP packet over after the delay, in order and without a
 * limit on how many are under way: only the round trip grows, nothing is throttled.  Says "ready" when both interfaces
 * are there; ends when its standard input does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MAX_PACKET 65536

typedef struct
{
  gint64 due; /* monotonic microseconds */
  int to;
  gsize length;
  char bytes[];
} Packet;

static int
open_end (const char *netns, const char *interface)
{
  g_autofree char *path = g_build_filename ("/run/netns", netns, NULL);
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  int namespace_fd = open (path, O_RDONLY | O_CLOEXEC);
  int fd;

  if (namespace_fd < 0 || setns (namespace_fd, CLONE_NEWNET) != 0)
    g_error ("%s: %s", path, g_strerror (errno));
  close (namespace_fd);
  fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  g_strlcpy (request.ifr_name, interface, sizeof request.ifr_name);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) != 0)
    g_error ("%s: %s", interface, g_strerror (errno));
  return fd;
}

static void
take_packets (GQueue *waiting, int from, int to, gint64 delay)
{
  static char buffer[MAX_PACKET];
  ssize_t length;

  while ((length = read (from, buffer, sizeof buffer)) > 0)
    {
      Packet *packet = g_malloc (sizeof *packet + (gsize) length);

      packet->due = g_get_monotonic_time () + delay;
      packet->to = to;
      packet->length = (gsize) length;
      memcpy (packet->bytes, buffer, (gsize) length);
      g_queue_push_tail (waiting, packet);
    }
}

static void
hand_over_due (GQueue *waiting)
{
  Packet *packet;

  while ((packet = g_queue_peek_head (waiting)) != NULL && packet->due <= g_get_monotonic_time ())
    {
      g_queue_pop_head (waiting);
      if (write (packet->to, packet->bytes, packet->length) < 0 && errno != EIO)
        g_printerr ("a packet was lost: %s\n", g_strerror (errno));
      g_free (packet);
    }
}

static void
relay (int a, int b, gint64 delay)
{
  struct pollfd fds[] = { { a, POLLIN, 0 }, { b, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
  GQueue waiting = G_QUEUE_INIT;

  while ((fds[2].revents & (POLLIN | POLLHUP)) == 0)
    {
      Packet *next = g_queue_peek_head (&waiting);
      gint64 until_due = next != NULL ? next->due - g_get_monotonic_time () : 0;
      gint64 left = MAX (until_due, 0); /* one look at the clock: MAX() takes its arguments twice */
      struct timespec timeout = { left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000 };

      if (ppoll (fds, G_N_ELEMENTS (fds), next != NULL ? &timeout : NULL, NULL) < 0 && errno != EINTR)
        g_error ("%s", g_strerror (errno));
      take_packets (&waiting, a, b, delay);
      take_packets (&waiting, b, a, delay);
      hand_over_due (&waiting);
    }
  g_queue_clear_full (&waiting, g_free);
}

int
main (int argc, char **argv)
{
  int a, b;

  if (argc != 6)
    {
      g_printerr ("usage: delay-relay NETNS-A INTERFACE-A NETNS-B INTERFACE-B MICROSECONDS\n");
      return 2;
    }
  a = open_end (argv[1], argv[2]);
  b = open_end (argv[3], argv[4]);
  g_print ("ready\n");
  relay (a, b, g_ascii_strtoll (argv[5], NULL, 10));
  close (a);
  close (b);
  return 0;
}

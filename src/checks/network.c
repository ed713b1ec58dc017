/* network.c - what this computer itself says about its network; see network.h
 *
 * Linux: proc(5), /proc/net/route, ipv6_route and if_inet6.  Lines that do not look as expected are skipped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-network"

#include "config.h"

#include "checks/network.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINES 4096
#define ROUTE_UP 0x1
#define ROUTE_REJECT 0x200
/* Asked of the routing table only; far from every private network. */
#define FAR_IPV4 "8.8.8.8"
#define FAR_IPV6 "2001:4860:4860::8888"

static char **
read_lines (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_new0 (char *, 1);
  return g_strsplit (text, "\n", MAX_LINES);
}

/* The default route with the least metric; VPNs also lay two halves (0.0.0.0/1 and 128.0.0.0/1) over it. */
static char *
find_ipv4_default (const char *proc_net)
{
  g_auto (GStrv) lines = read_lines (proc_net, "route");
  char *found = NULL;
  guint best = G_MAXUINT;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char interface[IF_NAMESIZE];
      guint destination, gateway, flags, references, uses, metric, mask;
      gboolean half;

      if (sscanf (lines[i], "%15s %x %x %x %u %u %u %x", interface, &destination, &gateway, &flags, &references, &uses,
                  &metric, &mask) != 8
          || (flags & ROUTE_UP) == 0 || (flags & ROUTE_REJECT) != 0 || destination != 0)
        continue;
      half = mask == htonl (0x80000000);
      if (mask != 0 && !half)
        continue;
      if (found == NULL || half || metric < best)
        {
          g_free (found);
          found = g_strdup (interface);
          best = half ? 0 : metric;
        }
    }
  return found;
}

static char *
find_ipv6_default (const char *proc_net)
{
  g_auto (GStrv) lines = read_lines (proc_net, "ipv6_route");
  char *found = NULL;
  guint best = G_MAXUINT;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char destination[33], source[33], gateway[33], interface[IF_NAMESIZE];
      guint length, source_length, metric, references, uses, flags;

      if (sscanf (lines[i], "%32s %x %32s %x %32s %x %x %x %x %15s", destination, &length, source, &source_length,
                  gateway, &metric, &references, &uses, &flags, interface) != 10
          || length > 1 || strspn (destination, "0") != 32 || (flags & ROUTE_UP) == 0 || (flags & ROUTE_REJECT) != 0
          || g_str_equal (interface, "lo"))
        continue;
      if (found == NULL || length == 1 || metric < best)
        {
          g_free (found);
          found = g_strdup (interface);
          best = length == 1 ? 0 : metric;
        }
    }
  return found;
}

/* Global (scope 0) and no unique local address, RFC 4193. */
static gboolean
find_ipv6_address (const char *proc_net)
{
  g_auto (GStrv) lines = read_lines (proc_net, "if_inet6");

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char address[33], interface[IF_NAMESIZE];
      guint index, prefix, scope, flags;

      if (sscanf (lines[i], "%32s %x %x %x %x %15s", address, &index, &prefix, &scope, &flags, interface) == 6
          && scope == 0 && !g_str_equal (interface, "lo") && g_ascii_strncasecmp (address, "fc", 2) != 0
          && g_ascii_strncasecmp (address, "fd", 2) != 0)
        return TRUE;
    }
  return FALSE;
}

MdNetwork *
md_network_read (const char *proc_net)
{
  MdNetwork *self = g_new0 (MdNetwork, 1);

  self->ipv4_interface = find_ipv4_default (proc_net);
  self->ipv6_interface = find_ipv6_default (proc_net);
  self->ipv6_address = find_ipv6_address (proc_net);
  return self;
}

void
md_network_free (MdNetwork *self)
{
  if (self == NULL)
    return;
  g_free (self->ipv4_interface);
  g_free (self->ipv6_interface);
  g_free (self);
}

gboolean
md_network_has_ipv6 (const MdNetwork *self)
{
  return self->ipv6_interface != NULL && self->ipv6_address;
}

typedef union
{
  struct sockaddr any;
  struct sockaddr_in ipv4;
  struct sockaddr_in6 ipv6;
} Name;

static gboolean
same_address (const Name *one, const Name *two)
{
  if (one->any.sa_family != two->any.sa_family)
    return FALSE;
  return one->any.sa_family == AF_INET ? one->ipv4.sin_addr.s_addr == two->ipv4.sin_addr.s_addr
                                       : IN6_ARE_ADDR_EQUAL (&one->ipv6.sin6_addr, &two->ipv6.sin6_addr);
}

static char *
interface_of (const Name *own)
{
  struct ifaddrs *all = NULL;
  char *found = NULL;

  if (getifaddrs (&all) != 0)
    return NULL;
  for (struct ifaddrs *at = all; at != NULL && found == NULL; at = at->ifa_next)
    {
      Name name = { 0 };

      if (at->ifa_addr == NULL || (at->ifa_addr->sa_family != AF_INET && at->ifa_addr->sa_family != AF_INET6))
        continue;
      memcpy (&name, at->ifa_addr, at->ifa_addr->sa_family == AF_INET ? sizeof name.ipv4 : sizeof name.ipv6);
      if (same_address (&name, own))
        found = g_strdup (at->ifa_name);
    }
  freeifaddrs (all);
  return found;
}

char *
md_network_exit (gboolean ipv6)
{
  Name far = { 0 };
  Name own = { 0 };
  socklen_t length = ipv6 ? sizeof far.ipv6 : sizeof far.ipv4;
  int fd = socket (ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  char *found = NULL;

  if (fd < 0)
    return NULL;
  far.any.sa_family = ipv6 ? AF_INET6 : AF_INET;
  if (ipv6)
    {
      far.ipv6.sin6_port = htons (9);
      inet_pton (AF_INET6, FAR_IPV6, &far.ipv6.sin6_addr);
    }
  else
    {
      far.ipv4.sin_port = htons (9);
      inet_pton (AF_INET, FAR_IPV4, &far.ipv4.sin_addr);
    }
  /* On a datagram socket this only asks for the route. */
  if (connect (fd, &far.any, length) == 0 && getsockname (fd, &own.any, &length) == 0)
    found = interface_of (&own);
  close (fd);
  return found;
}

gboolean
md_network_is_tunnel (const char *interface, const MdNetwork *network)
{
  static const char *const prefixes[] = { "tun",  "tap",  "wg",       "utun",   "ipsec",
                                          "vti",  "xfrm", "nordlynx", "proton", "tailscale" };
  g_autofree char *tun_flags = g_strdup_printf ("/sys/class/net/%s/tun_flags", interface);
  g_autofree char *uevent = g_strdup_printf ("/sys/class/net/%s/uevent", interface);
  g_autofree char *facts = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (interface, prefixes[i]))
      return TRUE;
  /* PPP is also how a telephone or DSL modem connects: it is a tunnel only beside another way out. */
  if (g_str_has_prefix (interface, "ppp"))
    return network->ipv4_interface != NULL && !g_str_has_prefix (network->ipv4_interface, "ppp");
  if (g_file_test (tun_flags, G_FILE_TEST_EXISTS))
    return TRUE;
  return g_file_get_contents (uevent, &facts, NULL, NULL) && strstr (facts, "DEVTYPE=wireguard") != NULL;
}

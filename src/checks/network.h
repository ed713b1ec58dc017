/* network.h - what this computer itself says about its network: routes, addresses, tunnels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *ipv4_interface;  /* (owned) (nullable) the default route's */
  char *ipv6_interface;  /* (owned) (nullable) */
  gboolean ipv6_address; /* a global IPv6 address on an interface other than loopback */
} MdNetwork;

/* @proc_net: "/proc/net", or a test's folder with route, ipv6_route and if_inet6 in it. */
MdNetwork *md_network_read (const char *proc_net);
void       md_network_free (MdNetwork *self);
/* IPv6 is announced here: a default route and a global address. */
gboolean   md_network_has_ipv6 (const MdNetwork *self);
/* Where a packet to the Internet would really leave (policy routing of a VPN included); (transfer full) (nullable).
 * @ipv6: of that family.  Sends nothing. */
char      *md_network_exit (gboolean ipv6);
/* TRUE for a device that packs everything into another connection: tun, tap, WireGuard, IPsec, PPP beside another way
 * out. */
gboolean   md_network_is_tunnel (const char *interface, const MdNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdNetwork, md_network_free)

G_END_DECLS

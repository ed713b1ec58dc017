/* resolver-addresses.c - the addresses of a host, and the names of addresses; see resolver.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolver"

#include "config.h"

#include "protocols/resolver.h"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

#define MAX_ADDRESSES 32

/* A name that does not exist does not for either family; but "no data" says less than a lookup that failed. */
static MdDnsStatus
more_telling (MdDnsStatus one, MdDnsStatus two)
{
  static const guint8 ranks[] = {
    [MD_DNS_NO_DATA] = 0,  [MD_DNS_UNREACHABLE] = 1, [MD_DNS_TIMED_OUT] = 2, [MD_DNS_MALFORMED] = 3,
    [MD_DNS_REFUSED] = 4,  [MD_DNS_SERVFAIL] = 5,    [MD_DNS_NXDOMAIN] = 6,  [MD_DNS_CANCELLED] = 7,
    [MD_DNS_OK] = 8,
  };

  return ranks[one] >= ranks[two] ? one : two;
}

static char **
interleave (GPtrArray *ipv6, GPtrArray *ipv4)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_added = 0;

  for (guint i = 0; i < MAX (ipv6->len, ipv4->len) && n_added + 2 <= MAX_ADDRESSES; i++)
    {
      GPtrArray *both[] = { ipv6, ipv4 };

      for (gsize k = 0; k < G_N_ELEMENTS (both); k++)
        if (i < both[k]->len)
          {
            const MdDnsRecord *record = g_ptr_array_index (both[k], i);

            g_strv_builder_add (builder, record->text);
            n_added++;
          }
    }
  return g_strv_builder_end (builder);
}

/* What /etc/hosts says, as it comes before DNS for every program; NULL when nothing. */
static char **
look_in_hosts_file (const char *host)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const int families[] = { AF_INET6, AF_INET };
  g_auto (GStrv) addresses = NULL;
  ares_channel channel;

  if (ares_init (&channel) != ARES_SUCCESS)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      struct hostent *entry = NULL;

      if (ares_gethostbyname_file (channel, host, families[i], &entry) != ARES_SUCCESS)
        continue;
      for (char **bytes = entry->h_addr_list; *bytes != NULL; bytes++)
        {
          char text[INET6_ADDRSTRLEN];

          if (inet_ntop (families[i], *bytes, text, sizeof text) != NULL)
            g_strv_builder_add (builder, text);
        }
      ares_free_hostent (entry);
    }
  ares_destroy (channel);
  addresses = g_strv_builder_end (builder);
  return addresses[0] != NULL ? g_steal_pointer (&addresses) : NULL;
}

MdDnsAddresses *
md_resolver_addresses (MdWorld *world, const char *host, const MdWait *wait)
{
  MdDnsAddresses *self = g_new0 (MdDnsAddresses, 1);
  const MdDnsQuestion questions[] = { { host, MD_DNS_AAAA }, { host, MD_DNS_A } };
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsAnswer *ipv6, *ipv4;

  if (g_hostname_is_ip_address (host))
    self->addresses = g_strsplit (host, " ", 1);
  else if (md_world_get_resolvers (world) == NULL)
    self->addresses = look_in_hosts_file (host);
  if (self->addresses != NULL)
    return self;

  answers = md_resolver_ask (world, questions, G_N_ELEMENTS (questions), wait);
  ipv6 = g_ptr_array_index (answers, 0);
  ipv4 = g_ptr_array_index (answers, 1);
  self->addresses = interleave (ipv6->records, ipv4->records);
  self->status = more_telling (ipv6->status, ipv4->status);
  self->micros = g_get_monotonic_time () - started;
  return self;
}

void
md_dns_addresses_free (MdDnsAddresses *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->addresses);
  g_free (self);
}

char *
md_dns_reverse_name (const char *address)
{
  g_autoptr (GString) name = g_string_new (NULL);
  guchar bytes[16];

  if (inet_pton (AF_INET, address, bytes) == 1)
    return g_strdup_printf ("%u.%u.%u.%u.in-addr.arpa", bytes[3], bytes[2], bytes[1], bytes[0]);
  if (inet_pton (AF_INET6, address, bytes) != 1)
    return NULL;
  for (int i = 15; i >= 0; i--)
    g_string_append_printf (name, "%x.%x.", bytes[i] & 0xfu, bytes[i] >> 4u);
  return g_string_free (g_string_append (g_steal_pointer (&name), "ip6.arpa"), FALSE);
}

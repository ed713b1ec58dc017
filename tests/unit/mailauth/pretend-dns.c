/* pretend-dns.c - see pretend-dns.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pretend-dns.h"

#include <arpa/inet.h>
#include <string.h>

static void
record_free (gpointer data)
{
  MdDnsRecord *record = data;

  g_free (record->text);
  g_free (record);
}

PretendDns *
pretend_dns_new (void)
{
  PretendDns *self = g_new0 (PretendDns, 1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->dead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
pretend_dns_free (PretendDns *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->dead);
  g_free (self);
}

static GPtrArray *
records_of (PretendDns *self, const char *name)
{
  g_autofree char *key = g_ascii_strdown (name, -1);
  GPtrArray *records = g_hash_table_lookup (self->names, key);

  if (records == NULL)
    {
      records = g_ptr_array_new_with_free_func (record_free);
      g_hash_table_insert (self->names, g_steal_pointer (&key), records);
    }
  return records;
}

static char *
canonical_address (int family, const char *text)
{
  guint8 bytes[16];
  char out[INET6_ADDRSTRLEN];

  g_assert_cmpint (inet_pton (family, text, bytes), ==, 1);
  return g_strdup (inet_ntop (family, bytes, out, sizeof out));
}

void
pretend_dns_add (PretendDns *self, const char *name, const char *type, const char *value)
{
  static const struct { const char *name; MdDnsType type; } types[] = {
    { "A", MD_DNS_A }, { "AAAA", MD_DNS_AAAA }, { "MX", MD_DNS_MX },
    { "TXT", MD_DNS_TXT }, { "PTR", MD_DNS_PTR }, { "CNAME", MD_DNS_CNAME },
  };
  GPtrArray *records = records_of (self, name);
  MdDnsRecord *record;

  if (strcmp (type, "TIMEOUT") == 0)
    g_hash_table_add (self->dead, g_ascii_strdown (name, -1));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *blank = strchr (value, ' ');

      if (strcmp (types[i].name, type) != 0)
        continue;
      record = g_new0 (MdDnsRecord, 1);
      record->type = types[i].type;
      if (record->type == MD_DNS_MX)
        record->priority = (guint16) g_ascii_strtoull (value, NULL, 10);
      if (record->type == MD_DNS_A || record->type == MD_DNS_AAAA)
        record->text = canonical_address (record->type == MD_DNS_A ? AF_INET : AF_INET6, value);
      else
        record->text = g_strdup (record->type == MD_DNS_MX && blank != NULL ? blank + 1 : value);
      g_ptr_array_add (records, record);
    }
}

PretendDns *
pretend_dns_new_from_zone (const char *zone)
{
  PretendDns *self = pretend_dns_new ();
  g_auto (GStrv) lines = g_strsplit (zone, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], " ", 3);

      if (g_strv_length (fields) >= 2)
        pretend_dns_add (self, fields[0], fields[1], fields[2] != NULL ? fields[2] : "");
    }
  return self;
}

MdDnsAnswer *
pretend_dns_ask (const char *name, MdDnsType type, gpointer user_data)
{
  PretendDns *self = user_data;
  g_autofree char *key = g_ascii_strdown (name, -1);
  GPtrArray *records = g_hash_table_lookup (self->names, key);
  MdDnsAnswer *answer = g_new0 (MdDnsAnswer, 1);

  self->n_asked++;
  answer->name = g_strdup (name);
  answer->type = type;
  answer->records = g_ptr_array_new_with_free_func (record_free);
  answer->status = records == NULL ? MD_DNS_NXDOMAIN : MD_DNS_NO_DATA;
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (records, i);
      MdDnsRecord *copy;

      if (record->type != type)
        continue;
      copy = g_memdup2 (record, sizeof *record);
      copy->text = g_strdup (record->text);
      g_ptr_array_add (answer->records, copy);
      answer->status = MD_DNS_OK;
    }
  if (answer->status != MD_DNS_OK && g_hash_table_contains (self->dead, key))
    answer->status = MD_DNS_TIMED_OUT;
  return answer;
}

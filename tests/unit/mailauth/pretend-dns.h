/* pretend-dns.h - DNS answers from a table, for the tests of this folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/resolver.h"

typedef struct
{
  GHashTable *names; /* lower-case name to GPtrArray of MdDnsRecord */
  GHashTable *dead;  /* names that time out for whatever is not listed */
  guint n_asked;
} PretendDns;

PretendDns  *pretend_dns_new (void);
void         pretend_dns_free (PretendDns *self);
/* @type: A, AAAA, MX ("10 host"), TXT, PTR, CNAME; EXISTS: only that the name is there; TIMEOUT. */
void         pretend_dns_add (PretendDns *self, const char *name, const char *type, const char *value);
/* One "name TYPE value" a line. */
PretendDns  *pretend_dns_new_from_zone (const char *zone);
MdDnsAnswer *pretend_dns_ask (const char *name, MdDnsType type, gpointer self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PretendDns, pretend_dns_free)

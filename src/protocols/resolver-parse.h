/* resolver-parse.h - reads a DNS answer that came from anywhere
 *
 * Private to the resolver, its tests and its fuzzer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/resolver.h"

G_BEGIN_DECLS

/* Reads the records of type answer->type out of @bytes into @answer: status, records, canonical. */
void md_dns_answer_parse (MdDnsAnswer *answer, const guchar *bytes, gsize length);
/* An empty one: MD_DNS_TIMED_OUT until something came. */
MdDnsAnswer *md_dns_answer_new (const char *name, MdDnsType type);

G_END_DECLS

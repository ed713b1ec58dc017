/* domain.h - what the checks of the domain's records share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "protocols/resolver.h"

G_BEGIN_DECLS

/* The address' domain; NULL when there is none of the person's own: it belongs to a public provider. */
char      *md_domain_own (MdContext *context);
/* Nothing is there: the name does not exist, or has no such record. */
gboolean   md_domain_is_void (const MdDnsAnswer *answer);
/* It could not be found out. */
gboolean   md_domain_has_failed (const MdDnsAnswer *answer);
/* How long to ask: briefly when an earlier question has already waited in vain, so that silences do not add up. */
MdWait     md_domain_patience (const MdContext *context);
/* One piece of evidence with a line for every record of every answer; what is not there at all is left out when
 * @found_only. */
void       md_domain_add_evidence (MdContext *context, const char *target, GPtrArray *answers, gboolean found_only);
/* The texts among the answer's that begin with @mark, without regard to case; (element-type utf8) (transfer
 * container). */
GPtrArray *md_domain_texts (const MdDnsAnswer *answer, const char *mark);

G_END_DECLS

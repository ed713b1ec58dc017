/* domain.h - what the checks of the domain's records share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "protocols/resolver.h"

G_BEGIN_DECLS

/* The domain whose records the check is to look at: in R4 the sender's, else the one that was given, else that of the
 * own address.  NULL when there is none, or when it is a public provider's that nobody asked for by name. */
char      *md_domain_in_question (MdContext *context);
/* What its findings are about: SENDER in R4, else DOMAIN. */
MdSubject  md_domain_subject (const MdContext *context);
/* TRUE when the domain was asked for by name: everything that is measured is then said, not only what is wrong. */
gboolean   md_domain_tells_all (const MdContext *context);
/* The addresses of the servers that send for it: the one given, else those that "domain-spf" left; may be empty. */
char     **md_domain_senders (const MdContext *context);
/* "" for NULL, as findings hold no NULL. */
const char *md_domain_word (const char *text);
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

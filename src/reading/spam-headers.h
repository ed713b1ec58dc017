/* spam-headers.h - what spam filters wrote into the header of a message
 *
 * One table of fields, each with its product and how to read it.  What it says is that filter's opinion, and anybody
 * may have written it: the newest field of a name counts, that is the topmost one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/headers.h"

G_BEGIN_DECLS

/* In order of weight. */
typedef enum
{
  MD_SPAM_UNKNOWN,    /* it was looked at; the verdict is not told, or in words that are not known */
  MD_SPAM_CLEAN,
  MD_SPAM_SUSPECTED,
  MD_SPAM_SPAM,
} MdSpamOpinion;

/* "unknown", "clean", "suspected", "spam" */
const char *md_spam_opinion_name (MdSpamOpinion opinion);

typedef struct
{
  const char *product;    /* (static) "SpamAssassin" */
  MdSpamOpinion opinion;
  char *score;            /* (owned) (nullable) as written */
  char *threshold;        /* (owned) (nullable) from which that filter says spam */
  char *rules;            /* (owned) (nullable) the rules that weighed most, at most five: "BAYES_99 (3.5), …" */
  char *field;            /* (owned) the name of the field that decided */
} MdSpamMark;

/* One mark a product, the heaviest opinion first; empty when no filter wrote anything. */
GPtrArray  *md_spam_marks (const MdHeaders *headers);
void        md_spam_mark_free (MdSpamMark *self);
/* A report of rules with their points, "* 3.5 BAYES_99 BODY: …" (SpamAssassin) or "BAYES_SPAM(3.50)[…];" (rspamd):
 * those that weighed most; NULL when there is none. */
char       *md_spam_heaviest_rules (const char *report);

G_END_DECLS

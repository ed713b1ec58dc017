/* rule-match.h - does a row of the rules hold; private to diagnosis/
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/rules.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *findings;   /* (owned) of MdFinding, in an order of their own */
  GHashTable *explained; /* (owned) set of MdFinding, by pointer */
  GPtrArray *causes;     /* (owned) of MdCause */
  guint8 seen[MD_N_FINDINGS]; /* by code: one of @findings has it; most rules are passed over by this alone */
} MdDiagnosis;

/* TRUE behind the last term of a list. */
static inline gboolean
md_term_is_end (const MdRuleTerm *term)
{
  return term->code == (MdFindingCode) 0 && term->subject == MD_SUBJECT_ANY;
}

gboolean md_term_matches (const MdRuleTerm *term, const MdFinding *finding);
/* TRUE when there is a finding for @term: with @fresh, one that nothing explains yet. */
gboolean md_term_holds (const MdDiagnosis *self, const MdRuleTerm *term, gboolean fresh);
gboolean md_rule_holds (const MdDiagnosis *self, const MdRule *rule, gboolean fresh);

#define MD_MAX_RULES 512

/* Those of all guides, in their order, that what was seen does not exclude at first sight; how many. */
guint    md_rules_at_first_sight (const MdDiagnosis *self, const MdRule *rules[MD_MAX_RULES]);

G_END_DECLS

/* rules.h - the table behind md_diagnose(); open to its soundness test only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/diagnosis.h"

G_BEGIN_DECLS

#define MD_RULE_MAX_TERMS 8
#define MD_RULE_MAX_GROUPS 6

/* One finding.  A list of terms is closed by an empty term ({ 0 }) or by the end of its array. */
typedef struct
{
  MdFindingCode code;
  MdSubject subject; /* MD_SUBJECT_ANY: whatever it is about */
  const char *names; /* (nullable) of REPLY_NAMES_CAUSE: the cause it must name */
} MdRuleTerm;

typedef struct
{
  MdCauseCode cause;
  double confidence;
  MdRuleTerm all[MD_RULE_MAX_TERMS];                 /* every one of these */
  const MdRuleTerm *one_of[2];                       /* of each group that is there at least one */
  MdRuleTerm none[MD_RULE_MAX_TERMS];                /* not one of these */
  const MdRuleTerm *explains[MD_RULE_MAX_GROUPS];    /* what this cause accounts for: it raises no lesser one */
  gboolean alone;                                    /* only when nothing harder was found */
} MdRule;

/* The rows of one guide; those of the others hold beside them, as the findings are the same everywhere. */
const MdRule *md_rules_get (MdGuide guide, gsize *n_rules);
/* The parts of it, in a file each. */
const MdRule *md_send_rules_get (gsize *n_rules);
const MdRule *md_delivery_rules_get (gsize *n_rules);
const MdRule *md_receive_rules_get (gsize *n_rules);

/* What a refusal on one server's side looks like; a reply that names its cause accounts for those of its subject. */
const MdFindingCode *md_rules_get_refusals (gsize *n_codes);

/* What findings exclude: all of these seen, none of those. */
typedef struct
{
  MdCauseCode cause;
  MdRuleTerm all[MD_RULE_MAX_TERMS];
  MdRuleTerm none[MD_RULE_MAX_TERMS];
} MdExclusion;

const MdExclusion *md_exclusions_get (gsize *n_exclusions);

/* In which order faults are to be fixed: the line first, then the server, encryption, sign-in, the account … */
guint         md_cause_stage (MdCauseCode cause);

G_END_DECLS

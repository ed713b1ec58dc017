/* rules.h - the table behind md_diagnose(); open to its soundness test only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/diagnosis.h"

G_BEGIN_DECLS

#define MD_RULE_MAX_TERMS 5

typedef struct
{
  MdFindingCode code;
  MdSubject subject; /* MD_SUBJECT_ANY: whatever it is about */
} MdRuleTerm;

typedef struct
{
  MdCauseCode cause;
  double confidence;
  MdRuleTerm all[MD_RULE_MAX_TERMS];  /* every one of these, closed by an empty term ({ 0 }) */
  MdRuleTerm none[MD_RULE_MAX_TERMS]; /* not one of these */
  MdRuleTerm explains[MD_RULE_MAX_TERMS * 2]; /* findings that this cause accounts for: they raise no lesser cause */
} MdRule;

const MdRule *md_rules_get (gsize *n_rules);

G_END_DECLS

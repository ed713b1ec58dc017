/* diagnosis.h - findings → causes: a pure function over one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/finding.h"

G_BEGIN_DECLS

typedef enum
{
  MD_VERDICT_OK,      /* nothing wrong found, and sending (or what was looked at) was seen to work */
  MD_VERDICT_PROBLEM, /* at least one cause */
  MD_VERDICT_UNSURE,  /* something failed that no rule explains, or too little could be tested */
} MdVerdictStatus;

const char *md_verdict_status_name (MdVerdictStatus status);

typedef struct
{
  MdCauseCode code;
  double confidence;   /* 0 … 1 */
  GPtrArray *because;  /* (owned) of MdFinding, the decisive first */
} MdCause;

typedef struct
{
  MdVerdictStatus status;
  GPtrArray *causes;   /* (owned) of MdCause, most likely first; a cause appears once */
  GArray *ruled_out;   /* (owned) of MdCauseCode: what the findings exclude */
} MdVerdict;

/* Any order of findings in, the same ranked causes out. */
MdVerdict  *md_diagnose (GPtrArray *findings);
void        md_verdict_free (MdVerdict *self);
/* Who must act: for what was found in the own mailbox (guide R) the recipient is the person. */
MdActor     md_cause_get_actor (const MdCause *cause);
/* The value of a named parameter among the findings a cause rests on; NULL when none has it. */
const char *md_cause_get_parameter (const MdCause *cause, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdVerdict, md_verdict_free)

G_END_DECLS

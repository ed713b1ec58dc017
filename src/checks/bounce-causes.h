/* bounce-causes.h - what the words of a bounce mean: reading/ and knowledge/ put together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "knowledge/knowledge.h"
#include "reading/bounce.h"

G_BEGIN_DECLS

typedef struct
{
  const char *cause;  /* (static) an id of cause-codes.def; "" for what was delivered */
  MdSureness sure;
} MdBounceCause;

/* The server's own words count first, then what else the notice says, then the codes alone.  "unknown" when none of
 * them says anything. */
void       md_bounce_name_cause (const MdBounceReport *report, MdBounceCause *cause);
/* The finding bounce about one recipient. */
MdFinding *md_bounce_finding (MdStepId step, const MdBounceReport *report);
/* The findings of a bounce, one a recipient, or not-a-bounce; (element-type MdFinding). */
GPtrArray *md_bounce_findings (MdStepId step, const MdBounce *bounce);
/* The servers' own words, for the details; @target: where the message is from. */
MdEvidence *md_bounce_evidence (MdStepId step, const char *target, const MdBounce *bounce);
/* Both, reported by a check; FALSE when it is not a bounce. */
gboolean   md_bounce_report_all (MdContext *context, const char *target, const MdBounce *bounce);

G_END_DECLS

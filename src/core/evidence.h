/* evidence.h - what one probe measured, for the Details of a page and for the report
 *
 * Immutable once shared, atomically counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/transcript.h"
#include "core/evidence-parts.h"
#include "core/words.h"

G_BEGIN_DECLS

typedef struct _MdEvidence MdEvidence;

/* @probe: a stable id ("tcp-connect", "smtp-dialogue", "dns" …); @target: "host:port", a name; @result: a stable
 * word. */
MdEvidence   *md_evidence_new (MdStepId step, const char *probe, const char *target, const char *result,
                               gint64 micros);
MdEvidence   *md_evidence_ref (MdEvidence *self);
void          md_evidence_unref (MdEvidence *self);
/* Only before it is shared. */
void          md_evidence_add_line (MdEvidence *self, const char *line);
void          md_evidence_add_transcript (MdEvidence *self, const MdTranscript *transcript);
void          md_evidence_set_check (MdEvidence *self, const char *static_id);
/* The parts that can be drawn.  Each but the stages writes its own lines at once. */
void          md_evidence_add_stage (MdEvidence *self, const char *static_word, double from, double until);
/* The last stage is where it ended. */
void          md_evidence_fail_stage (MdEvidence *self);
void          md_evidence_take_chain (MdEvidence *self, MdShownChain *chain);  /* (transfer full) */
void          md_evidence_take_tree (MdEvidence *self, MdShownTree *tree);     /* (transfer full) */
/* Copies the words; @fault is static. */
void          md_evidence_add_hop (MdEvidence *self, const MdShownHop *hop);
void          md_evidence_add_pair (MdEvidence *self, const char *static_what, const char *first, const char *second,
                                    gboolean differs);
/* It is complete: writes a line about its stages.  Done by md_context_add_evidence(). */
void          md_evidence_complete (MdEvidence *self);

MdStepId      md_evidence_get_step (const MdEvidence *self);
/* The check that measured it; NULL when no check did. */
const char   *md_evidence_get_check (const MdEvidence *self);
const char   *md_evidence_get_probe (const MdEvidence *self);
const char   *md_evidence_get_target (const MdEvidence *self);
const char   *md_evidence_get_result (const MdEvidence *self);
double        md_evidence_get_seconds (const MdEvidence *self);
const char *const *md_evidence_get_lines (const MdEvidence *self);
const MdStage *md_evidence_get_stages (const MdEvidence *self, gsize *n_stages);
const MdShownChain *md_evidence_get_chain (const MdEvidence *self); /* (nullable) */
const MdShownTree *md_evidence_get_tree (const MdEvidence *self);   /* (nullable) */
const GPtrArray *md_evidence_get_hops (const MdEvidence *self);     /* of MdShownHop, the oldest first; may be empty */
const GPtrArray *md_evidence_get_pairs (const MdEvidence *self);    /* of MdShownPair; may be empty */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdEvidence, md_evidence_unref)

G_END_DECLS

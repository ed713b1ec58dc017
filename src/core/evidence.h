/* evidence.h - what one probe measured, for the Details of a page and for the report
 *
 * Immutable once shared, atomically counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/transcript.h"
#include "core/words.h"

G_BEGIN_DECLS

/* One stage of a connection's time line; the word is a stable id ("lookup", "connect", "greeting", "tls", "login"
 * …). */
typedef struct
{
  const char *word; /* (static) */
  double from;      /* seconds since the probe's start */
  double until;
} MdStage;

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
void          md_evidence_add_stage (MdEvidence *self, const char *static_word, double from, double until);

MdStepId      md_evidence_get_step (const MdEvidence *self);
/* The check that measured it; NULL when no check did. */
const char   *md_evidence_get_check (const MdEvidence *self);
const char   *md_evidence_get_probe (const MdEvidence *self);
const char   *md_evidence_get_target (const MdEvidence *self);
const char   *md_evidence_get_result (const MdEvidence *self);
double        md_evidence_get_seconds (const MdEvidence *self);
const char *const *md_evidence_get_lines (const MdEvidence *self);
const MdStage *md_evidence_get_stages (const MdEvidence *self, gsize *n_stages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdEvidence, md_evidence_unref)

G_END_DECLS

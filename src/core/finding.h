/* finding.h - a typed result of a check: code, subject, named parameters; never a sentence
 *
 * Immutable once shared, atomically counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/words.h"

G_BEGIN_DECLS

typedef enum
{
  MD_FINDING_NONE = -1,
#define MD_FINDING(constant, id, severity, parameters) MD_FINDING_##constant,
#include "core/finding-codes.def"
#undef MD_FINDING
  MD_N_FINDINGS,
} MdFindingCode;

#define MD_FINDING_MAX_PARAMETERS 10

typedef struct _MdFinding MdFinding;

/* Parameters follow as name, value pairs, both strings, closed by NULL; exactly those that the code's row declares, in
 * any order.  A missing or undeclared one is a bug of ours: g_warning(), which tests make fatal. */
MdFinding    *md_finding_new (MdStepId step, MdSubject subject, MdFindingCode code, ...) G_GNUC_NULL_TERMINATED;
MdFinding    *md_finding_new_va (MdStepId step, MdSubject subject, MdFindingCode code, va_list pairs);
/* A finding that was written down once: @names and @values are NULL-terminated and equally long.  A parameter that this
 * version does not know is left out, one that is missing is empty. */
MdFinding    *md_finding_new_from_values (MdStepId step, MdSubject subject, MdFindingCode code,
                                          const char *const *names, const char *const *values);
MdFinding    *md_finding_ref (MdFinding *self);
void          md_finding_unref (MdFinding *self);

MdFindingCode md_finding_get_code (const MdFinding *self);
MdStepId      md_finding_get_step (const MdFinding *self);
MdSubject     md_finding_get_subject (const MdFinding *self);
/* From the table of codes, not from the check; a problem about another server (MD_SUBJECT_OTHER) counts as a
 * warning, and a bounce for as much as became of the message: a delay is a warning, a delivery is in order. */
MdSeverity    md_finding_get_severity (const MdFinding *self);
/* The check that left it (a static id), so that a row can show its own results; NULL when no check did. */
const char   *md_finding_get_check (const MdFinding *self);
/* Only before it is shared. */
void          md_finding_set_check (MdFinding *self, const char *static_id);
/* NULL when the code has no such parameter. */
const char   *md_finding_get (const MdFinding *self, const char *parameter);

/* The table of codes. */
const char   *md_finding_code_id (MdFindingCode code);
MdSeverity    md_finding_code_severity (MdFindingCode code);
/* NULL-terminated names, in their order. */
const char *const *md_finding_code_parameters (MdFindingCode code);
gboolean      md_finding_code_from_id (const char *id, MdFindingCode *code);

/* The finding that an answer stands for; NULL when it says nothing. */
MdFinding    *md_finding_new_for_answer (MdQuestion question, MdAnswer answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdFinding, md_finding_unref)

G_END_DECLS

/* runner.h - walks a list of checks in worker threads and keeps what they find, step by step
 *
 * Lives on the thread that made it (the main thread) and speaks through its main context; checks run on the runner's
 * own threads.  It is handed the list: it knows no check by name.
 *
 * Signals
 *   "finding" (step id: uint, MdFinding*)   a result came
 *   "evidence" (step id: uint, MdEvidence*)
 *   "step-changed" (step id: uint)          status, waiting reason or time changed
 *   "settled"                               nothing runs and nothing can start: the verdict is what it is for now.
 *                                           With only refining checks still running and no problem found it comes
 *                                           early.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/world.h"
#include "core/check.h"
#include "core/record.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define MD_TYPE_RUNNER (md_runner_get_type ())
G_DECLARE_FINAL_TYPE (MdRunner, md_runner, MD, RUNNER, GObject)

/* @checks: NULL-terminated, in order, each need earlier than its user (checked); copied. */
MdRunner    *md_runner_new (const MdCheck *const *checks, MdCase *kase, MdWorld *world);
/* Starts whatever can start. Steps not in @only are left out, apart from what they need; 0: all (bit 1 << MdStepId). */
void         md_runner_start (MdRunner *self, guint only);
/* A new account, answer or consent: what waited for it starts; what ran on another account is repeated. */
void         md_runner_set_case (MdRunner *self, MdCase *kase);
MdCase      *md_runner_get_case (MdRunner *self);
/* What starts from now on talks to @world; what runs goes on as it is. */
void         md_runner_set_world (MdRunner *self, MdWorld *world);
/* No more input will come: what still waits for one is skipped. */
void         md_runner_close_inputs (MdRunner *self);
/* "Check again": runs this step's checks anew, what they consume, and what rests on them. */
void         md_runner_repeat (MdRunner *self, MdStepId step);
/* Everything running ends at once (within 100 ms) as cancelled; what waits stays so. */
void         md_runner_cancel (MdRunner *self);
/* Ends the checks that only refine: what they found so far counts, what they did not get to is skipped. */
void         md_runner_stop_refining (MdRunner *self);

gboolean     md_runner_is_settled (MdRunner *self);
gboolean     md_runner_is_running (MdRunner *self);
MdStatus     md_runner_get_status (MdRunner *self, MdStepId step);
/* What a waiting step still needs of the person. */
MdInput      md_runner_get_missing_inputs (MdRunner *self, MdStepId step);
MdConsent    md_runner_get_missing_consents (MdRunner *self, MdStepId step);
/* (transfer none) (element-type MdFinding), in order of arrival. */
GPtrArray   *md_runner_get_findings (MdRunner *self, MdStepId step);
GPtrArray   *md_runner_get_evidence (MdRunner *self, MdStepId step);
/* One check's state, for rows that fill in; FALSE past the last. */
typedef struct
{
  const MdCheck *check;
  MdStatus status;
  double seconds;
  guint percent; /* how far a running one has come; 0: it does not know */
} MdCheckState;
gboolean     md_runner_get_check (MdRunner *self, guint index, MdCheckState *state);
/* The product a check left; (transfer none) valid until it runs again; NULL while it runs. */
gpointer     md_runner_get_product (MdRunner *self, const char *check_id);
/* A copy of everything so far in the pages of @guide, for verdict and report; (transfer full).  The settings are the
 * product of @settings_check. */
MdRecord    *md_runner_make_record (MdRunner *self, MdGuide guide, const char *settings_check);

G_END_DECLS

/* context.h - what a running check holds in its hands
 *
 * Made by the engine for one run of one check and used by that check's worker thread alone (threads of md_fan_out()
 * must hand their results back and let the worker report).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"
#include "core/check.h"
#include "core/evidence.h"
#include "core/finding.h"

G_BEGIN_DECLS

/* Shows a result at once; called on the worker thread. */
typedef void (*MdContextSink) (MdFinding *finding, MdEvidence *evidence, gpointer user_data);
/* How far it has come, in percent; called on the worker thread. */
typedef void (*MdContextProgress) (guint percent, gpointer user_data);
/* The product that the check @id left, or NULL. */
typedef gpointer (*MdContextShelf) (const char *id, gpointer user_data);
/* TRUE when an earlier check, among those needed (also through others), reported @code about @subject. */
typedef gboolean (*MdContextMemory) (MdFindingCode code, MdSubject subject, gpointer user_data);

/* For the engine and for tests. */
MdContext    *md_context_new (const MdCheck *check, MdCase *kase, MdWorld *world, const MdWait *wait);
void          md_context_free (MdContext *self);
void          md_context_connect (MdContext *self, MdContextSink sink, MdContextShelf shelf, MdContextMemory memory,
                                  gpointer user_data);
/* @progress gets the same @user_data. */
void          md_context_connect_progress (MdContext *self, MdContextProgress progress);
gpointer      md_context_steal_product (MdContext *self, GDestroyNotify *destroy);

/* For checks. */
const MdCheck *md_context_get_check (const MdContext *self);
const MdCase *md_context_get_case (const MdContext *self);
MdWorld      *md_context_get_world (const MdContext *self);
/* Cancel and the check's deadline. */
const MdWait *md_context_get_wait (const MdContext *self);
/* Seconds since this check started are the caller's affair; parameters as in md_finding_new(). */
void          md_context_report (MdContext *self, MdFindingCode code, ...) G_GNUC_NULL_TERMINATED;
void          md_context_report_about (MdContext *self, MdSubject subject, MdFindingCode code,
                                       ...) G_GNUC_NULL_TERMINATED;
/* One that was made elsewhere; (transfer full). */
void          md_context_report_finding (MdContext *self, MdFinding *finding);
/* (transfer full) */
void          md_context_add_evidence (MdContext *self, MdEvidence *evidence);
/* How much of its work is done, where it knows; told once each percent. */
void          md_context_set_progress (MdContext *self, guint percent);
/* What later checks that need this one may look at; destroyed by the engine, after every reader has ended.
 * Readers must not change it, except for stealing a live connection where a single reader is agreed on. */
void          md_context_leave (MdContext *self, gpointer product, GDestroyNotify destroy);
/* NULL when that check did not run or left nothing. */
gpointer      md_context_get_product (const MdContext *self, const char *check_id);
/* What has been found so far by this check, or by the checks it needs. */
gboolean      md_context_has_found (const MdContext *self, MdFindingCode code, MdSubject subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdContext, md_context_free)

G_END_DECLS

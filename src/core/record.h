/* record.h - what a whole run left: plain values for the verdict, the report and the history
 *
 * One owner at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/settings.h"
#include "core/case.h"
#include "core/evidence.h"
#include "core/finding.h"

G_BEGIN_DECLS

typedef enum
{
  MD_STATUS_WAITING,   /* for an input, a consent, or an earlier check */
  MD_STATUS_RUNNING,
  MD_STATUS_OK,
  MD_STATUS_INFO,
  MD_STATUS_WARNING,
  MD_STATUS_PROBLEM,
  MD_STATUS_SKIPPED,
  MD_STATUS_CANCELLED,
  MD_STATUS_BROKEN,    /* we failed */
} MdStatus;

const char *md_status_name (MdStatus status);
gboolean    md_status_from_name (const char *name, MdStatus *status);

typedef struct
{
  MdStepId id;
  MdStatus status;
  double seconds;
  GPtrArray *findings; /* (owned) of MdFinding */
  GPtrArray *evidence; /* (owned) of MdEvidence */
} MdStepRecord;

typedef struct
{
  char *guide;          /* (owned) "send" */
  gboolean practice;    /* against the pretend provider: said everywhere */
  gint64 started;       /* Unix microseconds */
  double seconds;
  MdCase *kase;         /* (owned) */
  MdSettings *settings; /* (owned) (nullable) recommended */
  GPtrArray *steps;     /* (owned) of MdStepRecord, in page order */
} MdRecord;

MdStepRecord *md_step_record_new (MdStepId id);
void          md_step_record_free (MdStepRecord *self);
MdRecord     *md_record_new (const char *guide, MdCase *kase);
void          md_record_free (MdRecord *self);
/* Every finding of every step and every answer of the case; (element-type MdFinding). */
GPtrArray    *md_record_get_findings (const MdRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdRecord, md_record_free)

G_END_DECLS

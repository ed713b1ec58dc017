/* runner-private.h - the runner's slots, shared by the files that schedule and that tell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/job.h"
#include "engine/runner.h"

G_BEGIN_DECLS

typedef struct
{
  MdCheck own;                /* a copy, so that the list it came from may go */
  const MdCheck *check;       /* own */
  gboolean selected;
  MdStatus status;
  guint generation;
  gboolean dropped;           /* stopped because it only refines */
  gint64 started;             /* monotonic microseconds */
  gint64 ended;
  GCancellable *cancellable;  /* (owned) (nullable) while running */
  guint percent;              /* how far it has come; 0: not known */
  GPtrArray *findings;        /* (owned) of MdFinding */
  GPtrArray *evidence;        /* (owned) of MdEvidence */
  MdProduct *product;         /* (owned) (nullable) */
} MdSlot;

struct _MdRunner
{
  GObject parent_instance;

  MdSlot *slots;           /* (owned) */
  guint n_slots;
  GHashTable *by_id;     /* (owned) id → MdSlot */
  MdCase *kase;          /* (owned) */
  MdWorld *world;        /* (owned) */
  GMainContext *main;    /* (owned) */
  GThreadPool *pool;     /* (owned) */
  gboolean inputs_closed;
  gboolean cancelled;    /* until the next repeat or new case, nothing starts */
  gboolean has_started;
  gint64 started_wall;   /* Unix microseconds */
  gint64 started;        /* monotonic microseconds */
  gint64 ended;
  GPtrArray *step_findings[MD_N_STEPS]; /* (owned) of MdFinding, made anew when asked for */
  GPtrArray *step_evidence[MD_N_STEPS];
};

/* It has run, or will not. */
gboolean  md_slot_has_ended (const MdSlot *slot);
/* What the worst of its findings makes of it. */
MdStatus  md_slot_status_of_findings (const GPtrArray *findings);
/* What it still needs of the person. */
MdInput   md_slot_missing_inputs (MdRunner *runner, const MdSlot *slot);
MdConsent md_slot_missing_consents (MdRunner *runner, const MdSlot *slot);

G_END_DECLS

/* job.h - one run of one check on a worker thread
 *
 * The runner makes a job with everything the check may look at, hands it to its thread pool, and gets messages back on
 * its own main context.  No two threads hold the same job at the same time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"

G_BEGIN_DECLS

/* What a check left, shared by the slot and by the jobs that look at it. */
typedef struct
{
  gatomicrefcount count;
  gpointer value;          /* (owned) */
  GDestroyNotify destroy;  /* (nullable) */
} MdProduct;

MdProduct *md_product_new (gpointer value, GDestroyNotify destroy);
MdProduct *md_product_ref (MdProduct *self);
void       md_product_unref (MdProduct *self);

typedef struct _MdJob MdJob;

/* Called on the main context's thread.  @finding, @evidence: one is set.  @job is alive for the call. */
typedef void (*MdJobNews) (gpointer owner, guint slot, guint generation, MdFinding *finding, MdEvidence *evidence);
/* The same for its end: @product (nullable, transfer none) and @error (nullable). */
typedef void (*MdJobEnd) (gpointer owner, guint slot, guint generation, MdProduct *product, const GError *error);

/* The same for how far it has come. */
typedef void (*MdJobProgress) (gpointer owner, guint slot, guint generation, guint percent);

typedef struct
{
  GObject *owner;          /* kept alive until the end has been told */
  guint slot;
  guint generation;
  GMainContext *main;
  MdJobNews news;
  MdJobEnd end;
  MdJobProgress progress;
} MdJobHome;

/* @products: id → MdProduct (transfer full); @known: findings of the needs (transfer full). */
MdJob     *md_job_new (const MdJobHome *home, const MdCheck *check, MdCase *kase, MdWorld *world,
                       GCancellable *cancellable, GHashTable *products, GPtrArray *known);
/* The whole run; the job is gone afterwards. On a worker thread. */
void       md_job_run (MdJob *self);

G_END_DECLS

/* run-check.h - one check, run by itself with what earlier checks would have left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/products.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *findings;  /* (owned) of MdFinding, of all checks that ran here */
  GPtrArray *evidence;  /* (owned) of MdEvidence */
  GHashTable *shelf;    /* (owned) check id → product */
  GPtrArray *products;  /* (owned) what must be destroyed */
  gint64 micros;        /* of the last run */
} Bench;

Bench      *bench_new (void);
void        bench_free (Bench *self);
/* Runs @check; what it leaves is there for the next one. @cancellable: (nullable). */
void        bench_run (Bench *self, const MdCheck *check, MdCase *kase, MdWorld *world, GCancellable *cancellable);
/* (transfer none) */
void        bench_put (Bench *self, const char *check_id, gpointer product);
/* The first finding of that code, or NULL. */
MdFinding  *bench_find (const Bench *self, MdFindingCode code);
/* "id:value:value", one a line, sorted. (transfer full) */
char       *bench_text (const Bench *self);
/* That text is @want, in whatever order its lines are. */
void        bench_assert (const Bench *self, const char *want);
/* A case with that address; further fields are the caller's. */
MdCase     *bench_case (const char *email);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, bench_free)

G_END_DECLS

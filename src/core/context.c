/* context.c - what a running check holds in its hands; see context.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-context"

#include "config.h"

#include "core/context.h"

struct _MdContext
{
  const MdCheck *check;    /* (not owned) */
  MdCase *kase;            /* (owned) */
  MdWorld *world;          /* (owned) */
  MdWait wait;
  GPtrArray *findings;     /* (owned) of MdFinding, of this run */
  gpointer product;        /* (owned) (nullable) */
  GDestroyNotify destroy;
  MdContextSink sink;      /* (nullable) */
  MdContextProgress progress; /* (nullable) */
  guint percent;
  MdContextShelf shelf;    /* (nullable) */
  MdContextMemory memory;  /* (nullable) */
  gpointer user_data;
};

MdContext *
md_context_new (const MdCheck *check, MdCase *kase, MdWorld *world, const MdWait *wait)
{
  MdContext *self = g_new0 (MdContext, 1);

  self->check = check;
  self->kase = md_case_ref (kase);
  self->world = md_world_ref (world);
  self->wait = *wait;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  return self;
}

void
md_context_free (MdContext *self)
{
  if (self == NULL)
    return;
  if (self->product != NULL && self->destroy != NULL)
    self->destroy (self->product);
  g_ptr_array_unref (self->findings);
  md_case_unref (self->kase);
  md_world_unref (self->world);
  g_free (self);
}

void
md_context_connect (MdContext *self, MdContextSink sink, MdContextShelf shelf, MdContextMemory memory,
                    gpointer user_data)
{
  self->sink = sink;
  self->shelf = shelf;
  self->memory = memory;
  self->user_data = user_data;
}

void
md_context_connect_progress (MdContext *self, MdContextProgress progress)
{
  self->progress = progress;
}

void
md_context_set_progress (MdContext *self, guint percent)
{
  if (percent == self->percent)
    return;
  self->percent = percent;
  if (self->progress != NULL)
    self->progress (percent, self->user_data);
}

gpointer
md_context_steal_product (MdContext *self, GDestroyNotify *destroy)
{
  *destroy = self->destroy;
  return g_steal_pointer (&self->product);
}

const MdCheck *
md_context_get_check (const MdContext *self)
{
  return self->check;
}

const MdCase *
md_context_get_case (const MdContext *self)
{
  return self->kase;
}

MdWorld *
md_context_get_world (const MdContext *self)
{
  return self->world;
}

const MdWait *
md_context_get_wait (const MdContext *self)
{
  return &self->wait;
}

static void
take_finding (MdContext *self, MdFinding *finding)
{
  md_finding_set_check (finding, self->check->id);
  g_ptr_array_add (self->findings, finding);
  if (self->sink != NULL)
    self->sink (finding, NULL, self->user_data);
}

void
md_context_report (MdContext *self, MdFindingCode code, ...)
{
  va_list pairs;

  va_start (pairs, code);
  take_finding (self, md_finding_new_va (self->check->step, self->check->subject, code, pairs));
  va_end (pairs);
}

void
md_context_report_about (MdContext *self, MdSubject subject, MdFindingCode code, ...)
{
  va_list pairs;

  va_start (pairs, code);
  take_finding (self, md_finding_new_va (self->check->step, subject, code, pairs));
  va_end (pairs);
}

void
md_context_report_finding (MdContext *self, MdFinding *finding)
{
  take_finding (self, finding);
}

void
md_context_add_evidence (MdContext *self, MdEvidence *evidence)
{
  md_evidence_set_check (evidence, self->check->id);
  md_evidence_complete (evidence);
  if (self->sink != NULL)
    self->sink (NULL, evidence, self->user_data);
  md_evidence_unref (evidence);
}

void
md_context_leave (MdContext *self, gpointer product, GDestroyNotify destroy)
{
  g_assert (self->product == NULL);
  self->product = product;
  self->destroy = destroy;
}

gpointer
md_context_get_product (const MdContext *self, const char *check_id)
{
  return self->shelf != NULL ? self->shelf (check_id, self->user_data) : NULL;
}

gboolean
md_context_has_found (const MdContext *self, MdFindingCode code, MdSubject subject)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_finding_get_code (finding) == code
          && (subject == MD_SUBJECT_ANY || md_finding_get_subject (finding) == subject))
        return TRUE;
    }
  return self->memory != NULL && self->memory (code, subject, self->user_data);
}

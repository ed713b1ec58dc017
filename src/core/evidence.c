/* evidence.c - what one probe measured; see evidence.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence"

#include "config.h"

#include "core/evidence.h"

struct _MdEvidence
{
  gatomicrefcount count;
  MdStepId step;
  const char *check;  /* (static) (nullable) */
  char *probe;        /* (owned) */
  char *target;       /* (owned) */
  char *result;       /* (owned) */
  gint64 micros;
  GPtrArray *lines;   /* (owned) of char*, closed by NULL */
  GArray *stages;     /* (owned) of MdStage */
};

MdEvidence *
md_evidence_new (MdStepId step, const char *probe, const char *target, const char *result, gint64 micros)
{
  MdEvidence *self = g_new0 (MdEvidence, 1);

  g_atomic_ref_count_init (&self->count);
  self->step = step;
  self->probe = g_strdup (probe);
  self->target = g_utf8_make_valid (target, -1);
  self->result = g_utf8_make_valid (result, -1);
  self->micros = micros;
  self->lines = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  self->stages = g_array_new (FALSE, FALSE, sizeof (MdStage));
  return self;
}

MdEvidence *
md_evidence_ref (MdEvidence *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_evidence_unref (MdEvidence *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  g_free (self->probe);
  g_free (self->target);
  g_free (self->result);
  g_ptr_array_unref (self->lines);
  g_array_unref (self->stages);
  g_free (self);
}

void
md_evidence_add_line (MdEvidence *self, const char *line)
{
  g_ptr_array_add (self->lines, g_utf8_make_valid (line, -1));
}

void
md_evidence_add_transcript (MdEvidence *self, const MdTranscript *transcript)
{
  g_auto (GStrv) lines = md_transcript_to_lines (transcript);

  for (gsize i = 0; lines[i] != NULL; i++)
    md_evidence_add_line (self, lines[i]);
}

void
md_evidence_add_stage (MdEvidence *self, const char *static_word, double from, double until)
{
  MdStage stage = { static_word, from, until };

  g_array_append_val (self->stages, stage);
}

void
md_evidence_set_check (MdEvidence *self, const char *static_id)
{
  self->check = static_id;
}

const char *
md_evidence_get_check (const MdEvidence *self)
{
  return self->check;
}

MdStepId
md_evidence_get_step (const MdEvidence *self)
{
  return self->step;
}

const char *
md_evidence_get_probe (const MdEvidence *self)
{
  return self->probe;
}

const char *
md_evidence_get_target (const MdEvidence *self)
{
  return self->target;
}

const char *
md_evidence_get_result (const MdEvidence *self)
{
  return self->result;
}

double
md_evidence_get_seconds (const MdEvidence *self)
{
  return (double) self->micros / 1e6;
}

const char *const *
md_evidence_get_lines (const MdEvidence *self)
{
  static const char *const none[] = { NULL };

  return self->lines->len == 0 ? none : (const char *const *) self->lines->pdata;
}

const MdStage *
md_evidence_get_stages (const MdEvidence *self, gsize *n_stages)
{
  *n_stages = self->stages->len;
  return (const MdStage *) (gpointer) self->stages->data;
}

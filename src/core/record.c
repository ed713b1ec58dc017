/* record.c - what a whole run left; see record.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-record"

#include "config.h"

#include "core/record.h"

static const char *const status_names[] = {
  [MD_STATUS_WAITING] = "waiting", [MD_STATUS_RUNNING] = "running",     [MD_STATUS_OK] = "ok",
  [MD_STATUS_INFO] = "info",       [MD_STATUS_WARNING] = "warning",     [MD_STATUS_PROBLEM] = "problem",
  [MD_STATUS_SKIPPED] = "skipped", [MD_STATUS_CANCELLED] = "cancelled", [MD_STATUS_BROKEN] = "broken",
};

const char *
md_status_name (MdStatus status)
{
  return status_names[status];
}

gboolean
md_status_from_name (const char *name, MdStatus *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (g_strcmp0 (status_names[i], name) == 0)
      {
        *status = (MdStatus) i;
        return TRUE;
      }
  return FALSE;
}

MdStepRecord *
md_step_record_new (MdStepId id)
{
  MdStepRecord *self = g_new0 (MdStepRecord, 1);

  self->id = id;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
  return self;
}

void
md_step_record_free (MdStepRecord *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->evidence);
  g_free (self);
}

MdRecord *
md_record_new (const char *guide, MdCase *kase)
{
  MdRecord *self = g_new0 (MdRecord, 1);

  self->guide = g_strdup (guide);
  self->kase = md_case_ref (kase);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) md_step_record_free);
  return self;
}

void
md_record_free (MdRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->guide);
  md_case_unref (self->kase);
  md_settings_unref (self->settings);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

GPtrArray *
md_record_get_findings (const MdRecord *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (self->steps, i);

      for (guint j = 0; j < step->findings->len; j++)
        g_ptr_array_add (all, md_finding_ref (g_ptr_array_index (step->findings, j)));
    }
  for (guint q = 0; q < MD_N_QUESTIONS; q++)
    {
      MdFinding *answer = md_finding_new_for_answer ((MdQuestion) q, self->kase->answers[q]);

      if (answer != NULL)
        g_ptr_array_add (all, answer);
    }
  return all;
}

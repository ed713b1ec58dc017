/* verdict.c - what a diagnosis hands out; see diagnosis.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/diagnosis.h"

const char *
md_verdict_status_name (MdVerdictStatus status)
{
  static const char *const names[] = {
    [MD_VERDICT_OK] = "ok",
    [MD_VERDICT_PROBLEM] = "problem",
    [MD_VERDICT_UNSURE] = "unsure",
  };

  return names[status];
}

void
md_verdict_free (MdVerdict *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->causes);
  g_array_unref (self->ruled_out);
  g_free (self);
}

const char *
md_cause_get_parameter (const MdCause *cause, const char *name)
{
  for (guint i = 0; i < cause->because->len; i++)
    {
      const char *value = md_finding_get (g_ptr_array_index (cause->because, i), name);

      if (value != NULL && value[0] != '\0')
        return value;
    }
  return NULL;
}

MdActor
md_cause_get_actor (const MdCause *cause)
{
  MdActor actor = md_cause_actor (cause->code);
  MdStepId step = md_finding_get_step (g_ptr_array_index (cause->because, 0));

  return actor == MD_ACTOR_RECIPIENT && md_step_guide (step) == MD_GUIDE_RECEIVE ? MD_ACTOR_USER : actor;
}

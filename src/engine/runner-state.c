/* runner-state.c - what a runner tells about its steps: status, findings, evidence, the record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-runner"

#include "config.h"

#include "engine/runner-private.h"

gboolean
md_slot_has_ended (const MdSlot *slot)
{
  return slot->status != MD_STATUS_WAITING && slot->status != MD_STATUS_RUNNING;
}

MdInput
md_slot_missing_inputs (MdRunner *self, const MdSlot *slot)
{
  MdInput missing = slot->check->inputs & ~md_case_get_inputs (self->kase);

  if (slot->check->waives != NULL && slot->check->waives (self->kase, "password"))
    missing &= ~(MdInput) MD_INPUT_PASSWORD;
  if (slot->check->waives != NULL && slot->check->waives (self->kase, "sender"))
    missing &= ~(MdInput) MD_INPUT_SENDER;
  return missing;
}

MdConsent
md_slot_missing_consents (MdRunner *self, const MdSlot *slot)
{
  return slot->check->asks_first & ~self->kase->consents;
}

MdCase *
md_runner_get_case (MdRunner *self)
{
  return self->kase;
}

void
md_runner_set_world (MdRunner *self, MdWorld *world)
{
  MdWorld *old = self->world;

  self->world = md_world_ref (world);
  md_world_unref (old);
}

MdStatus
md_slot_status_of_findings (const GPtrArray *findings)
{
  gboolean seen[MD_SEVERITY_PROBLEM + 1] = { FALSE };

  for (guint i = 0; i < findings->len; i++)
    seen[md_finding_get_severity (g_ptr_array_index (findings, i))] = TRUE;
  if (seen[MD_SEVERITY_PROBLEM])
    return MD_STATUS_PROBLEM;
  if (seen[MD_SEVERITY_WARNING])
    return MD_STATUS_WARNING;
  if (seen[MD_SEVERITY_OK])
    return MD_STATUS_OK;
  return seen[MD_SEVERITY_INFO] ? MD_STATUS_INFO : MD_STATUS_SKIPPED;
}

gboolean
md_runner_is_settled (MdRunner *self)
{
  gboolean running = FALSE;
  gboolean problem = FALSE;

  if (!self->has_started)
    return FALSE;
  for (guint i = 0; i < self->n_slots; i++)
    {
      const MdSlot *slot = &self->slots[i];

      if (slot->status == MD_STATUS_RUNNING && !slot->check->refines)
        return FALSE;
      running |= slot->status == MD_STATUS_RUNNING;
      problem |= slot->selected && md_slot_status_of_findings (slot->findings) == MD_STATUS_PROBLEM;
    }
  return !running || !problem;
}

gboolean
md_runner_is_running (MdRunner *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].status == MD_STATUS_RUNNING)
      return TRUE;
  return FALSE;
}

/* Rank of a slot's status within its step; what waits for a consent alone, or for what not everybody has, does not hold
 * the step up. */
static guint
status_weight (MdStatus status)
{
  static const guint weights[] = {
    [MD_STATUS_SKIPPED] = 0, [MD_STATUS_INFO] = 1,      [MD_STATUS_OK] = 2,      [MD_STATUS_CANCELLED] = 3,
    [MD_STATUS_BROKEN] = 4,  [MD_STATUS_WARNING] = 5,   [MD_STATUS_PROBLEM] = 6, [MD_STATUS_WAITING] = 7,
    [MD_STATUS_RUNNING] = 8,
  };

  return weights[status];
}

static gboolean
waits_for_what_may_not_come (MdRunner *self, const MdSlot *slot)
{
  MdInput missing = md_slot_missing_inputs (self, slot);

  return (missing & ~(MdInput) MD_INPUTS_OPTIONAL) == 0
         && (missing != 0 || md_slot_missing_consents (self, slot) != 0);
}

MdStatus
md_runner_get_status (MdRunner *self, MdStepId step)
{
  MdStatus worst = MD_STATUS_SKIPPED;
  gboolean any = FALSE;
  gboolean waits_for_person = FALSE;

  for (guint i = 0; i < self->n_slots; i++)
    {
      const MdSlot *slot = &self->slots[i];

      if (slot->check->step != step || !slot->selected)
        continue;
      if (slot->status == MD_STATUS_WAITING && waits_for_what_may_not_come (self, slot))
        {
          waits_for_person = TRUE;
          continue;
        }
      any = TRUE;
      if (status_weight (slot->status) > status_weight (worst))
        worst = slot->status;
    }
  return !any && (waits_for_person || !self->has_started) ? MD_STATUS_WAITING : worst;
}

MdInput
md_runner_get_missing_inputs (MdRunner *self, MdStepId step)
{
  MdInput missing = 0;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].status == MD_STATUS_WAITING)
      missing |= md_slot_missing_inputs (self, &self->slots[i]);
  return missing;
}

MdConsent
md_runner_get_missing_consents (MdRunner *self, MdStepId step)
{
  MdConsent missing = MD_CONSENT_NONE;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].status == MD_STATUS_WAITING)
      missing |= md_slot_missing_consents (self, &self->slots[i]);
  return missing;
}

GPtrArray *
md_runner_get_findings (MdRunner *self, MdStepId step)
{
  GPtrArray *all = self->step_findings[step];

  g_ptr_array_set_size (all, 0);
  for (guint i = 0; i < self->n_slots; i++)
    for (guint j = 0; j < self->slots[i].findings->len; j++)
      {
        MdFinding *finding = g_ptr_array_index (self->slots[i].findings, j);

        if (md_finding_get_step (finding) == step)
          g_ptr_array_add (all, md_finding_ref (finding));
      }
  return all;
}

GPtrArray *
md_runner_get_evidence (MdRunner *self, MdStepId step)
{
  GPtrArray *all = self->step_evidence[step];

  g_ptr_array_set_size (all, 0);
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step)
      for (guint j = 0; j < self->slots[i].evidence->len; j++)
        g_ptr_array_add (all, md_evidence_ref (g_ptr_array_index (self->slots[i].evidence, j)));
  return all;
}

gboolean
md_runner_get_check (MdRunner *self, guint index, MdCheckState *state)
{
  const MdSlot *slot;
  gint64 until;

  if (index >= self->n_slots)
    return FALSE;
  slot = &self->slots[index];
  until = slot->status == MD_STATUS_RUNNING ? g_get_monotonic_time () : slot->ended;
  state->check = slot->check;
  state->status = slot->status;
  state->percent = slot->percent;
  state->seconds = slot->started == 0 || until < slot->started ? 0 : (double) (until - slot->started) / 1e6;
  return TRUE;
}

gpointer
md_runner_get_product (MdRunner *self, const char *check_id)
{
  const MdSlot *slot = g_hash_table_lookup (self->by_id, check_id);

  return slot != NULL && slot->product != NULL ? slot->product->value : NULL;
}

/* From the first start to the last end among the step's checks. */
static double
step_seconds (MdRunner *self, MdStepId step)
{
  gint64 from = G_MAXINT64, until = 0;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].started != 0 && md_slot_has_ended (&self->slots[i]))
      {
        from = MIN (from, self->slots[i].started);
        until = MAX (until, self->slots[i].ended);
      }
  return until > from ? (double) (until - from) / 1e6 : 0;
}

static MdStepRecord *
keep_step (MdRunner *self, MdStepId step)
{
  MdStepRecord *kept = md_step_record_new (step);
  GPtrArray *findings = md_runner_get_findings (self, step);
  GPtrArray *evidence = md_runner_get_evidence (self, step);

  kept->status = md_runner_get_status (self, step);
  kept->seconds = step_seconds (self, step);
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (kept->findings, md_finding_ref (g_ptr_array_index (findings, i)));
  for (guint i = 0; i < evidence->len; i++)
    g_ptr_array_add (kept->evidence, md_evidence_ref (g_ptr_array_index (evidence, i)));
  return kept;
}

MdRecord *
md_runner_make_record (MdRunner *self, MdGuide guide, const char *settings_check)
{
  MdRecord *record = md_record_new (md_guide_name (guide), self->kase);
  MdSettings *settings = settings_check != NULL ? md_runner_get_product (self, settings_check) : NULL;
  gint64 until = md_runner_is_settled (self) && self->ended != 0 ? self->ended : g_get_monotonic_time ();

  record->practice = md_world_is_practice (self->world);
  record->started = self->started_wall;
  record->seconds = (double) (until - self->started) / 1e6;
  record->settings = settings != NULL ? md_settings_ref (settings) : NULL;
  for (guint step = 0; step < MD_N_STEPS; step++)
    if (md_guide_has_step (guide, (MdStepId) step))
      g_ptr_array_add (record->steps, keep_step (self, (MdStepId) step));
  return record;
}

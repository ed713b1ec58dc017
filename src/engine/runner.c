/* runner.c - walks a list of checks in worker threads; see runner.h
 *
 * Every check has a slot.  A slot's run carries a generation; news of an earlier generation are dropped, so that "check
 * again" and cancel need not wait for anybody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-runner"

#include "config.h"

#include "engine/runner-private.h"

#include <string.h>

#define RUNNER_MAX_THREADS 40

enum
{
  FINDING,
  EVIDENCE,
  STEP_CHANGED,
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MdRunner, md_runner, G_TYPE_OBJECT)

static void schedule (MdRunner *self);

static void
work (gpointer job, gpointer user_data)
{
  md_job_run (job);
}

static void
slot_clear (MdSlot *slot)
{
  g_ptr_array_set_size (slot->findings, 0);
  g_ptr_array_set_size (slot->evidence, 0);
  g_clear_pointer (&slot->product, md_product_unref);
}

static void
md_runner_finalize (GObject *object)
{
  MdRunner *self = MD_RUNNER (object);

  g_thread_pool_free (self->pool, FALSE, TRUE);
  for (guint i = 0; i < self->n_slots; i++)
    {
      slot_clear (&self->slots[i]);
      g_clear_object (&self->slots[i].cancellable);
      g_ptr_array_unref (self->slots[i].findings);
      g_ptr_array_unref (self->slots[i].evidence);
    }
  for (guint i = 0; i < MD_N_STEPS; i++)
    {
      g_ptr_array_unref (self->step_findings[i]);
      g_ptr_array_unref (self->step_evidence[i]);
    }
  g_free (self->slots);
  g_hash_table_unref (self->by_id);
  md_case_unref (self->kase);
  md_world_unref (self->world);
  g_main_context_unref (self->main);
  G_OBJECT_CLASS (md_runner_parent_class)->finalize (object);
}

static void
md_runner_class_init (MdRunnerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = md_runner_finalize;
  signals[FINDING] = g_signal_new ("finding", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                   G_TYPE_POINTER);
  signals[EVIDENCE] = g_signal_new ("evidence", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    G_TYPE_UINT, G_TYPE_POINTER);
  signals[STEP_CHANGED] = g_signal_new ("step-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_UINT);
  signals[SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
md_runner_init (MdRunner *self)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->main = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (work, NULL, RUNNER_MAX_THREADS, FALSE, NULL);
  for (guint i = 0; i < MD_N_STEPS; i++)
    {
      self->step_findings[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
      self->step_evidence[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
    }
}

MdRunner *
md_runner_new (const MdCheck *const *checks, MdCase *kase, MdWorld *world)
{
  MdRunner *self = g_object_new (MD_TYPE_RUNNER, NULL);

  self->kase = md_case_ref (kase);
  self->world = md_world_ref (world);
  while (checks[self->n_slots] != NULL)
    self->n_slots++;
  self->slots = g_new0 (MdSlot, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    {
      MdSlot *slot = &self->slots[i];

      slot->own = *checks[i];
      slot->check = &slot->own;
      slot->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
      slot->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
      for (guint n = 0; slot->check->needs[n] != NULL; n++)
        if (!g_hash_table_contains (self->by_id, slot->check->needs[n]))
          g_error ("check %s needs '%s', which is not an earlier one", slot->check->id, slot->check->needs[n]);
      if (!g_hash_table_insert (self->by_id, (gpointer) slot->check->id, slot))
        g_error ("check %s is listed twice", slot->check->id);
    }
  return self;
}

/* ── what may start ── */

static gboolean
needs_are_met (MdRunner *self, const MdSlot *slot)
{
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    {
      const MdSlot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

      if (need->selected && !md_slot_has_ended (need)
          && (slot->check->waives == NULL || !slot->check->waives (self->kase, need->check->id)))
        return FALSE;
    }
  return TRUE;
}

/* Hands over what the needs of @slot, and theirs in turn, left and found. */
static void
collect_needs (MdRunner *self, const MdSlot *slot, GHashTable *products, GPtrArray *known)
{
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    {
      const MdSlot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

      if (!need->selected || !md_slot_has_ended (need) || g_hash_table_contains (products, need->check->id))
        continue;
      g_hash_table_insert (products, (gpointer) need->check->id,
                           need->product != NULL ? md_product_ref (need->product) : NULL);
      for (guint i = 0; i < need->findings->len; i++)
        g_ptr_array_add (known, md_finding_ref (g_ptr_array_index (need->findings, i)));
      collect_needs (self, need, products, known);
    }
}

static void
take_finding (MdRunner *self, MdSlot *slot, MdFinding *finding)
{
  MdStepId step = md_finding_get_step (finding);

  g_ptr_array_add (slot->findings, md_finding_ref (finding));
  g_signal_emit (self, signals[FINDING], 0, (guint) step, finding);
}

static void
on_news (gpointer owner, guint index, guint generation, MdFinding *finding, MdEvidence *evidence)
{
  MdRunner *self = MD_RUNNER (owner);
  MdSlot *slot = &self->slots[index];

  if (slot->generation != generation)
    return;
  if (finding != NULL)
    take_finding (self, slot, finding);
  if (evidence != NULL)
    {
      g_ptr_array_add (slot->evidence, md_evidence_ref (evidence));
      g_signal_emit (self, signals[EVIDENCE], 0, (guint) slot->check->step, evidence);
    }
}

static void
on_progress (gpointer owner, guint index, guint generation, guint percent)
{
  MdRunner *self = MD_RUNNER (owner);
  MdSlot *slot = &self->slots[index];

  if (slot->generation != generation)
    return;
  slot->percent = percent;
  g_signal_emit (self, signals[STEP_CHANGED], 0, (guint) slot->check->step);
}

static void
on_end (gpointer owner, guint index, guint generation, MdProduct *product, const GError *error)
{
  MdRunner *self = MD_RUNNER (owner);
  MdSlot *slot = &self->slots[index];

  if (slot->generation != generation)
    return;
  slot->ended = g_get_monotonic_time ();
  slot->product = product != NULL ? md_product_ref (product) : NULL;
  if (slot->dropped || (error == NULL && !g_cancellable_is_cancelled (slot->cancellable)))
    slot->status = md_slot_status_of_findings (slot->findings);
  else if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    slot->status = MD_STATUS_CANCELLED;
  else
    {
      g_autoptr (MdFinding) broken = md_finding_new (slot->check->step, slot->check->subject, MD_FINDING_CHECK_BROKEN,
                                                     "check", slot->check->id, "reason", error->message, NULL);

      g_info ("%s could not be carried out: %s", slot->check->id, error->message);
      take_finding (self, slot, broken);
      slot->status = MD_STATUS_BROKEN;
    }
  g_clear_object (&slot->cancellable);
  g_info ("%s: %s in %.3f s", slot->check->id, md_status_name (slot->status),
          (double) (slot->ended - slot->started) / 1e6);
  g_signal_emit (self, signals[STEP_CHANGED], 0, (guint) slot->check->step);
  schedule (self);
}

static void
start_slot (MdRunner *self, MdSlot *slot)
{
  MdJobHome home = { G_OBJECT (self), (guint) (slot - self->slots), ++slot->generation, self->main, on_news, on_end,
                     on_progress };
  GHashTable *products = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) md_product_unref);
  GPtrArray *known = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  slot_clear (slot);
  collect_needs (self, slot, products, known);
  slot->status = MD_STATUS_RUNNING;
  slot->dropped = FALSE;
  slot->percent = 0;
  slot->started = g_get_monotonic_time ();
  g_set_object (&slot->cancellable, NULL);
  slot->cancellable = g_cancellable_new ();
  g_thread_pool_push (self->pool,
                      md_job_new (&home, slot->check, self->kase, self->world, slot->cancellable, products, known),
                      NULL);
  g_signal_emit (self, signals[STEP_CHANGED], 0, (guint) slot->check->step);
}

static const char *
first_missing (MdInput inputs, MdConsent consents)
{
  static const struct
  {
    MdInput input;
    MdConsent consent;
    const char *word;
  } words[] = {
    { MD_INPUT_EMAIL, 0, "email" },
    { MD_INPUT_DOMAIN, 0, "email" },
    { MD_INPUT_OUTGOING, 0, "outgoing" },
    { MD_INPUT_INCOMING, 0, "incoming" },
    { MD_INPUT_PASSWORD, 0, "password" },
    { MD_INPUT_BOUNCE, 0, "bounce" },
    { MD_INPUT_RECIPIENT, 0, "recipient" },
    { MD_INPUT_DRAFT, 0, "draft" },
    { MD_INPUT_LOGS, 0, "logs" },
    { MD_INPUT_SENDER, 0, "sender" },
    { 0, MD_CONSENT_KEYRING, "keyring" },
    { 0, MD_CONSENT_TOKEN, "online-accounts" },
    { 0, MD_CONSENT_TRY_SAVED, "saved-login" },
    { 0, MD_CONSENT_SEND_TEST, "send-test" },
    { 0, MD_CONSENT_SEND_DRAFT, "send-draft" },
    { 0, MD_CONSENT_CHANGE_MAILBOX, "change-mailbox" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((inputs & words[i].input) != 0 || (consents & words[i].consent) != 0)
      return words[i].word;
  return "third-parties";
}

static void
skip_slot (MdRunner *self, MdSlot *slot)
{
  const char *missing = first_missing (md_slot_missing_inputs (self, slot), md_slot_missing_consents (self, slot));
  g_autoptr (MdFinding) skipped = md_finding_new (slot->check->step, slot->check->subject, MD_FINDING_CHECK_SKIPPED,
                                                  "check", slot->check->id, "missing", missing, NULL);

  slot->status = MD_STATUS_SKIPPED;
  if (slot->check->concerns == NULL || slot->check->concerns (self->kase))
    take_finding (self, slot, skipped);
  g_signal_emit (self, signals[STEP_CHANGED], 0, (guint) slot->check->step);
}

/* Starts what can start until nothing more can, then tells whether the verdict is settled. */
static void
schedule (MdRunner *self)
{
  gboolean changed = !self->cancelled;

  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < self->n_slots; i++)
        {
          MdSlot *slot = &self->slots[i];
          gboolean given;

          if (!slot->selected || slot->status != MD_STATUS_WAITING || !needs_are_met (self, slot))
            continue;
          given = md_slot_missing_inputs (self, slot) == 0 && md_slot_missing_consents (self, slot) == 0;
          if (given)
            start_slot (self, slot);
          else if (self->inputs_closed)
            skip_slot (self, slot);
          else
            continue;
          changed = TRUE;
        }
    }
  if (md_runner_is_settled (self))
    {
      self->ended = g_get_monotonic_time ();
      g_signal_emit (self, signals[SETTLED], 0);
    }
}

/* ── public ── */

static void
select_with_needs (MdRunner *self, MdSlot *slot)
{
  if (slot->selected)
    return;
  slot->selected = TRUE;
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    select_with_needs (self, g_hash_table_lookup (self->by_id, slot->check->needs[n]));
}

void
md_runner_start (MdRunner *self, guint only)
{
  g_return_if_fail (!self->has_started);
  self->has_started = TRUE;
  self->started_wall = g_get_real_time ();
  self->started = g_get_monotonic_time ();
  for (guint i = 0; i < self->n_slots; i++)
    if (only == 0 || (only & 1u << self->slots[i].check->step) != 0)
      select_with_needs (self, &self->slots[i]);
  schedule (self);
}

/* It was stopped, or is about to end so: nothing can rest on it. */
static gboolean
was_stopped (const MdSlot *slot)
{
  return slot->status == MD_STATUS_CANCELLED
         || (slot->cancellable != NULL && g_cancellable_is_cancelled (slot->cancellable));
}

/* Marks @slot for a new run, with what it consumes, what it needs and was stopped, and what rests on it. */
static void
mark (MdRunner *self, MdSlot *slot, gboolean *marked)
{
  guint index = (guint) (slot - self->slots);

  if (marked[index] || !slot->selected)
    return;
  marked[index] = TRUE;
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    {
      MdSlot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

      if (slot->check->consumes || was_stopped (need))
        mark (self, need, marked);
    }
  for (guint i = 0; i < self->n_slots; i++)
    if (g_strv_contains ((const char *const *) self->slots[i].check->needs, slot->check->id))
      mark (self, &self->slots[i], marked);
}

/* What still waits goes on, too: so must what it waited for when it was stopped. */
static void
mark_stopped_needs (MdRunner *self, gboolean *marked)
{
  for (guint i = 0; i < self->n_slots; i++)
    {
      const MdSlot *slot = &self->slots[i];

      if (!slot->selected || slot->status != MD_STATUS_WAITING)
        continue;
      for (guint n = 0; slot->check->needs[n] != NULL; n++)
        {
          MdSlot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

          if (was_stopped (need))
            mark (self, need, marked);
        }
    }
}

static void
restart_marked (MdRunner *self, gboolean *marked)
{
  guint steps = 0;

  mark_stopped_needs (self, marked);
  for (guint i = 0; i < self->n_slots; i++)
    if (marked[i])
      {
        MdSlot *slot = &self->slots[i];

        if (slot->cancellable != NULL)
          g_cancellable_cancel (slot->cancellable);
        g_clear_object (&slot->cancellable);
        slot->generation++;
        slot->status = MD_STATUS_WAITING;
        slot_clear (slot);
        steps |= 1u << slot->check->step;
      }
  for (guint step = 0; step < MD_N_STEPS; step++)
    if ((steps & 1u << step) != 0)
      g_signal_emit (self, signals[STEP_CHANGED], 0, step);
  self->cancelled = FALSE;
  self->started = g_get_monotonic_time ();
  self->started_wall = g_get_real_time ();
  schedule (self);
}

void
md_runner_repeat (MdRunner *self, MdStepId step)
{
  g_autofree gboolean *marked = g_new0 (gboolean, self->n_slots);

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step)
      mark (self, &self->slots[i], marked);
  restart_marked (self, marked);
}

void
md_runner_set_case (MdRunner *self, MdCase *kase)
{
  g_autoptr (MdCase) old = self->kase;
  g_autofree gboolean *marked = g_new0 (gboolean, self->n_slots);
  gboolean account = !md_case_same_account (old, kase);
  gboolean secrets = !md_case_same_secrets (old, kase);
  MdInput other = md_case_compare_inputs (old, kase);

  self->kase = md_case_ref (kase);
  if (!self->has_started)
    return;
  if (!account && !secrets && other == 0)
    {
      schedule (self);
      return;
    }
  for (guint i = 0; i < self->n_slots; i++)
    {
      const MdCheck *check = self->slots[i].check;

      if ((account && check->subject != MD_SUBJECT_NETWORK) || (secrets && (check->inputs & MD_INPUT_PASSWORD) != 0)
          || ((check->inputs | check->uses) & other) != 0)
        if (self->slots[i].status != MD_STATUS_WAITING || account)
          mark (self, &self->slots[i], marked);
    }
  restart_marked (self, marked);
}

void
md_runner_close_inputs (MdRunner *self)
{
  self->inputs_closed = TRUE;
  if (self->has_started)
    schedule (self);
}

void
md_runner_cancel (MdRunner *self)
{
  self->cancelled = TRUE;
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].cancellable != NULL)
      g_cancellable_cancel (self->slots[i].cancellable);
    else if (self->inputs_closed && self->slots[i].selected && self->slots[i].status == MD_STATUS_WAITING)
      self->slots[i].status = MD_STATUS_CANCELLED;
}

void
md_runner_stop_refining (MdRunner *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->refines && self->slots[i].cancellable != NULL)
      {
        self->slots[i].dropped = TRUE;
        g_cancellable_cancel (self->slots[i].cancellable);
      }
}

/* runner.c - walks a list of checks in worker threads; see runner.h
 *
 * Every check has a slot.  A slot's run carries a generation; news of an earlier generation are dropped, so that "check again"
 * and cancel need not wait for anybody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-runner"

#include "config.h"

#include "engine/runner.h"

#include "engine/job.h"

#include <string.h>

#define RUNNER_MAX_THREADS 40

typedef struct
{
  const MdCheck *check;       /* (not owned) const */
  gboolean selected;
  MdStatus status;
  guint generation;
  gboolean dropped;           /* stopped because it only refines */
  gint64 started;             /* monotonic microseconds */
  gint64 ended;
  GCancellable *cancellable;  /* (owned) (nullable) while running */
  GPtrArray *findings;        /* (owned) of MdFinding */
  GPtrArray *evidence;        /* (owned) of MdEvidence */
  MdProduct *product;         /* (owned) (nullable) */
} Slot;

struct _MdRunner
{
  GObject parent_instance;

  Slot *slots;           /* (owned) */
  guint n_slots;
  GHashTable *by_id;     /* (owned) id → Slot */
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
slot_clear (Slot *slot)
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
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    {
      Slot *slot = &self->slots[i];

      slot->check = checks[i];
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
has_ended (const Slot *slot)
{
  return slot->status != MD_STATUS_WAITING && slot->status != MD_STATUS_RUNNING;
}

static MdInput
missing_inputs (MdRunner *self, const Slot *slot)
{
  MdInput missing = slot->check->inputs & ~md_case_get_inputs (self->kase);

  if (slot->check->waives != NULL && slot->check->waives (self->kase, "password"))
    missing &= ~(MdInput) MD_INPUT_PASSWORD;
  return missing;
}

static MdConsent
missing_consents (MdRunner *self, const Slot *slot)
{
  return slot->check->asks_first & ~self->kase->consents;
}

static gboolean
needs_are_met (MdRunner *self, const Slot *slot)
{
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    {
      const Slot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

      if (need->selected && !has_ended (need)
          && (slot->check->waives == NULL || !slot->check->waives (self->kase, need->check->id)))
        return FALSE;
    }
  return TRUE;
}

/* Hands over what the needs of @slot, and theirs in turn, left and found. */
static void
collect_needs (MdRunner *self, const Slot *slot, GHashTable *products, GPtrArray *known)
{
  for (guint n = 0; slot->check->needs[n] != NULL; n++)
    {
      const Slot *need = g_hash_table_lookup (self->by_id, slot->check->needs[n]);

      if (!need->selected || !has_ended (need) || g_hash_table_contains (products, need->check->id))
        continue;
      g_hash_table_insert (products, (gpointer) need->check->id,
                           need->product != NULL ? md_product_ref (need->product) : NULL);
      for (guint i = 0; i < need->findings->len; i++)
        g_ptr_array_add (known, md_finding_ref (g_ptr_array_index (need->findings, i)));
      collect_needs (self, need, products, known);
    }
}

static void
take_finding (MdRunner *self, Slot *slot, MdFinding *finding)
{
  MdStepId step = md_finding_get_step (finding);

  g_ptr_array_add (slot->findings, md_finding_ref (finding));
  g_signal_emit (self, signals[FINDING], 0, (guint) step, finding);
}

static void
on_news (gpointer owner, guint index, guint generation, MdFinding *finding, MdEvidence *evidence)
{
  MdRunner *self = MD_RUNNER (owner);
  Slot *slot = &self->slots[index];

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

static MdStatus
status_of_findings (const GPtrArray *findings)
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

static void
on_end (gpointer owner, guint index, guint generation, MdProduct *product, const GError *error)
{
  MdRunner *self = MD_RUNNER (owner);
  Slot *slot = &self->slots[index];

  if (slot->generation != generation)
    return;
  slot->ended = g_get_monotonic_time ();
  slot->product = product != NULL ? md_product_ref (product) : NULL;
  if (slot->dropped || (error == NULL && !g_cancellable_is_cancelled (slot->cancellable)))
    slot->status = status_of_findings (slot->findings);
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
start_slot (MdRunner *self, Slot *slot)
{
  MdJobHome home = { G_OBJECT (self), (guint) (slot - self->slots), ++slot->generation, self->main, on_news, on_end };
  GHashTable *products = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) md_product_unref);
  GPtrArray *known = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  slot_clear (slot);
  collect_needs (self, slot, products, known);
  slot->status = MD_STATUS_RUNNING;
  slot->dropped = FALSE;
  slot->started = g_get_monotonic_time ();
  g_set_object (&slot->cancellable, NULL);
  slot->cancellable = g_cancellable_new ();
  g_thread_pool_push (self->pool,
                      md_job_new (&home, slot->check, self->kase, self->world, slot->cancellable, products, known), NULL);
  g_signal_emit (self, signals[STEP_CHANGED], 0, (guint) slot->check->step);
}

static const char *
first_missing (MdInput inputs, MdConsent consents)
{
  if (inputs & MD_INPUT_EMAIL)
    return "email";
  if (inputs & MD_INPUT_OUTGOING)
    return "outgoing";
  if (inputs & MD_INPUT_INCOMING)
    return "incoming";
  if (inputs & MD_INPUT_PASSWORD)
    return "password";
  return consents & MD_CONSENT_SEND_TEST ? "send-test" : "third-parties";
}

static void
skip_slot (MdRunner *self, Slot *slot)
{
  const char *missing = first_missing (missing_inputs (self, slot), missing_consents (self, slot));
  g_autoptr (MdFinding) skipped = md_finding_new (slot->check->step, slot->check->subject, MD_FINDING_CHECK_SKIPPED,
                                                  "check", slot->check->id, "missing", missing, NULL);

  slot->status = MD_STATUS_SKIPPED;
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
          Slot *slot = &self->slots[i];
          gboolean given;

          if (!slot->selected || slot->status != MD_STATUS_WAITING || !needs_are_met (self, slot))
            continue;
          given = missing_inputs (self, slot) == 0 && missing_consents (self, slot) == 0;
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
select_with_needs (MdRunner *self, Slot *slot)
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

/* Marks @slot for a new run, with what it consumes and what rests on it. */
static void
mark (MdRunner *self, Slot *slot, gboolean *marked)
{
  guint index = (guint) (slot - self->slots);

  if (marked[index] || !slot->selected)
    return;
  marked[index] = TRUE;
  if (slot->check->consumes)
    for (guint n = 0; slot->check->needs[n] != NULL; n++)
      mark (self, g_hash_table_lookup (self->by_id, slot->check->needs[n]), marked);
  for (guint i = 0; i < self->n_slots; i++)
    if (g_strv_contains ((const char *const *) self->slots[i].check->needs, slot->check->id))
      mark (self, &self->slots[i], marked);
}

static void
restart_marked (MdRunner *self, const gboolean *marked)
{
  guint steps = 0;

  for (guint i = 0; i < self->n_slots; i++)
    if (marked[i])
      {
        Slot *slot = &self->slots[i];

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

static gboolean
same_account (const MdCase *a, const MdCase *b)
{
  return g_strcmp0 (a->email, b->email) == 0 && g_strcmp0 (a->user, b->user) == 0
         && g_strcmp0 (a->outgoing_user, b->outgoing_user) == 0 && g_strcmp0 (a->incoming_user, b->incoming_user) == 0
         && g_strcmp0 (a->from, b->from) == 0 && a->no_auth == b->no_auth && a->message_size == b->message_size
         && md_endpoint_equal (a->outgoing, b->outgoing) && md_endpoint_equal (a->incoming, b->incoming);
}

static gboolean
same_secrets (const MdCase *a, const MdCase *b)
{
  return md_secret_equal (a->password, b->password) && md_secret_equal (a->outgoing_password, b->outgoing_password)
         && md_secret_equal (a->incoming_password, b->incoming_password) && md_secret_equal (a->token, b->token);
}

void
md_runner_set_case (MdRunner *self, MdCase *kase)
{
  g_autoptr (MdCase) old = self->kase;
  g_autofree gboolean *marked = g_new0 (gboolean, self->n_slots);
  gboolean account = !same_account (old, kase);
  gboolean secrets = !same_secrets (old, kase);

  self->kase = md_case_ref (kase);
  if (!self->has_started)
    return;
  if (!account && !secrets)
    {
      schedule (self);
      return;
    }
  for (guint i = 0; i < self->n_slots; i++)
    {
      const MdCheck *check = self->slots[i].check;

      if ((account && check->subject != MD_SUBJECT_NETWORK) || (secrets && (check->inputs & MD_INPUT_PASSWORD) != 0))
        if (self->slots[i].status != MD_STATUS_WAITING || account)
          mark (self, &self->slots[i], marked);
    }
  restart_marked (self, marked);
}

MdCase *
md_runner_get_case (MdRunner *self)
{
  return self->kase;
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

gboolean
md_runner_is_running (MdRunner *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].status == MD_STATUS_RUNNING)
      return TRUE;
  return FALSE;
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
      const Slot *slot = &self->slots[i];

      if (slot->status == MD_STATUS_RUNNING && !slot->check->refines)
        return FALSE;
      running |= slot->status == MD_STATUS_RUNNING;
      problem |= slot->selected && status_of_findings (slot->findings) == MD_STATUS_PROBLEM;
    }
  return !running || !problem;
}

/* Rank of a slot's status within its step; what waits for a consent alone does not hold the step up. */
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

MdStatus
md_runner_get_status (MdRunner *self, MdStepId step)
{
  MdStatus worst = MD_STATUS_SKIPPED;
  gboolean any = FALSE;
  gboolean waits_for_consent = FALSE;

  for (guint i = 0; i < self->n_slots; i++)
    {
      const Slot *slot = &self->slots[i];

      if (slot->check->step != step || !slot->selected)
        continue;
      if (slot->status == MD_STATUS_WAITING && missing_inputs (self, slot) == 0 && missing_consents (self, slot) != 0)
        {
          waits_for_consent = TRUE;
          continue;
        }
      any = TRUE;
      if (status_weight (slot->status) > status_weight (worst))
        worst = slot->status;
    }
  return !any && (waits_for_consent || !self->has_started) ? MD_STATUS_WAITING : worst;
}

MdInput
md_runner_get_missing_inputs (MdRunner *self, MdStepId step)
{
  MdInput missing = 0;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].status == MD_STATUS_WAITING)
      missing |= missing_inputs (self, &self->slots[i]);
  return missing;
}

MdConsent
md_runner_get_missing_consents (MdRunner *self, MdStepId step)
{
  MdConsent missing = MD_CONSENT_NONE;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].status == MD_STATUS_WAITING)
      missing |= missing_consents (self, &self->slots[i]);
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
  const Slot *slot;
  gint64 until;

  if (index >= self->n_slots)
    return FALSE;
  slot = &self->slots[index];
  until = slot->status == MD_STATUS_RUNNING ? g_get_monotonic_time () : slot->ended;
  state->check = slot->check;
  state->status = slot->status;
  state->seconds = slot->started == 0 || until < slot->started ? 0 : (double) (until - slot->started) / 1e6;
  return TRUE;
}

gpointer
md_runner_get_product (MdRunner *self, const char *check_id)
{
  const Slot *slot = g_hash_table_lookup (self->by_id, check_id);

  return slot != NULL && slot->product != NULL ? slot->product->value : NULL;
}

/* From the first start to the last end among the step's checks. */
static double
step_seconds (MdRunner *self, MdStepId step)
{
  gint64 from = G_MAXINT64, until = 0;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].check->step == step && self->slots[i].started != 0 && has_ended (&self->slots[i]))
      {
        from = MIN (from, self->slots[i].started);
        until = MAX (until, self->slots[i].ended);
      }
  return until > from ? (double) (until - from) / 1e6 : 0;
}

MdRecord *
md_runner_make_record (MdRunner *self, const char *guide, const char *settings_check)
{
  MdRecord *record = md_record_new (guide, self->kase);
  MdSettings *settings = settings_check != NULL ? md_runner_get_product (self, settings_check) : NULL;
  gint64 until = md_runner_is_settled (self) && self->ended != 0 ? self->ended : g_get_monotonic_time ();

  record->practice = md_world_is_practice (self->world);
  record->started = self->started_wall;
  record->seconds = (double) (until - self->started) / 1e6;
  record->settings = settings != NULL ? md_settings_ref (settings) : NULL;
  for (guint step = 0; step < MD_N_STEPS; step++)
    {
      MdStepRecord *kept = md_step_record_new ((MdStepId) step);
      GPtrArray *findings = md_runner_get_findings (self, (MdStepId) step);
      GPtrArray *evidence = md_runner_get_evidence (self, (MdStepId) step);

      kept->status = md_runner_get_status (self, (MdStepId) step);
      kept->seconds = step_seconds (self, (MdStepId) step);
      for (guint i = 0; i < findings->len; i++)
        g_ptr_array_add (kept->findings, md_finding_ref (g_ptr_array_index (findings, i)));
      for (guint i = 0; i < evidence->len; i++)
        g_ptr_array_add (kept->evidence, md_evidence_ref (g_ptr_array_index (evidence, i)));
      g_ptr_array_add (record->steps, kept);
    }
  return record;
}

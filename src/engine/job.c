/* job.c - one run of one check on a worker thread; see job.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-job"

#include "config.h"

#include "engine/job.h"

struct _MdJob
{
  MdJobHome home;
  const MdCheck *check;       /* (not owned) const */
  MdCase *kase;               /* (owned) */
  MdWorld *world;             /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  GHashTable *products;       /* (owned) check id → MdProduct */
  GPtrArray *known;           /* (owned) of MdFinding */
};

/* What travels to the main context. */
typedef struct
{
  MdJobHome home;        /* owner: owned by the closing message only */
  MdFinding *finding;    /* (owned) (nullable) */
  MdEvidence *evidence;  /* (owned) (nullable) */
  MdProduct *product;    /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable) */
  MdJob *job;            /* (owned) (nullable): this is the end */
  gboolean has_percent;  /* this is about how far it has come */
  guint percent;
} Message;

MdProduct *
md_product_new (gpointer value, GDestroyNotify destroy)
{
  MdProduct *self = g_new0 (MdProduct, 1);

  g_atomic_ref_count_init (&self->count);
  self->value = value;
  self->destroy = destroy;
  return self;
}

MdProduct *
md_product_ref (MdProduct *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_product_unref (MdProduct *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  if (self->destroy != NULL)
    self->destroy (self->value);
  g_free (self);
}

MdJob *
md_job_new (const MdJobHome *home, const MdCheck *check, MdCase *kase, MdWorld *world, GCancellable *cancellable,
            GHashTable *products, GPtrArray *known)
{
  MdJob *self = g_new0 (MdJob, 1);

  self->home = *home;
  g_object_ref (self->home.owner);
  g_main_context_ref (self->home.main);
  self->check = check;
  self->kase = md_case_ref (kase);
  self->world = md_world_ref (world);
  self->cancellable = g_object_ref (cancellable);
  self->products = products;
  self->known = known;
  return self;
}

static void
job_free (MdJob *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->products);
  g_ptr_array_unref (self->known);
  g_object_unref (self->cancellable);
  md_world_unref (self->world);
  md_case_unref (self->kase);
  g_main_context_unref (self->home.main);
  g_object_unref (self->home.owner);
  g_free (self);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  md_finding_unref (message->finding);
  md_evidence_unref (message->evidence);
  md_product_unref (message->product);
  g_clear_error (&message->error);
  job_free (message->job);
  g_free (message);
}

static gboolean
deliver (gpointer data)
{
  Message *message = data;
  const MdJobHome *home = &message->home;

  if (message->has_percent)
    home->progress (home->owner, home->slot, home->generation, message->percent);
  else if (message->job == NULL)
    home->news (home->owner, home->slot, home->generation, message->finding, message->evidence);
  else
    home->end (home->owner, home->slot, home->generation, message->product, message->error);
  return G_SOURCE_REMOVE;
}

/* Never runs the callback on this thread, as g_main_context_invoke() might. */
static void
post (const MdJobHome *home, Message *message)
{
  GSource *source = g_idle_source_new ();

  message->home = *home;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, message, message_free);
  g_source_attach (source, home->main);
  g_source_unref (source);
}

static void
on_result (MdFinding *finding, MdEvidence *evidence, gpointer user_data)
{
  MdJob *self = user_data;
  Message *message = g_new0 (Message, 1);

  message->finding = finding != NULL ? md_finding_ref (finding) : NULL;
  message->evidence = evidence != NULL ? md_evidence_ref (evidence) : NULL;
  post (&self->home, message);
}

static void
on_progress (guint percent, gpointer user_data)
{
  MdJob *self = user_data;
  Message *message = g_new0 (Message, 1);

  message->has_percent = TRUE;
  message->percent = percent;
  post (&self->home, message);
}

static gpointer
on_shelf (const char *id, gpointer user_data)
{
  MdJob *self = user_data;
  MdProduct *product = g_hash_table_lookup (self->products, id);

  return product != NULL ? product->value : NULL;
}

static gboolean
on_memory (MdFindingCode code, MdSubject subject, gpointer user_data)
{
  MdJob *self = user_data;

  for (guint i = 0; i < self->known->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->known, i);

      if (md_finding_get_code (finding) == code
          && (subject == MD_SUBJECT_ANY || md_finding_get_subject (finding) == subject))
        return TRUE;
    }
  return FALSE;
}

void
md_job_run (MdJob *self)
{
  const MdWait outer = { self->cancellable, G_MAXINT64, md_world_get_patience (self->world) };
  const MdWait wait = md_wait_within (&outer, self->check->budget_ms);
  MdContext *context = md_context_new (self->check, self->kase, self->world, &wait);
  Message *message = g_new0 (Message, 1);
  GDestroyNotify destroy = NULL;
  gpointer value;

  md_context_connect (context, on_result, on_shelf, on_memory, self);
  md_context_connect_progress (context, on_progress);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &message->error))
    g_debug ("%s: cancelled before it began", self->check->id);
  else if (!self->check->run (context, &message->error) && message->error == NULL)
    g_error ("check %s failed without saying why", self->check->id);

  value = md_context_steal_product (context, &destroy);
  if (value != NULL)
    message->product = md_product_new (value, destroy);
  md_context_free (context);
  message->job = self;
  post (&self->home, message);
}

/* keeper.c - keeps the result of this visit among the earlier ones; see keeper.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keeper"

#include "config.h"

#include "ui/keeper.h"

#include "ui/session-private.h"

#include <gio/gio.h>
#include <string.h>

#define FINISH_MS 1000

struct _MdKeeper
{
  GObject parent_instance;

  MdSession *session;     /* (not owned) (weak) */
  char *folder;           /* (owned) */
  char *seen;             /* (owned) (nullable) the result that was handed to the writer last, in short */
  MdRunner *visit;        /* (not owned) (weak) whose result @own is */
  char *own;              /* (owned) (nullable) the id under which this visit's result is kept */
  gboolean own_is_well;
  gboolean writing;
  gboolean again;         /* it became another while it was being written */
  gboolean trouble_said;
  MdRecord *last_well;    /* (owned) (nullable) */
  char *opened;           /* (owned) (nullable) */
  char **compared;        /* (owned) (nullable) */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MdKeeper, md_keeper, G_TYPE_OBJECT)

static void
tell_changed (MdKeeper *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
md_keeper_is_keeping (MdKeeper *self)
{
  MdPreferences *preferences = self->session != NULL ? md_session_get_preferences (self->session) : NULL;

  return preferences == NULL || md_preferences_get_keep_history (preferences);
}

const char *
md_keeper_get_folder (MdKeeper *self)
{
  return self->folder;
}

/* ── keeping ── */

typedef struct
{
  char *folder;       /* (owned) */
  MdRecord *record;   /* (owned) */
  gboolean keep;
  char *replaces;     /* (owned) (nullable) the id of this visit's result until now */
  gboolean well;      /* that one is a good one */
} Job;

typedef struct
{
  GError *error;      /* (owned) (nullable) it could not be written */
  MdRecord *well;     /* (owned) (nullable) */
  char *id;           /* (owned) (nullable) */
  gboolean is_well;
} Outcome;

static void
job_free (Job *job)
{
  g_free (job->folder);
  g_free (job->replaces);
  md_record_free (job->record);
  g_free (job);
}

static void
outcome_free (Outcome *outcome)
{
  g_clear_error (&outcome->error);
  md_record_free (outcome->well);
  g_free (outcome->id);
  g_free (outcome);
}

/* About the same guide and account: the end of the name says so. */
static gboolean
same_subject (const char *id, const char *other)
{
  return g_str_has_suffix (id, strrchr (other, '-'));
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  Outcome *outcome = g_new0 (Outcome, 1);
  g_autoptr (GPtrArray) findings = md_record_get_findings (job->record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);

  outcome->is_well = verdict->status == MD_VERDICT_OK;
  if (job->keep)
    outcome->id = md_history_save (job->folder, job->record, verdict, &outcome->error);
  if (outcome->id != NULL && job->replaces != NULL && strcmp (outcome->id, job->replaces) != 0
      && same_subject (outcome->id, job->replaces) && (outcome->is_well || !job->well))
    (void) md_history_delete (job->folder, job->replaces, NULL);
  if (verdict->status != MD_VERDICT_OK)
    outcome->well = md_history_last_well (job->folder, job->record);
  g_task_return_pointer (task, outcome, (GDestroyNotify) outcome_free);
}

static void
say_trouble (MdKeeper *self, const GError *error)
{
  g_info ("the result is not kept: %s", error->message);
  if (self->trouble_said || self->session == NULL)
    return;
  self->trouble_said = TRUE;
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    md_session_say (self->session, N_ ("This result cannot be kept for later: the disk is full. Make room on it, or "
                                       "save the report elsewhere."));
  else
    md_session_say (self->session, N_ ("This result cannot be kept for later: its folder cannot be written to. You can "
                                       "save the report elsewhere."));
}

static void start_writing (MdKeeper *self);

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  MdKeeper *self = MD_KEEPER (source);
  Outcome *outcome = g_task_propagate_pointer (G_TASK (result), NULL);

  self->writing = FALSE;
  if (outcome == NULL)
    return;
  g_clear_pointer (&self->last_well, md_record_free);
  self->last_well = g_steal_pointer (&outcome->well);
  if (outcome->error != NULL)
    say_trouble (self, outcome->error);
  if (outcome->id != NULL)
    {
      g_free (self->own);
      self->own = g_steal_pointer (&outcome->id);
      self->own_is_well = outcome->is_well;
    }
  outcome_free (outcome);
  tell_changed (self);
  if (self->session != NULL)
    md_session_mark_changed (self->session);
  if (self->again)
    start_writing (self);
}

/* The worker gets a record of its own: the session's is made anew at any moment. */
static void
start_writing (MdKeeper *self)
{
  MdRunner *runner = self->session != NULL ? md_session_get_runner (self->session) : NULL;
  g_autoptr (GTask) task = NULL;
  Job *job;

  self->again = FALSE;
  if (runner == NULL)
    return;
  job = g_new0 (Job, 1);
  job->folder = g_strdup (self->folder);
  job->record = md_runner_make_record (runner, md_session_get_guide (self->session), "discover");
  job->keep = md_keeper_is_keeping (self);
  if (runner == self->visit)
    {
      job->replaces = g_strdup (self->own);
      job->well = self->own_is_well;
    }
  g_set_weak_pointer (&self->visit, runner);
  self->writing = TRUE;
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, write_in_thread);
}

/* What makes a result another one, in short. */
static char *
fingerprint (const MdRecord *record, const MdVerdict *verdict)
{
  GString *text = g_string_new (record->guide);
  g_autofree char *code = md_reference_code (record, verdict);

  g_string_append_printf (text, " %s %s %" G_GINT64_FORMAT, record->kase->email != NULL ? record->kase->email : "",
                          code, record->started);
  for (guint i = 0; i < record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (record->steps, i);

      g_string_append_printf (text, " %d/%u", (int) step->status, step->findings->len);
    }
  for (guint q = 0; q < MD_N_QUESTIONS; q++)
    g_string_append_printf (text, " %d", (int) record->kase->answers[q]);
  return g_string_free (text, FALSE);
}

static void
on_session_changed (MdSession *session, MdKeeper *self)
{
  const MdRecord *record = md_session_get_record (session);
  const MdVerdict *verdict = md_session_get_verdict (session);
  g_autofree char *now = NULL;

  if (record == NULL || verdict == NULL || record->practice || md_session_get_practice (session) != NULL
      || !md_session_is_settled (session))
    return;
  now = fingerprint (record, verdict);
  if (g_strcmp0 (now, self->seen) == 0)
    return;
  g_free (self->seen);
  self->seen = g_steal_pointer (&now);
  if (self->writing)
    self->again = TRUE;
  else
    start_writing (self);
}

const MdRecord *
md_keeper_get_last_well (MdKeeper *self)
{
  const MdRecord *record = self->session != NULL ? md_session_get_record (self->session) : NULL;

  if (record == NULL || record->practice || self->last_well == NULL
      || g_strcmp0 (record->guide, self->last_well->guide) != 0
      || g_strcmp0 (record->kase->email, self->last_well->kase->email) != 0)
    return NULL;
  return self->last_well;
}

static gboolean
on_late (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

void
md_keeper_finish (MdKeeper *self)
{
  gboolean late = FALSE;
  guint timer;

  if (!self->writing)
    return;
  timer = g_timeout_add (FINISH_MS, on_late, &late);
  while (self->writing && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (timer);
}

/* ── deleting ── */

typedef struct
{
  MdKeeper *keeper;   /* (owned) */
  char *id;           /* (owned) */
} Deletion;

/* Deletes for good what has not been brought back. */
static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  (void) md_history_delete_hidden (deletion->keeper->folder, deletion->id, NULL);
  g_object_unref (deletion->keeper);
  g_free (deletion->id);
  g_free (deletion);
}

static void
undo_deletion (MdSession *session, gpointer data)
{
  Deletion *deletion = data;

  if (!md_history_unhide (deletion->keeper->folder, deletion->id, NULL))
    md_session_say (session, N_ ("That result could not be brought back."));
  tell_changed (deletion->keeper);
}

void
md_keeper_delete (MdKeeper *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  Deletion *deletion;

  if (!md_history_hide (self->folder, id, &error))
    {
      g_info ("%s is not deleted: %s", id, error->message);
      md_session_say (self->session, N_ ("The result could not be deleted: its folder cannot be written to."));
      tell_changed (self);
      return;
    }
  deletion = g_new0 (Deletion, 1);
  deletion->keeper = g_object_ref (self);
  deletion->id = g_strdup (id);
  md_session_say_with_undo (self->session, N_ ("Result deleted"), undo_deletion, deletion, deletion_free);
  tell_changed (self);
}

static void
delete_all_in_thread (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  (void) md_history_delete_all (folder);
  g_task_return_boolean (task, TRUE);
}

static void
on_all_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  MdKeeper *self = MD_KEEPER (source);

  g_clear_pointer (&self->last_well, md_record_free);
  if (self->session != NULL)
    md_session_say (self->session, N_ ("All results deleted"));
  tell_changed (self);
}

void
md_keeper_delete_all (MdKeeper *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_all_deleted, NULL);

  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, delete_all_in_thread);
}

/* ── what is looked at ── */

void
md_keeper_open (MdKeeper *self, const char *id)
{
  g_free (self->opened);
  self->opened = g_strdup (id);
  md_session_go (self->session, "earlier");
}

const char *
md_keeper_get_opened (MdKeeper *self)
{
  return self->opened;
}

void
md_keeper_compare (MdKeeper *self, const char *one, const char *other)
{
  gboolean in_order = strcmp (one, other) < 0; /* the names begin with the date */
  const char *const pair[] = { in_order ? one : other, in_order ? other : one, NULL };

  g_strfreev (self->compared);
  self->compared = g_strdupv ((char **) pair);
  md_session_go (self->session, "comparison");
}

const char *const *
md_keeper_get_compared (MdKeeper *self)
{
  return (const char *const *) self->compared;
}

/* ── life ── */

void
md_session_keep_results (MdSession *self, const char *folder)
{
  g_clear_object (&self->keeper);
  self->keeper = md_keeper_new (self, folder);
}

MdKeeper *
md_session_get_keeper (MdSession *self)
{
  return self->keeper;
}

typedef struct
{
  char *folder;   /* (owned) */
  guint days;
} Tidying;

static void
tidying_free (Tidying *tidying)
{
  g_free (tidying->folder);
  g_free (tidying);
}

static void
tidy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Tidying *tidying = data;

  g_task_return_boolean (task, md_history_tidy (tidying->folder, tidying->days) > 0);
}

static void
on_tidied (GObject *source, GAsyncResult *result, gpointer data)
{
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    tell_changed (MD_KEEPER (source));
}

static void
tidy (MdKeeper *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_tidied, NULL);
  MdPreferences *preferences = md_session_get_preferences (self->session);
  Tidying *tidying = g_new0 (Tidying, 1);

  tidying->folder = g_strdup (self->folder);
  tidying->days = preferences != NULL ? md_preferences_get_history_days (preferences) : 0;
  g_task_set_task_data (task, tidying, (GDestroyNotify) tidying_free);
  g_task_run_in_thread (task, tidy_in_thread);
}

static void
md_keeper_finalize (GObject *object)
{
  MdKeeper *self = MD_KEEPER (object);

  g_clear_weak_pointer (&self->session);
  g_clear_weak_pointer (&self->visit);
  g_free (self->own);
  g_free (self->folder);
  g_free (self->seen);
  g_free (self->opened);
  g_strfreev (self->compared);
  md_record_free (self->last_well);
  G_OBJECT_CLASS (md_keeper_parent_class)->finalize (object);
}

static void
md_keeper_class_init (MdKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = md_keeper_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
md_keeper_init (MdKeeper *self)
{
}

MdKeeper *
md_keeper_new (MdSession *session, const char *folder)
{
  MdKeeper *self = g_object_new (MD_TYPE_KEEPER, NULL);

  g_set_weak_pointer (&self->session, session);
  self->folder = g_strdup (folder);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_session_changed), self, 0);
  tidy (self);
  return self;
}

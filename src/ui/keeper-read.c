/* keeper-read.c - lists and loads earlier results in a thread; see keeper.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keeper"

#include "config.h"

#include "ui/keeper.h"

#include <gio/gio.h>

/* ── a page of the list ── */

typedef struct
{
  char *folder;   /* (owned) */
  guint from, n;
  char **ids;     /* (owned) (nullable) */
} Wish;

static Wish *
wish_new (MdKeeper *keeper)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->folder = g_strdup (md_keeper_get_folder (keeper));
  return wish;
}

static void
wish_free (Wish *wish)
{
  g_free (wish->folder);
  g_strfreev (wish->ids);
  g_free (wish);
}

void
md_kept_list_free (MdKeptList *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wish *wish = data;
  GError *error = NULL;
  guint total = 0;
  GPtrArray *entries = md_history_list (wish->folder, wish->from, wish->n, &total, &error);
  MdKeptList *list;

  if (entries == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  list = g_new0 (MdKeptList, 1);
  list->entries = entries;
  list->total = total;
  g_task_return_pointer (task, list, (GDestroyNotify) md_kept_list_free);
}

void
md_keeper_list_async (MdKeeper *self, guint from, guint n, GCancellable *cancellable, GAsyncReadyCallback done,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, done, user_data);
  Wish *wish = wish_new (self);

  wish->from = from;
  wish->n = n;
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  g_task_run_in_thread (task, list_in_thread);
}

MdKeptList *
md_keeper_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── whole results ── */

static void
kept_free (MdKept *self)
{
  g_free (self->id);
  md_record_free (self->record);
  g_clear_pointer (&self->verdict, md_verdict_free);
  g_free (self);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wish *wish = data;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_free);

  for (gsize i = 0; wish->ids[i] != NULL; i++)
    {
      MdKept *kept = g_new0 (MdKept, 1);

      kept->id = g_strdup (wish->ids[i]);
      kept->record = md_history_load (wish->folder, wish->ids[i], NULL);
      if (kept->record != NULL)
        {
          g_autoptr (GPtrArray) findings = md_record_get_findings (kept->record);

          kept->verdict = md_diagnose (findings);
        }
      g_ptr_array_add (all, kept);
    }
  g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
}

void
md_keeper_load_async (MdKeeper *self, const char *const *ids, GCancellable *cancellable, GAsyncReadyCallback done,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, done, user_data);
  Wish *wish = wish_new (self);

  wish->ids = g_strdupv ((char **) ids);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  g_task_run_in_thread (task, load_in_thread);
}

GPtrArray *
md_keeper_load_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

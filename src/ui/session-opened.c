/* session-opened.c - the files the person opened, and what is done with them; see session.h
 *
 * They are looked at in a thread: a file can lie on a slow disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#define MAX_FILES 100

void
md_session_forget_opened (MdSession *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
}

const GPtrArray *
md_session_get_opened (MdSession *self)
{
  return self->opened;
}

/* ── what is done with one ── */

static void
begin_delivery (MdSession *self)
{
  md_session_set_guide (self, MD_GUIDE_DELIVERY);
  md_session_begin (self);
}

static void
explain (MdSession *self, const MdOpened *opened)
{
  MdCase *changed;

  begin_delivery (self);
  changed = md_case_copy (self->kase);
  g_free (changed->bounce);
  changed->bounce = g_strdup (opened->path);
  g_clear_pointer (&changed->text, g_free);
  md_session_take_case (self, changed);
  md_session_go (self, "D1");
}

/* Something of the person's own that does not arrive. */
static void
check_own (MdSession *self, const MdOpened *opened)
{
  MdCase *changed;

  begin_delivery (self);
  changed = md_case_copy (self->kase);
  g_free (changed->draft);
  changed->draft = g_strdup (opened->path);
  md_session_take_case (self, changed);
  md_session_go (self, "D5");
}

/* The next one of this kind does not come. */
static void
await_another (MdSession *self, const MdOpened *opened)
{
  MdCase *changed;

  md_session_set_guide (self, MD_GUIDE_RECEIVE);
  md_session_begin (self);
  changed = md_case_copy (self->kase);
  g_free (changed->sender);
  changed->sender = g_strdup (opened->sender);
  md_session_take_case (self, changed);
  md_session_go (self, self->has_account ? "R1" : "account");
}

static void
read_logs (MdSession *self, const GPtrArray *all, const MdOpened *only)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  MdCase *changed;

  for (guint i = 0; i < all->len; i++)
    {
      const MdOpened *opened = g_ptr_array_index (all, i);

      if (opened == only || (only == NULL && opened->kind == MD_OPENED_LOG))
        g_strv_builder_add (paths, opened->path);
    }
  begin_delivery (self);
  changed = md_case_copy (self->kase);
  g_strfreev (changed->logs);
  changed->logs = g_strv_builder_end (paths);
  md_session_take_case (self, changed);
  md_session_go (self, "D6");
}

void
md_session_use_opened (MdSession *self, guint index, MdOpenedUse use)
{
  const MdOpened *opened = g_ptr_array_index (self->opened, index);

  if (use == MD_USE_EXPLAIN)
    explain (self, opened);
  else if (use == MD_USE_OWN)
    check_own (self, opened);
  else if (use == MD_USE_AWAIT)
    await_another (self, opened);
  else
    read_logs (self, self->opened, opened);
}

/* ── opening ── */

static gboolean
are_all (const GPtrArray *opened, MdOpenedKind kind)
{
  for (guint i = 0; i < opened->len; i++)
    if (((const MdOpened *) g_ptr_array_index (opened, i))->kind != kind)
      return FALSE;
  return TRUE;
}

/* Where there is but one thing to do it is done; else the person is asked. */
static void
act (MdSession *self)
{
  if (self->opened->len == 1 && are_all (self->opened, MD_OPENED_BOUNCE))
    explain (self, g_ptr_array_index (self->opened, 0));
  else if (are_all (self->opened, MD_OPENED_LOG))
    read_logs (self, self->opened, NULL);
  else
    md_session_go (self, "opened");
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const GPtrArray *files = data;
  GPtrArray *opened = g_ptr_array_new_with_free_func ((GDestroyNotify) md_opened_free);

  for (guint i = 0; i < files->len && i < MAX_FILES && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (opened, md_opened_look (g_ptr_array_index (files, i), cancellable));
  g_task_return_pointer (task, opened, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  MdSession *self = MD_SESSION (source);
  GPtrArray *opened = g_task_propagate_pointer (G_TASK (result), NULL);

  if (opened == NULL)
    return; /* others were opened meanwhile, or everything began again */
  g_clear_object (&self->opening);
  self->opened = opened;
  act (self);
  md_session_mark_changed (self);
}

void
md_session_open_files (MdSession *self, GFile **files, guint n_files)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *list;

  if (n_files == 0)
    return;
  md_session_forget_opened (self);
  self->opening = g_cancellable_new ();
  list = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (list, g_object_ref (files[i]));
  task = g_task_new (self, self->opening, on_looked, NULL);
  g_task_set_task_data (task, list, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, look_in_thread);
}

/* fan-out.c - several blocking probes at the same time; see fan-out.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-fan-out"

#include "config.h"

#include "base/fan-out.h"

typedef struct
{
  gpointer item;       /* (not owned) */
  gpointer shared;     /* (not owned) */
  MdFanOutTask task;
  GAsyncQueue *ended;  /* (not owned) of FanOutJob */
} FanOutJob;

static gpointer
run_one (gpointer data)
{
  FanOutJob *job = data;

  job->task (job->item, job->shared);
  g_async_queue_push (job->ended, job);
  return NULL;
}

void
md_fan_out (gpointer *items, gsize n_items, MdFanOutTask task, MdFanOutDone done, gpointer shared)
{
  g_autoptr (GAsyncQueue) ended = g_async_queue_new ();
  FanOutJob jobs[MD_FAN_OUT_MAX];
  GThread *threads[MD_FAN_OUT_MAX];

  g_assert (n_items <= MD_FAN_OUT_MAX);
  for (gsize i = 0; i < n_items; i++)
    {
      jobs[i] = (FanOutJob) { .item = items[i], .shared = shared, .task = task, .ended = ended };
      threads[i] = g_thread_new ("md-probe", run_one, &jobs[i]);
    }
  for (gsize i = 0; i < n_items; i++)
    {
      FanOutJob *job = g_async_queue_pop (ended);

      if (done != NULL)
        done (job->item, shared);
    }
  for (gsize i = 0; i < n_items; i++)
    g_thread_join (threads[i]);
}

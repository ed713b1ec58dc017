/* wait.c - the one place where a worker sleeps; see wait.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-wait"

#include "config.h"

#include "base/wait.h"

#include <errno.h>

#define WAIT_MAX_FDS 128

MdWait
md_wait_within (const MdWait *outer, guint milliseconds)
{
  MdWait inner = *outer;
  gint64 own = g_get_monotonic_time () + (gint64) md_wait_stretch (outer, milliseconds) * 1000;

  inner.deadline = MIN (inner.deadline, own);
  return inner;
}

guint
md_wait_stretch (const MdWait *wait, guint milliseconds)
{
  return milliseconds * MAX (wait->patience, 1);
}

int
md_wait_left_ms (const MdWait *wait)
{
  gint64 left;

  if (wait->deadline == G_MAXINT64)
    return -1;
  left = (wait->deadline - g_get_monotonic_time () + 999) / 1000;
  return (int) CLAMP (left, 0, G_MAXINT);
}

gboolean
md_wait_is_cancelled (const MdWait *wait)
{
  return wait->cancellable != NULL && g_cancellable_is_cancelled (wait->cancellable);
}

MdWaitResult
md_wait_poll (const MdWait *wait, struct pollfd *fds, gsize n_fds)
{
  struct pollfd all[WAIT_MAX_FDS + 1];
  GPollFD cancel_fd;
  gboolean cancellable = wait->cancellable != NULL && g_cancellable_make_pollfd (wait->cancellable, &cancel_fd);
  MdWaitResult result;
  int ready;

  g_assert (n_fds <= WAIT_MAX_FDS);
  for (gsize i = 0; i < n_fds; i++)
    all[i] = fds[i];
  if (cancellable)
    all[n_fds] = (struct pollfd) { .fd = cancel_fd.fd, .events = POLLIN };
  do
    ready = poll (all, n_fds + (cancellable ? 1 : 0), md_wait_left_ms (wait));
  while (ready < 0 && errno == EINTR);
  for (gsize i = 0; i < n_fds; i++)
    fds[i].revents = all[i].revents;

  if (cancellable && all[n_fds].revents != 0)
    result = MD_WAIT_CANCELLED;
  else
    result = ready > 0 ? MD_WAIT_READY : MD_WAIT_TIMED_OUT;
  if (cancellable)
    g_cancellable_release_fd (wait->cancellable);
  return md_wait_is_cancelled (wait) ? MD_WAIT_CANCELLED : result;
}

MdWaitResult
md_wait_fd (const MdWait *wait, int fd, short events)
{
  struct pollfd one = { .fd = fd, .events = events };

  return md_wait_poll (wait, &one, 1);
}

gboolean
md_wait_sleep (const MdWait *wait, guint milliseconds)
{
  MdWait shorter = *wait;

  shorter.deadline = MIN (wait->deadline, g_get_monotonic_time () + (gint64) milliseconds * 1000);
  return md_wait_poll (&shorter, NULL, 0) == MD_WAIT_TIMED_OUT && shorter.deadline < wait->deadline;
}

/* wait.h - the one place where a worker sleeps
 *
 * Every blocking call below takes an MdWait: who may cancel it and until when it may last.  Deadlines are absolute
 * (g_get_monotonic_time(), microseconds), so that nested calls share one limit and never add theirs up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <poll.h>

G_BEGIN_DECLS

typedef struct
{
  GCancellable *cancellable; /* (not owned) (nullable) */
  gint64 deadline;           /* monotonic microseconds; G_MAXINT64: none */
  guint patience;            /* how many times longer than usual every limit is, on a slow line; 0 is 1 */
} MdWait;

/* What ended a wait. */
typedef enum
{
  MD_WAIT_READY,
  MD_WAIT_TIMED_OUT,
  MD_WAIT_CANCELLED,
} MdWaitResult;

/* The same waiter with a deadline at most @milliseconds (times its patience) from now, never later than the outer
 * one. */
MdWait       md_wait_within (const MdWait *outer, guint milliseconds);
/* How long a limit of @milliseconds is for this waiter: times its patience. */
guint        md_wait_stretch (const MdWait *wait, guint milliseconds);
/* Milliseconds left, at least 0, rounded up; -1 for ever. */
int          md_wait_left_ms (const MdWait *wait);
gboolean     md_wait_is_cancelled (const MdWait *wait);
/* Until one of @fds is ready (poll(2) semantics, revents filled in), the deadline, or cancel. */
MdWaitResult md_wait_poll (const MdWait *wait, struct pollfd *fds, gsize n_fds);
/* Until @fd shows one of @events (POLLIN, POLLOUT). */
MdWaitResult md_wait_fd (const MdWait *wait, int fd, short events);
/* A pause, as long on every line; ends at the deadline or by cancel.  TRUE when the full time passed. */
gboolean     md_wait_sleep (const MdWait *wait, guint milliseconds);

G_END_DECLS

/* fan-out.h - several blocking probes at the same time, inside one worker
 *
 * Each task runs on a thread of its own and owns its item until it ends; results come back to the calling thread one
 * by one, in the order in which they end, so only the caller reports.  No task may outlive the call: every task must
 * heed its MdWait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MD_FAN_OUT_MAX 64

typedef void (*MdFanOutTask) (gpointer item, gpointer shared); /* on a thread of its own */
typedef void (*MdFanOutDone) (gpointer item, gpointer shared); /* on the calling thread */

/* Runs @task over @items (at most MD_FAN_OUT_MAX) at once; @done (nullable) is called for each as it ends.
 * @shared must not be changed by tasks. */
void md_fan_out (gpointer *items, gsize n_items, MdFanOutTask task, MdFanOutDone done, gpointer shared);

G_END_DECLS

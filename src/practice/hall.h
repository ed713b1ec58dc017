/* hall.h - the doors of the pretend Internet: listening sockets, and a thread for every caller
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice/server.h"

G_BEGIN_DECLS

typedef struct _PracticeHall PracticeHall;

/* Opens every place and the resolver, maps their ports in @world, and lets callers in.  @stage must live as long. */
PracticeHall *practice_hall_open (const PracticeStage *stage, MdWorld *world, GError **error);
/* Sends everybody home; returns when the last thread has ended. */
void          practice_hall_close (PracticeHall *self);

G_END_DECLS

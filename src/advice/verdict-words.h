/* verdict-words.h - what a verdict without a cause says in guides D and R, and of the reading commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

typedef struct
{
  const char *guide;      /* as in MdRecord */
  const char *well;       /* title when nothing is wrong */
  const char *unsure;     /* title when too little is known */
  const char *well_steps[4];
  const char *unsure_steps[4];
} MdVerdictWords;

/* NULL for the guide of sending, which has words of its own. */
const MdVerdictWords *md_verdict_words_find (const char *guide);

G_END_DECLS

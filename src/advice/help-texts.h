/* help-texts.h - the help: what every check looks at, and what every step can tell apart
 *
 * What leaves this computer is md_step_leaves(); how long it takes stands in the checklists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

/* One plain sentence; NULL for an id that is not known. */
const char *md_help_check (MdLang lang, const char *check_id);
/* The ids that have one, for the test that all of them are checks; NULL past the last. */
const char *md_help_check_nth (guint index);
/* The causes that the step can tell from one another. */
const char *md_help_tells_apart (MdLang lang, MdStepId step);

G_END_DECLS

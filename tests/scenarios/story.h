/* story.h - what every story told with the pretend provider needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/case.h"
#include "memory-scan.h"
#include "practice/practice.h"

G_BEGIN_DECLS

/* What the pretend mail program is configured with, and every consent. */
MdCase *md_story_make_case (const MdPracticeAccount *account);
/* Adds the account's passwords in the forms in which they travel; (element-type MdNeedle). */
void    md_story_add_needles (GPtrArray *needles, const MdPracticeAccount *account);
/* None of @needles is left in memory. */
void    md_story_assert_forgotten (GPtrArray *needles, const char *story);

G_END_DECLS

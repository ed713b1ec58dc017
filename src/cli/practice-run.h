/* practice-run.h - maildoctor-cli practice: the guide against the pretend provider
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "practice/practice.h"

G_BEGIN_DECLS

int     md_run_practice (const MdOptions *options);
int     md_list_practice (const MdOptions *options);
/* The case of a person whose account the pretend one is. */
MdCase *md_practice_case (const MdPracticeAccount *account);

G_END_DECLS

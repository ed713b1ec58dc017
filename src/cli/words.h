/* words.h - maildoctor-cli words KIND: what can stand on the command line, one word a line, for a shell to complete
 *
 * KIND is commands, options, guides, faults, steps, questions, languages or formats; an option that takes a value ends
 * in "=".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

int md_run_words (const MdOptions *options);

G_END_DECLS

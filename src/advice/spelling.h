/* spelling.h - a letter as it is said on the phone so that it cannot be misheard: "E as in Echo", "E de España"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"

G_BEGIN_DECLS

/* @letter: one of a reference code, in capitals; NULL for any other. */
const char *md_spelling_word (MdLang lang, char letter);
/* A line for each group of @code ("KX7M-42PD"), its letters said one by one; (transfer full). */
char      **md_spelling_lines (MdLang lang, const char *code);

G_END_DECLS

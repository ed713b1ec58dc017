/* language.h - the language of the .ui files and of the toolkit, switchable while the window is open
 *
 * The sentences that C code shows come from md_text(); this room is for what GTK itself looks up by gettext.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"

G_BEGIN_DECLS

/* Before gtk_init() and before any thread: a locale in which translations work, the catalogue's folder. */
void md_language_prepare (void);
/* From now on templates are built in @lang; what is on the screen must be built anew.  Main thread only. */
void md_language_use (MdLang lang);

G_END_DECLS

/* style.h - the program's own style sheet and icons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For the display at hand; once. */
void md_style_load (void);

G_END_DECLS

/* program-menus.h - where each mail program keeps its settings for sending
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "diagnosis/places.h"

G_BEGIN_DECLS

/* Whether the step @msgid sends the person to the settings of no program in particular. */
gboolean    md_program_menu_is_general (const char *msgid);

/* English msgid of one whole sentence; NULL for a program or a place that is not known. */
const char *md_program_menu (const char *program, MdPlace place);

G_END_DECLS

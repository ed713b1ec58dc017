/* thunderbird.h - the profiles of Thunderbird, for everybody who looks into them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/prefs-js.h"
#include "programs/programs.h"

G_BEGIN_DECLS

/* @below: the profile's folder below the program's; "." is that itself. */
typedef void (*MdThunderbirdVisit) (const char *below, const char *profile_name, const MdPrefs *prefs,
                                    gpointer user_data);

/* Shows every profile that has settings; what cannot be read becomes a note in @into. */
void md_thunderbird_visit (const char *folder, const char *home, MdPrograms *into, const MdWait *wait,
                           MdThunderbirdVisit visit, gpointer user_data);

G_END_DECLS

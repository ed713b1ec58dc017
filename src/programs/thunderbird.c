/* thunderbird.c - the accounts of thunderbird
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-thunderbird"

#include "config.h"

#include "programs/programs.h"

void
md_thunderbird_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

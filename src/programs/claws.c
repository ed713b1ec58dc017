/* claws.c - the accounts of claws
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-claws"

#include "config.h"

#include "programs/programs.h"

void
md_claws_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

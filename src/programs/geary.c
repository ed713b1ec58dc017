/* geary.c - the accounts of geary
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-geary"

#include "config.h"

#include "programs/programs.h"

void
md_geary_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

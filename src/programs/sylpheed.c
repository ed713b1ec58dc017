/* sylpheed.c - the accounts of sylpheed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sylpheed"

#include "config.h"

#include "programs/programs.h"

void
md_sylpheed_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

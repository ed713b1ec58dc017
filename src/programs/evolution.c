/* evolution.c - the accounts of evolution
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evolution"

#include "config.h"

#include "programs/programs.h"

void
md_evolution_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

/* mutt.c - the accounts of mutt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mutt"

#include "config.h"

#include "programs/programs.h"

void
md_mutt_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

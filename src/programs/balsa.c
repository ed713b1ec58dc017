/* balsa.c - the accounts of balsa
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-balsa"

#include "config.h"

#include "programs/programs.h"

void
md_balsa_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

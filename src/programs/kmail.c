/* kmail.c - the accounts of kmail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-kmail"

#include "config.h"

#include "programs/programs.h"

void
md_kmail_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

/* msmtp.c - the accounts of msmtp
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-msmtp"

#include "config.h"

#include "programs/programs.h"

void
md_msmtp_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
}

/* sylpheed.c - the accounts of Sylpheed
 *
 * accountrc below .sylpheed-2.0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sylpheed"

#include "config.h"

#include "programs/accountrc.h"

static const char *const smtp_auth[] = { "LOGIN", "CRAM-MD5", "DIGEST-MD5", "PLAIN", "OAUTH2", NULL };
static const char *const imap_auth[] = { "LOGIN", "CRAM-MD5", "PLAIN", "OAUTH2", NULL };
static const char *const pop_auth[] = { "PLAIN", "APOP", "OAUTH2", NULL };

void
md_sylpheed_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  const MdReader reader = { "sylpheed", folder, home, into };
  const MdAccountrcDialect dialect = { .smtp_auth = smtp_auth, .imap_auth = imap_auth, .pop_auth = pop_auth };
  g_autoptr (GPtrArray) ini = md_ini_read (&reader, "accountrc");

  if (ini != NULL)
    md_accountrc_read (&reader, &dialect, ini);
}

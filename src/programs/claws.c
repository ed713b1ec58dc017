/* claws.c - the accounts of Claws Mail
 *
 * accountrc below .claws-mail; clawsrc tells the version of the settings where an account does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-claws"

#include "config.h"

#include "programs/accountrc.h"

#define PROGRAM "claws"

static const char *const smtp_auth[] = { "LOGIN",  "CRAM-MD5", "DIGEST-MD5", "other", "PLAIN",
                                         "OAUTH2", "SCRAM",    "SCRAM",      "SCRAM", NULL };
static const char *const imap_auth[] = { "LOGIN",      "CRAM-MD5", "ANONYMOUS", "GSSAPI", "DIGEST-MD5",
                                         "SCRAM-SHA1", "PLAIN",    "OAUTH2",    "SCRAM",  "SCRAM",
                                         "SCRAM",      "SCRAM",    NULL };
static const char *const pop_auth[] = { "APOP", "OAUTH2", NULL };

void
md_claws_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  const MdReader reader = { PROGRAM, folder, home, into };
  MdAccountrcDialect dialect
    = { .renumbered = TRUE, .smtp_auth = smtp_auth, .imap_auth = imap_auth, .pop_auth = pop_auth };
  g_autoptr (GPtrArray) ini = md_ini_read (&reader, "accountrc");

  if (ini != NULL)
    {
      g_autoptr (GPtrArray) common = md_ini_read (&reader, "clawsrc");

      dialect.version = md_ini_number (md_ini_group (common, "Common"), "config_version", 0);
      md_accountrc_read (&reader, &dialect, ini);
    }
}

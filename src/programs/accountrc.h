/* accountrc.h - the settings file that Sylpheed and its descendant Claws Mail share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/text.h"

G_BEGIN_DECLS

/* Where the two went separate ways. */
typedef struct
{
  gboolean renumbered;         /* the kinds of mailbox lost two numbers, from config_version 1 on */
  gint64 version;              /* of the settings, where an account tells none */
  const char *const *smtp_auth;  /* mechanism of each bit, NULL-terminated */
  const char *const *imap_auth;
  const char *const *pop_auth;
} MdAccountrcDialect;

void md_accountrc_read (const MdReader *reader, const MdAccountrcDialect *dialect, const GPtrArray *ini);

G_END_DECLS

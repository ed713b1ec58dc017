/* goa.h - the mail accounts of GNOME Online Accounts, and their access tokens
 *
 * Speaks org.gnome.OnlineAccounts on the session bus.  Blocking, for worker threads.  The law that workers touch no
 * GObject but the cancellable is meant for objects that two threads could share: here each call makes a bus connection
 * of its own, with a main context of its own, uses both on the calling thread only and has let go of them when it
 * returns.  Where no bus, no service or no account is there, nothing is found, which is no error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"
#include "programs/programs.h"

G_BEGIN_DECLS

/* Adds the accounts with mail: program "goa", keyring_id of both servers the account's own id.  At most 5 seconds. */
void md_goa_read (MdPrograms *into, const MdWait *wait);
/* Everything this computer knows: the programs' files below @home, then the accounts of the desktop itself. */
MdPrograms *md_programs_read_all (const char *home, const MdWait *wait);

typedef enum
{
  MD_GOA_TOKEN_GIVEN,
  MD_GOA_TOKEN_SIGN_IN,     /* the person has to sign in again in the system's settings */
  MD_GOA_TOKEN_NONE,        /* no such account, or it works without tokens */
  MD_GOA_TOKEN_NO_SERVICE,
  MD_GOA_TOKEN_FAILED,      /* the service could not get one, or what it gave is none */
  MD_GOA_TOKEN_NO_ANSWER,   /* the deadline passed */
  MD_GOA_TOKEN_CANCELLED,
} MdGoaToken;

/* Asks for the access token of the account @id ("account_…", keyring_id above); only when the person wants a test with
 * it, since the service may go to the network for it.  @token and @seconds (how long it is good for; 0: not known) are
 * set with MD_GOA_TOKEN_GIVEN only. */
MdGoaToken md_goa_access_token (const char *id, const MdWait *wait, MdSecret **token, guint *seconds);

G_END_DECLS

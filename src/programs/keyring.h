/* keyring.h - what is stored in the person's keyring (Secret Service): ours, and the mail programs' passwords
 *
 * Blocking, for worker threads: a locked keyring may wait for its owner, or for nobody, so every call ends with its
 * MdWait.  Passwords of other programs are read only where the person agreed to it; comparing takes the same time
 * wherever the difference is, and what was read is wiped at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"
#include "programs/programs.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

typedef enum
{
  MD_STORED_EQUAL,
  MD_STORED_DIFFERENT,
  MD_STORED_MISSING,
  MD_STORED_LOCKED,
  MD_STORED_NO_SERVICE, /* no keyring is there, or it does not answer as it should */
  MD_STORED_NO_ANSWER,  /* the deadline passed */
  MD_STORED_CANCELLED,
} MdStored;

/* One password's place in the keyring. */
typedef struct
{
  char *program;          /* (owned) as in MdProgramAccount; "maildoctor": our own */
  gboolean outgoing;      /* saved for sending; else for receiving */
  char *schema;           /* (owned) (nullable) any, when NULL */
  GHashTable *attributes; /* (owned) string → string; all must match */
  char *identity_end;     /* (owned) (nullable) how the attribute goa-identity ends */
  const char *member;     /* (static) (nullable) the item holds a dictionary (GVariant text), this is the member */
} MdKeyringPlace;

void            md_keyring_place_free (MdKeyringPlace *self);
/* Where we store the password of @email ourselves. */
MdKeyringPlace *md_keyring_place_own (const char *email);
/* Where @account's program stores its passwords, for receiving and for sending; (transfer full) of MdKeyringPlace,
 * empty for a program that keeps none in the keyring (Thunderbird, Claws Mail …). */
GPtrArray      *md_keyring_places_of (const MdProgramAccount *account);

/* @may_ask: as in md_keyring_read(). */
MdStored        md_keyring_compare (const MdKeyringPlace *place, const MdSecret *with, gboolean may_ask,
                                    const MdWait *wait);
/* Hands the password over; @secret is set with MD_STORED_EQUAL only.  @may_ask: the system may ask its owner to unlock
 * the keyring. */
MdStored        md_keyring_read (const MdKeyringPlace *place, gboolean may_ask, const MdWait *wait, MdSecret **secret);

/* The schema of our own passwords, with one attribute, "email". */
const SecretSchema *md_keyring_own_schema (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdKeyringPlace, md_keyring_place_free)

G_END_DECLS

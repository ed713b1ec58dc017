/* contacts.h - whether an address stands in one of the address books on this computer
 *
 * Read-only, with the limits of programs.h: Thunderbird's books, Evolution's, Claws Mail's and files of vCards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/programs.h"

G_BEGIN_DECLS

typedef struct
{
  char *program;    /* (owned) (nullable) whose book it stands in */
  guint n_books;    /* that were read */
  GPtrArray *notes; /* (owned) of MdProgramNote: what could not be read */
} MdContacts;

MdContacts *md_contacts_search (const char *home, const char *address, const MdWait *wait);
void        md_contacts_free (MdContacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdContacts, md_contacts_free)

G_END_DECLS

/* filters.h - the files in which the mail programs on this computer keep their filter rules
 *
 * Read-only, with the limits of programs.h; what stands in them is read elsewhere.  Only the files of programs in which
 * the account is set up, since no other rule meets its messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/programs.h"

G_BEGIN_DECLS

typedef struct
{
  char *program;  /* (owned) "thunderbird", "evolution", "claws", "sylpheed", "spamassassin" */
  char *account;  /* (owned) (nullable) what the program calls the account, in rules for one account alone */
  char *file;     /* (owned) path below the home folder */
  char *text;     /* (owned) closed by a NUL */
  gsize length;
} MdFilterFile;

typedef struct
{
  GPtrArray *files;  /* (owned) of MdFilterFile */
  GPtrArray *notes;  /* (owned) of MdProgramNote: what could not be read */
} MdFilterFiles;

/* @host: of the incoming server (nullable), which tells two accounts of one user name apart. */
MdFilterFiles *md_filter_files_read (const char *home, const char *email, const char *host, const MdWait *wait);
void           md_filter_files_free (MdFilterFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdFilterFiles, md_filter_files_free)

G_END_DECLS

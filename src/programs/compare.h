/* compare.h - where mail programs are set up differently for the same address
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/programs.h"

G_BEGIN_DECLS

typedef struct
{
  const MdProgramAccount *first, *second; /* (not owned) of the programs compared */
  gboolean outgoing;                      /* for sending; else for receiving */
  const char *field;                      /* (static) "host", "port", "security", "user", "auth" */
  char *one, *other;                      /* (owned) what each has */
} MdProgramDifference;

/* Of the accounts with the address @email (nullable: of every address), each with the first one that has it, which is
 * that of @program (nullable) when it is among them; at most 8 differences an address.  (transfer full) of
 * MdProgramDifference, valid as long as @programs.  A server against a command or a folder is no difference: both may
 * be right. */
GPtrArray *md_programs_compare (const MdPrograms *programs, const char *email, const char *program);

G_END_DECLS

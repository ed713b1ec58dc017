/* program-words.h - accounts of mail programs in words: who they are, where they differ, what could not be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"
#include "programs/programs.h"

G_BEGIN_DECLS

/* "From Thunderbird: ana@example.org" */
char      *md_program_title (MdLang lang, const MdPrograms *programs, const MdProgramAccount *account);
/* "Sending: smtp.example.org:465 (SSL/TLS). Receiving: …" */
char      *md_program_servers (MdLang lang, const MdProgramAccount *account);
/* One line for each place where programs are set up differently for the same address; (transfer full) of char. */
GPtrArray *md_program_differences (MdLang lang, const MdPrograms *programs);
/* One line for each program whose settings could not be read whole; (transfer full) of char. */
GPtrArray *md_program_notes (MdLang lang, const MdPrograms *programs);

G_END_DECLS

/* muttrc.h - the settings of mutt and neomutt: words, lines, files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/text.h"

G_BEGIN_DECLS

typedef struct
{
  char *text;         /* (owned) quotes and backslashes undone, variables filled in */
  gboolean unknown;   /* a command stood in it, which we do not run */
} MdMuttWord;

/* The next word at *@at, which moves on behind it; FALSE at the end of the line or of the command (*@at then stands
 * behind the semicolon).  "=" is a word of its own where @equals.  @variables: of name to value (nullable). */
gboolean md_mutt_word (const char **at, gboolean equals, GHashTable *variables, MdMuttWord *word);

/* The account of @lines, which stand in @file, with what they include. */
void     md_mutt_parse (const MdReader *reader, MdLines *lines, const char *file, const MdWait *wait);

/* The account that @values (setting → value) describe, if they describe any.  @hook: 0: the common settings; else a
 * number that tells the hooks apart. */
void md_mutt_add_account (const MdReader *reader, GHashTable *values, const char *name, guint hook);

G_END_DECLS

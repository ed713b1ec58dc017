/* muttrc.h - the words of a mutt or neomutt settings line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *text;         /* (owned) quotes and backslashes undone, variables filled in */
  gboolean unknown;   /* a command stood in it, which we do not run */
} MdMuttWord;

/* The next word at *@at, which moves on behind it; FALSE at the end of the line or of the command (*@at then stands behind
 * the semicolon).  "=" is a word of its own where @equals.  @variables: of name to value (nullable). */
gboolean md_mutt_word (const char **at, gboolean equals, GHashTable *variables, MdMuttWord *word);

G_END_DECLS

/* sieve-private.h - what the files of sieve.h share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/rule-private.h"
#include "reading/sieve.h"

G_BEGIN_DECLS

typedef struct
{
  MdMailRules *rules;      /* (not owned) */
  MdSieveInclude include;
  gpointer user_data;
  guint n_includes;
  GHashTable *variables;   /* (owned) of name to value; NULL for one that cannot be known */
} MdSieveCompiler;

/* The argument at @index (from 0) that is no tag and belongs to none; NULL when there is none. */
const MdSieveArgument *md_sieve_positional (const MdSieveNode *node, guint index);
/* Its strings, never NULL. */
const char *const *md_sieve_strings (const MdSieveNode *node, guint index);
gboolean     md_sieve_has_tag (const MdSieveNode *node, const char *tag);
/* (nullable) the string behind that tag */
const char  *md_sieve_tag_value (const MdSieveNode *node, const char *tag);
/* @text with the variables that are known; the others stay as they are written.  RFC 5229 3 */
char        *md_sieve_fill (MdSieveCompiler *self, const char *text);
MdRuleTest  *md_sieve_compile_test (MdSieveCompiler *self, const MdSieveNode *node);

G_END_DECLS

/* code-words.h - what a reference code says, for whoever helps: the cause, who must act, what to ask next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct
{
  MdReferenceReading reading;
  char **notes;   /* (owned) sentences about how it was read: misheard, practice, of a newer version; may be empty */
  char *title;    /* (owned) (nullable) what it says, in one sentence; NULL when it is no code */
  char *who;      /* (owned) (nullable) who must act */
  char **steps;   /* (owned) what to do */
  char **asks;    /* (owned) what to ask next, the step's code in front */
  char *second;   /* (owned) (nullable) the second cause, and who must act */
} MdCodeWords;

/* @typed: as it was heard or typed. */
MdCodeWords *md_code_words_new (MdLang lang, const char *typed);
void         md_code_words_free (MdCodeWords *self);

/* Each is UTF-8 and ends with a line feed; only for a code that is good. */
char        *md_code_words_text (const MdCodeWords *self, MdLang lang);
char        *md_code_words_html (const MdCodeWords *self, MdLang lang);
/* The document of cli.md with no step in it, and with "ask" beside each cause. */
char        *md_code_words_json (const MdCodeWords *self, MdLang lang);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdCodeWords, md_code_words_free)

G_END_DECLS

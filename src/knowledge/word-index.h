/* word-index.h - which of many words stand in a text, in one pass
 *
 * Of each word the four bytes (three of a word of three) that are the rarest among all the words are kept in a hash
 * table; where they stand in the text, the rest of the word is compared.
 *
 * Built once, then only read: any thread may look.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MD_WORD_INDEX_MIN 3 /* bytes of the shortest word */

typedef struct _MdWordIndex MdWordIndex;

MdWordIndex *md_word_index_new (void);
void         md_word_index_free (MdWordIndex *self);
/* Before md_word_index_build(): @word (at least of MD_WORD_INDEX_MIN bytes, copied) stands for @owner. */
void         md_word_index_add (MdWordIndex *self, const char *word, guint owner);
void         md_word_index_build (MdWordIndex *self);
/* Sets the bit of every owner of which a word stands in @text. */
void         md_word_index_look (const MdWordIndex *self, const char *text, gsize length, guint32 *bits);

G_END_DECLS

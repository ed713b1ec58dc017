/* finding-text.h - the tables behind finding lines; private to advice/ and its tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text;     /* English msgid with the finding's parameters as {places} */
  const char *incoming; /* (nullable) where it reads otherwise about the incoming server */
} MdFindingText;

typedef struct
{
  const char *group; /* NULL closes the table */
  const char *word;  /* as it stands in a finding */
  const char *text;
} MdWordText;

/* The tables of one guide each; the last row of a table of lines has no text. */
typedef struct
{
  MdFindingCode code;
  MdFindingText line;
} MdFindingRow;

/* How a bounce reads for what became of the message, with its recipient or without one. */
typedef struct
{
  const char *action; /* NULL closes the table */
  gboolean has_recipient;
  const char *text;
} MdBounceText;

extern const MdBounceText md_bounce_texts[];
extern const MdFindingText md_send_texts[MD_N_FINDINGS];
extern const MdFindingRow md_delivery_texts[];
extern const MdFindingRow md_receive_texts[];
extern const MdFindingRow md_content_texts[];
extern const MdFindingRow md_account_texts[];
extern const MdWordText md_send_words[];
extern const MdWordText md_delivery_words[];
extern const MdWordText md_receive_words[];
extern const MdWordText md_content_word_texts[];

/* The line of @code; NULL when there is none, which is a bug of ours. */
const MdFindingText *md_finding_text (MdFindingCode code);
/* The words of all tables, one after another; NULL past the last. */
const MdWordText    *md_word_text_get (guint index);

/* The parameter @name of @finding as a person reads it; (transfer full), NULL when there is none or it is empty. */
char *md_finding_word (MdLang lang, const MdFinding *finding, const char *name);
/* Fills the places of the msgid @text from @finding; NULL when one of them has no value and @strict is TRUE. */
char *md_finding_fill (MdLang lang, const char *text, const MdFinding *finding, gboolean strict);

/* As md_check_title(), for ids that need not be known. */
const char *md_check_title_or_null (MdLang lang, const char *check_id);

G_END_DECLS

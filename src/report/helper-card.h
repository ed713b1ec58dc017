/* helper-card.h - the card for two people on the phone: where they are, and three sentences, in one language
 *
 * Two of them, one in the person's language and one in the helper's, make the page and the paper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct
{
  MdLang lang;
  char *title;      /* (owned) "S3 · Password", "Result" */
  char *code;       /* (owned) the step's or the verdict's: the same in both languages */
  char **spelling;  /* (owned) how the code is read aloud, a line a group; empty for a step */
  char **sentences; /* (owned) three at most */
} MdHelperCard;

/* Of the whole result; @is_helpers: it is read by whoever helps, to whom "you" would be the wrong one. */
MdHelperCard *md_helper_card_new_verdict (MdLang lang, const MdRecord *record, const MdVerdict *verdict,
                                          gboolean is_helpers);
/* Of one page; @findings (nullable) are its own, and @cause (nullable) is the one that rests on them. */
MdHelperCard *md_helper_card_new_step (MdLang lang, MdStepId step, MdStatus status, const GPtrArray *findings,
                                       const MdCause *cause);
void          md_helper_card_free (MdHelperCard *self);

/* Both languages, one below the other, to copy and to print; @second (nullable). */
char         *md_helper_cards_text (const MdHelperCard *first, const MdHelperCard *second);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHelperCard, md_helper_card_free)

G_END_DECLS

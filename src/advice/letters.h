/* letters.h - ready texts for those who must act: the recipient, the provider, whoever runs the domain, the sender
 *
 * Plain text in a language of choice, to be sent by another way.  Nothing secret is in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

typedef enum
{
  MD_LETTER_RECIPIENT,     /* look in spam, rules, blocked senders, space */
  MD_LETTER_PROVIDER,      /* what their server said, and what was seen */
  MD_LETTER_ADMINISTRATOR, /* the records to be mended, with the corrected ones where they are known */
  MD_LETTER_SENDER,        /* guide R: what to look at on their side */
  MD_N_LETTERS,
} MdLetter;

/* Whom the text is for: "Text for the recipient". */
const char *md_letter_title (MdLang lang, MdLetter letter);
/* (transfer full) @verdict and its record may be NULL for the recipient's and the sender's. */
char       *md_letter_text (MdLang lang, MdLetter letter, const MdCase *kase, const MdVerdict *verdict);
/* The one that suits the first cause of @verdict in @guide; FALSE when nobody else has to act. */
gboolean    md_letter_for_verdict (const MdVerdict *verdict, MdGuide guide, MdLetter *letter);

G_END_DECLS

/* helper.h - what whoever helps asks next: for every cause the questions that tell it from its neighbours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

#define MD_HELPER_MAX_ASKS 3
/* An ask with words of its own, not one of the guide's questions. */
#define MD_HELPER_NO_QUESTION MD_N_QUESTIONS

typedef struct
{
  MdStepId step;       /* the page that both look at; MD_STEP_ACCOUNT: none */
  MdQuestion question; /* the one on that page, with the same words; or MD_HELPER_NO_QUESTION */
  const char *text;    /* (nullable) English msgid, when it is no question of the guide */
} MdHelperAsk;

/* The ask number @index of @cause, most telling first; NULL past the last. */
const MdHelperAsk *md_helper_ask_get (MdCauseCode cause, guint index);
/* The same of a result without a cause. */
const MdHelperAsk *md_helper_ask_get_without_cause (MdVerdictStatus status, guint index);
/* "S3: Have you changed the password lately?"; (transfer full). */
char              *md_helper_ask_text (MdLang lang, const MdHelperAsk *ask);
/* The texts themselves, for the test that each is used; NULL past the last. */
const MdHelperAsk *md_helper_ask_nth (guint index);

G_END_DECLS

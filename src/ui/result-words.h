/* result-words.h - an earlier result in a few words: when, which guide, for whom, its code
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"
#include "diagnosis/diagnosis.h"
#include "report/history.h"

G_BEGIN_DECLS

/* "Sending", "Delivery", "Receiving"; of another version of the program: @guide itself. */
const char *md_guide_word (MdLang lang, const char *guide);
/* The icon of a verdict. */
MdStatus    md_verdict_icon (MdVerdictStatus status);
/* "Today at 10:15 · Sending · ana@example.org · KX7M-42PD"; what is not known is left out.  (transfer full) */
char       *md_result_line (MdLang lang, gint64 started, const char *guide, const char *email, const char *code);
/* The verdict in one sentence; (transfer full). */
char       *md_result_title (MdLang lang, const MdRecord *record, const MdVerdict *verdict);

G_END_DECLS

/* rule-words.h - how the rows of rules*.c are written; for them alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/rules.h"

#define ANY(code) { MD_FINDING_##code, MD_SUBJECT_ANY, NULL }
#define OUT(code) { MD_FINDING_##code, MD_SUBJECT_OUTGOING, NULL }
#define OTHER(code) { MD_FINDING_##code, MD_SUBJECT_OTHER, NULL }
#define IN(code) { MD_FINDING_##code, MD_SUBJECT_INCOMING, NULL }
#define ABOUT(subject, code) { MD_FINDING_##code, MD_SUBJECT_##subject, NULL }
#define REPLY(cause) { MD_FINDING_REPLY_NAMES_CAUSE, MD_SUBJECT_ANY, cause }
#define REPLY_FOR_SENDING(cause) { MD_FINDING_REPLY_NAMES_CAUSE, MD_SUBJECT_OUTGOING, cause }
#define END { 0, MD_SUBJECT_ANY, NULL }

#define ALL(...) .all = { __VA_ARGS__ }
#define ONE_OF(...) .one_of = { __VA_ARGS__ }
#define NONE(...) .none = { __VA_ARGS__ }
#define EXPLAINS(...) .explains = { __VA_ARGS__ }
#define ALONE .alone = TRUE
#define CAUSE(name) MD_CAUSE_##name

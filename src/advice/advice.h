/* advice.h - what the program says: of causes, findings, steps, questions
 *
 * The only C with sentences in it.  Everything returned is for people, in @lang; (transfer full) unless it is const.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/record.h"
#include "diagnosis/diagnosis.h"

G_BEGIN_DECLS

/* ── causes ── */

/* One plain sentence that names the cause ("Your password for sending is the old one"). */
char       *md_advice_title (MdLang lang, const MdCause *cause);
/* What to do now: one to five whole sentences, in order. */
char      **md_advice_steps (MdLang lang, const MdCause *cause);
/* Who must act: "you", "your mail provider" … */
const char *md_advice_actor (MdLang lang, MdActor actor);
/* How sure: "very likely", "likely", "possible". */
const char *md_advice_confidence (MdLang lang, double confidence);
/* Short name for "ruled out" lists ("firewall", "certificate"). */
const char *md_advice_short_name (MdLang lang, MdCauseCode cause);
/* Words for a verdict without a cause: healthy, or unsure. */
char       *md_advice_verdict_title (MdLang lang, const MdVerdict *verdict, const MdRecord *record);
char      **md_advice_verdict_steps (MdLang lang, const MdVerdict *verdict, const MdRecord *record);
/* Which of the article's five habits apply, from what was found; may be empty. */
char      **md_advice_prevention (MdLang lang, const MdVerdict *verdict, const MdRecord *record);

/* ── findings ── */

/* One line for a person; the technical words stay in the evidence. */
char       *md_finding_line (MdLang lang, const MdFinding *finding);
/* "Claws Mail": the name of a mail program, by its id as in programs.h. */
const char *md_program_name (MdLang lang, const char *id);
/* The word beside the icon: "works", "note", "attention", "problem". */
const char *md_severity_word (MdLang lang, MdSeverity severity);
/* "done", "running" … of a step. */
const char *md_status_word (MdLang lang, MdStatus status);

/* ── steps, checks and questions ── */

const char *md_step_short_title (MdLang lang, MdStepId step);   /* "Password" */
const char *md_step_heading (MdLang lang, MdStepId step);       /* the question the page answers */
const char *md_step_why (MdLang lang, MdStepId step);           /* one sentence: why it matters */
const char *md_step_leaves (MdLang lang, MdStepId step);        /* what leaves this computer */
const char *md_check_title (MdLang lang, const char *check_id);
const char *md_question_text (MdLang lang, MdQuestion question);
/* The labels of its three answers. */
const char *md_answer_text (MdLang lang, MdQuestion question, MdAnswer answer);

/* ── command line ── */

/* Errors of the command by a stable id ("usage-email", "unreadable-password-file" …), filled. */
char       *md_cli_text (MdLang lang, const char *id, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS

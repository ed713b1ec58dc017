/* run.h - one guide, headless: the engine on a main loop, then the report on standard output
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "core/check.h"
#include "core/record.h"

G_BEGIN_DECLS

/* The exit status of the contract. */
int md_run_guide (const MdOptions *options, MdGuide guide, MdCase *kase, MdWorld *world);
/* Walks @checks, all of page @id, for a command that is no guide; its document has that step alone. */
int md_run_checks (const MdOptions *options, const char *command, MdStepId id, const MdCheck *const *checks,
                   MdCase *kase);
/* Writes what a reading command found: a document with @step (transfer full) alone and its verdict; the exit status of
 * the contract.  @command: "explain", "domain" …; @started: monotonic microseconds. */
int md_conclude_reading (const MdOptions *options, const char *command, MdStepRecord *step, gint64 started);
/* Writes @text to standard output whole; FALSE after a complaint when it could not. */
gboolean md_write_output (MdLang lang, const char *text);
/* The same for the documents of MD_FORMAT_JSONL, which are written many at a time. */
gboolean md_flush_output (MdLang lang);

G_END_DECLS

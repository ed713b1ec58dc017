/* session.h - what the window shows: one person's visit, apart from any widget
 *
 * Holds the case, the runner, the practice provider, the verdict, the page and the language, so that a page or the
 * whole window can be built anew at any moment.  Main thread only.
 *
 * Signals
 *   "changed"        results, verdict, account or answers changed; at most once a turn of the main loop
 *   "page-changed"   another page is to be shown
 *   "lang-changed"   everything is to be built anew
 *   "settled"        a verdict is there that was not there before
 *   "reminder"       the two minutes without protection are over
 *   "said"           a short word is to be shown, or has been shown long enough
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"
#include "engine/runner.h"
#include "practice/practice.h"
#include "ui/account-draft.h"
#include "ui/opened.h"
#include "ui/preferences.h"

G_BEGIN_DECLS

#define MD_TYPE_SESSION (md_session_get_type ())
G_DECLARE_FINAL_TYPE (MdSession, md_session, MD, SESSION, GObject)

/* @checks: the checklist of each guide, NULL-terminated; they must outlive it. */
MdSession   *md_session_new (MdLang lang, const MdCheck *const *const *checks);
/* Ends what runs; the pretend provider's threads, too. */
void         md_session_close (MdSession *self);
/* What the person chose holds from the next test on, and whenever it changes; NULL: the defaults. */
void         md_session_set_preferences (MdSession *self, MdPreferences *preferences);
/* (nullable) (transfer none) */
MdPreferences *md_session_get_preferences (MdSession *self);
/* FALSE when the person chose that third parties are never asked. */
gboolean     md_session_may_ask_others (MdSession *self);

/* ── guide, language and page ── */

MdGuide      md_session_get_guide (MdSession *self);
/* Another guide begins anew, with the account that is known. */
void         md_session_set_guide (MdSession *self, MdGuide guide);

MdLang       md_session_get_lang (MdSession *self);
void         md_session_set_lang (MdSession *self, MdLang lang);
const char  *md_session_get_page (MdSession *self);
/* Remembers where it came from.  A page of another guide begins that guide. */
void         md_session_go (MdSession *self, const char *page);
gboolean     md_session_can_go_back (MdSession *self);
void         md_session_back (MdSession *self);

/* ── account ── */

MdAccountDraft *md_session_get_draft (MdSession *self);
/* The draft's address was changed: looks for its settings after a short pause. */
void         md_session_draft_changed (MdSession *self);
/* What was found for the draft's address; (nullable) (transfer none). */
MdSettings  *md_session_get_found_settings (MdSession *self);
gboolean     md_session_is_looking (MdSession *self);
/* What else was found out about it, as findings of the account's step; (nullable) (transfer none). */
GPtrArray   *md_session_get_account_findings (MdSession *self);
/* The draft becomes the account; FALSE when it cannot be one. */
gboolean     md_session_confirm_account (MdSession *self);
gboolean     md_session_has_account (MdSession *self);
/* TRUE when there is something to give a result about: an account, or a message, an address, a domain, a log. */
gboolean     md_session_has_something (MdSession *self);
/* @changed: (transfer full) a copy of the case, with something in it changed. */
void         md_session_take_case (MdSession *self, MdCase *changed);
/* (transfer full) */
void         md_session_take_password (MdSession *self, MdSecret *password);

/* ── files that were opened ── */

typedef enum
{
  MD_USE_NONE,
  MD_USE_EXPLAIN, /* as an error message: D1 */
  MD_USE_OWN,     /* as a message of the person's own that does not arrive: D5 */
  MD_USE_AWAIT,   /* another one of this sender is waited for: guide R */
  MD_USE_LOG,     /* as a log: D6 */
} MdOpenedUse;

/* Looks at them in a thread, then goes to the page that reads them; where it is not plain what to do with them, to the
 * page "opened", which asks. */
void         md_session_open_files (MdSession *self, GFile **files, guint n_files);
/* (element-type MdOpened) (nullable) (transfer none) what was opened last. */
const GPtrArray *md_session_get_opened (MdSession *self);
/* @index: among those. */
void         md_session_use_opened (MdSession *self, guint index, MdOpenedUse use);

/* ── the mail programs on this computer ── */

/* Reads them in a thread, once a visit; not while practising.  "changed" tells when they are there. */
void         md_session_read_programs (MdSession *self);
/* (nullable) (transfer none) until they have been read, and while practising. */
const MdPrograms *md_session_get_programs (MdSession *self);
/* @account, of these programs, becomes the draft. */
void         md_session_choose_program (MdSession *self, const MdProgramAccount *account);

/* ── the guide ── */

/* Starts the guide (S1 runs at once, the rest when the account is known); does nothing when it runs. */
void         md_session_begin (MdSession *self);
/* (nullable) until the guide has begun. */
MdRunner    *md_session_get_runner (MdSession *self);
MdCase      *md_session_get_case (MdSession *self);
MdStatus     md_session_get_status (MdSession *self, MdStepId step);
MdAnswer     md_session_get_answer (MdSession *self, MdQuestion question);
void         md_session_answer (MdSession *self, MdQuestion question, MdAnswer answer);
void         md_session_agree (MdSession *self, MdConsent consent, gboolean yes);
void         md_session_repeat (MdSession *self, MdStepId step);
/* "I have fixed it": repeats what the first cause rests on, and remembers what the verdict was. */
void         md_session_repeat_cause (MdSession *self);
void         md_session_stop (MdSession *self);
/* Everything from the start page again. */
void         md_session_start_over (MdSession *self);

/* ── the verdict: of all that is known now; (nullable) (transfer none) until the guide has begun ── */

const MdVerdict *md_session_get_verdict (MdSession *self);
const MdRecord  *md_session_get_record (MdSession *self);
/* TRUE when nothing runs that could change the verdict, and there is something to give it about. */
gboolean     md_session_is_settled (MdSession *self);
/* The most likely cause that rests on a finding of @step; (nullable). */
const MdCause *md_session_get_cause_for_step (MdSession *self, MdStepId step);
/* What the verdict was before "I have fixed it"; FALSE when there is nothing to compare with. */
gboolean     md_session_get_before (MdSession *self, MdCauseCode *cause);

/* ── two people on the phone ── */

/* The step's page or "verdict" that the card and the help are about: the one shown, or the last one before it;
 * (nullable). */
const char  *md_session_get_subject_page (MdSession *self);
/* The checklist of @guide, NULL-terminated. */
const MdCheck *const *md_session_get_checks (MdSession *self, MdGuide guide);
/* The code of somebody else's result, as it is being typed; "" for none. */
const char  *md_session_get_code (MdSession *self);
/* TRUE when it was entered: then its length is judged, too. */
gboolean     md_session_get_code_is_whole (MdSession *self);
void         md_session_set_code (MdSession *self, const char *typed, gboolean is_whole);

/* ── practice ── */

/* Starts the pretend provider in a thread, with its account in the draft; "changed" tells the rest. */
void         md_session_start_practice (MdSession *self, const char *fault);
gboolean     md_session_practice_is_starting (MdSession *self);
/* (nullable) the practice that runs. */
const MdPracticeFault *md_session_get_practice (MdSession *self);

/* ── a short word that passes: the frame shows it, in whichever language is spoken then ── */

typedef void (*MdUndoFunc) (MdSession *session, gpointer user_data);
/* @msgid: a constant, N_ ("…").  It takes the place of the one before. */
void         md_session_say (MdSession *self, const char *msgid);
/* With Undo beside it.  @done is called once, after @undo or when the word has passed without it. */
void         md_session_say_with_undo (MdSession *self, const char *msgid, MdUndoFunc undo, gpointer data,
                                       GDestroyNotify done);
/* (nullable) The msgid of what stands there. */
const char  *md_session_get_said (MdSession *self);
gboolean     md_session_can_undo (MdSession *self);
void         md_session_undo (MdSession *self);
/* It has been read, or closed. */
void         md_session_said_enough (MdSession *self);

/* ── earlier results: see ui/keeper.h ── */

typedef struct _MdKeeper MdKeeper;
/* From now on results are kept in @folder, as the preferences want it. */
void         md_session_keep_results (MdSession *self, const char *folder);
/* (nullable) (transfer none) while nothing is kept. */
MdKeeper    *md_session_get_keeper (MdSession *self);

/* ── protection switched off for a test ── */

void         md_session_protection_off (MdSession *self);
void         md_session_protection_on (MdSession *self);
/* Seconds left of the two minutes; -1 when protection is on; 0 when it must be switched on again. */
int          md_session_get_protection_left (MdSession *self);

G_END_DECLS

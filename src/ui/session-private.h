/* session-private.h - what session.c and session-practice.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

G_BEGIN_DECLS

typedef enum
{
  MD_SESSION_CHANGED,
  MD_SESSION_PAGE_CHANGED,
  MD_SESSION_LANG_CHANGED,
  MD_SESSION_SETTLED,
  MD_SESSION_REMINDER,
  MD_SESSION_SAID,
  MD_SESSION_N_SIGNALS,
} MdSessionSignal;

/* What md_session_say() said. */
typedef struct
{
  const char *msgid;     /* (nullable) */
  MdUndoFunc undo;       /* (nullable) */
  gpointer data;
  GDestroyNotify done;   /* (nullable) */
} MdNotice;

struct _MdSession
{
  GObject parent_instance;

  MdLang lang;
  MdPreferences *preferences;    /* (owned) (nullable) */
  char *language;                /* (owned) (nullable) of the preferences, as it held last */
  MdThirdParties third_parties;  /* the same */
  const MdCheck *const *checks[MD_N_GUIDES]; /* (not owned) const */
  MdGuide guide;
  const char *page;              /* (interned) */
  GPtrArray *history;            /* (owned) of interned page ids */

  MdAccountDraft draft;
  gboolean has_account;
  MdCase *kase;                  /* (owned) */
  MdWorld *world;                /* (owned) */
  MdRunner *runner;              /* (owned) (nullable) the guide */
  MdRunner *lookup;              /* (owned) (nullable) settings for the address being typed */
  guint look_later;              /* source */
  guint idle;                    /* source */

  MdRecord *record;              /* (owned) (nullable) */
  MdVerdict *verdict;            /* (owned) (nullable) */
  gboolean was_settled;
  gboolean has_before;
  MdCauseCode before;

  GPtrArray *opened;             /* (owned) (nullable) of MdOpened */
  GCancellable *opening;         /* (owned) (nullable) they are being looked at */

  MdPrograms *programs;          /* (owned) (nullable) of this computer */
  GCancellable *reading;         /* (owned) (nullable) they are being read, or have been */

  MdPractice *practice;          /* (owned) (nullable) */
  guint practice_starts;         /* starts asked for: a start that was overtaken is ended again */
  gboolean practice_starting;

  char *code;                    /* (owned) (nullable) of somebody else's result, as it is being typed */
  gboolean code_is_whole;        /* it was entered */

  guint protection_timer;        /* source */
  gint64 protection_until;       /* monotonic microseconds; 0: protection is on */

  MdNotice notice;
  MdKeeper *keeper;              /* (owned) (nullable) */
};

void md_session_emit (MdSession *self, MdSessionSignal signal);
void md_session_mark_changed (MdSession *self);
/* What stands there is not said any more; nothing is told. */
void md_session_forget_notice (MdSession *self);
MdRunner *md_session_make_runner (MdSession *self, MdCase *kase);
void md_session_drop_runners (MdSession *self);
void md_session_forget_account (MdSession *self);
void md_session_end_practice (MdSession *self);
void md_session_forget_programs (MdSession *self);
void md_session_forget_opened (MdSession *self);
/* The Internet as the preferences have it; (transfer full) */
MdWorld *md_session_make_world (MdSession *self);
/* What was agreed to once and for all. */
MdConsent md_session_get_standing_consents (MdSession *self);

G_END_DECLS

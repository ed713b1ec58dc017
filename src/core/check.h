/* check.h - one line of the checklist: a const descriptor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/case.h"

G_BEGIN_DECLS

#define MD_CHECK_MAX_NEEDS 5

typedef struct _MdContext MdContext;

typedef struct
{
  const char *id;        /* the file's name in checks/: in logs, JSON, tests, CHECKLIST; never changes */
  MdStepId step;         /* the page it belongs to */
  MdSubject subject;     /* what its findings are about, unless the report says otherwise */
  const char *needs[MD_CHECK_MAX_NEEDS + 1]; /* earlier ids; it starts when these have ended, however they ended */
  MdInput inputs;        /* what the case must hold; without it the check waits (window) or is skipped (command) */
  MdInput uses;          /* what it looks at besides, when it is there */
  MdConsent asks_first;  /* what must be agreed to */
  guint budget_ms;       /* the deadline, from its start */
  gboolean refines;      /* its result only refines: a healthy run does not wait for it */
  gboolean consumes;     /* it takes a live connection left by a need, which is made anew when this check is repeated */
  /* (nullable) TRUE when, for this case, @need (an earlier id, "password" or "sender") is not worth waiting for. */
  gboolean (*waives) (const MdCase *kase, const char *need);
  /* (nullable) FALSE when there is nothing in this case for it to look at: it is not shown, and not said to have been
   * left out.  It may still run. */
  gboolean (*concerns) (const MdCase *kase);
  /* On a worker thread.  What the other side did is a finding; FALSE with @error set only when we could not look. */
  gboolean (*run) (MdContext *context, GError **error);
} MdCheck;

G_END_DECLS

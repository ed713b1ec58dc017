/* server.h - what every pretend server holds in its hands: the stage it plays on and one caller
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice/mailbox.h"
#include "practice/names.h"
#include "practice/script.h"
#include "practice/stream.h"

G_BEGIN_DECLS

/* Set up before the first caller comes, then never changed; the mailbox guards itself. */
typedef struct
{
  const PracticeScript *script;
  PracticeAuthority *authority;
  PracticeMailbox *mailbox;
  MdSecret *password;  /* (not owned) the account's right one */
} PracticeStage;

/* One connection, on a thread of its own. */
typedef struct
{
  const PracticeStage *stage;
  const PracticePlace *place;
  PracticeStream *stream;
} PracticeCall;

void     practice_smtp_serve (PracticeCall *call);
void     practice_imap_serve (PracticeCall *call);
void     practice_pop3_serve (PracticeCall *call);
void     practice_sieve_serve (PracticeCall *call);
void     practice_web_serve (PracticeCall *call);
void     practice_dns_serve (PracticeCall *call);

/* The answer to one DNS question, both in wire form, cut to nothing when it is longer than @limit; NULL when the
 * question is none or stays unanswered; (transfer full). */
GBytes  *practice_dns_answer (const PracticeStage *stage, const guchar *message, gsize length, gsize limit);

/* The certificate shown at this place. */
PracticeOffer practice_call_offer (const PracticeCall *call);

/* ── sign-in, the same for every protocol (sign-in.c) ── */

typedef enum
{
  PRACTICE_SIGN_IN_OK,
  PRACTICE_SIGN_IN_REFUSED,   /* user or password is wrong */
  PRACTICE_SIGN_IN_MALFORMED, /* not base64, not in the mechanism's form */
  PRACTICE_SIGN_IN_CANCELLED, /* "*" */
  PRACTICE_SIGN_IN_GONE,      /* the caller hung up */
  PRACTICE_SIGN_IN_UNKNOWN,   /* no such mechanism here */
} PracticeSignIn;

/* Runs @mechanism. @initial (nullable): the initial response, base64, overwritten.  @prompt: how a challenge is
 * introduced, "334" or "+". */
PracticeSignIn practice_sign_in (PracticeCall *call, const char *mechanism, char *initial, const char *prompt);
/* The password as such; @password is overwritten. */
PracticeSignIn practice_sign_in_plain (PracticeCall *call, const char *user, char *password);

G_END_DECLS

/* sign-in.h - one login try for sending, and what its answer means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/products.h"

G_BEGIN_DECLS

typedef enum
{
  MD_SIGN_IN_ACCEPTED,
  MD_SIGN_IN_REFUSED,      /* a permanent reply */
  MD_SIGN_IN_DEFERRED,     /* a temporary reply */
  MD_SIGN_IN_NO_MECHANISM, /* nothing was tried */
  MD_SIGN_IN_CUT,          /* closed, silent, or nothing that is an answer */
} MdSignInEnd;

typedef struct
{
  MdSignInEnd end;
  MdSaslMechanisms mechanism;
  MdSmtpReply *reply;   /* (owned) (nullable) */
  char *token_error;    /* (owned) (nullable) */
  MdWireStatus wire;
} MdSignIn;

/* What to sign in with. */
typedef struct
{
  const char *user;
  MdSecret *secret;     /* (nullable) */
  gboolean is_token;
} MdCredential;

/* "access-token": what Online Accounts gave. */
typedef struct
{
  MdSecret *token;      /* (owned) */
  guint seconds;        /* how long it is good for; 0: not known */
} MdAccessToken;

/* What the case holds for that side. */
MdCredential md_credential_of (const MdCase *kase, MdSubject side);
/* The same, or the token that "access-token" left.  Where a password is there, too, it is used when @offered (0: not
 * known) takes no tokens. */
MdCredential md_credential_for (const MdContext *context, MdSubject side, MdSaslMechanisms offered);
/* For the checks that sign in: with a token that may be fetched, nobody waits for a password; without, not for the
 * token. */
gboolean     md_token_waives (const MdCase *kase, const char *need);
/* What the server's JSON says of the token it refused. */
void         md_report_token_error (MdContext *context, const MdEndpoint *endpoint, const char *json);
gboolean     md_credential_equal (const MdCredential *a, const MdCredential *b);

void md_sign_in (MdContext *context, MdSmtp *smtp, const MdCredential *credential, MdSignIn *result);
void md_sign_in_clear (MdSignIn *result);
/* Adds the login's part of the dialogue to the evidence; @micros: how long it took. */
void md_sign_in_evidence (MdContext *context, const MdDialogue *dialogue, MdWire *wire, gboolean accepted,
                          gint64 micros);
/* The talk with @endpoint ended at @stage ("login", "mail", "rcpt") for the reason @wire; @line: (nullable) what was
 * said that is no answer. */
void md_report_broken_off (MdContext *context, MdSubject subject, const MdEndpoint *endpoint, const char *stage,
                           MdWireStatus wire, const char *line);
/* Why no password may go over this dialogue: "no-connection", "not-encrypted", "not-trusted", "not-ready"; NULL when it
 * may. */
const char *md_sign_in_obstacle (const MdDialogue *dialogue);

G_END_DECLS

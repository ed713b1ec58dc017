/* account-draft.h - what stands in the fields of the account page
 *
 * Kept by the session, so that it survives a change of page or of language.  One owner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/case.h"
#include "programs/programs.h"

G_BEGIN_DECLS

typedef struct
{
  char *host;          /* (owned) as typed */
  guint port;
  MdSecurity security;
  MdProtocol protocol;
} MdServerDraft;

typedef struct
{
  char *email;         /* (owned) as typed */
  char *user;          /* (owned) empty: the address */
  MdServerDraft outgoing;
  MdServerDraft incoming;
  gboolean edited;     /* the servers are what the person's program shows, not what we found */
  gboolean no_auth;
  char *outgoing_user; /* (owned) (nullable) where the chosen program has another one for sending */
  char *auth;          /* (owned) (nullable) how the chosen program signs in for sending */
  char *incoming_auth; /* (owned) (nullable) how for receiving */
  char *program;       /* (owned) (nullable) the chosen program: id as in programs.h */
} MdAccountDraft;

typedef enum
{
  MD_DRAFT_GOOD,
  MD_DRAFT_NO_ADDRESS,
  MD_DRAFT_BAD_OUTGOING,
  MD_DRAFT_BAD_INCOMING,
} MdDraftState;

void         md_account_draft_init (MdAccountDraft *self);
void         md_account_draft_clear (MdAccountDraft *self);
void         md_account_draft_set_server (MdServerDraft *server, const MdEndpoint *endpoint);
/* The account of a mail program takes the place of what stood there. */
void         md_account_draft_set_program (MdAccountDraft *self, const MdProgramAccount *account);
/* What cannot be seen in the fields no longer holds: the account is another one. */
void         md_account_draft_forget_program (MdAccountDraft *self);
MdDraftState md_account_draft_check (const MdAccountDraft *self);
/* A copy of @base with this account in it; the draft must be good. */
MdCase      *md_account_draft_to_case (const MdAccountDraft *self, const MdCase *base);

G_END_DECLS

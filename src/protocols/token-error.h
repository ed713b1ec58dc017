/* token-error.h - why a server did not accept an access token, from the JSON that it sends before its refusal
 *
 * RFC 7628 3.2.2 (OAUTHBEARER), RFC 6750 3.1 (the words of "status"), and what Google and Microsoft say for XOAUTH2: an
 * HTTP status, "400" or "401", instead of a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_TOKEN_UNKNOWN,     /* it does not say */
  MD_TOKEN_NOT_VALID,   /* "401", "invalid_token": expired, withdrawn or broken; which of them it does not say */
  MD_TOKEN_EXPIRED,     /* it says so */
  MD_TOKEN_REVOKED,     /* it says so */
  MD_TOKEN_NO_SCOPE,    /* "400", "403", "insufficient_scope": the permission is not for this */
} MdTokenFault;

typedef struct
{
  MdTokenFault fault;
  char *status;         /* (owned) as it came; "" when there was none */
  char *schemes;        /* (owned) */
  char *scope;          /* (owned) what it would have had to be good for */
} MdTokenError;

/* Reads a flat JSON object of at most 4 KiB and 32 members; what is none leaves MD_TOKEN_UNKNOWN.  Never NULL. */
MdTokenError *md_token_error_parse (const char *json);
void          md_token_error_free (MdTokenError *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTokenError, md_token_error_free)

G_END_DECLS

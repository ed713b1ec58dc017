/* authority.h - the pretend provider's own certificate authority
 *
 * Keys (EC P-256) are made at start and live in memory only.  A certificate is issued for the name each client asks
 * for, during its handshake, sound or with one chosen defect.  May be used from any thread once made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef enum
{
  PRACTICE_ISSUE_SOUND,
  PRACTICE_ISSUE_EXPIRED,
  PRACTICE_ISSUE_NOT_YET,     /* valid from a day that has not come, as seen by a clock that is behind */
  PRACTICE_ISSUE_WRONG_NAME,
  PRACTICE_ISSUE_SELF_SIGNED,
  PRACTICE_ISSUE_INCOMPLETE,  /* by an intermediate authority that is not shown */
  PRACTICE_ISSUE_INSPECTED,   /* by the authority of an antivirus */
} PracticeIssue;

typedef struct _PracticeAuthority PracticeAuthority;

PracticeAuthority *practice_authority_new (GError **error);
void               practice_authority_free (PracticeAuthority *self);
/* A private file with the authority's certificate (PEM), removed with the authority. */
const char        *practice_authority_get_file (PracticeAuthority *self);

typedef struct
{
  PracticeAuthority *authority;
  const char *host;  /* (static) for clients that ask for no name */
  PracticeIssue issue;
} PracticeOffer;

/* The server's side of one connection; (transfer full). @offer must live as long. */
SSL               *practice_authority_new_server (const PracticeOffer *offer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeAuthority, practice_authority_free)

G_END_DECLS

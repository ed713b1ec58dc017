/* case.h - what the person brought: account, configured servers, answers, consents
 *
 * Built by the window or the command, then shared: immutable and atomically counted.  To change something, copy,
 * change the copy, and hand that over.  Strings and servers are owned by the case.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/endpoint.h"
#include "base/secret.h"
#include "core/words.h"

G_BEGIN_DECLS

typedef struct
{
  /*< private >*/
  gatomicrefcount count;

  /*< public >*/
  char *email;                 /* (nullable) the account's address */
  char *user;                  /* (nullable) the user name; NULL: the address */
  char *outgoing_user;         /* (nullable) where it differs */
  char *incoming_user;         /* (nullable) where it differs */
  MdEndpoint *outgoing;        /* (nullable) what the mail program is configured with */
  MdEndpoint *incoming;        /* (nullable) */
  gboolean no_auth;            /* the mail program does not sign in for sending */
  char *auth;                  /* (nullable) how it signs in for sending: "password", "oauth2" … as in programs.h */
  char *incoming_auth;         /* (nullable) how it signs in for receiving */
  char *program;               /* (nullable) the mail program these settings come from: id as in programs.h */
  MdSecret *password;          /* (nullable) */
  MdSecret *outgoing_password; /* (nullable) where the saved one differs */
  MdSecret *incoming_password; /* (nullable) */
  MdSecret *token;             /* (nullable) OAuth2 access token */
  char *from;                  /* (nullable) identity, if not the account's address */
  char *to;                    /* (nullable) whom the message in trouble is for; NULL: the account's address */
  char *test_to;               /* (nullable) where the test message goes; NULL: the account's address */
  guint64 message_size;        /* bytes of the message in trouble; 0: unknown */
  char **selectors;            /* (nullable) DKIM selectors given */
  char *domain;                /* (nullable) the domain to look at, if not the address's */
  char *ip;                    /* (nullable) numeric address of the server that sends for it */
  char *helo;                  /* (nullable) the name which that server introduces itself with */
  char *text;                  /* (nullable) an error message as the person pasted it */
  char *bounce;                /* (nullable) path of a bounce */
  char *draft;                 /* (nullable) path of the message that is to be sent */
  char **logs;                 /* (nullable) paths of mail-server logs */
  char *queue_id;              /* (nullable) of one message in the logs */
  char *sender;                /* (nullable) who should have written: an address, or a domain */
  char *subject;               /* (nullable) words of the subject of the message in trouble */
  char *message_id;            /* (nullable) its Message-ID, with or without angle brackets */
  gint64 sent;                 /* when it was sent, Unix seconds; 0: unknown */
  MdAnswer answers[MD_N_QUESTIONS];
  MdConsent consents;
} MdCase;

MdCase     *md_case_new (void);
MdCase     *md_case_copy (const MdCase *self);
MdCase     *md_case_ref (MdCase *self);
void        md_case_unref (MdCase *self);

/* The inputs that are there. */
MdInput     md_case_get_inputs (const MdCase *self);
/* TRUE when both are about the same account, set up in the same way. */
gboolean    md_case_same_account (const MdCase *a, const MdCase *b);
/* TRUE when both hold the same passwords and token. */
gboolean    md_case_same_secrets (const MdCase *a, const MdCase *b);
/* Those among BOUNCE, RECIPIENT, DRAFT, LOGS, SENDER, DOMAIN and TEST_TO that are not the same in both. */
MdInput     md_case_compare_inputs (const MdCase *a, const MdCase *b);
/* Part of the address after the last @, A-label form, lower case; NULL without an address. */
char       *md_case_dup_domain (const MdCase *self);
/* The user name to sign in with on that side. */
const char *md_case_get_user (const MdCase *self, MdSubject side);
/* The password for that side; NULL when none was given. */
MdSecret   *md_case_get_password (const MdCase *self, MdSubject side);
/* The sender of the envelope and of the test message. */
const char *md_case_get_sender (const MdCase *self);
/* TRUE when it looks like local@domain; no more than that. */
gboolean    md_address_has_form (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdCase, md_case_unref)

G_END_DECLS

/* products.h - what checks leave for later checks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/settings.h"
#include "core/context.h"
#include "knowledge/knowledge.h"
#include "protocols/dialogue.h"
#include "protocols/resolver.h"

G_BEGIN_DECLS

/* "discover": MdSettings, the recommended settings (best source). */

/* "outgoing-name": the configured outgoing server's addresses. */
typedef struct
{
  MdEndpoint *endpoint;       /* (owned) as configured, else the first recommended */
  gboolean is_configured;
  MdDnsAddresses *addresses;  /* (owned) */
} MdNamedServer;

/* "outgoing-configured", "incoming-server": one MdDialogue.  The live session in it is stolen by the login check of
 * that side, its only reader to do so.
 *
 * "outgoing-ports", "recommended-server", "recommended-incoming": GPtrArray of MdDialogue.  Sessions in
 * it are stolen by "other-login" alone. */

/* "outgoing-login", "other-login": a session that is signed in, for the envelope test and the test message. */
typedef struct
{
  MdEndpoint *endpoint;   /* (owned) */
  char *address;          /* (owned) numeric */
  char *user;             /* (owned) what was accepted */
  MdSecret *password;     /* (owned) (nullable) what was accepted; a token when is_token */
  gboolean is_token;
  gboolean accepted;      /* FALSE: not signed in (the program does not, or it was refused) */
  MdSmtp *smtp;           /* (owned) (nullable) stolen by "envelope" or "other-envelope" */
  guint64 size_limit;
} MdSignedIn;

/* "incoming-login": the same for reading; IMAP only. */
typedef struct
{
  MdEndpoint *endpoint;   /* (owned) */
  char *address;          /* (owned) numeric */
  char *user;             /* (owned) */
  MdSecret *password;     /* (owned) */
  gboolean is_token;
  MdSaslMechanisms mechanism; /* accepted; 0: LOGIN command */
  MdImap *imap;           /* (owned) (nullable) stolen by "mailbox-space" */
} MdReader;

/* "other-providers": banners seen elsewhere. */
typedef struct
{
  GPtrArray *dialogues;   /* (owned) of MdDialogue, ended */
} MdElsewhere;

/* The recommended settings, when discovery has ended and found some; (transfer none) (nullable). */
const MdSettings *md_recommended (const MdContext *context);

/* The one of @recommended that differs least from @configured, so that only what is different is said; (nullable). */
const MdEndpoint *md_settings_nearest (const GPtrArray *recommended, const MdEndpoint *configured);

/* TRUE when the needed check "resolvers" saw that no resolver answers at all: asking again would only wait once
 * more. */
gboolean md_no_resolver_answers (const MdContext *context);

void md_named_server_free (MdNamedServer *self);
void md_signed_in_free (MdSignedIn *self);
void md_reader_free (MdReader *self);
void md_elsewhere_free (MdElsewhere *self);

/* ── server-findings.c: what a dialogue means, said the same way for every server ── */

/* Reports name, ports, greeting, TLS, certificate, offers of one dialogue about @subject, with its evidence. */
void md_report_dialogue (MdContext *context, MdSubject subject, const MdDialogue *dialogue);
/* Resolves @host and reports it about @subject; an array without addresses when there are none. */
MdDnsAddresses *md_report_name (MdContext *context, MdSubject subject, const char *host);
/* The finding a dialogue on another port or server comes down to: OTHER_PORT_WORKS or OTHER_PORT_CLOSED, with
 * evidence. */
void md_report_other (MdContext *context, const MdDialogue *dialogue);
/* Reports a negative reply: the cause it names if any (REPLY_NAMES_CAUSE).  TRUE when it named one. */
gboolean md_report_reply (MdContext *context, MdSubject subject, const MdEndpoint *endpoint, MdReplyPhase phase,
                          guint code, const char *enhanced, const char *text);

G_END_DECLS

/* dialogue.h - one endpoint, from connect to "ready to sign in", with every way it can go wrong told apart
 *
 * Speaks SMTP, IMAP or POP3 as the endpoint says (implicit TLS, STARTTLS or plain) and stops before the login.  When
 * the peer does not speak as configured it finds out what it does speak: silence on a plain connection is tried once
 * with TLS on a second connection, and a plain answer to TLS is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/endpoint.h"
#include "protocols/imap.h"
#include "protocols/pop3.h"
#include "protocols/smtp.h"
#include "protocols/tcp.h"

G_BEGIN_DECLS

/* How far it came; the words are stable ("connect", "greeting", "ehlo", "starttls", "tls", "ehlo-tls", "ready"). */
typedef enum
{
  MD_STAGE_CONNECT,
  MD_STAGE_GREETING,
  MD_STAGE_HELLO,      /* EHLO, CAPABILITY, CAPA in clear */
  MD_STAGE_STARTTLS,
  MD_STAGE_TLS,
  MD_STAGE_HELLO_TLS,  /* the same again inside TLS */
  MD_STAGE_READY,
  MD_N_STAGES,
} MdDialogueStage;

const char *md_dialogue_stage_name (MdDialogueStage stage);

typedef enum
{
  MD_DIALOGUE_READY,             /* everything went as configured; the certificate may still be bad */
  MD_DIALOGUE_NO_CONNECTION,     /* see attempts */
  MD_DIALOGUE_SILENT,            /* connected, then nothing within the limit */
  MD_DIALOGUE_CLOSED,            /* closed or reset by the peer */
  MD_DIALOGUE_NONSENSE,          /* not this protocol, or a limit exceeded */
  MD_DIALOGUE_OTHER_SERVICE,     /* another protocol's greeting: see service */
  MD_DIALOGUE_SPEAKS_TLS,        /* configured plain or STARTTLS, the port speaks implicit TLS */
  MD_DIALOGUE_SPEAKS_PLAIN,      /* configured implicit TLS, the port speaks in clear */
  MD_DIALOGUE_REFUSED,           /* a negative reply at this stage: see reply */
  MD_DIALOGUE_NO_STARTTLS,       /* STARTTLS configured, not offered */
  MD_DIALOGUE_TLS_FAILED,        /* see tls */
  MD_DIALOGUE_CANCELLED,
} MdDialogueEnd;

const char *md_dialogue_end_name (MdDialogueEnd end);

typedef struct
{
  MdEndpoint *endpoint;      /* (owned) */
  GPtrArray *attempts;       /* (owned) of MdTcpAttempt, one an address */
  char *address;             /* (owned) (nullable) the one spoken to */
  MdDialogueEnd end;
  MdDialogueStage stage;     /* where it ended */
  double stage_from[MD_N_STAGES];  /* seconds since the start; 0 when not reached */
  double stage_until[MD_N_STAGES];
  double seconds;            /* all in all */
  double lookup_seconds;     /* before that: how long looking its name up took; set by whoever did, 0 not known */
  double greeting_seconds;   /* from connected (or TLS) to the greeting */
  char *banner;              /* (owned) (nullable) first line of the greeting as received */
  char *service;             /* (owned) (nullable) "imap", "pop3", "http", "ssh", "ftp" for OTHER_SERVICE */
  MdSmtpReply *smtp_reply;   /* (owned) (nullable) the negative SMTP reply */
  char *reply_text;          /* (owned) (nullable) the negative reply of any protocol, one line; what was NONSENSE */
  char *masked_keyword;      /* (owned) (nullable) "XXXXXXXA": a keyword of the EHLO reply that was blanked */
  /* Facts that stay when the session has been taken away by the check that signs in: */
  gboolean trusted;          /* READY, encrypted, nothing wrong with the certificate */
  gboolean offers_auth;      /* SMTP AUTH was offered */
  MdSaslMechanisms mechanisms; /* those that signing in was offered with */
  char *client_address;      /* (owned) (nullable) our address as the server names it in its EHLO reply */
  char *fingerprint;         /* (owned) (nullable) SHA-256 of the server's own certificate */
  /* The live session, ready to sign in, when end is READY; at most one is set. */
  MdSmtp *smtp;              /* (owned) (nullable) */
  MdImap *imap;              /* (owned) (nullable) */
  MdPop3 *pop3;              /* (owned) (nullable) */
  MdWire *wire;              /* (owned) (nullable) what is left of a dialogue that ended early: TLS facts,
                                transcript; no longer connected */
} MdDialogue;

typedef struct
{
  guint connect_ms;   /* 5 000 */
  guint greeting_ms;  /* 25 000: some servers greet after 20 s on purpose */
  guint reply_ms;     /* 12 000 */
  guint tls_ms;       /* 8 000 */
  guint grace_ms;     /* for slower addresses once one is open: 0 */
} MdDialogueLimits;

extern const MdDialogueLimits md_dialogue_limits_default;

/* Never NULL. @addresses: numeric. */
MdDialogue  *md_dialogue_run (MdWorld *world, const MdEndpoint *endpoint, const char *const *addresses,
                              const MdDialogueLimits *limits, const MdWait *wait);
void         md_dialogue_free (MdDialogue *self);
const MdTls *md_dialogue_get_tls (const MdDialogue *self);         /* nullable */
MdTranscript *md_dialogue_get_transcript (const MdDialogue *self); /* nullable */
/* READY, over TLS, nothing wrong with the certificate: a secret may be sent. */
gboolean     md_dialogue_is_trusted (const MdDialogue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDialogue, md_dialogue_free)

G_END_DECLS

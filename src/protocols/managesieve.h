/* managesieve.h - reading the filter rules that the mail server applies: RFC 5804
 *
 * Never writes a script.  Blocking; one owner at a time.  Limits: see wire.h; 1 MiB a script, 200 scripts, 500
 * responses a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/dialogue.h"

G_BEGIN_DECLS

#define MD_MANAGESIEVE_PORT 4190

typedef struct
{
  gboolean ok;
  gboolean bye;
  char *code;  /* (owned) (nullable) without parentheses: "AUTH-TOO-WEAK", "QUOTA", "TRYLATER" … */
  char *text;  /* (owned) */
} MdManageSieveReply;

typedef struct
{
  MdSaslMechanisms mechanisms;
  gboolean starttls;
  char *implementation; /* (owned) (nullable) */
  char *extensions;     /* (owned) (nullable) of the rules' language, as given */
} MdManageSieveFeatures;

typedef struct
{
  char *name;           /* (owned) UTF-8 */
  gboolean active;      /* the one that is applied; at most one is */
} MdManageSieveScript;

typedef struct _MdManageSieve MdManageSieve;

void           md_managesieve_reply_free (MdManageSieveReply *self);
void           md_managesieve_script_free (MdManageSieveScript *self);

MdManageSieve *md_managesieve_new (MdWire *wire); /* takes the wire over */
void           md_managesieve_free (MdManageSieve *self); /* says LOGOUT without waiting */
MdWire        *md_managesieve_get_wire (MdManageSieve *self);
const MdManageSieveFeatures *md_managesieve_get_features (const MdManageSieve *self);

/* Each sets @reply (transfer full) when the server completed it. */
/* The capabilities that a server begins with (RFC 5804 1.7). */
MdWireStatus   md_managesieve_greeting (MdManageSieve *self, const MdWait *wait, MdManageSieveReply **reply);
/* STARTTLS, the handshake when it was granted, and the capabilities again. */
MdWireStatus   md_managesieve_starttls (MdManageSieve *self, const MdWait *wait, MdManageSieveReply **reply);
MdWireStatus   md_managesieve_login (MdManageSieve *self, const MdWait *wait, MdSaslMechanisms mechanism,
                                     const char *user, MdSecret *password, MdManageSieveReply **reply);
/* (transfer full) of MdManageSieveScript */
MdWireStatus   md_managesieve_list (MdManageSieve *self, const MdWait *wait, GPtrArray **scripts,
                                    MdManageSieveReply **reply);
/* NULL in @script when the server refuses it. */
MdWireStatus   md_managesieve_get (MdManageSieve *self, const MdWait *wait, const char *name, GBytes **script,
                                   MdManageSieveReply **reply);

typedef enum
{
  MD_TALK_CONNECT,
  MD_TALK_GREETING,
  MD_TALK_TLS,       /* STARTTLS and the handshake */
  MD_N_TALK_STAGES,
} MdTalkStage;

/* From connect to "ready to sign in". */
typedef struct
{
  MdDialogueEnd end;        /* READY: the session is there; its certificate may still be bad */
  GPtrArray *attempts;      /* (owned) of MdTcpAttempt */
  char *address;            /* (owned) (nullable) */
  double stage_until[MD_N_TALK_STAGES]; /* seconds since the start; 0 when not reached */
  char *text;               /* (owned) (nullable) what the server said when it refused */
  MdManageSieve *session;   /* (owned) (nullable) */
  char **lines;             /* (owned) (nullable) the transcript of a talk that ended early */
} MdManageSieveTalk;

/* Never NULL; always with STARTTLS.  @addresses: numeric. */
MdManageSieveTalk *md_managesieve_talk (MdWorld *world, const char *host, guint16 port, const char *const *addresses,
                                        const MdWait *wait);
void           md_managesieve_talk_free (MdManageSieveTalk *self);

/* ── for its tests: one response, its literals as quoted strings ── */

/* NULL when it is none of OK, NO and BYE. */
MdManageSieveReply *md_managesieve_reply_parse (const char *response, gsize length);
void           md_managesieve_features_clear (MdManageSieveFeatures *self);
void           md_managesieve_features_add (MdManageSieveFeatures *self, const char *response, gsize length);
/* NULL when it is no script's name. */
MdManageSieveScript *md_managesieve_script_parse (const char *response, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdManageSieveReply, md_managesieve_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdManageSieve, md_managesieve_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdManageSieveTalk, md_managesieve_talk_free)

G_END_DECLS

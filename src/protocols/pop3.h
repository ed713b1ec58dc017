/* pop3.h - the other way of reading: RFC 1939, 2449 (CAPA), 2595 (STLS), 5034 (AUTH)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/sasl.h"
#include "protocols/wire.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean ok;
  char *code; /* (owned) (nullable) "AUTH", "IN-USE", "SYS/TEMP" … RFC 2449, 3206 */
  char *text; /* (owned) */
} MdPop3Reply;

typedef struct
{
  MdSaslMechanisms mechanisms;
  gboolean stls, user;
} MdPop3Features;

/* Reads "+OK text", "-ERR [CODE] text"; NULL when @line is neither. */
MdPop3Reply *md_pop3_reply_parse (const char *line);
/* Adds what one line of a CAPA listing offers. */
void         md_pop3_features_add (MdPop3Features *self, const char *line);

typedef struct _MdPop3 MdPop3;

void         md_pop3_reply_free (MdPop3Reply *self);
MdPop3      *md_pop3_new (MdWire *wire); /* takes the wire over */
void         md_pop3_free (MdPop3 *self);
MdWire      *md_pop3_get_wire (MdPop3 *self);
/* Ends the session and hands its wire back. */
MdWire      *md_pop3_free_to_wire (MdPop3 *self);

/* Each sets @reply (transfer full) when a whole reply came; with MD_WIRE_NONSENSE its text is the line that is none. */
MdWireStatus md_pop3_greeting (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
MdWireStatus md_pop3_capa (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
/* STLS, the handshake when it was granted, and CAPA again. */
MdWireStatus md_pop3_stls (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
/* The first half of it: STLS and its reply alone.  Then md_wire_start_tls() and md_pop3_capa() are due. */
MdWireStatus md_pop3_ask_stls (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
const MdPop3Features *md_pop3_get_features (const MdPop3 *self);
/* AUTH with @mechanism; 0: USER and PASS.  @token_error (nullable): as in md_smtp_login(). */
MdWireStatus md_pop3_login (MdPop3 *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user,
                            MdSecret *password, MdPop3Reply **reply, char **token_error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPop3Reply, md_pop3_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPop3, md_pop3_free)

G_END_DECLS

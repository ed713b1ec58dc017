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

typedef struct _MdPop3 MdPop3;

void         md_pop3_reply_free (MdPop3Reply *self);
MdPop3      *md_pop3_new (MdWire *wire); /* takes the wire over */
void         md_pop3_free (MdPop3 *self);
MdWire      *md_pop3_get_wire (MdPop3 *self);

MdWireStatus md_pop3_greeting (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
MdWireStatus md_pop3_capa (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
MdWireStatus md_pop3_stls (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply);
const MdPop3Features *md_pop3_get_features (const MdPop3 *self);
/* AUTH with @mechanism; 0: USER and PASS. */
MdWireStatus md_pop3_login (MdPop3 *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user,
                            MdSecret *password, MdPop3Reply **reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPop3Reply, md_pop3_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPop3, md_pop3_free)

G_END_DECLS

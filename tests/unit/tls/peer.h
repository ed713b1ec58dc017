/* peer.h - the other end of a connection, on a loopback thread, behaving as the test says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"
#include "pki.h"

typedef struct _Peer Peer;
typedef void (*PeerAct) (int fd, gpointer data); /* on the peer's thread, with one blocking connection; fd closed after */

/* Listens on 127.0.0.1 and runs @act once. */
Peer    *peer_new (PeerAct act, gpointer data);
/* Waits for the act to end. */
void     peer_free (Peer *self);
guint16  peer_get_port (const Peer *self);
/* A non-blocking connection to it. */
int      peer_dial (Peer *self, MdWorld *world);

/* For acts. */
typedef struct
{
  const Identity *identity;
  const Identity *intermediate; /* sent along, nullable */
  int max_version;              /* 0: the newest */
  const char *line;             /* sent in clear before (nullable) or after the handshake */
} TlsAct;
SSL     *act_shake_hands (int fd, const TlsAct *act); /* nullable */
void     act_say (int fd, const char *text);
void     act_hear_line (int fd);
/* Stays until the other side closes. */
void     act_stay (int fd);

MdWait   wait_ms (guint milliseconds, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

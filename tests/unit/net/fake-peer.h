/* fake-peer.h - a listening server on loopback that plays a script with everybody who connects, plain or over TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../tls/pki.h"

G_BEGIN_DECLS

typedef struct _FakePeer FakePeer;
typedef struct _FakeStream FakeStream;

/* On a thread of its own for each connection, which is closed afterwards. */
typedef void (*FakePeerAct) (FakeStream *stream, gpointer data);

/* @identity: speaks implicit TLS from the start; NULL: plain. */
FakePeer *fake_peer_start (FakePeerAct act, gpointer data, const Identity *identity);
/* Closes every connection and waits for the acts to end. */
void      fake_peer_stop (FakePeer *self);
guint16   fake_peer_port (const FakePeer *self);
guint     fake_peer_count (FakePeer *self);

void      fake_stream_say (FakeStream *self, const char *text);
/* A line without its end; NULL when the other side is gone. */
char     *fake_stream_hear (FakeStream *self);
gboolean  fake_stream_start_tls (FakeStream *self, const Identity *identity);
/* Until the other side, or the test, closes. */
void      fake_stream_stay (FakeStream *self);

/* An act for web servers: @data is a FakePage array closed by a NULL path. */
typedef struct
{
  const char *path;      /* "*": any */
  const char *response;  /* status line, headers and body; NULL: silence */
  guint filler_kib;      /* of body after it */
  guint delay_ms;
} FakePage;

void      fake_web_act (FakeStream *stream, gpointer pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePeer, fake_peer_stop)

G_END_DECLS

/* story.h - a scripted mail server: who says what, in order, on loopback
 *
 * A line of a story is one of
 *   "S: text"      the server says text and CRLF
 *   "C: pattern"   the client says a line that matches (* and ?)
 *   "C= text"      the client says exactly this
 *   "RAW: text"    the server says text as it is
 *   "TLS"          the handshake
 *   "STAY"         silence until the client hangs up
 *   "PAUSE: 100"   milliseconds
 * In any of them "{b64:text}" stands for its base64, where \0 and \1 are the bytes 0 and 1.  After the last line the
 * server hangs up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../net/fake-peer.h"
#include "base/secret.h"
#include "base/transcript.h"
#include "base/wait.h"
#include "protocols/wire.h"

#define CANARY "c4nary ñ\"pass' word"
#define USER "ana@example.org"

typedef struct _Stage Stage;

/* Plays @lines to the first connection and @second (nullable: silence) to each later one. */
Stage     *stage_new (const char *const *lines, const char *const *second);
/* Fails the test when the client did not say what the story asks. */
void       stage_end (Stage *self);
guint16    stage_get_port (const Stage *self);
/* Knows the stage's authority; in practice, so that secrets may go in clear over loopback, unless @strict. */
MdWorld   *stage_make_world (Stage *self, gboolean strict);
MdWire    *stage_dial (Stage *self, MdWorld *world);

MdWait     soon (void);
MdSecret  *canary (void);
/* Neither the password nor the base64 of it or of a PLAIN message is anywhere in it. */
void       assert_clean (MdTranscript *transcript);
gboolean   transcript_has (MdTranscript *transcript, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_end)

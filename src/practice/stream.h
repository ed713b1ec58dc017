/* stream.h - the server's end of one connection: lines in, lines out, plain or over TLS
 *
 * Made for the pretend provider alone.  What was read may hold a password, so the one buffer is wiped after every line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "practice/authority.h"

G_BEGIN_DECLS

typedef struct _PracticeStream PracticeStream;

/* Takes @fd over. */
PracticeStream *practice_stream_new (int fd, const MdWait *wait);
void            practice_stream_free (PracticeStream *self);

/* The server's side of the handshake; FALSE when it failed.  What came in clear before is forgotten (CVE-2011-0411). */
gboolean        practice_stream_start_tls (PracticeStream *self, const PracticeOffer *offer);
gboolean        practice_stream_is_secure (const PracticeStream *self);
/* One line without its end, inside the stream's buffer until the next call; NULL when the line is over. */
char           *practice_stream_read_line (PracticeStream *self);
/* Exactly @length bytes, closed by a NUL, likewise; at most 8 KiB. */
char           *practice_stream_read_bytes (PracticeStream *self, gsize length);
gboolean        practice_stream_write (PracticeStream *self, const void *bytes, gsize length);
gboolean        practice_stream_print (PracticeStream *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Waits; FALSE when the provider is being stopped or the other side has gone. */
gboolean        practice_stream_pause (PracticeStream *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeStream, practice_stream_free)

G_END_DECLS

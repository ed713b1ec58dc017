/* dialogue-silence.h - waits for the first sign of life on a plain connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"

G_BEGIN_DECLS

typedef enum
{
  MD_FIRST_SIGN,       /* bytes, or the end of the connection: go on and read */
  MD_FIRST_TLS,        /* the port speaks TLS */
  MD_FIRST_NOTHING,
  MD_FIRST_CANCELLED,
} MdFirstSign;

/* Waits on the connected @fd until @wait ends.  After 2.5 s of nothing a second connection to @address tries TLS, while
 * the first goes on being watched: implicit TLS and a slow greeting look the same from outside. */
MdFirstSign md_first_sign (MdWorld *world, int fd, const char *address, guint16 port, const char *host,
                           const MdWait *wait);

G_END_DECLS

/* sasl-wire.h - the two lines of an authentication exchange that SMTP, IMAP and POP3 write alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/sasl.h"
#include "protocols/wire.h"

G_BEGIN_DECLS

/* An exchange that asks for more than this is no exchange. */
#define MD_SASL_MAX_CHALLENGES 8

/* Writes @command, followed by the initial response where @with_initial allows it, there is one, and the line stays
 * within @max_bytes.  RFC 4954 (4), 4959, 5034 (4). */
MdWireStatus md_sasl_send_command (MdSasl *sasl, MdWire *wire, const MdWait *wait, const char *command,
                                   gboolean with_initial, gsize max_bytes);
/* Answers a challenge (base64, as the server wrote it), or cancels with "*" when it is not acceptable. */
MdWireStatus md_sasl_send_answer (MdSasl *sasl, MdWire *wire, const MdWait *wait, const char *challenge);

G_END_DECLS

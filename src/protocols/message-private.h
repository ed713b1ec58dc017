/* message-private.h - what message.c and message-draft.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The part of @text that may stand in a header line. */
char *md_message_without_controls (const char *text);
/* RFC 5322 3.3, whatever the language of the program. */
char *md_message_date_now (void);
/* Without angle brackets. */
char *md_message_new_id (const char *from);

G_END_DECLS

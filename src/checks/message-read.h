/* message-read.h - the message that a check is to read: the one on the shelf, or the draft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"

G_BEGIN_DECLS

/* What the command was given (MD_MESSAGE_FILE), else the file of the draft; (transfer full).  NULL when there is
 * neither, and after DRAFT_UNREADABLE when it cannot be read or is larger than 64 MiB. */
GBytes     *md_message_read (MdContext *context);
/* DRAFT_UNREADABLE: it is no message, or cannot be read. */
void        md_message_report_unreadable (MdContext *context);
/* One RECEIVED_HOP for every line of the chain, oldest first, with what is wrong about it; and how long it took in
 * all. */
void        md_message_report_way (MdContext *context, GBytes *message);

G_END_DECLS

/* message-checks.h - the checks that look at one message which a file holds
 *
 * They find it on the shelf under this id, as a GBytes, before any of them runs; what a file does not tell (accounts,
 * servers) they do without.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check.h"

G_BEGIN_DECLS

#define MD_MESSAGE_FILE "message-file"

/* In the order in which they are told; closed by NULL. */
extern const MdCheck *const md_message_checks[];

G_END_DECLS

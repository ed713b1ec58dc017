/* keyring-member.h - one string of a dictionary written as GVariant text, as Online Accounts keeps its passwords
 *
 * GLib's own parser would leave copies of every password in memory that nobody wipes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

/* The string under @name in "{'imap-password': <'…'>, …}"; NULL when there is none, it is empty, or the text is not of
 * that form. */
MdSecret *md_keyring_member (const char *text, gsize length, const char *name);

G_END_DECLS

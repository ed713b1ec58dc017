/* keyring.h - the person's keyring (Secret Service), asked without ever blocking the window
 *
 * A locked keyring may wait for its owner, or for nobody: every call gives up after a few seconds, and the password
 * then stays in memory only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* @password: (transfer full) (nullable) when none is stored or the keyring did not answer. */
typedef void (*MdKeyringFound) (MdSecret *password, gpointer user_data);
/* @done is always called, once. */
void md_keyring_look_up (const char *email, MdKeyringFound done, gpointer user_data);
/* Stores a copy of the text; the caller's own is the caller's to wipe. */
void md_keyring_store (const char *email, const char *label, const char *text);

G_END_DECLS

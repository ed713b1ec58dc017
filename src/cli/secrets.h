/* secrets.h - passwords for the command: from a descriptor, a file, the keyring; never from argv or the environment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "base/secret.h"

G_BEGIN_DECLS

/* Each returns NULL after one clear line on standard error. */
MdSecret *md_read_secret_file (MdLang lang, const char *path);
MdSecret *md_read_secret_fd (MdLang lang, const char *number);
/* What Mail Doctor itself stored for that address. */
MdSecret *md_read_secret_keyring (MdLang lang, const char *email);

G_END_DECLS

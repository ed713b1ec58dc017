/* redact.h - the second net: takes what looks like a secret, or personal, out of text that leaves the program
 *
 * The first net is that secrets are never put into text at all.  This one catches what a server may echo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

/* A copy of @text in which every occurrence of each secret reads "[password]": raw, base64, or as it is
 * escaped in JSON and in HTML. */
char *md_redact (const char *text, MdSecret *const *secrets, gsize n_secrets);
/* A copy of @text in which every e-mail address keeps its first letter and its top-level domain: "a…@….org". */
char *md_redact_addresses (const char *text);

G_END_DECLS

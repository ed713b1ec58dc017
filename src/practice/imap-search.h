/* imap-search.h - which of the pretend account's messages a SEARCH finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice/mailbox.h"

G_BEGIN_DECLS

/* Whether @mail fits the search program @words (element-type utf8): RFC 3501 6.4.4 as far as readers use it.  Keys that
 * are not known are passed over. */
gboolean practice_search_fits (const GPtrArray *words, const PracticeMail *mail);

G_END_DECLS

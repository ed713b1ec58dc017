/* pattern-words.h - words of which one must stand in whatever a regular expression matches
 *
 * So that of some hundred expressions only the few are tried whose words occur.  Understood are literals, escapes,
 * classes, groups, alternatives and repetition; of anything else (look-around, back references) no word is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In lower case, each of at least @min_length bytes; (element-type utf8).  NULL when there are none to be relied on. */
GPtrArray *md_pattern_words (const char *pattern, gsize min_length);

G_END_DECLS

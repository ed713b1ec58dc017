/* changes.h - what is another than before, in words; and the date of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

/* "today at 10:15", "yesterday at 18:02", "on 3 November 2026 at 10:15", in the computer's time zone; to stand alone
 * it begins with a capital letter ("Today at 10:15", "3 November 2026, 10:15").  @unix_micros, @now: Unix
 * microseconds. */
char *md_date_alone (MdLang lang, gint64 unix_micros, gint64 now);
char *md_date_within (MdLang lang, gint64 unix_micros, gint64 now);

/* "The outgoing server was … ; now it is …."  @before, @now: (nullable) a server in words, none where nothing was
 * set. */
char *md_change_server (MdLang lang, MdSubject side, const char *before, const char *now);
char *md_change_user (MdLang lang, const char *before, const char *now);
/* "The last good result is of {date}." */
char *md_change_last_well (MdLang lang, gint64 unix_micros, gint64 now);
/* "New since then: …" of a finding's line. */
char *md_change_new_since (MdLang lang, const MdFinding *finding);
/* "The settings are the same as then." */
const char *md_change_same_settings (MdLang lang);

G_END_DECLS

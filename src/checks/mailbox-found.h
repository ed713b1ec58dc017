/* mailbox-found.h - what a search in the mailbox found, put in order and reported
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/mailbox.h"

G_BEGIN_DECLS

/* Drops what shows the same message twice, or was filed long before the newest one came to the inbox, and puts first
 * what the person is likely to miss. */
void  md_mailbox_choose_found (MdMailboxSearch *self);
/* Says where it is and why, or that it is nowhere. */
void  md_mailbox_report_found (MdContext *context, const MdMailbox *mailbox, const MdMailboxSearch *self);
/* Reports what the receiving side noted in @headers: the spam filters' opinions, and which checks failed. */
void  md_mailbox_report_marks (MdContext *context, GBytes *headers);
/* Value of the topmost Authentication-Results, one line and cut; NULL when there is none.  RFC 8601. */
char *md_mailbox_results (GBytes *headers);

G_END_DECLS

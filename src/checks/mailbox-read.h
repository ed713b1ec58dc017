/* mailbox-read.h - what the checks that read the mailbox share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/mailbox.h"
#include "checks/products.h"
#include "protocols/imap-mailbox.h"

G_BEGIN_DECLS

#define MD_ROLE_BIT(role) (1u << (role))
/* Where mail that came in can be: not what was written here, nor views that show it twice. */
#define MD_ROLES_RECEIVED                                                                                             \
  (MD_ROLE_BIT (MD_ROLE_INBOX) | MD_ROLE_BIT (MD_ROLE_JUNK) | MD_ROLE_BIT (MD_ROLE_TRASH)                             \
   | MD_ROLE_BIT (MD_ROLE_ARCHIVE) | MD_ROLE_BIT (MD_ROLE_OTHER))

/* "closed", "timed-out", "refused": for the products' obstacle. */
const char *md_mailbox_obstacle (MdWireStatus status);
/* Parallel to @self->folders, for commands; only those whose role is in @roles can be opened.
 * (transfer full) (element-type MdImapFolder) */
GPtrArray  *md_mailbox_for_commands (const MdMailbox *self, guint roles);
/* Fetches the headers of the newest of @hits, at most @limit, and adds them to @messages (element-type
 * MdMailboxMessage), newest first. */
MdWireStatus md_mailbox_fetch_headers (const MdMailbox *self, MdImap *imap, const MdWait *wait, GArray *hits,
                                       guint limit, GPtrArray *messages);
/* Adds to each of @messages the whole message from its beginning. */
MdWireStatus md_mailbox_fetch_whole (const MdMailbox *self, MdImap *imap, const MdWait *wait, GPtrArray *messages);
/* Evidence of what was said on @imap, with @result. */
void        md_mailbox_add_evidence (MdContext *context, const char *probe, const char *host, MdImap *imap,
                                     const char *result, gint64 started);

G_END_DECLS

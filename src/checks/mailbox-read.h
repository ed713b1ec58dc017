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
/* What one check says on a connection that others have used before it. */
typedef struct
{
  MdImap *imap;
  gint64 started;
  guint n_lines; /* said before */
} MdMailboxTalk;

MdMailboxTalk md_mailbox_talk_begin (MdImap *imap);
/* Adds it as evidence. */
void        md_mailbox_talk_end (const MdMailboxTalk *self, MdContext *context, const char *probe, const char *host,
                                 const char *result);

G_END_DECLS

/* move-back.c - puts the message that was found in the spam folder, the bin or elsewhere back into the inbox
 *
 * Only with the person's consent: the one check that changes the mailbox.  It marks the message as no spam first, so
 * that the provider's filter can learn from it.  RFC 6851.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-move-back"

#include "config.h"

#include "checks/mailbox-read.h"
#include "checks/sign-in.h"

static const MdMailboxFolder *
find_inbox (const MdMailbox *mailbox)
{
  for (guint i = 0; i < mailbox->folders->len; i++)
    {
      const MdMailboxFolder *folder = g_ptr_array_index (mailbox->folders, i);

      if (folder->role == MD_ROLE_INBOX)
        return folder;
    }
  return NULL;
}

/* The likeliest one that is not where it belongs; the archive is a place that people choose themselves. */
static const MdMailboxMessage *
choose (const MdMailboxSearch *search)
{
  const guint roles = MD_ROLE_BIT (MD_ROLE_JUNK) | MD_ROLE_BIT (MD_ROLE_TRASH) | MD_ROLE_BIT (MD_ROLE_OTHER);

  for (guint i = 0; i < search->found->len; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (search->found, i);

      if ((roles & MD_ROLE_BIT (message->role)) != 0)
        return message;
    }
  return NULL;
}

static void
report (MdContext *context, const MdMailboxMessage *message, MdWireStatus status, MdImapMoved moved,
        const MdImapReply *reply)
{
  const char *words = reply != NULL ? reply->text : md_wire_status_name (status);

  if (moved == MD_IMAP_NOT_MOVED)
    md_context_report (context, MD_FINDING_MESSAGE_NOT_MOVED, "folder", message->folder_name, "reply",
                       status == MD_WIRE_OK && reply == NULL ? "" : words, NULL);
  else
    md_context_report (context,
                       moved == MD_IMAP_MOVED ? MD_FINDING_MESSAGE_MOVED_BACK : MD_FINDING_MESSAGE_COPIED_BACK,
                       "folder", message->folder_name, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  MdMailboxSearch *search = md_context_get_product (context, "mailbox-search");
  const MdMailbox *mailbox = md_mailbox_of (context);
  const MdMailboxMessage *message = search != NULL ? choose (search) : NULL;
  const MdMailboxFolder *inbox = mailbox != NULL ? find_inbox (mailbox) : NULL;
  g_autoptr (MdImap) imap = search != NULL ? g_steal_pointer (&search->imap) : NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (MdImapReply) reply = NULL;
  MdImapMoved moved = MD_IMAP_NOT_MOVED;
  MdMailboxTalk talk;
  MdWireStatus status;

  if (message == NULL || inbox == NULL || imap == NULL)
    {
      md_context_report (context, MD_FINDING_NOTHING_TO_MOVE, NULL);
      return TRUE;
    }
  folders = md_mailbox_for_commands (mailbox, G_MAXUINT);
  talk = md_mailbox_talk_begin (imap);
  status = md_imap_move (imap, md_context_get_wait (context), g_ptr_array_index (folders, message->folder),
                         message->uid, inbox->raw_name, &moved, &reply);
  md_mailbox_talk_end (&talk, context, "imap-move", mailbox->host, moved == MD_IMAP_NOT_MOVED ? "not-moved" : "moved");
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    report (context, message, status, moved, reply);
  return TRUE;
}

const MdCheck md_check_move_back = {
  .id = "move-back",
  .step = MD_STEP_R1,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "mailbox-search", "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD,
  .asks_first = MD_CONSENT_CHANGE_MAILBOX,
  .budget_ms = 20000,
  .consumes = TRUE,
  .waives = md_token_waives,
  .run = run,
};

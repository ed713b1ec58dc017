/* mailbox-read.c - what the checks that read the mailbox share; see mailbox-read.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox"

#include "config.h"

#include "checks/mailbox-read.h"

#include <stdlib.h>

/* Of one folder, the newest: more are looked at only to choose those. */
#define HITS_A_FOLDER 40
#define MAX_HITS 200

const char *
md_mailbox_obstacle (MdWireStatus status)
{
  if (status == MD_WIRE_TIMED_OUT)
    return "timed-out";
  return status == MD_WIRE_OK ? "refused" : "closed";
}

GPtrArray *
md_mailbox_for_commands (const MdMailbox *self, guint roles)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free);

  for (guint i = 0; i < self->folders->len; i++)
    {
      const MdMailboxFolder *known = g_ptr_array_index (self->folders, i);
      MdImapFolder *folder = g_new0 (MdImapFolder, 1);

      folder->name = g_strdup (known->name);
      folder->raw_name = g_strdup (known->raw_name);
      folder->selectable = known->selectable && (roles & MD_ROLE_BIT (known->role)) != 0;
      folder->uid_validity = known->uid_validity;
      folder->counted = known->counted;
      folder->n_messages = known->n_messages;
      g_ptr_array_add (folders, folder);
    }
  return folders;
}

/* By folder, then the newest first: how they are best asked for. */
static int
compare_hits (const void *a, const void *b)
{
  const MdImapHit *first = a, *second = b;

  if (first->folder != second->folder)
    return first->folder < second->folder ? -1 : 1;
  return first->uid > second->uid ? -1 : first->uid < second->uid;
}

static int
compare_messages (gconstpointer a, gconstpointer b)
{
  const MdMailboxMessage *first = *(MdMailboxMessage *const *) a, *second = *(MdMailboxMessage *const *) b;

  return first->received > second->received ? -1 : first->received < second->received;
}

/* The newest of each folder, each once. */
static GArray *
choose_hits (GArray *hits)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (MdImapHit));
  guint in_folder = 0;

  if (hits->len > 0) /* without any there is no memory to sort */
    qsort (hits->data, hits->len, sizeof (MdImapHit), compare_hits);
  for (guint i = 0; i < hits->len && chosen->len < MAX_HITS; i++)
    {
      const MdImapHit *hit = &g_array_index (hits, MdImapHit, i);
      const MdImapHit *last = chosen->len > 0 ? &g_array_index (chosen, MdImapHit, chosen->len - 1) : NULL;

      if (last != NULL && last->folder == hit->folder && last->uid == hit->uid)
        continue;
      in_folder = last != NULL && last->folder == hit->folder ? in_folder + 1 : 0;
      if (in_folder < HITS_A_FOLDER)
        g_array_append_val (chosen, *hit);
    }
  return chosen;
}

static MdMailboxMessage *
new_message (const MdMailbox *self, const MdImapHit *hit, const MdImapMail *mail)
{
  const MdMailboxFolder *folder = g_ptr_array_index (self->folders, hit->folder);
  MdMailboxMessage *message = g_new0 (MdMailboxMessage, 1);

  message->folder = hit->folder;
  message->folder_name = g_strdup (folder->name);
  message->role = folder->role;
  message->uid = hit->uid;
  message->uid_validity = folder->uid_validity;
  message->received = mail->received;
  message->size = mail->size;
  message->headers = g_bytes_ref (mail->bytes);
  return message;
}

MdWireStatus
md_mailbox_fetch_headers (const MdMailbox *self, MdImap *imap, const MdWait *wait, GArray *hits, guint limit,
                          GPtrArray *messages)
{
  g_autoptr (GArray) chosen = choose_hits (hits);
  g_autoptr (GPtrArray) folders = md_mailbox_for_commands (self, G_MAXUINT);
  g_autoptr (GPtrArray) mails = NULL;
  MdWireStatus status;

  if (chosen->len == 0)
    return MD_WIRE_OK;
  status = md_imap_fetch (imap, wait, folders, (const MdImapHit *) (gpointer) chosen->data, chosen->len, FALSE,
                          MD_MAILBOX_HEADER_BYTES, &mails);
  for (guint i = 0; i < chosen->len; i++)
    {
      const MdImapMail *mail = g_ptr_array_index (mails, i);

      if (mail != NULL)
        g_ptr_array_add (messages, new_message (self, &g_array_index (chosen, MdImapHit, i), mail));
    }
  g_ptr_array_sort (messages, compare_messages);
  if (messages->len > limit)
    g_ptr_array_set_size (messages, (int) limit);
  return status;
}

MdWireStatus
md_mailbox_fetch_whole (const MdMailbox *self, MdImap *imap, const MdWait *wait, GPtrArray *messages)
{
  g_autoptr (GPtrArray) folders = md_mailbox_for_commands (self, G_MAXUINT);
  g_autofree MdImapHit *hits = g_new0 (MdImapHit, messages->len + 1);
  g_autoptr (GPtrArray) mails = NULL;
  MdWireStatus status;

  for (guint i = 0; i < messages->len; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (messages, i);

      hits[i] = (MdImapHit) { message->folder, message->uid };
    }
  status = md_imap_fetch (imap, wait, folders, hits, messages->len, TRUE, MD_MAILBOX_MESSAGE_BYTES, &mails);
  for (guint i = 0; i < messages->len; i++)
    {
      MdMailboxMessage *message = g_ptr_array_index (messages, i);
      const MdImapMail *mail = g_ptr_array_index (mails, i);

      if (mail != NULL && message->raw == NULL)
        message->raw = g_bytes_ref (mail->bytes);
    }
  return status;
}

MdMailboxTalk
md_mailbox_talk_begin (MdImap *imap)
{
  MdTranscript *transcript = md_wire_get_transcript (md_imap_get_wire (imap));

  return (MdMailboxTalk) { imap, g_get_monotonic_time (), md_transcript_get_length (transcript) };
}

void
md_mailbox_talk_end (const MdMailboxTalk *self, MdContext *context, const char *probe, const char *host,
                     const char *result)
{
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, probe, host, result,
                                          g_get_monotonic_time () - self->started);
  g_auto (GStrv) lines = md_transcript_to_lines (md_wire_get_transcript (md_imap_get_wire (self->imap)));

  for (guint i = 0; lines[i] != NULL; i++)
    if (i >= self->n_lines)
      md_evidence_add_line (evidence, lines[i]);
  md_context_add_evidence (context, evidence);
}

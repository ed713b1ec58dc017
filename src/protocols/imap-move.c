/* imap-move.c - the one thing that changes a mailbox: marks a message as no spam and moves it; see imap-mailbox.h
 *
 * RFC 6851 (MOVE); without it COPY, \Deleted and, where the server can expunge a single message, UID EXPUNGE (RFC
 * 4315): a plain EXPUNGE would take others' marked messages along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-mailbox.h"

#include "protocols/imap-private.h"

typedef struct
{
  MdImap *imap;
  const MdWait *wait;
  MdWireStatus status;
  MdImapReply **reply; /* of the step that failed */
} Mover;

/* One command; TRUE when it was obeyed.  @name (nullable) is appended as a string. */
static gboolean
do_one (Mover *self, const char *words, const char *name)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_job_free);
  MdImapJob *job = md_imap_job_new (self->imap, words, NULL, NULL);
  gboolean done;

  g_ptr_array_add (jobs, job);
  if (name != NULL)
    md_imap_job_add_string (job, name);
  self->status = md_imap_run_jobs (self->imap, self->wait, jobs);
  done = self->status == MD_WIRE_OK && md_imap_job_done (job);
  g_clear_pointer (self->reply, md_imap_reply_free);
  if (!done)
    *self->reply = g_steal_pointer (&job->reply);
  return done;
}

static gboolean
do_numbered (Mover *self, const char *command, guint32 uid, const char *rest, const char *name)
{
  g_autofree char *words = g_strdup_printf ("%s %u%s", command, uid, rest);

  return do_one (self, words, name);
}

static void
take_status (gpointer data, const char *word, guint32 number, MdImapCursor *cursor)
{
  guint32 *uid_validity = data;
  MdImapFolder counts = { NULL };

  if (g_ascii_strcasecmp (word, "STATUS") == 0 && md_imap_status_parse (cursor, &counts))
    *uid_validity = counts.uid_validity;
  g_free (counts.raw_name);
}

/* The folder under that name is still the one whose UIDs we know. */
static gboolean
is_same_folder (Mover *self, const MdImapFolder *from)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_job_free);
  guint32 uid_validity = 0;
  MdImapJob *job = md_imap_job_new (self->imap, "STATUS", take_status, &uid_validity);

  g_ptr_array_add (jobs, job);
  md_imap_job_add_string (job, from->raw_name);
  md_imap_job_add (job, " (UIDVALIDITY)");
  self->status = md_imap_run_jobs (self->imap, self->wait, jobs);
  return self->status == MD_WIRE_OK && md_imap_job_done (job) && uid_validity == from->uid_validity;
}

static gboolean
move_without_move (Mover *self, guint32 uid, const char *raw_target, MdImapMoved *moved)
{
  if (!do_numbered (self, "UID COPY", uid, "", raw_target))
    return FALSE;
  *moved = MD_IMAP_COPIED;
  if (do_numbered (self, "UID STORE", uid, " +FLAGS.SILENT (\\Deleted)", NULL)
      && md_imap_get_features (self->imap)->uidplus && do_numbered (self, "UID EXPUNGE", uid, "", NULL))
    *moved = MD_IMAP_MOVED;
  return TRUE;
}

MdWireStatus
md_imap_move (MdImap *self, const MdWait *wait, const MdImapFolder *from, guint32 uid, const char *raw_target,
              MdImapMoved *moved, MdImapReply **reply)
{
  Mover mover = { self, wait, MD_WIRE_OK, reply };

  *moved = MD_IMAP_NOT_MOVED;
  if (!is_same_folder (&mover, from) || !do_one (&mover, "SELECT", from->raw_name))
    return mover.status;
  /* Marks are a courtesy to the filter: a server that keeps none says NO, and that is all right. */
  (void) do_numbered (&mover, "UID STORE", uid, " +FLAGS.SILENT ($NotJunk NonJunk)", NULL);
  if (mover.status == MD_WIRE_OK)
    (void) do_numbered (&mover, "UID STORE", uid, " -FLAGS.SILENT ($Junk Junk)", NULL);
  if (mover.status != MD_WIRE_OK)
    return mover.status;
  if (!self->features.move)
    (void) move_without_move (&mover, uid, raw_target, moved);
  else if (do_numbered (&mover, "UID MOVE", uid, "", raw_target))
    *moved = MD_IMAP_MOVED;
  return mover.status;
}

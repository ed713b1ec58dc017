/* mailbox-survey.c - what is in the own mailbox: folders, space, and for guide D what came back lately
 *
 * All reading that needs no more than the account, in a few round trips; the checks of the single steps look at what it
 * leaves (mailbox.h).  Nothing is changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox-survey"

#include "config.h"

#include "checks/mailbox-read.h"
#include "checks/sign-in.h"

#define DAY_SECONDS 86400
#define MEASURE_FROM_PERCENT 80 /* so full, it is worth adding up what the folders hold */
/* What a mail system's reports have in common, RFC 3464, 6522, and the habits of those that follow no standard. */
#define REPORT_KEYS                                                                                                   \
  "OR OR OR OR FROM \"mailer-daemon\" FROM \"postmaster\" FROM \"microsoftexchange\""                                 \
  " HEADER Content-Type \"multipart/report\" HEADER X-Failed-Recipients \"@\""

static MdMailbox *
new_mailbox (void)
{
  MdMailbox *self = g_new0 (MdMailbox, 1);

  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_folder_free);
  self->quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free);
  self->bounces = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  return self;
}

static MdMailboxFolder *
take_folder (const MdImapFolder *from)
{
  MdMailboxFolder *folder = g_new0 (MdMailboxFolder, 1);

  folder->name = g_strdup (from->name);
  folder->raw_name = g_strdup (from->raw_name);
  folder->role = md_mailbox_role (from->special, from->name);
  folder->selectable = from->selectable;
  folder->uid_validity = from->uid_validity;
  folder->counted = from->counted;
  folder->n_messages = from->n_messages;
  folder->measured = from->measured;
  folder->bytes = from->bytes;
  return folder;
}

static guint64
quota_percent (const MdMailbox *self)
{
  for (guint i = 0; i < self->quotas->len; i++)
    {
      const MdImapQuota *quota = g_ptr_array_index (self->quotas, i);

      if (g_ascii_strcasecmp (quota->resource, "STORAGE") == 0 && quota->limit > 0)
        return quota->used / MAX (quota->limit / 100, 1);
    }
  return 0;
}

static MdWireStatus
read_folders (MdMailbox *self, MdImap *imap, const MdWait *wait)
{
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  MdWireStatus status = md_imap_survey (imap, wait, &folders, &quotas);

  g_ptr_array_extend_and_steal (self->quotas, g_steal_pointer (&quotas));
  self->knows_quota = quota_percent (self) > 0;
  if (status == MD_WIRE_OK && quota_percent (self) >= MEASURE_FROM_PERCENT)
    status = md_imap_measure (imap, wait, folders);
  for (guint i = 0; i < folders->len; i++)
    {
      MdMailboxFolder *folder = take_folder (g_ptr_array_index (folders, i));

      g_ptr_array_insert (self->folders, folder->role == MD_ROLE_INBOX ? 0 : -1, folder);
      self->complete = self->complete && (folder->counted || !folder->selectable);
    }
  return status;
}

/* The last days of guide D: what came back, and how much was sent. */
static MdWireStatus
look_back (MdMailbox *self, MdImap *imap, const MdWait *wait)
{
  gint64 since = g_get_real_time () / G_USEC_PER_SEC - (gint64) MD_MAILBOX_DAYS * DAY_SECONDS;
  const MdImapSearch reports = { .since = since, .keys = REPORT_KEYS };
  const MdImapSearch sent = { .since = since, .count_only = TRUE };
  g_autoptr (GPtrArray) received = md_mailbox_for_commands (self, MD_ROLES_RECEIVED);
  g_autoptr (GPtrArray) written = md_mailbox_for_commands (self, MD_ROLE_BIT (MD_ROLE_SENT));
  g_auto (MdImapFinding) found = { NULL };
  g_auto (MdImapFinding) counted = { NULL };
  MdWireStatus status = md_imap_search (imap, wait, received, &reports, 1, &found);

  if (status == MD_WIRE_OK)
    status = md_imap_search (imap, wait, written, &sent, 1, &counted);
  if (status != MD_WIRE_OK)
    return status;
  self->looked_back = TRUE;
  self->n_bounces = found.n_found;
  self->n_sent = counted.n_found;
  for (guint i = 0; i < self->folders->len; i++)
    if (((MdMailboxFolder *) g_ptr_array_index (self->folders, i))->role == MD_ROLE_SENT)
      self->knows_sent = counted.n_failed == 0;
  status = md_mailbox_fetch_headers (self, imap, wait, found.hits, MD_MAILBOX_MAX_BOUNCES, self->bounces);
  return status == MD_WIRE_OK ? md_mailbox_fetch_whole (self, imap, wait, self->bounces) : status;
}

static void
report (MdContext *context, const MdMailbox *self)
{
  g_autofree char *folders = g_strdup_printf ("%u", self->folders->len);
  guint64 n_messages = 0;
  g_autofree char *messages = NULL;

  for (guint i = 0; i < self->folders->len; i++)
    n_messages += ((MdMailboxFolder *) g_ptr_array_index (self->folders, i))->n_messages;
  messages = g_strdup_printf ("%" G_GUINT64_FORMAT, n_messages);
  if (self->obstacle == NULL)
    md_context_report (context, MD_FINDING_MAILBOX_READ, "folders", folders, "messages", messages, NULL);
  else
    md_context_report (context, MD_FINDING_MAILBOX_NOT_READ, "reason", self->obstacle, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  MdReader *reader = md_context_get_product (context, "incoming-login");
  const MdCase *kase = md_context_get_case (context);
  const MdWait *wait = md_context_get_wait (context);
  g_autoptr (MdImap) imap = reader != NULL ? g_steal_pointer (&reader->imap) : NULL;
  MdMailbox *self = new_mailbox ();
  MdMailboxTalk talk;
  MdWireStatus status = MD_WIRE_OK;

  md_context_leave (context, self, (GDestroyNotify) md_mailbox_free);
  if (imap == NULL)
    {
      gboolean is_pop = kase->incoming != NULL && kase->incoming->protocol == MD_PROTOCOL_POP3;

      self->obstacle = is_pop ? "no-imap" : "no-login";
      report (context, self);
      return TRUE;
    }
  self->host = g_strdup (reader->endpoint->host);
  self->complete = TRUE;
  talk = md_mailbox_talk_begin (imap);
  status = read_folders (self, imap, wait);
  if (status == MD_WIRE_OK && md_step_guide (md_context_get_check (context)->step) == MD_GUIDE_DELIVERY)
    status = look_back (self, imap, wait);
  if (self->folders->len == 0)
    self->obstacle = md_mailbox_obstacle (status);
  md_mailbox_talk_end (&talk, context, "imap-survey", self->host,
                       status == MD_WIRE_OK ? "read" : md_wire_status_name (status));
  if (status == MD_WIRE_OK)
    self->imap = g_steal_pointer (&imap);
  else
    self->complete = FALSE;
  if (!md_wait_is_cancelled (wait))
    report (context, self);
  return TRUE;
}

const MdCheck md_check_mailbox_survey = {
  .id = "mailbox-survey",
  .step = MD_STEP_R1,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "incoming-login" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 45000,
  .consumes = TRUE,
  .waives = md_token_waives,
  .run = run,
};

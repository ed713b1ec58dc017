/* bounces-in-mailbox.c - what came back to the own inbox lately, and why?
 *
 * "mailbox-survey" has fetched what looks like a report of a mail system; most are bounces, some are not.  When the
 * recipient in trouble is known, only the bounces of messages to that address count, if there are any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-bounces-in-mailbox"

#include "config.h"

#include "checks/bounce-causes.h"
#include "checks/mailbox.h"

#define MAX_TOLD 10 /* bounces, the newest */

/* The failures and delays among what was fetched; (element-type MdBounce), newest first. */
static GPtrArray *
read_bounces (const MdMailbox *mailbox)
{
  GPtrArray *bounces = g_ptr_array_new_with_free_func ((GDestroyNotify) md_bounce_free);

  for (guint i = 0; i < mailbox->bounces->len; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (mailbox->bounces, i);
      gsize length = 0;
      const char *bytes = message->raw != NULL ? g_bytes_get_data (message->raw, &length) : NULL;
      MdBounce *bounce = bytes != NULL ? md_bounce_read (bytes, length) : NULL;

      if (bounce != NULL && bounce->kind == MD_BOUNCE_BOUNCE)
        g_ptr_array_add (bounces, bounce);
      else
        md_bounce_free (bounce);
    }
  return bounces;
}

static gboolean
is_about (const MdBounce *bounce, const char *recipient)
{
  for (guint i = 0; recipient != NULL && i < bounce->reports->len; i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);

      if (report->recipient != NULL && g_ascii_strcasecmp (report->recipient, recipient) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
tell (MdContext *context, const MdMailbox *mailbox, const GPtrArray *bounces)
{
  const char *recipient = md_context_get_case (context)->to;
  gboolean only_theirs = FALSE;
  guint told = 0;

  for (guint i = 0; i < bounces->len; i++)
    only_theirs = only_theirs || is_about (g_ptr_array_index (bounces, i), recipient);
  for (guint i = 0; i < bounces->len && told < MAX_TOLD; i++)
    {
      const MdBounce *bounce = g_ptr_array_index (bounces, i);

      if (only_theirs && !is_about (bounce, recipient))
        continue;
      md_bounce_report_all (context, mailbox->host != NULL ? mailbox->host : "inbox", bounce);
      told++;
    }
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailbox *mailbox = md_mailbox_of (context);
  g_autofree char *days = g_strdup_printf ("%d", MD_MAILBOX_DAYS);
  g_autoptr (GPtrArray) bounces = NULL;
  g_autofree char *count = NULL;

  if (mailbox == NULL || !mailbox->looked_back)
    {
      md_context_report (context, MD_FINDING_BOUNCES_NOT_LOOKED_FOR, "reason", "no-mailbox", NULL);
      return TRUE;
    }
  bounces = read_bounces (mailbox);
  if (bounces->len == 0)
    {
      md_context_report (context, MD_FINDING_NO_BOUNCES_FOUND, "days", days, NULL);
      return TRUE;
    }
  count = g_strdup_printf ("%u", bounces->len);
  md_context_report (context, MD_FINDING_BOUNCES_FOUND, "count", count, "days", days, NULL);
  tell (context, mailbox, bounces);
  return TRUE;
}

const MdCheck md_check_bounces_in_mailbox = {
  .id = "bounces-in-mailbox",
  .step = MD_STEP_D1,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD,
  .uses = MD_INPUT_RECIPIENT,
  .budget_ms = 15000,
  .run = run,
};

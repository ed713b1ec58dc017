/* mail-volume.c - how much was sent in the last 30 days, and how much of it came back?
 *
 * Both from the own mailbox: the folder of sent mail against the reports in the others.  What other programs and
 * newsletter services sent in the same name is not in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mail-volume"

#include "config.h"

#include "checks/mailbox.h"
#include "checks/sign-in.h"
#include "reading/bounce.h"

#include <string.h>

/* Receivers begin to mistrust a sender at about one in fifty, and block at one in twenty. */
#define HIGH_PERCENT 5
#define MIN_BOUNCES 3 /* fewer are chance */
#define MANY_UNKNOWN 3

typedef struct
{
  guint n_failed;   /* messages that came back */
  guint n_unknown;  /* of them: no such recipient */
} Returned;

static gboolean
is_unknown_recipient (const MdBounceReport *report)
{
  return report->status != NULL
         && (g_str_has_suffix (report->status, ".1.1") || g_str_has_suffix (report->status, ".1.10")
             || g_str_has_suffix (report->status, ".1.2") || g_str_has_suffix (report->status, ".1.3"));
}

static void
count (const MdMailboxMessage *message, Returned *returned)
{
  gsize length = 0;
  const char *bytes = message->raw != NULL ? g_bytes_get_data (message->raw, &length) : NULL;
  g_autoptr (MdBounce) bounce = bytes != NULL ? md_bounce_read (bytes, length) : NULL;
  gboolean failed = FALSE;

  if (bounce == NULL || bounce->kind != MD_BOUNCE_BOUNCE)
    return;
  for (guint i = 0; i < bounce->reports->len; i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);

      failed = failed || report->action == MD_DELIVERY_FAILED;
      returned->n_unknown += report->action == MD_DELIVERY_FAILED && is_unknown_recipient (report);
    }
  returned->n_failed += failed;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailbox *mailbox = md_mailbox_of (context);
  g_autofree char *days = g_strdup_printf ("%d", MD_MAILBOX_DAYS);
  g_autofree char *sent = NULL, *bounced = NULL, *percent = NULL, *unknown = NULL;
  Returned returned = { 0 };
  MdFindingCode code = MD_FINDING_MAIL_VOLUME;
  guint share;

  if (mailbox == NULL || !mailbox->looked_back || !mailbox->knows_sent)
    {
      const char *reason = mailbox == NULL ? "no-mailbox" : "timed-out";

      if (mailbox != NULL && mailbox->looked_back)
        reason = "no-sent-folder";
      md_context_report (context, MD_FINDING_MAIL_VOLUME_UNKNOWN, "reason", reason, NULL);
      return TRUE;
    }
  for (guint i = 0; i < mailbox->bounces->len; i++)
    count (g_ptr_array_index (mailbox->bounces, i), &returned);
  /* Beyond those that were read, all are taken for what most are. */
  if (mailbox->n_bounces > mailbox->bounces->len)
    returned.n_failed += mailbox->n_bounces - mailbox->bounces->len;
  share = returned.n_failed * 100 / MAX (mailbox->n_sent, MAX (returned.n_failed, 1));
  if (returned.n_failed >= MIN_BOUNCES && share >= HIGH_PERCENT)
    code = MD_FINDING_BOUNCE_RATE_HIGH;
  sent = g_strdup_printf ("%u", mailbox->n_sent);
  bounced = g_strdup_printf ("%u", returned.n_failed);
  percent = g_strdup_printf ("%u", share);
  md_context_report (context, code, "sent", sent, "bounced", bounced, "percent", percent, "days", days, NULL);
  unknown = g_strdup_printf ("%u", returned.n_unknown);
  if (returned.n_unknown >= MANY_UNKNOWN)
    md_context_report (context, MD_FINDING_MANY_UNKNOWN_RECIPIENTS, "count", unknown, "days", days, NULL);
  return TRUE;
}

const MdCheck md_check_mail_volume = {
  .id = "mail-volume",
  .step = MD_STEP_D4,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 15000,
  .waives = md_token_waives,
  .run = run,
};

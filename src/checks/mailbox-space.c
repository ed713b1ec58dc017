/* mailbox-space.c - is there room left in the own mailbox?  RFC 9208
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox-space"

#include "config.h"

#include "checks/mailbox.h"
#include "checks/sign-in.h"

#include <string.h>

#define FULL_PERCENT 99
#define NEARLY_FULL_PERCENT 90

static void
report_quota (MdContext *context, const MdImapQuota *quota)
{
  guint64 percent = quota->limit == 0 ? 0 : quota->used * 100 / quota->limit;
  g_autofree char *percent_text = g_strdup_printf ("%" G_GUINT64_FORMAT, percent);
  g_autofree char *used = g_format_size_full (quota->used * 1024, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *limit = g_format_size_full (quota->limit * 1024, G_FORMAT_SIZE_IEC_UNITS);
  MdFindingCode code = MD_FINDING_QUOTA_OK;

  /* For who waits for a message, a full mailbox is the cause itself. */
  if (percent >= FULL_PERCENT)
    code = md_context_get_check (context)->step == MD_STEP_R3 ? MD_FINDING_MAILBOX_FULL : MD_FINDING_QUOTA_FULL;
  else if (percent >= NEARLY_FULL_PERCENT)
    code = MD_FINDING_QUOTA_NEARLY_FULL;
  md_context_report (context, code, "percent", percent_text, "used", used, "limit", limit, NULL);
}

/* Asks on the connection that "incoming-login" left; guides with a survey of the mailbox have asked already. */
static GPtrArray *
ask (MdContext *context, MdReader *reader)
{
  g_autoptr (MdImap) imap = g_steal_pointer (&reader->imap);
  GPtrArray *quotas = NULL;
  g_autoptr (MdImapReply) reply = NULL;
  g_autofree char *target = md_endpoint_to_string (reader->endpoint);
  gint64 started = g_get_monotonic_time ();
  MdEvidence *evidence;

  (void) md_imap_quota (imap, md_context_get_wait (context), &quotas, &reply);
  evidence = md_evidence_new (md_context_get_check (context)->step, "imap-quota", target,
                              quotas != NULL && quotas->len > 0 ? "answered" : "none",
                              g_get_monotonic_time () - started);
  md_evidence_add_transcript (evidence, md_wire_get_transcript (md_imap_get_wire (imap)));
  md_context_add_evidence (context, evidence);
  return quotas;
}

static void
report (MdContext *context, const GPtrArray *quotas)
{
  for (guint i = 0; quotas != NULL && i < quotas->len; i++)
    {
      const MdImapQuota *quota = g_ptr_array_index (quotas, i);

      if (g_ascii_strcasecmp (quota->resource, "STORAGE") == 0 && quota->limit > 0)
        {
          report_quota (context, quota);
          return;
        }
    }
  md_context_report (context, MD_FINDING_QUOTA_UNKNOWN, "reason", "not-told", NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailbox *mailbox = md_mailbox_of (context);
  MdReader *reader = md_context_get_product (context, "incoming-login");
  g_autoptr (GPtrArray) quotas = NULL;

  if (mailbox != NULL)
    report (context, mailbox->quotas);
  else if (reader != NULL && reader->imap != NULL)
    {
      quotas = ask (context, reader);
      report (context, quotas);
    }
  else
    md_context_report (context, MD_FINDING_QUOTA_UNKNOWN, "reason", "no-login", NULL);
  return TRUE;
}

const MdCheck md_check_mailbox_space = {
  .id = "mailbox-space",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "incoming-login", "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 15000,
  .consumes = TRUE,
  .waives = md_token_waives,
  .run = run,
};

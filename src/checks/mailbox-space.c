/* mailbox-space.c - is there room left in the own mailbox?  RFC 9208
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox-space"

#include "config.h"

#include "checks/products.h"

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

  if (percent >= FULL_PERCENT)
    code = MD_FINDING_QUOTA_FULL;
  else if (percent >= NEARLY_FULL_PERCENT)
    code = MD_FINDING_QUOTA_NEARLY_FULL;
  md_context_report (context, code, "percent", percent_text, "used", used, "limit", limit, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  MdReader *reader = md_context_get_product (context, "incoming-login");
  g_autoptr (MdImap) imap = reader != NULL ? g_steal_pointer (&reader->imap) : NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (MdImapReply) reply = NULL;
  g_autofree char *target = NULL;
  gint64 started = g_get_monotonic_time ();
  gboolean found = FALSE;
  MdEvidence *evidence;

  if (imap == NULL)
    {
      md_context_report (context, MD_FINDING_QUOTA_UNKNOWN, "reason", "no-login", NULL);
      return TRUE;
    }
  target = md_endpoint_to_string (reader->endpoint);
  (void) md_imap_quota (imap, md_context_get_wait (context), &quotas, &reply);
  evidence = md_evidence_new (MD_STEP_S6, "imap-quota", target, quotas != NULL && quotas->len > 0 ? "answered" : "none",
                              g_get_monotonic_time () - started);
  md_evidence_add_transcript (evidence, md_wire_get_transcript (md_imap_get_wire (imap)));
  md_context_add_evidence (context, evidence);
  for (guint i = 0; quotas != NULL && i < quotas->len; i++)
    {
      const MdImapQuota *quota = g_ptr_array_index (quotas, i);

      if (g_ascii_strcasecmp (quota->resource, "STORAGE") == 0 && quota->limit > 0 && !found)
        {
          report_quota (context, quota);
          found = TRUE;
        }
    }
  if (!found)
    md_context_report (context, MD_FINDING_QUOTA_UNKNOWN, "reason", "not-told", NULL);
  return TRUE;
}

const MdCheck md_check_mailbox_space = {
  .id = "mailbox-space",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "incoming-login" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 15000,
  .consumes = TRUE,
  .run = run,
};

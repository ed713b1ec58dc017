/* server-logs.c - what do the logs of the own mail server say?  Postfix, Exim, Sendmail, OpenSMTPD
 *
 * For those who run a server.  The files are read from start to end, and nothing of them is kept but numbers, a few
 * examples, and the lines of the one message that was asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-server-logs"

#include "config.h"

#include "checks/log-findings.h"

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  if (total > 0)
    md_context_set_progress (user_data, (guint) MIN (done * 100 / total, 100));
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  MdLogQuery query = md_log_query_of_case (kase);
  const MdLogHooks hooks = { .progress = on_progress, .user_data = context };
  gint64 started = g_get_monotonic_time ();
  g_autoptr (MdLogReport) report
    = md_log_read ((const char *const *) kase->logs, &query, md_context_get_wait (context), &hooks);

  for (guint i = 0; i < report->files->len; i++)
    {
      const MdLogFile *file = g_ptr_array_index (report->files, i);
      MdEvidence *evidence = md_evidence_new (MD_STEP_D6, "log-file", file->path, md_log_file_state_name (file->state),
                                              g_get_monotonic_time () - started);
      g_autofree char *lines = g_strdup_printf ("%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                                                file->lines, file->mail_lines);

      md_evidence_add_line (evidence, lines);
      md_context_add_evidence (context, evidence);
    }
  if (!report->cancelled)
    md_log_report_findings (context, report, &query);
  return TRUE;
}

const MdCheck md_check_server_logs = {
  .id = "server-logs",
  .step = MD_STEP_D6,
  .subject = MD_SUBJECT_LOG,
  .inputs = MD_INPUT_LOGS,
  .uses = MD_INPUT_RECIPIENT | MD_INPUT_SENDER,
  .budget_ms = 3600000,
  .run = run,
};

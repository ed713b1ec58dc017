/* log-findings.c - what logs say, as findings; see log-findings.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-server-logs"

#include "config.h"

#include "checks/log-findings.h"

#include <string.h>

#define MAX_ROWS 8          /* findings of one kind */
#define MAX_CAUSES 5        /* that are named as causes */
#define CAUSE_PERCENT 5     /* of all failures, at least */
#define MAX_STORY_EVIDENCE 200

/* All groups of one status with one cause. */
typedef struct
{
  MdLogStatus status;
  MdReplyMeaning meaning;
  guint64 count;
  const MdLogGroup *largest; /* (not owned) */
} Tally;

static char *
number (guint64 value)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

/* ── files ── */

static void
report_file (MdContext *context, const MdLogFile *file)
{
  g_autofree char *name = g_path_get_basename (file->path);
  g_autofree char *lines = number (file->lines);
  const char *state = md_log_file_state_name (file->state);

  if (file->state == MD_LOG_FILE_READ)
    return;
  md_context_report (context, file->state == MD_LOG_FILE_UNREADABLE ? MD_FINDING_LOG_UNREADABLE
                              : file->state == MD_LOG_FILE_DAMAGED  ? MD_FINDING_LOG_DAMAGED
                                                                    : MD_FINDING_LOG_UNKNOWN_FORMAT,
                     "file", strcmp (file->path, "-") == 0 ? "-" : name, "reason", state, "lines", lines, NULL);
}

/* ── causes ── */

static gint
compare_tallies (gconstpointer one, gconstpointer other)
{
  const Tally *a = one, *b = other;

  if (a->count != b->count)
    return a->count > b->count ? -1 : 1;
  if (a->status != b->status)
    return (gint) a->status - (gint) b->status;
  return strcmp (a->meaning.cause, b->meaning.cause);
}

static GArray *
tally (const MdLogReport *report)
{
  g_autoptr (GPtrArray) groups = md_log_summary_get_groups (report->summary);
  GArray *tallies = g_array_new (FALSE, FALSE, sizeof (Tally));

  for (guint i = 0; i < groups->len; i++)
    {
      const MdLogGroup *group = g_ptr_array_index (groups, i);
      Tally row = { .status = group->status, .count = group->count, .largest = group };
      guint t;

      (void) md_log_name_cause (group, &row.meaning);
      for (t = 0; t < tallies->len; t++)
        {
          Tally *other = &g_array_index (tallies, Tally, t);

          if (other->status != row.status || strcmp (other->meaning.cause, row.meaning.cause) != 0)
            continue;
          other->count += row.count;
          break;
        }
      if (t == tallies->len)
        g_array_append_val (tallies, row);
    }
  g_array_sort (tallies, compare_tallies);
  return tallies;
}

static MdFindingCode
code_of (MdLogStatus status)
{
  switch (status)
    {
    case MD_LOG_DEFERRED:
      return MD_FINDING_LOG_DEFERRED;
    case MD_LOG_BOUNCED:
      return MD_FINDING_LOG_BOUNCED;
    case MD_LOG_REFUSED:
      return MD_FINDING_LOG_REJECTED;
    case MD_LOG_GIVEN_UP:
      return MD_FINDING_LOG_EXPIRED;
    case MD_LOG_NO_STATUS:
    case MD_LOG_SENT:
    case MD_N_LOG_STATUSES:
    default:
      return MD_FINDING_NONE;
    }
}

static void
report_tally (MdContext *context, const Tally *row)
{
  const MdLogGroup *group = row->largest;
  g_autofree char *count = number (row->count);
  g_autofree char *code = group->code == 0 ? g_strdup ("") : g_strdup_printf ("%u", group->code);

  md_context_report (context, code_of (row->status), "count", count, "cause", row->meaning.cause, "domain",
                     group->domain != NULL ? group->domain : "", "recipient", group->recipient, "queue_id",
                     group->queue_id, "dsn", group->dsn, "code", code, "reply", group->reply, NULL);
}

/* A cause of much of what fails is one of the verdict, the commonest above all. */
static void
report_cause (MdContext *context, const Tally *row, gboolean first)
{
  const MdLogGroup *group = row->largest;
  g_autofree char *code = group->code == 0 ? g_strdup ("") : g_strdup_printf ("%u", group->code);
  MdSureness sure = first ? row->meaning.sure : MD_SURE_LOW;

  md_context_report (context, MD_FINDING_REPLY_NAMES_CAUSE, "cause", row->meaning.cause, "sure",
                     md_sureness_name (sure), "phase", "bounce", "host",
                     group->domain != NULL ? group->domain : group->recipient, "port", "25", "code", code, "reply",
                     group->words, NULL);
}

static gboolean
is_final (MdLogStatus status)
{
  return status == MD_LOG_BOUNCED || status == MD_LOG_GIVEN_UP;
}

/* What never arrived comes before what only came late. */
static void
name_causes (MdContext *context, const MdLogReport *report, GArray *tallies)
{
  const guint64 *counts = report->summary->counts;
  guint64 lost = counts[MD_LOG_BOUNCED] + counts[MD_LOG_GIVEN_UP];
  guint n_causes = 0;

  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; i < tallies->len && n_causes < MAX_CAUSES; i++)
      {
        const Tally *row = &g_array_index (tallies, Tally, i);
        guint64 whole = turn == 0 ? lost : counts[MD_LOG_DEFERRED];

        if (strcmp (row->meaning.cause, "unknown") == 0 || row->count * 100 < whole * CAUSE_PERCENT
            || (turn == 0 ? !is_final (row->status) : row->status != MD_LOG_DEFERRED))
          continue;
        report_cause (context, row, n_causes == 0);
        n_causes++;
      }
}

static void
report_causes (MdContext *context, const MdLogReport *report, gboolean was_accepted)
{
  g_autoptr (GArray) tallies = tally (report);
  guint n_rows[MD_N_LOG_STATUSES] = { 0 };

  for (guint i = 0; i < tallies->len; i++)
    {
      const Tally *row = &g_array_index (tallies, Tally, i);

      if (n_rows[row->status]++ < MAX_ROWS)
        report_tally (context, row);
    }
  /* Of one message, or one recipient, the end counts. */
  if (!was_accepted)
    name_causes (context, report, tallies);
}

/* ── the rest ── */

static void
report_summary (MdContext *context, const MdLogReport *report)
{
  const MdLogSummary *summary = report->summary;
  g_autoptr (GString) servers = g_string_new (NULL);
  g_autofree char *sent = number (summary->counts[MD_LOG_SENT]);
  g_autofree char *deferred = number (summary->counts[MD_LOG_DEFERRED]);
  g_autofree char *bounced = number (summary->counts[MD_LOG_BOUNCED]);
  g_autofree char *rejected = number (summary->counts[MD_LOG_REFUSED]);
  g_autofree char *expired = number (summary->counts[MD_LOG_GIVEN_UP]);
  g_autofree char *attempts = number (summary->attempts);
  g_autofree char *from = md_log_time_to_string (&summary->first);
  g_autofree char *until = md_log_time_to_string (&summary->last);

  for (guint i = MD_LOG_POSTFIX; i < MD_N_LOG_SERVERS; i++)
    if (summary->servers[i] > 0)
      g_string_append_printf (servers, "%s%s", servers->len > 0 ? ", " : "", md_log_server_name ((MdLogServer) i));
  if (summary->counts[MD_LOG_SENT] > 0
      && summary->counts[MD_LOG_SENT] + summary->counts[MD_LOG_REFUSED] == summary->attempts)
    md_context_report (context, MD_FINDING_LOG_ALL_SENT, "sent", sent, NULL);
  if (summary->attempts > 0)
    md_context_report (context, MD_FINDING_LOG_SUMMARY, "server", servers->str, "attempts", attempts, "sent", sent,
                       "deferred", deferred, "bounced", bounced, "rejected", rejected, "expired", expired, "from", from,
                       "until", until, NULL);
}

static void
report_domains (MdContext *context, const MdLogReport *report)
{
  g_autoptr (GPtrArray) domains = md_log_summary_get_domains (report->summary, MAX_ROWS);

  for (guint i = 0; i < domains->len; i++)
    {
      const MdLogDomain *domain = g_ptr_array_index (domains, i);
      g_autofree char *sent = number (domain->counts[MD_LOG_SENT]);
      g_autofree char *deferred = number (domain->counts[MD_LOG_DEFERRED]);
      g_autofree char *bounced = number (domain->counts[MD_LOG_BOUNCED] + domain->counts[MD_LOG_GIVEN_UP]);

      md_context_report (context, MD_FINDING_LOG_DOMAIN, "domain", domain->domain, "sent", sent, "deferred", deferred,
                         "bounced", bounced, NULL);
    }
}

static void
report_queue (MdContext *context, const MdLogReport *report)
{
  const MdLogLeft *left = report->never_left->len > 0 ? g_ptr_array_index (report->never_left, 0) : NULL;
  g_autofree char *never = number (report->counts.never_left);
  g_autofree char *waiting = number (report->counts.waiting);
  g_autofree char *deleted = number (report->counts.deleted);
  g_autofree char *forgotten = number (report->counts.forgotten);
  g_autofree char *sign_ins = number (report->sign_ins_failed);
  g_autofree char *time = left != NULL ? md_log_time_to_string (&left->time) : NULL;

  if (left != NULL)
    md_context_report (context, MD_FINDING_LOG_NEVER_LEFT, "count", never, "queue_id", left->queue_id, "sender",
                       left->sender, "time", time, NULL);
  if (report->counts.waiting > 0)
    md_context_report (context, MD_FINDING_LOG_WAITING, "count", waiting, NULL);
  if (report->counts.deleted > 0)
    md_context_report (context, MD_FINDING_LOG_DELETED, "count", deleted, NULL);
  if (report->counts.forgotten > 0)
    md_context_report (context, MD_FINDING_LOG_FORGOTTEN, "count", forgotten, NULL);
  if (report->sign_ins_failed > 0)
    md_context_report (context, MD_FINDING_LOG_SIGN_INS_FAILED, "count", sign_ins, NULL);
}

static void
report_recipient (MdContext *context, const MdLogReport *report, const char *recipient)
{
  const MdLogSummary *summary = report->summary;
  g_autofree char *attempts = number (summary->attempts);
  g_autofree char *time = md_log_time_to_string (&summary->last_time);
  MdEvidence *evidence;

  md_context_report (context, MD_FINDING_LOG_RECIPIENT, "recipient", recipient, "attempts", attempts, "status",
                     md_log_status_name (summary->last_status), "time", time, "reply", report->last_reply, NULL);
  evidence = md_evidence_new (md_context_get_check (context)->step, "log", recipient, "found", 0);
  for (guint i = 0; i < report->deliveries->len; i++)
    md_evidence_add_line (evidence, g_ptr_array_index (report->deliveries, i));
  md_context_add_evidence (context, evidence);
}

/* The message, or the last one to this recipient, was handed over: from there on no log here tells of it. */
static void
report_accepted (MdContext *context, const MdLogReport *report)
{
  g_autofree char *time = md_log_time_to_string (&report->summary->last_time);

  md_context_report (context, MD_FINDING_LOG_ACCEPTED, "recipient", report->last_recipient, "relay", report->last_relay,
                     "time", time, "reply", report->last_reply, NULL);
}

static void
report_story (MdContext *context, const MdLogReport *report, const MdLogQuery *query)
{
  const char *wanted = query->queue_id != NULL ? query->queue_id : query->message_id;
  g_autofree char *lines = number (report->story->len);
  g_autofree char *attempts = number (report->summary->attempts);
  MdEvidence *evidence;

  if (report->story->len == 0)
    {
      md_context_report (context, MD_FINDING_LOG_NOT_FOUND, "wanted", wanted, NULL);
      return;
    }
  md_context_report (context, MD_FINDING_LOG_MESSAGE_STORY, "wanted", wanted, "lines", lines, "attempts", attempts,
                     "first", g_ptr_array_index (report->story, 0), "last",
                     g_ptr_array_index (report->story, report->story->len - 1), NULL);
  evidence = md_evidence_new (md_context_get_check (context)->step, "log", wanted, "found", 0);
  for (guint i = 0; i < report->story->len && i < MAX_STORY_EVIDENCE; i++)
    md_evidence_add_line (evidence, g_ptr_array_index (report->story, i));
  md_context_add_evidence (context, evidence);
}

void
md_log_report_findings (MdContext *context, const MdLogReport *report, const MdLogQuery *query)
{
  gboolean has_story = query->queue_id != NULL || query->message_id != NULL;
  gboolean is_one = has_story || query->recipient != NULL;
  gboolean was_accepted = is_one && report->summary->last_status == MD_LOG_SENT;
  gboolean is_read = FALSE;

  for (guint i = 0; i < report->files->len; i++)
    {
      const MdLogFile *file = g_ptr_array_index (report->files, i);

      is_read = is_read || file->mail_lines > 0;
      report_file (context, file);
    }
  if (!is_read)
    return;
  report_summary (context, report);
  if (has_story)
    report_story (context, report, query);
  else if (report->summary->attempts == 0)
    {
      if (query->recipient != NULL)
        md_context_report (context, MD_FINDING_LOG_NOT_FOUND, "wanted", query->recipient, NULL);
      else
        md_context_report (context, MD_FINDING_LOG_NO_DELIVERIES, NULL);
    }
  if (query->recipient != NULL && report->summary->attempts > 0)
    report_recipient (context, report, query->recipient);
  if (was_accepted)
    report_accepted (context, report);
  report_causes (context, report, was_accepted);
  if (!is_one)
    {
      report_domains (context, report);
      report_queue (context, report);
    }
}

MdLogQuery
md_log_query_of_case (const MdCase *kase)
{
  return (MdLogQuery) { .recipient = kase->to, .queue_id = kase->queue_id, .message_id = kase->message_id };
}

/* spam-filters-here.c - what do the spam filters say that are installed on this computer?
 *
 * SpamAssassin is asked for its local tests only, learns nothing and writes no settings; nothing leaves the computer.
 * rspamd asks block lists about what stands in the message, so it is asked only where looking things up at third
 * parties was agreed to.  What one filter says is one finding more, never a verdict by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spam-filters-here"

#include "config.h"

#include "base/command.h"
#include "checks/message-read.h"
#include "reading/spam-headers.h"

#include <string.h>

/* Filters look at no more of a message, either. */
#define MAX_ASKED (512 * 1024)
#define MAX_OUTPUT (2 * 1024 * 1024)

typedef enum
{
  FILTER_ABSENT,
  FILTER_SILENT,
  FILTER_ANSWERED,
} FilterAnswer;

static void
report_opinion (MdContext *context, const char *product, gboolean spam, const char *score, const char *threshold,
                const char *rules)
{
  if (spam)
    md_context_report (context, MD_FINDING_SPAM_FILTER_SPAM, "product", product, "score", score, "threshold", threshold,
                       "rules", rules != NULL ? rules : "", NULL);
  else
    md_context_report (context, MD_FINDING_SPAM_FILTER_CLEAN, "product", product, "score", score, "threshold",
                       threshold, NULL);
}

static void
add_evidence (MdContext *context, const char *product, const char *result, const char *rules, gint64 started)
{
  MdEvidence *evidence = md_evidence_new (MD_STEP_D5, "spam-filter", product, result,
                                          g_get_monotonic_time () - started);

  if (rules != NULL)
    md_evidence_add_line (evidence, rules);
  md_context_add_evidence (context, evidence);
}

/* Runs @argv with the message; its output, or NULL. */
static GString *
ask (MdContext *context, const char *const *argv, GBytes *message, FilterAnswer *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  g_autofree char *path = g_find_program_in_path (argv[0]);
  GString *output = NULL;
  int status;
  MdCommandResult result;

  *answer = path != NULL ? FILTER_SILENT : FILTER_ABSENT;
  if (path == NULL)
    return NULL;
  result = md_command_run (argv, data, MIN (length, MAX_ASKED), MAX_OUTPUT, md_context_get_wait (context), &output,
                           &status);
  if (result == MD_COMMAND_DONE && output->len > 0)
    {
      *answer = FILTER_ANSWERED;
      return output;
    }
  if (output != NULL)
    g_string_free (output, TRUE);
  return NULL;
}

static FilterAnswer
ask_spamassassin (MdContext *context, GBytes *message)
{
  static const char *const argv[]
      = { "spamassassin", "-L", "-t", "-x", "--cf=bayes_auto_learn 0", "--cf=use_auto_welcomelist 0",
          "--cf=use_txrep 0", NULL };
  gint64 started = g_get_monotonic_time ();
  FilterAnswer answer;
  g_autoptr (GString) output = ask (context, argv, message, &answer);
  g_autoptr (MdHeaders) headers = NULL;
  g_autoptr (GPtrArray) marks = NULL;
  const MdSpamMark *mark = NULL;

  if (output == NULL)
    return answer;
  headers = md_headers_parse (output->str, output->len);
  marks = md_spam_marks (headers);
  for (guint i = 0; i < marks->len; i++)
    if (strcmp (((MdSpamMark *) g_ptr_array_index (marks, i))->product, "SpamAssassin") == 0)
      mark = g_ptr_array_index (marks, i);
  if (mark == NULL || mark->score == NULL)
    return FILTER_SILENT;
  report_opinion (context, "SpamAssassin", mark->opinion == MD_SPAM_SPAM, mark->score,
                  mark->threshold != NULL ? mark->threshold : "5.0", mark->rules);
  add_evidence (context, "SpamAssassin", md_spam_opinion_name (mark->opinion), mark->rules, started);
  return FILTER_ANSWERED;
}

/* "Score: 3.10 / 15.00"; the number @nth of that line, NULL when there is none. */
static char *
number_of (const char *text, guint nth)
{
  const char *at = strstr (text, "Score: ");
  gsize length;

  if (at == NULL)
    return NULL;
  at += strlen ("Score: ");
  for (; nth > 0; nth--)
    at += strcspn (at, "/\n") + (at[strcspn (at, "/\n")] == '/' ? 1 : 0);
  at += strspn (at, " ");
  length = strspn (at, "-0123456789.");
  return length > 0 ? g_strndup (at, length) : NULL;
}

/* "Symbol: NAME (1.20)[…]" lines as "NAME(1.20)". */
static char *
symbols_of (const char *text)
{
  g_autoptr (GString) report = g_string_new (NULL);

  for (const char *at = strstr (text, "Symbol: "); at != NULL; at = strstr (at, "Symbol: "))
    {
      gsize name, points;

      at += strlen ("Symbol: ");
      name = strcspn (at, " \n");
      points = strcspn (at + name, ")\n");
      if (at[name] == ' ' && at[name + 1] == '(')
        g_string_append_printf (report, "%.*s%.*s);", (int) name, at, (int) points - 1, at + name + 1);
    }
  return md_spam_heaviest_rules (report->str);
}

static FilterAnswer
ask_rspamd (MdContext *context, GBytes *message)
{
  static const char *const argv[] = { "rspamc", "-t", "10", NULL };
  gint64 started = g_get_monotonic_time ();
  FilterAnswer answer;
  g_autoptr (GString) output = ask (context, argv, message, &answer);
  g_autofree char *score = output != NULL ? number_of (output->str, 0) : NULL;
  g_autofree char *threshold = output != NULL ? number_of (output->str, 1) : NULL;
  g_autofree char *rules = NULL;
  gboolean spam;

  if (score == NULL || threshold == NULL)
    return answer == FILTER_ABSENT ? FILTER_ABSENT : FILTER_SILENT;
  rules = symbols_of (output->str);
  spam = strstr (output->str, "Action: no action") == NULL && strstr (output->str, "Action: greylist") == NULL;
  report_opinion (context, "rspamd", spam, score, threshold, rules);
  add_evidence (context, "rspamd", spam ? "spam" : "clean", rules, started);
  return FILTER_ANSWERED;
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autoptr (GBytes) message = md_message_read (context);
  FilterAnswer first, second = FILTER_ABSENT;

  /* Practice shows the same on every computer. */
  if (message == NULL || md_world_is_practice (md_context_get_world (context)))
    return TRUE;
  first = ask_spamassassin (context, message);
  if ((md_context_get_case (context)->consents & MD_CONSENT_THIRD_PARTY) != 0)
    second = ask_rspamd (context, message);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  if (first == FILTER_SILENT)
    md_context_report (context, MD_FINDING_SPAM_FILTER_SILENT, "product", "SpamAssassin", NULL);
  if (second == FILTER_SILENT)
    md_context_report (context, MD_FINDING_SPAM_FILTER_SILENT, "product", "rspamd", NULL);
  if (first == FILTER_ABSENT && second == FILTER_ABSENT)
    md_context_report (context, MD_FINDING_SPAM_FILTERS_NONE, NULL);
  return TRUE;
}

const MdCheck md_check_spam_filters_here = {
  .id = "spam-filters-here",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_MESSAGE,
  .inputs = MD_INPUT_DRAFT,
  .budget_ms = 30000,
  .run = run,
};

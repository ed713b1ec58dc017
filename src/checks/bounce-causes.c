/* bounce-causes.c - what the words of a bounce mean; see bounce-causes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-bounce-causes"

#include "config.h"

#include "checks/bounce-causes.h"

#include <string.h>

#define MAX_EVIDENCE 20 /* lines */

/* RFC 3463 section 3: what the subject of a code says where the detail is not known. */
static const char *const by_subject[] = {
  [1] = "recipient-not-found", [2] = "recipient-disabled", [3] = "server-misconfigured", [4] = "delivery-timeout",
  [5] = "protocol-error",      [6] = "message-malformed",  [7] = "policy-rejected",
};

static gboolean
was_delivered (const MdBounceReport *report)
{
  return report->action != MD_DELIVERY_FAILED && report->action != MD_DELIVERY_DELAYED;
}

static gboolean
read_subject (const char *status, MdBounceCause *cause)
{
  guint subject = status != NULL ? (guint) g_ascii_strtoull (status + 2, NULL, 10) : 0;

  if (subject == 0 || subject >= G_N_ELEMENTS (by_subject))
    return FALSE;
  *cause = (MdBounceCause) { by_subject[subject], MD_SURE_LOW };
  return TRUE;
}

static void
read_words (const MdBounceReport *report, MdBounceCause *cause)
{
  MdReplyMeaning words = { 0 }, around = { 0 };
  gboolean known
      = md_replies_classify (report->reply, report->status, report->diagnostic, MD_PHASE_BOUNCE, NULL, &words);

  if ((!known || words.sure == MD_SURE_LOW) && report->around != NULL
      && md_replies_classify (0, NULL, report->around, MD_PHASE_BOUNCE, NULL, &around) && around.sure != MD_SURE_LOW)
    *cause = (MdBounceCause) { around.cause, MD_SURE_MEDIUM };
  else if (known)
    *cause = (MdBounceCause) { words.cause, words.sure };
  else if (!read_subject (report->status, cause))
    *cause = (MdBounceCause) { "unknown", MD_SURE_LOW };
}

static gboolean
is_one_of (const char *cause, const char *const *causes)
{
  return g_strv_contains (causes, cause);
}

/* What a refusal would mean in a dialogue does not fit what became of the message. */
static void
heed_outcome (const MdBounceReport *report, MdBounceCause *cause)
{
  static const char *const waiting[] = { "greylisted", "delivery-delayed", NULL };

  if (report->action == MD_DELIVERY_DELAYED)
    {
      if (cause->sure == MD_SURE_LOW)
        *cause = (MdBounceCause) { "delivery-delayed", MD_SURE_MEDIUM };
      return;
    }
  if (!is_one_of (cause->cause, waiting))
    return;
  /* Nobody waits any longer. */
  cause->cause = report->permanent && report->reply >= 500 ? "server-temporary-failure" : "delivery-timeout";
  cause->sure = MIN (cause->sure, MD_SURE_MEDIUM);
}

void
md_bounce_name_cause (const MdBounceReport *report, MdBounceCause *cause)
{
  if (was_delivered (report))
    {
      *cause = (MdBounceCause) { "", MD_SURE_HIGH };
      return;
    }
  read_words (report, cause);
  heed_outcome (report, cause);
}

/* ── findings ── */

MdFinding *
md_bounce_finding (MdStepId step, const MdBounceReport *report)
{
  MdBounceCause cause;
  char reply[8] = "";

  md_bounce_name_cause (report, &cause);
  if (report->reply != 0)
    g_snprintf (reply, sizeof reply, "%u", report->reply);
  return md_finding_new (step, MD_SUBJECT_MESSAGE, MD_FINDING_BOUNCE, "recipient", report->recipient, "cause",
                         cause.cause, "sure", md_sureness_name (cause.sure), "status", report->status, "reply_code",
                         reply, "action", md_delivery_action_name (report->action), "permanent",
                         report->permanent ? "true" : "false", "reporting_mta", report->reporting_mta, "remote_mta",
                         report->remote_mta, "diagnostic", report->diagnostic, NULL);
}

/* Words without a code are a bounce when they are known to be one. */
static gboolean
is_bounce (const MdBounce *bounce)
{
  MdBounceCause cause;

  if (bounce->kind != MD_BOUNCE_TEXT || bounce->reports->len == 0)
    return bounce->kind == MD_BOUNCE_BOUNCE;
  md_bounce_name_cause (g_ptr_array_index (bounce->reports, 0), &cause);
  return cause.sure != MD_SURE_LOW;
}

GPtrArray *
md_bounce_findings (MdStepId step, const MdBounce *bounce)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  if (!is_bounce (bounce))
    {
      g_ptr_array_add (findings, md_finding_new (step, MD_SUBJECT_MESSAGE, MD_FINDING_NOT_A_BOUNCE, "kind",
                                                 md_bounce_kind_name (bounce->kind), NULL));
      return findings;
    }
  for (guint i = 0; i < bounce->reports->len; i++)
    g_ptr_array_add (findings, md_bounce_finding (step, g_ptr_array_index (bounce->reports, i)));
  return findings;
}

MdEvidence *
md_bounce_evidence (MdStepId step, const char *target, const MdBounce *bounce)
{
  MdEvidence *evidence = md_evidence_new (step, "bounce", target, md_bounce_kind_name (bounce->kind), 0);

  for (guint i = 0; i < MIN (bounce->reports->len, MAX_EVIDENCE); i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);
      g_autofree char *line = NULL;

      /* Of a complaint there are no words, only who it is about. */
      if (report->diagnostic == NULL && bounce->kind == MD_BOUNCE_COMPLAINT && report->recipient != NULL)
        md_evidence_add_line (evidence, report->recipient);
      if (report->diagnostic == NULL)
        continue;
      line = g_strconcat (report->recipient != NULL ? report->recipient : "?", ": ", report->diagnostic, NULL);
      md_evidence_add_line (evidence, line);
    }
  return evidence;
}

gboolean
md_bounce_report_all (MdContext *context, const char *target, const MdBounce *bounce)
{
  g_autoptr (GPtrArray) findings = md_bounce_findings (md_context_get_check (context)->step, bounce);

  for (guint i = 0; i < findings->len; i++)
    md_context_report_finding (context, md_finding_ref (g_ptr_array_index (findings, i)));
  md_context_add_evidence (context, md_bounce_evidence (md_context_get_check (context)->step, target, bounce));
  return is_bounce (bounce);
}

/* list-findings.c - the block lists' answers as findings; see list-findings.h
 *
 * Being in an end-user range is normal for a home line and for a server that takes mail from programs, not for one that
 * hands mail over to others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/list-findings.h"

#include "checks/domain.h"
#include "checks/list-inquiry.h"
#include "reading/received.h"

#include <string.h>

#define ASK_LIMIT_MS 1050

typedef struct
{
  char *what;          /* (owned) numeric address, or domain */
  MdSubject subject;
  gboolean is_domain;
  guint n_asked;       /* lists of that kind */
  guint n_answered;    /* those that are believed and answered */
  gboolean listed;
} Subject;

struct _MdListFindings
{
  MdContext *context;  /* (not owned) */
  gboolean everything; /* each list is said */
  Subject subjects[MD_LISTS_MAX_SUBJECTS];
  guint n_subjects;
};

MdListFindings *
md_list_findings_new (MdContext *context)
{
  MdListFindings *self = g_new0 (MdListFindings, 1);

  self->context = context;
  self->everything = md_domain_tells_all (context);
  return self;
}

void
md_list_findings_free (MdListFindings *self)
{
  for (guint i = 0; self != NULL && i < self->n_subjects; i++)
    g_free (self->subjects[i].what);
  g_free (self);
}

void
md_list_findings_add (MdListFindings *self, const char *what, MdSubject subject)
{
  gboolean is_domain = !g_hostname_is_ip_address (what);

  for (guint i = 0; i < self->n_subjects; i++)
    if (strcmp (self->subjects[i].what, what) == 0)
      return;
  if (self->n_subjects < MD_LISTS_MAX_SUBJECTS && (is_domain || md_address_is_public (what)))
    self->subjects[self->n_subjects++] = (Subject) { .what = g_strdup (what), .subject = subject,
                                                     .is_domain = is_domain };
}

static void
report_listing (MdListFindings *self, Subject *subject, const MdBlocklist *list, MdListing listing)
{
  const char *url = list->url != NULL ? list->url : "";
  MdContext *context = self->context;

  if (subject->is_domain)
    md_context_report_about (context, subject->subject, MD_FINDING_DOMAIN_LISTED, "domain", subject->what, "list",
                             list->zone, "url", url, NULL);
  else if (listing == MD_LISTING_POLICY && subject->subject == MD_SUBJECT_NETWORK)
    md_context_report (context, MD_FINDING_OWN_ADDRESS_POLICY_LISTED, "address", subject->what, "list", list->zone,
                       NULL);
  else if (listing == MD_LISTING_POLICY)
    md_context_report_about (context, subject->subject, MD_FINDING_SERVER_ADDRESS_POLICY_LISTED, "address",
                             subject->what, "list", list->zone, "url", url, NULL);
  else
    md_context_report_about (context, subject->subject,
                             subject->subject == MD_SUBJECT_OUTGOING ? MD_FINDING_SERVER_ADDRESS_LISTED
                                                                     : MD_FINDING_OWN_ADDRESS_LISTED,
                             "address", subject->what, "list", list->zone, "url", url, NULL);
}

/* A server that takes mail from programs may well stand in an end-user range: only a sending server must not. */
static gboolean
is_listed (const MdListFindings *self, const Subject *subject, MdListing listing)
{
  gboolean hands_over = md_context_get_check (self->context)->step != MD_STEP_S6;

  return listing == MD_LISTING_LISTED
         || (listing == MD_LISTING_POLICY && (subject->subject != MD_SUBJECT_OUTGOING || hands_over));
}

static void
read_report (MdListFindings *self, const MdListReport *report)
{
  MdEvidence *evidence = md_evidence_new (md_context_get_check (self->context)->step, "block-list", report->list->zone,
                                          report->believed ? "asked" : "not-believed", report->micros);

  for (guint i = 0; i < self->n_subjects; i++)
    {
      Subject *subject = &self->subjects[i];
      const char *word = md_listing_name (report->listings[i]);
      const char *meaning = report->meanings[i] != NULL ? report->meanings[i] : "";
      g_autofree char *line = g_strdup_printf ("%s: %s%s%s", subject->what, word, meaning[0] != '\0' ? ": " : "",
                                               meaning);

      if (!report->asked[i])
        continue;
      md_evidence_add_line (evidence, line);
      subject->n_asked++;
      subject->n_answered += report->listings[i] != MD_LISTING_VOID;
      if (self->everything)
        md_context_report_about (self->context, subject->subject, MD_FINDING_BLOCKLIST, "list", report->list->zone,
                                 "subject", subject->what, "result", word, "meaning", meaning, "url",
                                 report->list->url != NULL ? report->list->url : "", NULL);
      if (!is_listed (self, subject, report->listings[i]))
        continue;
      subject->listed = TRUE;
      report_listing (self, subject, report->list, report->listings[i]);
    }
  md_context_add_evidence (self->context, evidence);
}

static void
ask_lists (MdListFindings *self)
{
  MdWait wait = md_wait_within (md_context_get_wait (self->context), ASK_LIMIT_MS);
  const char *subjects[MD_LISTS_MAX_SUBJECTS];
  g_autoptr (GPtrArray) reports = NULL;

  for (guint i = 0; i < self->n_subjects; i++)
    subjects[i] = self->subjects[i].what;
  reports = md_lists_ask (md_context_get_world (self->context), subjects, self->n_subjects, &wait);
  if (md_wait_is_cancelled (&wait))
    return;
  for (guint i = 0; i < reports->len; i++)
    read_report (self, g_ptr_array_index (reports, i));
}

/* How many lists answered of how many. */
static void
report_answers (MdListFindings *self)
{
  guint n_answered = 0;

  for (guint i = 0; i < self->n_subjects; i++)
    {
      const Subject *subject = &self->subjects[i];
      g_autofree char *lists = g_strdup_printf ("%u", subject->n_answered);
      g_autofree char *asked = g_strdup_printf ("%u", subject->n_asked);

      n_answered += subject->n_answered;
      if (subject->n_answered == 0)
        continue;
      md_context_report_about (self->context, subject->subject,
                               subject->listed ? MD_FINDING_LISTS_ANSWERED : MD_FINDING_LISTS_CLEAN, "address",
                               subject->what, "lists", lists, "asked", asked, NULL);
    }
  if (n_answered == 0)
    md_context_report (self->context, MD_FINDING_LISTS_NOT_ASKED, "reason",
                       self->n_subjects == 0 ? "no-address" : "timed-out", NULL);
}

void
md_list_findings_report (MdListFindings *self)
{
  if (self->n_subjects > 0)
    ask_lists (self);
  if (!md_wait_is_cancelled (md_context_get_wait (self->context)))
    report_answers (self);
}

/* journey-state.c - which part of mail's way works; see journey-state.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-journey-state"

#include "config.h"

#include "ui/journey-state.h"

typedef struct
{
  MdFindingCode code;
  MdLeg leg;
  MdStatus status;
} Row;

/* Findings that speak of one leg whatever they are about. */
static const Row rows[] = {
  { MD_FINDING_ENVELOPE_ACCEPTED, MD_LEG_ONWARD, MD_STATUS_OK },
  { MD_FINDING_ENVELOPE_REFUSED, MD_LEG_ONWARD, MD_STATUS_PROBLEM },
  { MD_FINDING_ENVELOPE_DEFERRED, MD_LEG_ONWARD, MD_STATUS_WARNING },
  { MD_FINDING_TEST_SENT, MD_LEG_ONWARD, MD_STATUS_OK },
  { MD_FINDING_TEST_REFUSED, MD_LEG_ONWARD, MD_STATUS_PROBLEM },
  { MD_FINDING_TEST_STALLED, MD_LEG_ONWARD, MD_STATUS_PROBLEM },
  { MD_FINDING_TEST_ARRIVED, MD_LEG_INBOUND, MD_STATUS_OK },
  { MD_FINDING_TEST_IN_SPAM, MD_LEG_INBOUND, MD_STATUS_WARNING },
  { MD_FINDING_TEST_NOT_ARRIVED, MD_LEG_INBOUND, MD_STATUS_WARNING },
  { MD_FINDING_QUOTA_FULL, MD_LEG_INBOUND, MD_STATUS_PROBLEM },
  { MD_FINDING_MX_MISSING, MD_LEG_INBOUND, MD_STATUS_PROBLEM },
  { MD_FINDING_MX_NULL, MD_LEG_INBOUND, MD_STATUS_PROBLEM },
  { MD_FINDING_NO_ROUTE, MD_LEG_FROM_INCOMING, MD_STATUS_PROBLEM },
  { MD_FINDING_INTERNET_NOT_REACHED, MD_LEG_FROM_INCOMING, MD_STATUS_PROBLEM },
  { MD_FINDING_ELSEWHERE_SUBMISSION_CLOSED, MD_LEG_TO_OUTGOING, MD_STATUS_PROBLEM },
};

static void
worsen (MdJourneyState *self, MdLeg leg, MdStatus status)
{
  static const guint weights[] = {
    [MD_STATUS_WAITING] = 0, [MD_STATUS_OK] = 1, [MD_STATUS_WARNING] = 2, [MD_STATUS_PROBLEM] = 3,
  };

  if (weights[status] > weights[self->legs[leg]])
    self->legs[leg] = status;
}

static gboolean
means_it_works (MdFindingCode code)
{
  return code == MD_FINDING_LOGIN_ACCEPTED || code == MD_FINDING_SERVER_WORKS;
}

static void
read_finding (MdJourneyState *self, const MdFinding *finding)
{
  MdFindingCode code = md_finding_get_code (finding);
  MdSubject subject = md_finding_get_subject (finding);
  MdSeverity severity = md_finding_get_severity (finding);
  gboolean known = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].code == code)
      {
        worsen (self, rows[i].leg, rows[i].status);
        known = TRUE;
      }
  if (known && code != MD_FINDING_NO_ROUTE && code != MD_FINDING_INTERNET_NOT_REACHED)
    return;
  if (subject == MD_SUBJECT_OUTGOING || subject == MD_SUBJECT_NETWORK)
    {
      if (severity == MD_SEVERITY_PROBLEM)
        worsen (self, MD_LEG_TO_OUTGOING, MD_STATUS_PROBLEM);
      else if (severity == MD_SEVERITY_WARNING && subject == MD_SUBJECT_OUTGOING)
        worsen (self, MD_LEG_TO_OUTGOING, MD_STATUS_WARNING);
      else if (means_it_works (code))
        worsen (self, MD_LEG_TO_OUTGOING, MD_STATUS_OK);
    }
  else if (subject == MD_SUBJECT_INCOMING)
    {
      if (severity == MD_SEVERITY_PROBLEM)
        worsen (self, MD_LEG_FROM_INCOMING, MD_STATUS_PROBLEM);
      else if (severity == MD_SEVERITY_WARNING)
        worsen (self, MD_LEG_FROM_INCOMING, MD_STATUS_WARNING);
      else if (means_it_works (code))
        worsen (self, MD_LEG_FROM_INCOMING, MD_STATUS_OK);
    }
}

static char *
host_of (const MdEndpoint *configured, const GPtrArray *recommended)
{
  if (configured != NULL)
    return g_strdup (configured->host);
  if (recommended != NULL && recommended->len > 0)
    return g_strdup (((const MdEndpoint *) g_ptr_array_index (recommended, 0))->host);
  return NULL;
}

void
md_journey_state_read (MdJourneyState *self, const MdRecord *record)
{
  *self = (MdJourneyState) { .outgoing = NULL };
  for (guint leg = 0; leg < MD_N_LEGS; leg++)
    self->legs[leg] = MD_STATUS_WAITING;
  if (record == NULL)
    return;
  self->outgoing = host_of (record->kase->outgoing, record->settings != NULL ? record->settings->outgoing : NULL);
  self->incoming = host_of (record->kase->incoming, record->settings != NULL ? record->settings->incoming : NULL);
  for (guint i = 0; i < record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (record->steps, i);

      for (guint j = 0; j < step->findings->len; j++)
        read_finding (self, g_ptr_array_index (step->findings, j));
    }
}

void
md_journey_state_clear (MdJourneyState *self)
{
  g_free (self->outgoing);
  g_free (self->incoming);
}

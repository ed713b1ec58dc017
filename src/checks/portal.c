/* portal.c - does this network want a sign-in page first, and is this computer's clock right?
 *
 * One plain fetch of a page whose text is known tells both: whoever answers instead is a portal, and the answer's Date
 * is the time elsewhere.  A clock that seems wrong is held against a second host over https before it is believed; that
 * the second cannot be asked because its certificate seems out of date agrees with a wrong clock.  RFC 9110 6.6.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-portal"

#include "config.h"

#include "checks/evidence-of.h"
#include "core/context.h"
#include "knowledge/knowledge.h"
#include "protocols/http.h"

#include <string.h>

#define FETCH_MS 4000
#define SECOND_FETCH_MS 3000
#define CLOCK_TOLERANCE_S 300

static gboolean
body_is (const MdHttpResult *answer, const char *expected)
{
  gsize length = 0;
  const char *body = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : NULL;

  return length >= strlen (expected) && strncmp (body, expected, strlen (expected)) == 0;
}

static gboolean
same_host (const char *one, const char *two)
{
  g_autoptr (GUri) first = g_uri_parse (one, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) second = g_uri_parse (two, G_URI_FLAGS_NONE, NULL);

  return first != NULL && second != NULL && g_strcmp0 (g_uri_get_host (first), g_uri_get_host (second)) == 0;
}

static void
add_evidence (MdContext *context, const char *probe, const char *url, const MdHttpResult *answer)
{
  g_autofree char *status = g_strdup_printf ("HTTP %ld", answer->status);
  MdEvidence *evidence
      = md_evidence_new (MD_STEP_S1, probe, url, md_http_outcome_name (answer->outcome), answer->micros);

  if (answer->status != 0)
    md_evidence_add_line (evidence, status);
  if (answer->location != NULL)
    md_evidence_add_line (evidence, answer->location);
  if (answer->detail != NULL)
    md_evidence_add_line (evidence, answer->detail);
  md_evidence_add_http_stages (evidence, answer);
  md_context_add_evidence (context, evidence);
}

static MdHttpResult *
fetch (MdContext *context, const char *url, gboolean head, guint limit_ms)
{
  const MdHttpOptions options = { .limit_ms = limit_ms, .max_bytes = 64 * 1024, .head = head };
  MdHttpResult *answer
      = md_http_get (md_context_get_world (context), url, &options, md_context_get_wait (context));

  add_evidence (context, head ? "https-date" : "http-portal", url, answer);
  return answer;
}

/* TRUE when the page is the one we know. */
static gboolean
report_portal (MdContext *context, const MdHttpResult *answer)
{
  const MdBeacons *beacons = md_beacons_get ();
  g_autofree char *status = g_strdup_printf ("%ld", answer->status);
  gboolean has_body = answer->body != NULL && g_bytes_get_size (answer->body) > 0;

  if (answer->outcome != MD_HTTP_OK && answer->outcome != MD_HTTP_TOO_LARGE)
    md_context_report (context, MD_FINDING_PORTAL_UNKNOWN, "result", md_http_outcome_name (answer->outcome), NULL);
  else if (answer->status == 200 && body_is (answer, beacons->portal_expected))
    {
      md_context_report (context, MD_FINDING_NO_PORTAL, NULL);
      return TRUE;
    }
  else if (answer->location != NULL && !same_host (answer->location, beacons->portal_url))
    md_context_report (context, MD_FINDING_PORTAL_FOUND, "url", answer->location, NULL);
  /* 511: "Network Authentication Required", RFC 6585 6 */
  else if (answer->status == 511 || (answer->status == 200 && has_body))
    md_context_report (context, MD_FINDING_PORTAL_FOUND, "url", beacons->portal_url, NULL);
  else
    md_context_report (context, MD_FINDING_PORTAL_UNKNOWN, "result", status, NULL);
  return FALSE;
}

static char *
time_text (gint64 unix_seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

static void
report_clock (MdContext *context, gint64 here, gint64 there)
{
  gint64 difference = here - there;
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, difference);
  g_autofree char *here_text = time_text (here);
  g_autofree char *there_text = time_text (there);

  if (ABS (difference) <= CLOCK_TOLERANCE_S)
    md_context_report (context, MD_FINDING_CLOCK_RIGHT, "seconds", seconds, NULL);
  else
    md_context_report (context, MD_FINDING_CLOCK_WRONG, "seconds", seconds, "here", here_text, "there", there_text,
                       NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdBeacons *beacons = md_beacons_get ();
  g_autofree char *second_url = g_strdup_printf ("https://%s/", beacons->web_hosts[1]);
  g_autoptr (MdHttpResult) page = fetch (context, beacons->portal_url, FALSE, FETCH_MS);
  gint64 here = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (MdHttpResult) second = NULL;
  gboolean believed;

  if (page->outcome == MD_HTTP_CANCELLED)
    return TRUE;
  believed = report_portal (context, page) && page->date != 0;
  if (believed && ABS (here - page->date) <= CLOCK_TOLERANCE_S)
    {
      report_clock (context, here, page->date);
      return TRUE;
    }
  if (page->outcome == MD_HTTP_NAME || md_context_has_found (context, MD_FINDING_PORTAL_FOUND, MD_SUBJECT_ANY))
    return TRUE;
  second = fetch (context, second_url, TRUE, SECOND_FETCH_MS);
  here = g_get_real_time () / G_USEC_PER_SEC;
  if (second->outcome == MD_HTTP_CANCELLED)
    return TRUE;
  if (second->outcome == MD_HTTP_OK && second->date != 0)
    report_clock (context, here, second->date);
  else if (believed)
    report_clock (context, here, page->date);
  return TRUE;
}

const MdCheck md_check_portal = {
  .id = "portal",
  .step = MD_STEP_S1,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 8000,
  .run = run,
};

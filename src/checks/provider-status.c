/* provider-status.c - what the provider is known for: status page, limits, what it wants for signing in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-provider-status"

#include "config.h"

#include "checks/evidence-of.h"
#include "checks/products.h"
#include "protocols/http.h"

#define FETCH_LIMIT_MS 4000

/* "?" for a number that is not known. */
static char *
number_text (guint number)
{
  return number == 0 ? g_strdup ("?") : g_strdup_printf ("%u", number);
}

static void
report_wishes (MdContext *context, const MdSettings *settings, const char *name)
{
  if (settings->app_password == MD_APP_PASSWORD_YES || settings->app_password == MD_APP_PASSWORD_WITH_TWO_STEP)
    md_context_report (context, MD_FINDING_PROVIDER_WANTS_APP_PASSWORD, "provider", name, "url",
                       settings->app_password_url != NULL ? settings->app_password_url : "", "when",
                       settings->app_password == MD_APP_PASSWORD_YES ? "always" : "two-step", NULL);
  if (settings->access_needs_switch)
    md_context_report (context, MD_FINDING_PROVIDER_WANTS_ACCESS_ON, "provider", name, "url",
                       settings->access_url != NULL ? settings->access_url
                       : settings->webmail_url != NULL ? settings->webmail_url
                                                       : "",
                       NULL);
}

static void
report_limits (MdContext *context, const MdSettings *settings, const char *name)
{
  g_autofree char *per_day = number_text (settings->per_day);
  g_autofree char *per_hour = number_text (settings->per_hour);
  g_autofree char *recipients = number_text (settings->recipients_per_message);

  if (settings->per_day == 0 && settings->per_hour == 0 && settings->recipients_per_message == 0)
    return;
  md_context_report (context, MD_FINDING_SENDING_LIMITS, "provider", name, "per_day", per_day, "per_hour", per_hour,
                     "recipients", recipients, NULL);
}

static void
look_at_status_page (MdContext *context, const char *url)
{
  const MdHttpOptions options = { .follow = TRUE, .limit_ms = FETCH_LIMIT_MS };
  g_autoptr (MdHttpResult) answer
      = md_http_get (md_context_get_world (context), url, &options, md_context_get_wait (context));
  g_autofree char *status = g_strdup_printf ("%ld", answer->status);
  const char *outcome = md_http_outcome_name (answer->outcome);
  MdEvidence *evidence;

  evidence = md_evidence_new (MD_STEP_S6, "https", url, outcome, answer->micros);
  md_evidence_add_http_stages (evidence, answer);
  md_context_add_evidence (context, evidence);
  if (answer->outcome == MD_HTTP_CANCELLED)
    return;
  if (answer->outcome == MD_HTTP_OK && answer->status < 400)
    md_context_report (context, MD_FINDING_STATUS_PAGE, "url", url, NULL);
  else
    md_context_report (context, MD_FINDING_STATUS_PAGE_UNREACHABLE, "url", url, "result",
                       answer->outcome == MD_HTTP_OK ? status : outcome, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdSettings *settings = md_recommended (context);
  g_autofree char *domain = md_case_dup_domain (md_context_get_case (context));
  const char *name;

  if (settings == NULL)
    return TRUE;
  name = settings->provider_name != NULL ? settings->provider_name : domain;
  report_wishes (context, settings, name);
  report_limits (context, settings, name);
  if (settings->status_url != NULL)
    look_at_status_page (context, settings->status_url);
  return TRUE;
}

const MdCheck md_check_provider_status = {
  .id = "provider-status",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "discover" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 6000,
  .refines = TRUE,
  .run = run,
};

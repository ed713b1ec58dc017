/* webmail.c - can the provider's webmail be reached?
 *
 * The address is the provider's own, or one of the usual names when it exists.  Only reachability is looked at; whether
 * sending works there, only the person can tell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-webmail"

#include "config.h"

#include "base/fan-out.h"
#include "checks/evidence-of.h"
#include "checks/products.h"
#include "protocols/http.h"

#define FETCH_LIMIT_MS 5000
#define MAX_PAGES 2

typedef struct
{
  MdContext *context;   /* (not owned) only its world and wait are used by the task */
  char *url;            /* (owned) */
  MdHttpResult *answer; /* (owned) */
} Page;

static void
fetch (gpointer item, gpointer shared)
{
  Page *page = item;
  const MdHttpOptions options = { .follow = TRUE, .limit_ms = FETCH_LIMIT_MS };

  page->answer = md_http_get (md_context_get_world (page->context), page->url, &options,
                              md_context_get_wait (page->context));
}

static void
add_evidence (gpointer item, gpointer shared)
{
  Page *page = item;
  const MdHttpResult *answer = page->answer;
  MdEvidence *evidence
      = md_evidence_new (MD_STEP_S5, "https", page->url, md_http_outcome_name (answer->outcome), answer->micros);
  g_autofree char *line = g_strdup_printf ("status %ld, %s", answer->status,
                                           answer->final_url != NULL ? answer->final_url : page->url);

  md_evidence_add_line (evidence, line);
  if (answer->detail != NULL)
    md_evidence_add_line (evidence, answer->detail);
  md_evidence_add_http_stages (evidence, answer);
  md_context_add_evidence (page->context, evidence);
}

/* A page that asks for a login or has moved is there; one that says "not found" or "broken" is not. */
static gboolean
is_there (const MdHttpResult *answer)
{
  return answer->outcome == MD_HTTP_OK
         && ((answer->status >= 200 && answer->status < 400) || answer->status == 401 || answer->status == 403);
}

static void
report_unreachable (MdContext *context, const Page *page)
{
  g_autofree char *status = g_strdup_printf ("%ld", page->answer->status);

  md_context_report (context, MD_FINDING_WEBMAIL_UNREACHABLE, "url", page->url, "result",
                     page->answer->outcome == MD_HTTP_OK ? status : md_http_outcome_name (page->answer->outcome), NULL);
}

/* The provider's own address is reported either way; a guessed one only when it is there. */
static void
report (MdContext *context, Page *pages, gsize n_pages, gboolean is_published, const char *domain)
{
  for (gsize i = 0; i < n_pages; i++)
    if (is_there (pages[i].answer))
      {
        md_context_report (context, MD_FINDING_WEBMAIL_REACHABLE, "url", pages[i].url, NULL);
        return;
      }
  if (is_published)
    report_unreachable (context, &pages[0]);
  else
    md_context_report (context, MD_FINDING_WEBMAIL_UNKNOWN, "domain", domain, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdSettings *settings = md_recommended (context);
  g_autofree char *domain = md_case_dup_domain (md_context_get_case (context));
  gboolean is_published = settings != NULL && settings->webmail_url != NULL;
  Page pages[MAX_PAGES] = { { context, NULL, NULL }, { context, NULL, NULL } };
  gpointer items[MAX_PAGES] = { &pages[0], &pages[1] };
  gsize n_pages = is_published ? 1 : MAX_PAGES;

  if (md_no_resolver_answers (context))
    return TRUE;
  if (domain == NULL)
    {
      md_context_report (context, MD_FINDING_WEBMAIL_UNKNOWN, "domain", "", NULL);
      return TRUE;
    }
  pages[0].url = is_published ? g_strdup (settings->webmail_url) : g_strdup_printf ("https://webmail.%s/", domain);
  pages[1].url = g_strdup_printf ("https://mail.%s/", domain);
  md_fan_out (items, n_pages, fetch, add_evidence, NULL);
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    report (context, pages, n_pages, is_published, domain);
  for (gsize i = 0; i < MAX_PAGES; i++)
    {
      g_free (pages[i].url);
      md_http_result_free (pages[i].answer);
    }
  return TRUE;
}

const MdCheck md_check_webmail = {
  .id = "webmail",
  .step = MD_STEP_S5,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "resolvers", "discover" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 8000,
  .refines = TRUE,
  .run = run,
};

/* domain-dmarc.c - what receivers are told to do with mail of this domain that nobody vouches for
 *
 * The record at the domain counts, else the nearest one above it, with the policy for subdomains; at most eight names
 * are asked for (RFC 9989 section 4.10, which takes in the organizational domain of RFC 7489 section 6.6.3).
 * Addresses for reports in another domain need that domain's consent (RFC 7489 section 7.1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-dmarc"

#include "config.h"

#include "checks/domain.h"
#include "mailauth/dmarc-eval.h"
#include "mailauth/mailauth.h"
#include "mailauth/mend.h"

#include <string.h>

#define MARK "v=DMARC1"
#define MAX_NAMES 8
#define MAX_RECEIVERS 8

typedef struct
{
  MdContext *context;
  const char *domain;
  MdSubject subject;
  MdWait wait;
} Search;

/* Neither SPF nor DKIM: not "none found among the usual names" alone, which proves nothing while SPF is there. */
static gboolean
nothing_vouches (const Search *search)
{
  MdContext *context = search->context;
  MdSubject subject = search->subject;

  return md_context_has_found (context, MD_FINDING_SPF_MISSING, subject)
         && !md_context_has_found (context, MD_FINDING_DKIM_FOUND, subject)
         && (md_context_has_found (context, MD_FINDING_DKIM_NOT_FOUND, subject)
             || md_context_has_found (context, MD_FINDING_DKIM_SELECTOR_MISSING, subject)
             || md_context_has_found (context, MD_FINDING_DKIM_REVOKED, subject));
}

/* ── where reports go ── */

/* The domains of the addresses in rua= whose organization is another one; of char *, (transfer full) */
static GPtrArray *
foreign_receivers (const char *addresses, const char *domain)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = md_organizational_domain (domain);
  g_auto (GStrv) parts = g_strsplit (addresses != NULL ? addresses : "", ",", MAX_RECEIVERS);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *at = strrchr (parts[i], '@');
      g_autofree char *receiver = at != NULL ? g_ascii_strdown (at + 1, (gssize) strcspn (at + 1, "!, \t")) : NULL;
      g_autofree char *organization = receiver != NULL && receiver[0] != '\0' ? md_organizational_domain (receiver)
                                                                               : NULL;

      if (organization != NULL && !g_str_equal (organization, own)
          && !g_ptr_array_find_with_equal_func (found, receiver, g_str_equal, NULL))
        g_ptr_array_add (found, g_steal_pointer (&receiver));
    }
  return found;
}

static void
report_receivers (const Search *search, const char *record_domain, const MdDmarc *dmarc)
{
  g_autoptr (GPtrArray) receivers = foreign_receivers (dmarc->aggregate, record_domain);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsQuestion questions[MAX_RECEIVERS];

  for (guint i = 0; i < receivers->len; i++)
    {
      char *name = g_strdup_printf ("%s._report._dmarc.%s", record_domain, (char *) g_ptr_array_index (receivers, i));

      g_ptr_array_add (names, name);
      questions[i] = (MdDnsQuestion) { name, MD_DNS_TXT };
    }
  if (receivers->len == 0)
    return;
  answers = md_resolver_ask (md_context_get_world (search->context), questions, receivers->len, &search->wait);
  md_domain_add_evidence (search->context, search->domain, answers, FALSE);
  for (guint i = 0; i < receivers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);
      g_autoptr (GPtrArray) consents = md_domain_texts (answer, MARK);

      if (consents->len == 0 && !md_domain_has_failed (answer))
        md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_REPORTS_UNAUTHORISED, "domain",
                                 search->domain, "receiver", g_ptr_array_index (receivers, i), "name", answer->name,
                                 "corrected", MARK, NULL);
    }
}

/* ── the record ── */

/* What was measured, for whoever asked for the domain by name. */
static void
say (const Search *search, const char *state, const char *at, const char *record, const MdDmarc *dmarc,
     const char *policy)
{
  if (md_domain_tells_all (search->context))
    md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_RECORD, "domain", search->domain,
                             "state", state, "at", at, "policy", policy, "addresses",
                             dmarc != NULL ? md_domain_word (dmarc->aggregate) : "", "record", record, NULL);
}

static void
report_syntax (const Search *search, const char *record, guint fault)
{
  g_autofree char *position = g_strdup_printf ("%u", fault);
  g_autofree char *word = md_record_word (record, fault);
  g_autofree char *address = g_strconcat ("postmaster@", search->domain, NULL);
  g_autofree char *corrected = md_mend_record (MD_RECORD_DMARC, record, address);

  md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_SYNTAX, "domain", search->domain,
                           "record", record, "position", position, "word", word, "corrected",
                           md_domain_word (corrected), NULL);
}

static void
report_record (const Search *search, const char *record, const char *record_domain)
{
  gboolean inherited = !g_str_equal (record_domain, search->domain);
  g_autoptr (MdDmarc) dmarc = md_dmarc_parse (record);
  const char *policy;

  if (dmarc == NULL || !dmarc->valid)
    {
      say (search, "broken", record_domain, record, dmarc, "");
      report_syntax (search, record, dmarc != NULL ? dmarc->position : (guint) strlen (MARK) + 1);
      return;
    }
  policy = inherited && dmarc->subdomain_policy != NULL ? dmarc->subdomain_policy : dmarc->policy;
  say (search, "good", record_domain, record, dmarc, policy);
  md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_FOUND, "domain", search->domain,
                           "policy", policy, "record", record, NULL);
  if (!g_str_equal (policy, "none") && dmarc->percent == 100)
    md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_ENFORCED, "domain", search->domain,
                             "policy", policy, NULL);
  if (!g_str_equal (policy, "none") && nothing_vouches (search))
    md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_REJECTS_OWN, "domain", search->domain,
                             "policy", policy, NULL);
  if (search->subject == MD_SUBJECT_DOMAIN)
    report_receivers (search, record_domain, dmarc);
}

/* FALSE when this name has no DMARC record, so that the next one counts. */
static gboolean
judge (const Search *search, const MdDnsAnswer *answer)
{
  g_autoptr (GPtrArray) texts = md_domain_texts (answer, MARK);
  g_autofree char *count = g_strdup_printf ("%u", texts->len);
  const char *record_domain = answer->name + strlen ("_dmarc.");

  if (texts->len == 0)
    return FALSE;
  /* Two records count as none. */
  if (texts->len > 1)
    say (search, "broken", record_domain, "", NULL, "");
  if (texts->len > 1)
    md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_MULTIPLE, "domain", record_domain,
                             "count", count, NULL);
  else
    report_record (search, g_ptr_array_index (texts, 0), record_domain);
  return TRUE;
}

/* In guide R: nobody need read the records of somebody else's domain one by one.  A key under a name that nobody can
 * guess may still vouch for it, so only what is broken counts. */
static void
sum_up (const Search *search)
{
  static const MdFindingCode codes[] = {
    MD_FINDING_SPF_MULTIPLE, MD_FINDING_SPF_SYNTAX, MD_FINDING_SPF_TOO_MANY_LOOKUPS,
  };
  gboolean broken = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    broken = broken || md_context_has_found (search->context, codes[i], MD_SUBJECT_SENDER);
  if (broken && search->subject == MD_SUBJECT_SENDER)
    md_context_report_about (search->context, MD_SUBJECT_SENDER, MD_FINDING_SENDER_RECORDS_BROKEN, "domain",
                             search->domain, NULL);
}

static void
report_missing (const Search *search, const MdDnsAnswer *own)
{
  g_autofree char *corrected = g_strdup_printf (MARK "; p=none; rua=mailto:postmaster@%s", search->domain);

  say (search, md_domain_has_failed (own) ? "unknown" : "none", "", "", NULL, "");
  if (md_domain_has_failed (own))
    md_context_report_about (search->context, search->subject, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain",
                             search->domain, "record", "DMARC", "status", md_dns_status_name (own->status), NULL);
  else
    md_context_report_about (search->context, search->subject, MD_FINDING_DMARC_MISSING, "domain", search->domain,
                             "corrected", corrected, NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_auto (GStrv) names = domain != NULL ? md_dmarc_walk (domain) : NULL;
  Search search = { context, domain, md_domain_subject (context), md_domain_patience (context) };
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsQuestion questions[MAX_NAMES];
  guint n_names = 0;
  gboolean found = FALSE;

  if (domain == NULL)
    return TRUE;
  for (; names[n_names] != NULL && n_names < MAX_NAMES; n_names++)
    {
      char *above = names[n_names];

      names[n_names] = g_strconcat ("_dmarc.", above, NULL);
      g_free (above);
      questions[n_names] = (MdDnsQuestion) { names[n_names], MD_DNS_TXT };
    }
  answers = md_resolver_ask (md_context_get_world (context), questions, n_names, &search.wait);
  md_domain_add_evidence (context, domain, answers, FALSE);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  for (guint i = 0; i < answers->len && !found; i++)
    found = judge (&search, g_ptr_array_index (answers, i));
  if (!found)
    report_missing (&search, g_ptr_array_index (answers, 0));
  sum_up (&search);
  return TRUE;
}

const MdCheck md_check_domain_dmarc = {
  .id = "domain-dmarc",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-spf", "domain-dkim" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 8000,
  .run = run,
};

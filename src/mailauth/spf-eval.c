/* spf-eval.c - the check_host() function: walks records and their includes, term by term
 *
 * With an address it stops where the RFC says; without one ("reading") it walks the whole tree, matches only what lets
 * everybody in, and counts every lookup.  RFC 7208 sections 4.3 to 4.7, 5 and 6.  The depth is bounded by the number of
 * lookups: 10, or 40 when reading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

#define READING_MAX_LOOKUPS 40
#define TRACE_MAX_LINES 200

typedef enum
{
  TERM_NO_MATCH,
  TERM_MATCH,
  TERM_TEMPERROR,
  TERM_PERMERROR,
} TermOutcome;

/* Where the walk is. */
typedef struct
{
  MdSpfRun *run;
  const char *domain;  /* whose record this is */
  const char *record;  /* (nullable) its text */
  guint depth;
  gboolean own;        /* the domain's own record, or where it was redirected: not an include */
} Place;

static const char *const outcome_names[] = {
  [TERM_NO_MATCH] = "no match",
  [TERM_MATCH] = "match",
  [TERM_TEMPERROR] = "temperror",
  [TERM_PERMERROR] = "permerror",
};

static MdSpfResult check_host (MdSpfRun *run, const char *domain, guint depth, gboolean own);

static void
trace (const Place *place, const char *term, const char *outcome)
{
  if (place->run->trace->len < TRACE_MAX_LINES)
    g_ptr_array_add (place->run->trace,
                     g_strdup_printf ("%*s%s: %s", (int) place->depth * 2, "", term, outcome));
}

/* The first fault counts. */
static void
set_fault (const Place *place, MdSpfFault fault, const char *word, guint position)
{
  MdSpf *out = place->run->out;

  if (out->fault != MD_SPF_FAULT_NONE)
    return;
  out->fault = fault;
  out->word = g_strdup (word);
  out->position = position;
  out->fault_domain = g_strdup (place->domain);
  out->fault_record = g_strdup (place->record);
}

/* FALSE when the term may not be evaluated any more. */
static gboolean
count_lookup (const Place *place, const char *word, guint position)
{
  MdSpfRun *run = place->run;

  run->out->lookups++;
  if (run->out->lookups <= MD_SPF_MAX_LOOKUPS)
    return TRUE;
  set_fault (place, MD_SPF_FAULT_LOOKUPS, word, position);
  return run->reading && run->out->lookups < READING_MAX_LOOKUPS;
}

static gboolean
count_void (const Place *place, const MdSpfTerm *term)
{
  MdSpfRun *run = place->run;

  run->out->void_lookups++;
  if (run->out->void_lookups <= MD_SPF_MAX_VOID_LOOKUPS)
    return TRUE;
  set_fault (place, MD_SPF_FAULT_VOID_LOOKUPS, term->text, term->position);
  return run->reading;
}

static gboolean
same_network (const guint8 *a, const guint8 *b, guint prefix)
{
  guint bytes = prefix / 8, bits = prefix % 8;
  guint8 mask = bits == 0 ? 0 : (guint8) (0xff << (8 - bits));

  return memcmp (a, b, bytes) == 0 && (bits == 0 || (a[bytes] & mask) == (b[bytes] & mask));
}

static gboolean
matches_address (const MdSpfRun *run, const MdSpfTerm *term, gboolean is_ip6, const guint8 *address)
{
  guint prefix = is_ip6 ? term->prefix6 : term->prefix4;

  if (run->reading)
    return prefix == 0;
  return run->is_ip6 == is_ip6 && same_network (run->address, address, prefix);
}

static gboolean
any_address_matches (const MdSpfRun *run, const MdSpfTerm *term, const MdDnsAnswer *answer)
{
  gboolean is_ip6 = answer->type == MD_DNS_AAAA;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      guint8 address[16];

      if (inet_pton (is_ip6 ? AF_INET6 : AF_INET, record->text, address) == 1
          && matches_address (run, term, is_ip6, address))
        return TRUE;
    }
  return FALSE;
}

/* ── a, mx ── */

static TermOutcome
check_addresses (const Place *place, const MdSpfTerm *term, const char *name, gboolean counts_void)
{
  MdSpfRun *run = place->run;
  gboolean both = run->reading;
  gboolean all_void = TRUE, failed = FALSE, match = FALSE;

  for (guint i = 0; i < 2; i++)
    {
      const MdDnsAnswer *answer;

      if (!both && run->is_ip6 != (i == 1))
        continue;
      answer = md_spf_dns_get (&run->dns, name, i == 1 ? MD_DNS_AAAA : MD_DNS_A);
      failed = failed || md_spf_answer_failed (answer);
      all_void = all_void && md_spf_answer_is_void (answer);
      match = match || any_address_matches (run, term, answer);
    }
  if (match)
    return TERM_MATCH;
  if (failed)
    return TERM_TEMPERROR;
  if (all_void && counts_void && !count_void (place, term))
    return TERM_PERMERROR;
  return TERM_NO_MATCH;
}

static TermOutcome
check_mx (const Place *place, const MdSpfTerm *term, const char *name)
{
  MdSpfRun *run = place->run;
  const MdDnsAnswer *answer = md_spf_dns_get (&run->dns, name, MD_DNS_MX);

  if (md_spf_answer_failed (answer))
    return TERM_TEMPERROR;
  if (md_spf_answer_is_void (answer))
    return count_void (place, term) ? TERM_NO_MATCH : TERM_PERMERROR;
  if (run->reading)
    return term->prefix4 == 0 || term->prefix6 == 0 ? TERM_MATCH : TERM_NO_MATCH;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *mx = g_ptr_array_index (answer->records, i);
      TermOutcome outcome;

      if (i == MD_SPF_MAX_NAMES)
        {
          set_fault (place, MD_SPF_FAULT_LOOKUPS, term->text, term->position);
          return TERM_PERMERROR;
        }
      if (!md_spf_is_name (mx->text))
        continue;
      outcome = check_addresses (place, term, mx->text, FALSE);
      if (outcome != TERM_NO_MATCH)
        return outcome;
    }
  return TERM_NO_MATCH;
}

/* ── ptr, %{p} ── */

/* The names of the address whose own addresses lead back to it, at most ten looked at; (transfer full) */
static GPtrArray *
validated_names (MdSpfRun *run, gboolean *is_void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  MdSpfTerm exact = { .prefix4 = 32, .prefix6 = 128 };
  char text[INET6_ADDRSTRLEN] = "";
  g_autofree char *reverse = NULL;
  const MdDnsAnswer *answer;

  inet_ntop (run->is_ip6 ? AF_INET6 : AF_INET, run->address, text, sizeof text);
  reverse = md_dns_reverse_name (text);
  answer = md_spf_dns_get (&run->dns, reverse, MD_DNS_PTR);
  *is_void = md_spf_answer_is_void (answer);
  for (guint i = 0; i < MIN (answer->records->len, MD_SPF_MAX_NAMES); i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (!md_spf_is_name (record->text))
        continue;
      if (any_address_matches (run, &exact, md_spf_dns_get (&run->dns, record->text,
                                                            run->is_ip6 ? MD_DNS_AAAA : MD_DNS_A)))
        g_ptr_array_add (names, g_strdup (record->text));
    }
  return names;
}

static gboolean
is_within (const char *name, const char *domain)
{
  gsize n = strlen (name), d = strlen (domain);

  if (n < d || g_ascii_strcasecmp (name + n - d, domain) != 0)
    return FALSE;
  return n == d || name[n - d - 1] == '.';
}

static TermOutcome
check_ptr (const Place *place, const MdSpfTerm *term, const char *name)
{
  g_autoptr (GPtrArray) names = NULL;
  gboolean is_void = FALSE;

  if (place->run->reading)
    return TERM_NO_MATCH;
  names = validated_names (place->run, &is_void);
  if (is_void && !count_void (place, term))
    return TERM_PERMERROR;
  for (guint i = 0; i < names->len; i++)
    if (is_within (g_ptr_array_index (names, i), name))
      return TERM_MATCH;
  return TERM_NO_MATCH;
}

/* %{p}: the domain itself if it is among the names, else a name below it, else any; section 7.3. */
static char *
validated_name (gpointer user_data)
{
  const Place *place = user_data;
  g_autoptr (GPtrArray) names = NULL;
  const char *best = NULL;
  gboolean is_void;

  if (place->run->reading)
    return g_strdup ("unknown");
  names = validated_names (place->run, &is_void);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (g_ascii_strcasecmp (name, place->domain) == 0)
        return g_strdup (name);
      if (best == NULL || (is_within (name, place->domain) && !is_within (best, place->domain)))
        best = name;
    }
  return g_strdup (best != NULL ? best : "unknown");
}

MdSpfMacros
md_spf_run_macros (MdSpfRun *run, const char *domain)
{
  return (MdSpfMacros) {
    .sender = run->sender,
    .domain = domain,
    .helo = run->helo,
    .address = run->reading ? NULL : run->address,
    .is_ip6 = run->is_ip6,
  };
}

/* The name a term asks for. */
static char *
expand_target (const Place *place, const char *target)
{
  MdSpfMacros macros = md_spf_run_macros (place->run, place->domain);

  if (target == NULL)
    return g_strdup (place->domain);
  macros.validated = validated_name;
  macros.user_data = (gpointer) place;
  return md_spf_macro_expand_domain (target, &macros);
}

/* ── include, exists ── */

static TermOutcome
check_include (const Place *place, const MdSpfTerm *term, const char *name)
{
  switch (check_host (place->run, name, place->depth + 1, FALSE))
    {
    case MD_SPF_PASS:
      return TERM_MATCH;
    case MD_SPF_FAIL:
    case MD_SPF_SOFTFAIL:
    case MD_SPF_NEUTRAL:
      return TERM_NO_MATCH;
    case MD_SPF_TEMPERROR:
      return TERM_TEMPERROR;
    case MD_SPF_NONE:
      set_fault (place, MD_SPF_FAULT_INCLUDE, term->text, term->position);
      return TERM_PERMERROR;
    case MD_SPF_PERMERROR:
    default:
      return TERM_PERMERROR;
    }
}

static TermOutcome
check_exists (const Place *place, const MdSpfTerm *term, const char *name)
{
  const MdDnsAnswer *answer = md_spf_dns_get (&place->run->dns, name, MD_DNS_A);

  if (md_spf_answer_failed (answer))
    return TERM_TEMPERROR;
  if (md_spf_answer_is_void (answer))
    return count_void (place, term) ? TERM_NO_MATCH : TERM_PERMERROR;
  return place->run->reading ? TERM_NO_MATCH : TERM_MATCH;
}

static TermOutcome
check_asking_term (const Place *place, const MdSpfTerm *term)
{
  g_autofree char *name = NULL;

  if (!count_lookup (place, term->text, term->position))
    return TERM_PERMERROR;
  /* Without an address nobody knows which name a macro makes. */
  if (place->run->reading && term->target != NULL && strchr (term->target, '%') != NULL)
    return TERM_NO_MATCH;
  name = expand_target (place, term->target);
  if (!md_spf_is_name (name) && term->kind != MD_SPF_INCLUDE)
    return TERM_NO_MATCH;
  switch (term->kind)
    {
    case MD_SPF_INCLUDE:
      return check_include (place, term, name);
    case MD_SPF_A:
      return check_addresses (place, term, name, TRUE);
    case MD_SPF_MX:
      return check_mx (place, term, name);
    case MD_SPF_PTR:
      return check_ptr (place, term, name);
    case MD_SPF_EXISTS:
      return check_exists (place, term, name);
    case MD_SPF_ALL:
    case MD_SPF_IP4:
    case MD_SPF_IP6:
    default:
      g_assert_not_reached ();
    }
}

static TermOutcome
check_term (const Place *place, const MdSpfTerm *term)
{
  if (md_spf_mechanism_asks (term->kind))
    return check_asking_term (place, term);
  if (term->kind == MD_SPF_ALL)
    return TERM_MATCH;
  return matches_address (place->run, term, term->kind == MD_SPF_IP6, term->address) ? TERM_MATCH : TERM_NO_MATCH;
}

/* ── a record ── */

/* FALSE when no term decided. */
static gboolean
walk_terms (const Place *place, const MdSpfRecord *record, MdSpfResult *result)
{
  MdSpfRun *run = place->run;
  gboolean decided = FALSE;

  for (guint i = 0; i < record->terms->len; i++)
    {
      const MdSpfTerm *term = g_ptr_array_index (record->terms, i);
      TermOutcome outcome = check_term (place, term);

      trace (place, term->text, outcome_names[outcome]);
      run->failed = run->failed || outcome == TERM_TEMPERROR;
      if (outcome == TERM_MATCH && !decided)
        {
          decided = TRUE;
          *result = term->result;
          if (place->own)
            run->out->mechanism = g_strdup (term->text);
        }
      if (!run->reading && (outcome == TERM_TEMPERROR || outcome == TERM_PERMERROR))
        {
          *result = outcome == TERM_TEMPERROR ? MD_SPF_TEMPERROR : MD_SPF_PERMERROR;
          return TRUE;
        }
      if (decided && (!run->reading || term->kind == MD_SPF_ALL))
        return TRUE;
    }
  return decided;
}

static MdSpfResult
follow_redirect (const Place *place, const MdSpfRecord *record)
{
  g_autofree char *word = g_strdup_printf ("redirect=%s", record->redirect);
  g_autofree char *name = NULL;
  MdSpfResult result;

  if (!count_lookup (place, word, record->redirect_position))
    return MD_SPF_PERMERROR;
  if (place->run->reading && strchr (record->redirect, '%') != NULL)
    return MD_SPF_NEUTRAL;
  name = expand_target (place, record->redirect);
  trace (place, word, "followed");
  result = check_host (place->run, name, place->depth + 1, place->own);
  if (result != MD_SPF_NONE)
    return result;
  set_fault (place, MD_SPF_FAULT_INCLUDE, word, record->redirect_position);
  return MD_SPF_PERMERROR;
}

static gboolean
has_all (const MdSpfRecord *record)
{
  for (guint i = 0; i < record->terms->len; i++)
    if (((const MdSpfTerm *) g_ptr_array_index (record->terms, i))->kind == MD_SPF_ALL)
      return TRUE;
  return FALSE;
}

static MdSpfResult
evaluate_record (const Place *place)
{
  g_autoptr (MdSpfRecord) record = md_spf_record_parse (place->record);
  MdSpfRun *run = place->run;
  MdSpfResult result = MD_SPF_NEUTRAL;
  gboolean decided;

  trace (place, place->domain, place->record);
  if (!record->valid)
    {
      set_fault (place, MD_SPF_FAULT_SYNTAX, record->fault_word, record->fault_position);
      return MD_SPF_PERMERROR;
    }
  decided = walk_terms (place, record, &result);
  if (record->redirect != NULL && !has_all (record) && (!decided || run->reading))
    {
      MdSpfResult redirected = follow_redirect (place, record);

      return decided ? result : redirected;
    }
  if (decided && result == MD_SPF_FAIL && place->own && record->explanation != NULL)
    {
      run->explanation = g_strdup (record->explanation);
      run->explanation_domain = g_strdup (place->domain);
    }
  return result;
}

/* The one SPF record among the answer's; NULL, with their number, when there is not exactly one. */
static const char *
select_record (const MdDnsAnswer *answer, guint *n_records)
{
  const char *found = NULL;

  *n_records = 0;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (record->text != NULL && md_spf_is_record (record->text))
        {
          found = record->text;
          (*n_records)++;
        }
    }
  return *n_records == 1 ? found : NULL;
}

static MdSpfResult
check_host (MdSpfRun *run, const char *domain, guint depth, gboolean own)
{
  Place place = { run, domain, NULL, depth, own };
  const MdDnsAnswer *answer;
  guint n_records;

  if (!md_spf_is_name (domain) || strchr (domain, '.') == NULL)
    return MD_SPF_NONE;
  answer = md_spf_dns_get (&run->dns, domain, MD_DNS_TXT);
  if (depth == 0)
    run->out->status = answer->status;
  if (md_spf_answer_failed (answer))
    {
      trace (&place, domain, md_dns_status_name (answer->status));
      return MD_SPF_TEMPERROR;
    }
  place.record = select_record (answer, &n_records);
  if (depth == 0)
    {
      run->out->record = g_strdup (place.record);
      run->out->n_records = n_records;
    }
  if (n_records > 1)
    {
      set_fault (&place, MD_SPF_FAULT_MULTIPLE, "v=spf1", 1);
      return MD_SPF_PERMERROR;
    }
  return place.record == NULL ? MD_SPF_NONE : evaluate_record (&place);
}

/* The text of exp=, expanded; none when anything about it is wrong (section 6.2). */
static void
explain (MdSpfRun *run)
{
  Place place = { run, run->explanation_domain, NULL, 0, TRUE };
  g_autofree char *name = expand_target (&place, run->explanation);
  MdSpfMacros macros = md_spf_run_macros (run, run->explanation_domain);
  const MdDnsAnswer *answer = md_spf_dns_get (&run->dns, name, MD_DNS_TXT);
  const MdDnsRecord *record;

  if (answer->status != MD_DNS_OK || answer->records->len != 1)
    return;
  record = g_ptr_array_index (answer->records, 0);
  if (record->text == NULL || md_spf_macro_fault (record->text, TRUE) != NULL)
    return;
  macros.validated = validated_name;
  macros.user_data = &place;
  run->out->explanation = md_spf_macro_expand (record->text, &macros, TRUE);
}

MdSpfResult
md_spf_evaluate (MdSpfRun *run, const char *domain)
{
  MdSpfResult result = check_host (run, domain, 0, TRUE);

  if (run->reading && result != MD_SPF_NONE)
    {
      run->out->allows_all = result == MD_SPF_PASS;
      if (run->out->fault != MD_SPF_FAULT_NONE)
        result = MD_SPF_PERMERROR;
      else if (run->failed)
        result = MD_SPF_TEMPERROR;
    }
  if (result == MD_SPF_FAIL && run->explanation != NULL && !run->reading)
    explain (run);
  return result;
}

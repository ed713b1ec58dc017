/* spf-eval.c - the check_host() function: walks records and their includes, term by term
 *
 * With an address it stops where the RFC says; without one ("reading") it walks the whole tree to its end.
 * RFC 7208 sections 4.3 to 4.7 and 6.  The depth is bounded by the number of lookups: 10, or 40 when reading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <string.h>

#define TRACE_MAX_LINES 200

static const char *const outcome_names[] = {
  [MD_SPF_NO_MATCH] = "no match",
  [MD_SPF_MATCH] = "match",
  [MD_SPF_TERM_TEMPERROR] = "temperror",
  [MD_SPF_TERM_PERMERROR] = "permerror",
};

static void
trace_record (const MdSpfPlace *place, const char *outcome)
{
  GPtrArray *trace = place->run->out->trace;
  MdSpfStep *step;

  if (trace->len >= TRACE_MAX_LINES)
    return;
  step = g_new0 (MdSpfStep, 1);
  step->depth = place->depth;
  step->is_record = TRUE;
  step->text = g_strdup (place->domain);
  step->outcome = g_strdup (outcome);
  g_ptr_array_add (trace, step);
}

/* What came of @term, above the line numbered @at where its own tree begins; with the lookups it cost. */
static void
trace_term (const MdSpfPlace *place, const char *term, const char *outcome, guint at, guint lookups_before)
{
  MdSpf *out = place->run->out;
  MdSpfStep *step;

  if (out->trace->len >= TRACE_MAX_LINES)
    return;
  step = g_new0 (MdSpfStep, 1);
  step->depth = place->depth;
  step->text = g_strdup (term);
  step->outcome = g_strdup (outcome);
  if (out->lookups > lookups_before)
    {
      step->first_lookup = lookups_before + 1;
      step->last_lookup = out->lookups;
    }
  g_ptr_array_insert (out->trace, (gint) at, step);
}

/* FALSE when no term decided. */
static gboolean
walk_terms (const MdSpfPlace *place, const MdSpfRecord *record, MdSpfResult *result)
{
  MdSpfRun *run = place->run;
  gboolean decided = FALSE;

  for (guint i = 0; i < record->terms->len; i++)
    {
      const MdSpfTerm *term = g_ptr_array_index (record->terms, i);
      guint at = run->out->trace->len, lookups = run->out->lookups;
      MdSpfOutcome outcome = md_spf_check_term (place, term);

      trace_term (place, term->text, outcome_names[outcome], at, lookups);
      run->failed = run->failed || outcome == MD_SPF_TERM_TEMPERROR;
      if (outcome == MD_SPF_MATCH && !decided)
        {
          decided = TRUE;
          *result = term->result;
          if (place->own && run->out->mechanism == NULL) /* a record read to its end may be followed by another */
            run->out->mechanism = g_strdup (term->text);
        }
      if (!run->reading && (outcome == MD_SPF_TERM_TEMPERROR || outcome == MD_SPF_TERM_PERMERROR))
        {
          *result = outcome == MD_SPF_TERM_TEMPERROR ? MD_SPF_TEMPERROR : MD_SPF_PERMERROR;
          return TRUE;
        }
      if (decided && (!run->reading || term->kind == MD_SPF_ALL))
        return TRUE;
    }
  return decided;
}

static MdSpfResult
follow_redirect (const MdSpfPlace *place, const MdSpfRecord *record)
{
  g_autofree char *word = g_strdup_printf ("redirect=%s", record->redirect);
  g_autofree char *name = NULL;
  guint at = place->run->out->trace->len, lookups = place->run->out->lookups;
  MdSpfResult result;

  if (!md_spf_count_lookup (place, word, record->redirect_position))
    return MD_SPF_PERMERROR;
  if (place->run->reading && strchr (record->redirect, '%') != NULL)
    return MD_SPF_NEUTRAL;
  name = md_spf_expand_target (place, record->redirect);
  result = md_spf_check_host (place->run, name, place->depth + 1, place->own);
  trace_term (place, word, md_spf_result_name (result), at, lookups);
  if (result != MD_SPF_NONE)
    return result;
  md_spf_set_fault (place, MD_SPF_FAULT_INCLUDE, word, record->redirect_position);
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
evaluate_record (const MdSpfPlace *place)
{
  g_autoptr (MdSpfRecord) record = md_spf_record_parse (place->record);
  MdSpfRun *run = place->run;
  MdSpfResult result = MD_SPF_NEUTRAL;
  gboolean decided;

  trace_record (place, place->record);
  if (!record->valid)
    {
      md_spf_set_fault (place, MD_SPF_FAULT_SYNTAX, record->fault_word, record->fault_position);
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

MdSpfResult
md_spf_check_host (MdSpfRun *run, const char *domain, guint depth, gboolean own)
{
  MdSpfPlace place = { run, domain, NULL, depth, own };
  const MdDnsAnswer *answer;
  guint n_records;

  if (!md_spf_is_name (domain) || strchr (domain, '.') == NULL)
    return MD_SPF_NONE;
  answer = md_spf_dns_get (&run->dns, domain, MD_DNS_TXT);
  if (depth == 0)
    run->out->status = answer->status;
  if (md_spf_answer_failed (answer))
    {
      trace_record (&place, md_dns_status_name (answer->status));
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
      md_spf_set_fault (&place, MD_SPF_FAULT_MULTIPLE, "v=spf1", 1);
      return MD_SPF_PERMERROR;
    }
  return place.record == NULL ? MD_SPF_NONE : evaluate_record (&place);
}

/* The text of exp=, expanded; none when anything about it is wrong (section 6.2). */
static void
explain (MdSpfRun *run)
{
  MdSpfPlace place = { run, run->explanation_domain, NULL, 0, TRUE };
  g_autofree char *name = md_spf_expand_target (&place, run->explanation);
  MdSpfMacros macros = md_spf_run_macros (run, run->explanation_domain);
  const MdDnsAnswer *answer = md_spf_dns_get (&run->dns, name, MD_DNS_TXT);
  const MdDnsRecord *record;

  if (answer->status != MD_DNS_OK || answer->records->len != 1)
    return;
  record = g_ptr_array_index (answer->records, 0);
  if (record->text == NULL || md_spf_macro_fault (record->text, TRUE) != NULL)
    return;
  macros.validated = md_spf_validated_name;
  macros.user_data = &place;
  run->out->explanation = md_spf_macro_expand (record->text, &macros, TRUE);
}

MdSpfResult
md_spf_evaluate (MdSpfRun *run, const char *domain)
{
  MdSpfResult result = md_spf_check_host (run, domain, 0, TRUE);

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

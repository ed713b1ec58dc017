/* diagnosis.c - walks the rules; see diagnosis.h
 *
 * Every rule that holds makes a candidate.  They are taken in the order of their confidence: one that stands on a
 * finding which a stronger cause explains already is dropped.  What remains is shown in the order of mending: the sure
 * ones from the line to the program, then the likely, then what was only seen besides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/diagnosis.h"

#include "diagnosis/places.h"
#include "diagnosis/rule-match.h"

#define CONFIDENCE_SURE 0.70    /* from here on a cause counts as found, and the order of mending decides */
#define CONFIDENCE_PROBLEM 0.50 /* from here on a cause makes the verdict */
#define CONFIDENCE_UNKNOWN 0.49
#define CONFIDENCE_EXPLAINS 0.75 /* a reply this sure accounts for the refusal it came with */

typedef struct
{
  MdCauseCode cause;
  double confidence;
  const MdRule *rule; /* NULL: a reply that names its cause */
  MdFinding *reply;   /* (unowned) */
} Candidate;

static void
cause_free (MdCause *self)
{
  g_ptr_array_unref (self->because);
  g_free (self);
}

/* ── candidates ── */

static gboolean
is_same_account (const MdFinding *a, const MdFinding *b)
{
  return md_finding_get_subject (a) == md_finding_get_subject (b);
}

static gboolean
is_refusal_of (const MdFinding *finding, const MdFinding *reply)
{
  gsize n_codes;
  const MdFindingCode *codes = md_rules_get_refusals (&n_codes);

  if (!is_same_account (finding, reply))
    return FALSE;
  for (gsize i = 0; i < n_codes; i++)
    if (md_finding_get_code (finding) == codes[i])
      return TRUE;
  return FALSE;
}

/* A server's refusal now, or the one that a bounce tells of. */
static gboolean
names_cause (const MdFinding *finding)
{
  return md_finding_get_code (finding) == MD_FINDING_REPLY_NAMES_CAUSE
         || md_finding_get_code (finding) == MD_FINDING_BOUNCE;
}

/* A reply that says no more than "wrong" hides too many causes to be believed on its own: the rules weigh it. */
static double
reply_confidence (const MdFinding *reply, MdCauseCode cause)
{
  const char *sure = md_finding_get (reply, "sure");
  double confidence = 0.50;

  if (cause == MD_CAUSE_BAD_CREDENTIALS || cause == MD_CAUSE_UNKNOWN)
    return CONFIDENCE_UNKNOWN;
  if (g_strcmp0 (sure, "high") == 0)
    confidence = 0.95;
  else if (g_strcmp0 (sure, "medium") == 0)
    confidence = 0.80;
  if (md_finding_get_subject (reply) == MD_SUBJECT_INCOMING)
    confidence -= 0.30;
  return confidence;
}

static GArray *
collect_candidates (const MdDiagnosis *self, gboolean alone)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  const MdRule *rules[MD_MAX_RULES];
  guint n_rules = md_rules_at_first_sight (self, rules);

  for (guint i = 0; i < n_rules; i++)
    if (rules[i]->alone == alone && md_rule_holds (self, rules[i], FALSE))
      g_array_append_val (candidates, ((Candidate){ rules[i]->cause, rules[i]->confidence, rules[i], NULL }));
  for (guint i = 0; !alone && i < self->findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (self->findings, i);
      MdCauseCode cause;

      if (names_cause (finding)
          && md_cause_from_id (md_finding_get (finding, "cause"), &cause))
        g_array_append_val (candidates, ((Candidate){ cause, reply_confidence (finding, cause), NULL, finding }));
    }
  return candidates;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->confidence != second->confidence)
    return first->confidence > second->confidence ? -1 : 1;
  if (first->cause != second->cause)
    return (int) first->cause - (int) second->cause;
  return (first->rule == NULL) - (second->rule == NULL);
}

/* ── accepting ── */

static MdCause *
find_cause (const MdDiagnosis *self, MdCauseCode code)
{
  for (guint i = 0; i < self->causes->len; i++)
    {
      MdCause *cause = g_ptr_array_index (self->causes, i);

      if (cause->code == code)
        return cause;
    }
  return NULL;
}

/* The same server names the same cause in every step: once is enough. */
static gboolean
says_the_same (const MdFinding *first, const MdFinding *second)
{
  return names_cause (first) && md_finding_get_code (first) == md_finding_get_code (second)
         && md_finding_get_subject (first) == md_finding_get_subject (second)
         && g_strcmp0 (md_finding_get (first, "cause"), md_finding_get (second, "cause")) == 0
         && g_strcmp0 (md_finding_get (first, "host"), md_finding_get (second, "host")) == 0
         && g_strcmp0 (md_finding_get (first, "recipient"), md_finding_get (second, "recipient")) == 0;
}

static void
add_reason (MdCause *cause, MdFinding *finding)
{
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *known = g_ptr_array_index (cause->because, i);

      if (known == finding || says_the_same (known, finding))
        return;
    }
  g_ptr_array_add (cause->because, md_finding_ref (finding));
}

static void
add_reasons (const MdDiagnosis *self, MdCause *cause, const MdRuleTerm *term)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_term_matches (term, finding))
        add_reason (cause, finding);
    }
}

static void
add_rule_reasons (const MdDiagnosis *self, MdCause *cause, const MdRule *rule)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rule->all) && !md_term_is_end (&rule->all[i]); i++)
    add_reasons (self, cause, &rule->all[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (rule->one_of) && rule->one_of[i] != NULL; i++)
    for (const MdRuleTerm *term = rule->one_of[i]; !md_term_is_end (term); term++)
      add_reasons (self, cause, term);
}

/* What tells how to mend it belongs to the reasons, too. */
static gboolean
tells_how_to_mend (const MdFinding *finding)
{
  MdFindingCode code = md_finding_get_code (finding);

  return code == MD_FINDING_SETTING_WRONG || code == MD_FINDING_NAME_SUGGESTION;
}

static void
explain_group (MdDiagnosis *self, MdCause *cause, const MdRuleTerm *group)
{
  for (; !md_term_is_end (group); group++)
    for (guint i = 0; i < self->findings->len; i++)
      if (md_term_matches (group, g_ptr_array_index (self->findings, i)))
        {
          g_hash_table_add (self->explained, g_ptr_array_index (self->findings, i));
          if (tells_how_to_mend (g_ptr_array_index (self->findings, i)))
            add_reason (cause, g_ptr_array_index (self->findings, i));
        }
}

static void
explain (MdDiagnosis *self, MdCause *cause, const Candidate *candidate)
{
  if (candidate->rule != NULL)
    {
      for (gsize i = 0; i < MD_RULE_MAX_GROUPS && candidate->rule->explains[i] != NULL; i++)
        explain_group (self, cause, candidate->rule->explains[i]);
    }
  else if (candidate->confidence >= CONFIDENCE_EXPLAINS)
    {
      for (guint i = 0; i < self->findings->len; i++)
        if (is_refusal_of (g_ptr_array_index (self->findings, i), candidate->reply))
          g_hash_table_add (self->explained, g_ptr_array_index (self->findings, i));
    }
}

static void
accept (MdDiagnosis *self, const Candidate *candidate)
{
  MdCause *cause = find_cause (self, candidate->cause);

  if (cause == NULL)
    {
      cause = g_new0 (MdCause, 1);
      cause->code = candidate->cause;
      cause->confidence = candidate->confidence;
      cause->because = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
      g_ptr_array_add (self->causes, cause);
    }
  if (candidate->rule != NULL)
    add_rule_reasons (self, cause, candidate->rule);
  else
    add_reason (cause, candidate->reply);
  explain (self, cause, candidate);
}

static gboolean
is_fresh (const MdDiagnosis *self, const Candidate *candidate)
{
  if (find_cause (self, candidate->cause) != NULL)
    return TRUE;
  return candidate->rule != NULL ? md_rule_holds (self, candidate->rule, TRUE)
                                 : !g_hash_table_contains (self->explained, candidate->reply);
}

static gboolean
has_cause_of (const MdDiagnosis *self, double confidence)
{
  for (guint i = 0; i < self->causes->len; i++)
    if (((const MdCause *) g_ptr_array_index (self->causes, i))->confidence >= confidence)
      return TRUE;
  return FALSE;
}

static void
walk_candidates (MdDiagnosis *self, gboolean alone)
{
  g_autoptr (GArray) candidates = collect_candidates (self, alone);

  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (is_fresh (self, candidate))
        accept (self, candidate);
    }
}

/* ── the verdict ── */

/* Where nothing is wrong, a cause that was only seen besides is no answer; its finding stands on its page. */
static void
drop_faint_causes (MdDiagnosis *self, MdVerdictStatus status)
{
  if (status == MD_VERDICT_PROBLEM || find_cause (self, MD_CAUSE_UNKNOWN) != NULL)
    return;
  g_ptr_array_set_size (self->causes, 0);
}

/* Any order in, one order inside. */
static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const MdFinding *first = *(MdFinding *const *) a, *second = *(MdFinding *const *) b;
  const char *const *names = md_finding_code_parameters (md_finding_get_code (first));
  int order = (int) md_finding_get_code (first) - (int) md_finding_get_code (second);

  if (order == 0)
    order = (int) md_finding_get_subject (first) - (int) md_finding_get_subject (second);
  if (order == 0)
    order = (int) md_finding_get_step (first) - (int) md_finding_get_step (second);
  for (; order == 0 && *names != NULL; names++)
    order = g_strcmp0 (md_finding_get (first, *names), md_finding_get (second, *names));
  return order;
}

static int
compare_causes (gconstpointer a, gconstpointer b)
{
  const MdCause *first = *(MdCause *const *) a, *second = *(MdCause *const *) b;
  gboolean first_sure = first->confidence >= CONFIDENCE_SURE, second_sure = second->confidence >= CONFIDENCE_SURE;

  if (first_sure != second_sure)
    return first_sure ? -1 : 1;
  if (first_sure && md_cause_stage (first->code) != md_cause_stage (second->code))
    return (int) md_cause_stage (first->code) - (int) md_cause_stage (second->code);
  if (first->confidence != second->confidence)
    return first->confidence > second->confidence ? -1 : 1;
  return (int) first->code - (int) second->code;
}

/* What comes first is to be mended first: nothing below it is claimed with more confidence. */
static void
sort_causes (GPtrArray *causes)
{
  g_ptr_array_sort (causes, compare_causes);
  for (guint i = 1; i < causes->len; i++)
    {
      const MdCause *above = g_ptr_array_index (causes, i - 1);
      MdCause *cause = g_ptr_array_index (causes, i);

      cause->confidence = MIN (cause->confidence, above->confidence);
    }
}

static gboolean
has (const MdDiagnosis *self, MdFindingCode code, MdSubject subject)
{
  return md_term_holds (self, &(MdRuleTerm){ code, subject, NULL }, FALSE);
}

static gboolean
sending_was_seen_to_work (const MdDiagnosis *self)
{
  return has (self, MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_OUTGOING)
         || has (self, MD_FINDING_ENVELOPE_ACCEPTED, MD_SUBJECT_ANY) || has (self, MD_FINDING_TEST_SENT,
           MD_SUBJECT_ANY);
}

/* In the other guides: something of their own pages was looked at and found in order. */
static gboolean
something_was_in_order (const MdDiagnosis *self)
{
  if (has (self, MD_FINDING_MESSAGE_IN_INBOX, MD_SUBJECT_ANY))
    return TRUE;
  /* What could not be asked may be what is wrong. */
  if (has (self, MD_FINDING_DOMAIN_LOOKUP_FAILED, MD_SUBJECT_ANY)
      || has (self, MD_FINDING_ADDRESS_DOMAIN_UNKNOWN, MD_SUBJECT_ANY))
    return FALSE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_finding_get_step (finding) >= MD_STEP_D1 && md_finding_get_severity (finding) == MD_SEVERITY_OK)
        return TRUE;
    }
  return FALSE;
}

/* What other hosts did says nothing when the own server answered. */
static gboolean
is_about_the_line (const MdFinding *finding)
{
  MdStepId step = md_finding_get_step (finding);

  return step == MD_STEP_S1 || step == MD_STEP_S4;
}

static void
add_unexplained (MdDiagnosis *self)
{
  gboolean server_answers = has (self, MD_FINDING_SERVER_WORKS, MD_SUBJECT_OUTGOING) || sending_was_seen_to_work (self);
  g_autoptr (GPtrArray) because = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  MdCause *cause = find_cause (self, MD_CAUSE_UNKNOWN);

  for (guint i = 0; i < self->findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_finding_get_severity (finding) == MD_SEVERITY_PROBLEM && !(server_answers && is_about_the_line (finding)))
        g_ptr_array_add (because, md_finding_ref (finding));
    }
  if (because->len == 0 || cause != NULL)
    return;
  cause = g_new0 (MdCause, 1);
  cause->code = MD_CAUSE_UNKNOWN;
  cause->confidence = CONFIDENCE_UNKNOWN;
  cause->because = g_steal_pointer (&because);
  g_ptr_array_add (self->causes, cause);
}

static MdVerdictStatus
judge (MdDiagnosis *self)
{
  if (has_cause_of (self, CONFIDENCE_PROBLEM))
    return MD_VERDICT_PROBLEM;
  add_unexplained (self);
  if (find_cause (self, MD_CAUSE_UNKNOWN) != NULL || has (self, MD_FINDING_MESSAGE_NOT_THERE, MD_SUBJECT_ANY)
      || has (self, MD_FINDING_MESSAGE_NOT_SEARCHED, MD_SUBJECT_ANY)
      || !(sending_was_seen_to_work (self) || something_was_in_order (self)))
    return MD_VERDICT_UNSURE;
  return MD_VERDICT_OK;
}

static gboolean
is_excluded (const MdDiagnosis *self, const MdExclusion *exclusion)
{
  for (gsize i = 0; i < MD_RULE_MAX_TERMS && !md_term_is_end (&exclusion->all[i]); i++)
    if (!md_term_holds (self, &exclusion->all[i], FALSE))
      return FALSE;
  for (gsize i = 0; i < MD_RULE_MAX_TERMS && !md_term_is_end (&exclusion->none[i]); i++)
    if (md_term_holds (self, &exclusion->none[i], FALSE))
      return FALSE;
  return find_cause (self, exclusion->cause) == NULL;
}

static GArray *
rule_out (const MdDiagnosis *self)
{
  GArray *ruled_out = g_array_new (FALSE, FALSE, sizeof (MdCauseCode));
  gsize n_exclusions;
  const MdExclusion *exclusions = md_exclusions_get (&n_exclusions);

  for (gsize i = 0; i < n_exclusions; i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < ruled_out->len; j++)
        known = known || g_array_index (ruled_out, MdCauseCode, j) == exclusions[i].cause;
      if (!known && is_excluded (self, &exclusions[i]))
        g_array_append_val (ruled_out, exclusions[i].cause);
    }
  return ruled_out;
}

MdVerdict *
md_diagnose (GPtrArray *findings)
{
  MdVerdict *verdict = g_new0 (MdVerdict, 1);
  MdDiagnosis session = {
    .findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref),
    .explained = g_hash_table_new (NULL, NULL),
    .causes = g_ptr_array_new_with_free_func ((GDestroyNotify) cause_free),
  };

  for (guint i = 0; i < findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (findings, i);

      g_ptr_array_add (session.findings, md_finding_ref (finding));
      session.seen[md_finding_get_code (finding)] = 1;
    }
  g_ptr_array_sort (session.findings, compare_findings);
  walk_candidates (&session, FALSE);
  if (!has_cause_of (&session, CONFIDENCE_SURE))
    walk_candidates (&session, TRUE);
  verdict->status = judge (&session);
  drop_faint_causes (&session, verdict->status);
  sort_causes (session.causes);
  md_places_add_program (session.causes, session.findings);
  verdict->ruled_out = rule_out (&session);
  verdict->causes = session.causes;
  g_hash_table_unref (session.explained);
  g_ptr_array_unref (session.findings);
  return verdict;
}

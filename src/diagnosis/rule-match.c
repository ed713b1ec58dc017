/* rule-match.c - does a row of the rules hold; see rule-match.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-match.h"

gboolean
md_term_matches (const MdRuleTerm *term, const MdFinding *finding)
{
  if (term->code != md_finding_get_code (finding)
      || (term->subject != MD_SUBJECT_ANY && term->subject != md_finding_get_subject (finding)))
    return FALSE;
  return term->names == NULL || g_strcmp0 (md_finding_get (finding, "cause"), term->names) == 0;
}

gboolean
md_term_holds (const MdDiagnosis *self, const MdRuleTerm *term, gboolean fresh)
{
  if (self->seen[term->code] == 0)
    return FALSE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_term_matches (term, finding) && !(fresh && g_hash_table_contains (self->explained, finding)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
group_holds (const MdDiagnosis *self, const MdRuleTerm *group, gboolean fresh)
{
  for (; !md_term_is_end (group); group++)
    if (md_term_holds (self, group, fresh))
      return TRUE;
  return FALSE;
}

gboolean
md_rule_holds (const MdDiagnosis *self, const MdRule *rule, gboolean fresh)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rule->all) && !md_term_is_end (&rule->all[i]); i++)
    if (!md_term_holds (self, &rule->all[i], fresh))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rule->one_of) && rule->one_of[i] != NULL; i++)
    if (!group_holds (self, rule->one_of[i], fresh))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rule->none) && !md_term_is_end (&rule->none[i]); i++)
    if (md_term_holds (self, &rule->none[i], FALSE))
      return FALSE;
  return TRUE;
}

/* rule-index.c - which rules are worth a look; see rule-match.h
 *
 * A rule asks for a first finding, or for one of a group: by their codes it is found.  Of some two hundred rules a
 * single bounce leaves a handful.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/rule-match.h"

#include <string.h>

#define N_WORDS (MD_MAX_RULES / 32)

typedef struct
{
  const MdRule *rules[MD_MAX_RULES];
  guint n_rules;
  guint32 always[N_WORDS];                 /* bits of the rules that ask for nothing */
  guint32 by_code[MD_N_FINDINGS][N_WORDS]; /* and of those that a finding of that code may start */
} Index;

static void
set_bit (guint32 *bits, guint i)
{
  bits[i / 32] |= 1u << (i % 32);
}

static void
add_rule (Index *self, const MdRule *rule)
{
  guint i = self->n_rules++;

  g_assert (i < MD_MAX_RULES);
  self->rules[i] = rule;
  if (!md_term_is_end (&rule->all[0]))
    set_bit (self->by_code[rule->all[0].code], i);
  else if (rule->one_of[0] == NULL)
    set_bit (self->always, i);
  else
    for (const MdRuleTerm *term = rule->one_of[0]; !md_term_is_end (term); term++)
      set_bit (self->by_code[term->code], i);
}

static Index *
make_index (void)
{
  Index *self = g_new0 (Index, 1);

  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      gsize n_rules;
      const MdRule *rules = md_rules_get ((MdGuide) guide, &n_rules);

      for (gsize i = 0; i < n_rules; i++)
        add_rule (self, &rules[i]);
    }
  return self;
}

guint
md_rules_at_first_sight (const MdDiagnosis *self, const MdRule *rules[MD_MAX_RULES])
{
  static GOnce once = G_ONCE_INIT; /* constant data, made once */
  const Index *index = g_once (&once, (GThreadFunc) (void (*) (void)) make_index, NULL);
  guint32 bits[N_WORDS];
  guint n = 0;

  memcpy (bits, index->always, sizeof bits);
  for (guint i = 0; i < self->findings->len; i++)
    for (gsize word = 0; word < N_WORDS; word++)
      bits[word] |= index->by_code[md_finding_get_code (g_ptr_array_index (self->findings, i))][word];
  for (guint word = 0; word < N_WORDS; word++)
    for (guint32 left = bits[word]; left != 0; left &= left - 1)
      rules[n++] = index->rules[word * 32 + (guint) g_bit_nth_lsf (left, -1)];
  return n;
}

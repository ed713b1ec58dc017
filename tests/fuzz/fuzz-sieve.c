/* fuzz-sieve.c - any bytes as a filter script, and what it would do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/sieve.h"

typedef struct
{
  const uint8_t *data;
  size_t size;
} Script;

/* Every script is there, and is this one. */
static GBytes *
include (const char *name, gpointer user_data)
{
  const Script *script = user_data;

  return g_bytes_new_static (script->data, script->size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Script script = { data, size };
  const MdRuleFacts facts = { "jefe@empresa.example", "Factura 12", "ana@casa.example" };
  g_autoptr (MdMailRules) rules = md_sieve_rules ((const char *) data, size, include, &script);
  g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);

  for (guint i = 0; i < hits->len; i++)
    {
      const MdRuleHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *actions = md_mail_rule_describe_actions (hit->rule);
      g_autofree char *test = hit->rule->test != NULL ? md_rule_test_describe (hit->rule->test) : NULL;

      g_assert (hit->sure > MD_SURE_NO && hit->sure <= MD_SURE_CERTAIN);
      g_assert (g_utf8_validate (actions, -1, NULL));
      g_assert (test == NULL || g_utf8_validate (test, -1, NULL));
    }
  (void) md_rule_hits_worst (hits);
  return 0;
}

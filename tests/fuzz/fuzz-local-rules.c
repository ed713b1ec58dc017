/* fuzz-local-rules.c - any bytes as the filter file of a mail program; the first names the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/rules-local.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static MdMailRules *(*const readers[]) (const char *, gsize, const char *)
    = { md_rules_from_thunderbird, md_rules_from_evolution, md_rules_from_claws, md_rules_from_sylpheed, md_rules_from_spamassassin };
  const MdRuleFacts facts = { "jefe@empresa.example", "Factura 12", "ana@casa.example" };
  g_autoptr (MdMailRules) rules = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autofree char *copy = NULL;

  if (size == 0)
    return 0;
  /* Exactly as long as it is, so that reading on is seen. */
  copy = g_memdup2 (size > 1 ? (const char *) data + 1 : "", size > 1 ? size - 1 : 1);
  rules = readers[data[0] % G_N_ELEMENTS (readers)](copy, size - 1, (data[0] & 16) != 0 ? "1" : NULL);
  hits = md_mail_rules_apply (rules, &facts);
  for (guint i = 0; i < rules->rules->len; i++)
    {
      const MdMailRule *rule = g_ptr_array_index (rules->rules, i);
      g_autofree char *actions = md_mail_rule_describe_actions (rule);
      g_autofree char *test = rule->test != NULL ? md_rule_test_describe (rule->test) : NULL;

      g_assert (g_utf8_validate (actions, -1, NULL));
      g_assert (test == NULL || g_utf8_validate (test, -1, NULL));
      g_assert (rule->name == NULL || g_utf8_validate (rule->name, -1, NULL));
    }
  return 0;
}

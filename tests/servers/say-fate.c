/* say-fate.c - says what filter scripts do to one message, for comparing with a real server: one line a script
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/sieve.h"

static void
say_fate (const char *path)
{
  const MdRuleFacts facts = { "jefe@empresa.example", "Factura 12", "ana@casa.example" };
  g_autofree char *text = NULL;
  g_autoptr (MdMailRules) rules = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  rules = md_sieve_rules (text, length, NULL, NULL);
  hits = md_mail_rules_apply (rules, &facts);
  g_print ("%s\t%u", path, rules->broken_line);
  for (guint i = 0; i < hits->len; i++)
    {
      const MdRuleHit *hit = g_ptr_array_index (hits, i);

      if (hit->takes_away)
        g_print ("\t%s %s %s", md_sure_name (hit->sure), md_deed_name (hit->action->deed),
                 hit->action->object != NULL ? hit->action->object : "");
    }
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    say_fate (argv[i]);
  return 0;
}

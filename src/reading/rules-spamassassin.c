/* rules-spamassassin.c - the senders that a person blocks in SpamAssassin's user_prefs; see rules-local.h
 *
 * "blocklist_from" (formerly "blacklist_from") takes addresses with * and ?; "unblocklist_from" takes one back, and
 * "welcomelist_from" ("whitelist_from") outweighs it.  Other settings weigh signs, which only the filter itself can do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rules"

#include "config.h"

#include "reading/rules-local.h"

#include <string.h>

typedef enum
{
  SETTING_NONE,
  SETTING_BLOCK,
  SETTING_UNBLOCK,
  SETTING_WELCOME,
} Setting;

static Setting
setting_of (const char *name)
{
  static const struct
  {
    const char *name;
    Setting setting;
  } settings[] = {
    { "blocklist_from", SETTING_BLOCK },       { "blacklist_from", SETTING_BLOCK },
    { "unblocklist_from", SETTING_UNBLOCK },   { "unblacklist_from", SETTING_UNBLOCK },
    { "welcomelist_from", SETTING_WELCOME },   { "whitelist_from", SETTING_WELCOME },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_ascii_strcasecmp (name, settings[i].name) == 0)
      return settings[i].setting;
  return SETTING_NONE;
}

static MdRuleTest *
from_like (const char *pattern)
{
  g_autofree char *valid = g_utf8_make_valid (pattern, -1);

  return md_rule_test_compare (MD_RULE_FROM, MD_RULE_ADDRESS, MD_RULE_GLOB, valid);
}

static void
block (MdMailRules *rules, const char *pattern, guint line)
{
  MdMailRule *rule;

  if (rules->n_rules >= MD_LOCAL_MAX_RULES)
    {
      rules->incomplete = TRUE;
      return;
    }
  rule = md_mail_rule_new (NULL, ++rules->n_rules, line);
  rule->test = from_like (pattern);
  md_mail_rule_add (rule, MD_DEED_JUNK, NULL);
  g_ptr_array_add (rules->rules, rule);
}

static void
unblock (MdMailRules *rules, const char *pattern)
{
  for (guint i = 0; i < rules->rules->len; i++)
    {
      MdMailRule *rule = g_ptr_array_index (rules->rules, i);

      if (g_ascii_strcasecmp (rule->test->values[0], pattern) == 0)
        rule->enabled = FALSE;
    }
}

/* Tried before all others, and ends it. */
static void
welcome (MdMailRules *rules, const char *pattern, guint line)
{
  MdMailRule *rule;

  if (rules->rules->len >= 2 * MD_LOCAL_MAX_RULES)
    return;
  rule = md_mail_rule_new (NULL, 0, line);
  rule->test = from_like (pattern);
  md_mail_rule_add (rule, MD_DEED_STOP, NULL);
  g_ptr_array_insert (rules->rules, 0, rule);
}

static void
take_line (MdMailRules *rules, char *line, guint number)
{
  g_auto (GStrv) words = NULL;
  Setting setting;

  line[strcspn (line, "#")] = '\0';
  words = g_strsplit_set (g_strstrip (line), " \t", MD_LOCAL_MAX_PARTS);
  setting = words[0] != NULL ? setting_of (words[0]) : SETTING_NONE;
  for (gsize i = 1; setting != SETTING_NONE && words[i] != NULL; i++)
    if (words[i][0] == '\0')
      continue;
    else if (setting == SETTING_BLOCK)
      block (rules, words[i], number);
    else if (setting == SETTING_UNBLOCK)
      unblock (rules, words[i]);
    else
      welcome (rules, words[i], number);
}

MdMailRules *
md_rules_from_spamassassin (const char *text, gsize length, const char *account)
{
  MdMailRules *rules = md_mail_rules_new ();
  const char *end = text + length;
  guint number = 0;

  for (const char *start = text; start < end;)
    {
      const char *close = memchr (start, '\n', (gsize) (end - start));
      g_autofree char *line = g_strndup (start, (gsize) ((close != NULL ? close : end) - start));

      take_line (rules, line, ++number);
      start = close != NULL ? close + 1 : end;
    }
  return rules;
}

/* rule-report.h - what filter rules do to the messages of the sender, said the same way for every kind of rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "reading/rule.h"

G_BEGIN_DECLS

/* "sieve-rules", "local-rules" leave a GPtrArray of these. */
typedef struct
{
  char *program;       /* (owned) "mail-server", "thunderbird" … */
  MdMailRules *rules;  /* (owned) */
  GPtrArray *hits;     /* (owned) of MdRuleHit */
} MdRuleSet;

void       md_rule_set_free (MdRuleSet *self);
/* What the case knows of the message; it belongs to the case. */
MdRuleFacts md_rule_facts_of (const MdCase *kase);
/* What a rule is called, or else what it looks at; (transfer full). */
char      *md_rule_title (const MdMailRule *rule);
/* Applies @rules (transfer full), reports what takes the sender's messages away, and every rule as evidence about
 * @target. */
MdRuleSet *md_report_rules (MdContext *context, const char *program, const char *target, MdMailRules *rules);

G_END_DECLS

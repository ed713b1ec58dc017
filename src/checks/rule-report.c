/* rule-report.c - what filter rules do to the messages of the sender; see rule-report.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rule-report"

#include "config.h"

#include "checks/rule-report.h"

#define MAX_CATCHES 10
#define MAX_DOUBTFUL 5
#define MAX_LINES 300

void
md_rule_set_free (MdRuleSet *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_ptr_array_unref (self->hits);
  md_mail_rules_free (self->rules);
  g_free (self);
}

MdRuleFacts
md_rule_facts_of (const MdCase *kase)
{
  return (MdRuleFacts) { .sender = kase->sender, .subject = kase->subject, .recipient = kase->email };
}

char *
md_rule_title (const MdMailRule *rule)
{
  if (rule->name != NULL)
    return g_utf8_make_valid (rule->name, -1);
  return rule->test != NULL ? md_rule_test_describe (rule->test) : g_strdup ("*");
}

/* ── the evidence: every rule, in no human language ── */

static MdSure
surest (const GPtrArray *hits, const MdMailRule *rule)
{
  MdSure sure = MD_SURE_NO;

  for (guint i = 0; i < hits->len; i++)
    {
      const MdRuleHit *hit = g_ptr_array_index (hits, i);

      if (hit->rule == rule)
        sure = MAX (sure, hit->sure);
    }
  return sure;
}

static void
add_lines (MdEvidence *evidence, const MdMailRule *rule, const GPtrArray *hits, guint depth, guint *n_lines)
{
  g_autofree char *test = rule->test != NULL ? md_rule_test_describe (rule->test) : g_strdup ("true");
  g_autofree char *actions = md_mail_rule_describe_actions (rule);
  g_autoptr (GString) line = g_string_new (NULL);

  if (++*n_lines > MAX_LINES)
    return;
  g_string_append_printf (line, "%*s%u", (int) depth * 2, "", rule->number);
  if (rule->line != 0)
    g_string_append_printf (line, " (%u)", rule->line);
  if (rule->name != NULL)
    g_string_append_printf (line, " \"%s\"", rule->name);
  g_string_append_printf (line, " %s%s: %s%s -> %s", rule->enabled ? "" : "off, ",
                          md_sure_name (surest (hits, rule)), rule->chained ? "else " : "", test, actions);
  md_evidence_add_line (evidence, line->str);
  for (guint i = 0; i < rule->actions->len; i++)
    {
      const MdRuleAction *action = g_ptr_array_index (rule->actions, i);

      if (action->rule != NULL)
        add_lines (evidence, action->rule, hits, depth + 1, n_lines);
    }
}

static void
add_evidence (MdContext *context, const char *program, const char *target, const MdMailRules *rules,
              const GPtrArray *hits, gint64 micros)
{
  const MdRuleHit *worst = md_rule_hits_worst (hits);
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "rules", target,
                                          md_sure_name (worst != NULL ? worst->sure : MD_SURE_NO), micros);
  guint n_lines = 0;

  for (guint i = 0; i < rules->rules->len; i++)
    add_lines (evidence, g_ptr_array_index (rules->rules, i), hits, 0, &n_lines);
  md_context_add_evidence (context, evidence);
}

/* ── the findings ── */

static void
report_catch (MdContext *context, const char *program, const MdRuleHit *hit, const char *number, const char *total,
                const char *title)
{
  const char *object = hit->action->object != NULL ? hit->action->object : "";
  const char *sure = md_sure_name (hit->sure);

  switch (hit->action->deed)
    {
    case MD_DEED_MOVE:
    case MD_DEED_COPY:
      md_context_report (context, MD_FINDING_RULE_MOVES, "program", program, "number", number, "total", total, "rule",
                         title, "certainty", sure, "folder", object, NULL);
      break;
    case MD_DEED_FORWARD:
      md_context_report (context, MD_FINDING_RULE_FORWARDS, "program", program, "number", number, "total", total,
                         "rule", title, "certainty", sure, "to", object, NULL);
      break;
    case MD_DEED_REJECT:
      md_context_report (context, MD_FINDING_RULE_REJECTS, "program", program, "number", number, "total", total,
                         "rule", title, "certainty", sure, NULL);
      break;
    case MD_DEED_JUNK:
      md_context_report (context, MD_FINDING_RULE_MARKS_SPAM, "program", program, "number", number, "total", total,
                         "rule", title, "certainty", sure, NULL);
      break;
    case MD_DEED_HIDE:
      md_context_report (context, MD_FINDING_RULE_HIDES, "program", program, "number", number, "total", total, "rule",
                         title, "certainty", sure, NULL);
      break;
    case MD_DEED_DELETE:
    case MD_DEED_DISCARD:
    case MD_DEED_KEEP:
    case MD_DEED_FORWARD_COPY:
    case MD_DEED_MARK:
    case MD_DEED_REPLY:
    case MD_DEED_RUN:
    case MD_DEED_STOP:
    case MD_DEED_RETURN:
    case MD_DEED_GROUP:
    case MD_DEED_OTHER:
    case MD_N_DEEDS:
    default:
      md_context_report (context, MD_FINDING_RULE_DELETES, "program", program, "number", number, "total", total,
                         "rule", title, "certainty", sure, NULL);
      break;
    }
}

static void
report_hit (MdContext *context, const MdRuleSet *set, const MdRuleHit *hit)
{
  g_autofree char *number = g_strdup_printf ("%u", hit->rule->number);
  g_autofree char *total = g_strdup_printf ("%u", set->rules->n_rules);
  g_autofree char *title = md_rule_title (hit->rule);
  /* A copy of what is thrown away is a move. */
  MdDeed deed = hit->action->deed == MD_DEED_COPY ? MD_DEED_MOVE : hit->action->deed;

  if (hit->sure >= MD_SURE_LIKELY)
    report_catch (context, set->program, hit, number, total, title);
  else
    md_context_report (context, MD_FINDING_RULE_MAY_CATCH, "program", set->program, "number", number, "total", total,
                       "rule", title, "deed", md_deed_name (deed), "doubt",
                       md_rule_field_name (hit->doubt), NULL);
}

/* The sure ones first, then as many of the others as a person reads; each rule once. */
static guint
report_hits (MdContext *context, const MdRuleSet *set)
{
  g_autoptr (GHashTable) said = g_hash_table_new (NULL, NULL);
  guint n_catches = 0, n_doubtful = 0;

  for (guint sure = MD_SURE_CERTAIN; sure >= MD_SURE_POSSIBLE; sure--)
    for (guint i = 0; i < set->hits->len; i++)
      {
        const MdRuleHit *hit = g_ptr_array_index (set->hits, i);
        guint *n = sure >= MD_SURE_LIKELY ? &n_catches : &n_doubtful;

        if (!hit->takes_away || hit->sure != sure || *n >= (sure >= MD_SURE_LIKELY ? MAX_CATCHES : MAX_DOUBTFUL)
            || !g_hash_table_add (said, (gpointer) hit->rule))
          continue;
        report_hit (context, set, hit);
        ++*n;
      }
  return n_catches + n_doubtful;
}

MdRuleSet *
md_report_rules (MdContext *context, const char *program, const char *target, MdMailRules *rules)
{
  const MdRuleFacts facts = md_rule_facts_of (md_context_get_case (context));
  gint64 started = g_get_monotonic_time ();
  MdRuleSet *set = g_new0 (MdRuleSet, 1);
  g_autofree char *total = g_strdup_printf ("%u", rules->n_rules);

  set->program = g_strdup (program);
  set->rules = rules;
  set->hits = md_mail_rules_apply (rules, &facts);
  add_evidence (context, program, target, rules, set->hits, g_get_monotonic_time () - started);
  if (rules->broken_line != 0 || rules->incomplete)
    {
      g_autofree char *line = rules->broken_line != 0 ? g_strdup_printf ("%u", rules->broken_line) : g_strdup ("");

      md_context_report (context, MD_FINDING_RULES_PARTLY_READ, "program", program, "line", line, NULL);
    }
  if (rules->n_rules == 0 && rules->broken_line == 0)
    md_context_report (context, MD_FINDING_RULES_NONE, "program", program, NULL);
  else if (report_hits (context, set) == 0)
    md_context_report (context, MD_FINDING_RULES_CLEAR, "program", program, "total", total, NULL);
  return set;
}

/* rule-walk.c - what a list of rules does to a message; see rule.h
 *
 * Walks every rule as if each branch might be taken, and carries along how sure it is that one comes there at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rule"

#include "config.h"

#include "reading/rule-private.h"

#include <string.h>

#define MAX_HITS 100000

/* How sure, and what the doubt is about. */
typedef struct
{
  MdSure sure;
  MdRuleField doubt;
  gboolean other;  /* something else than the sender was looked at */
} Grade;

typedef struct
{
  const MdRuleFacts *facts;
  GPtrArray *hits;
  Grade live;      /* that no "stop" was met */
  Grade returned;  /* that the included script still goes on */
} Walk;

static const Grade certain = { .sure = MD_SURE_CERTAIN };

static Grade
least (Grade a, Grade b)
{
  Grade grade = b.sure < a.sure ? b : a;

  grade.other = a.other || b.other;
  return grade;
}

static Grade
most (Grade a, Grade b)
{
  Grade grade = b.sure > a.sure ? b : a;

  /* What matched alone decides. */
  if (a.sure == b.sure)
    grade.other = a.other && b.other;
  return grade;
}

static Grade
opposite (Grade a)
{
  a.sure = MD_SURE_CERTAIN - a.sure;
  return a;
}

/* That one comes past @before: an earlier rule that may apply, and need not, makes the later ones no less likely.  What
 * the earlier one looks at is no matter of the later. */
static Grade
way_past (Grade way, Grade before)
{
  Grade past = opposite (before);

  if (past.sure == MD_SURE_POSSIBLE)
    past.sure = MD_SURE_LIKELY;
  way = least (way, past);
  way.other = FALSE;
  return way;
}

static Grade
grade_test (const MdRuleTest *test, const MdRuleFacts *facts, guint depth)
{
  Grade grade = { .sure = test->kind == MD_TEST_ALL || test->kind == MD_TEST_TRUE ? MD_SURE_CERTAIN : MD_SURE_NO };

  if (depth > MD_RULE_MAX_DEPTH)
    return (Grade) { MD_SURE_POSSIBLE, MD_RULE_OTHER, TRUE };
  if (test->kind == MD_TEST_COMPARE)
    {
      grade.sure = md_rule_compare (test, facts);
      grade.doubt = grade.sure == MD_SURE_CERTAIN || grade.sure == MD_SURE_NO ? MD_RULE_FIELD_NONE : test->field;
      grade.other = test->field != MD_RULE_FROM && test->field != MD_RULE_ENVELOPE;
    }
  for (guint i = 0; test->tests != NULL && i < test->tests->len; i++)
    {
      Grade inner = grade_test (g_ptr_array_index (test->tests, i), facts, depth + 1);

      if (test->kind == MD_TEST_NOT)
        {
          /* "Not him" is everybody else. */
          inner.other = TRUE;
          return opposite (inner);
        }
      if (test->kind == MD_TEST_ALL)
        grade = least (grade, inner);
      else
        grade = i == 0 ? inner : most (grade, inner);
    }
  return grade;
}

/* By the name of IMAP, or at the end of a program's own path. */
static gboolean
is_inbox (const MdRuleAction *action)
{
  const char *last = action->object != NULL ? strrchr (action->object, '/') : NULL;

  return action->object != NULL && g_ascii_strcasecmp (last != NULL ? last + 1 : action->object, "INBOX") == 0;
}

static gboolean
takes_away (const MdRuleAction *action)
{
  switch (action->deed)
    {
    case MD_DEED_MOVE:
      return !is_inbox (action);
    case MD_DEED_DELETE:
    case MD_DEED_DISCARD:
    case MD_DEED_FORWARD:
    case MD_DEED_REJECT:
    case MD_DEED_JUNK:
    case MD_DEED_HIDE:
    case MD_DEED_RUN:
      return TRUE;
    case MD_DEED_KEEP:
    case MD_DEED_COPY:
    case MD_DEED_FORWARD_COPY:
    case MD_DEED_MARK:
    case MD_DEED_REPLY:
    case MD_DEED_STOP:
    case MD_DEED_RETURN:
    case MD_DEED_GROUP:
    case MD_DEED_OTHER:
    case MD_N_DEEDS:
    default:
      return FALSE;
    }
}

static void
add_hit (Walk *walk, const MdMailRule *rule, const MdRuleAction *action, Grade grade)
{
  MdRuleHit *hit;

  if (grade.sure == MD_SURE_NO || walk->hits->len >= MAX_HITS)
    return;
  hit = g_new0 (MdRuleHit, 1);
  hit->rule = rule;
  hit->action = action;
  hit->sure = grade.sure;
  hit->doubt = grade.sure == MD_SURE_CERTAIN ? MD_RULE_FIELD_NONE : grade.doubt;
  hit->takes_away = takes_away (action);
  hit->by_sender = rule->test != NULL && !grade.other;
  /* A program may do anything, or nothing. */
  if (action->deed == MD_DEED_RUN && hit->sure > MD_SURE_POSSIBLE)
    {
      hit->sure = MD_SURE_POSSIBLE;
      hit->doubt = MD_RULE_OTHER;
    }
  g_ptr_array_add (walk->hits, hit);
}

static void walk_rule (Walk *walk, const MdMailRule *rule, Grade path, Grade *chain, guint depth);

static void
walk_actions (Walk *walk, const MdMailRule *rule, Grade path, guint depth)
{
  Grade chain = certain;

  for (guint i = 0; i < rule->actions->len; i++)
    {
      const MdRuleAction *action = g_ptr_array_index (rule->actions, i);
      Grade here = least (least (path, walk->live), walk->returned);

      if (action->deed == MD_DEED_GROUP && action->rule != NULL)
        {
          walk_rule (walk, action->rule, path, &chain, depth + 1);
          continue;
        }
      add_hit (walk, rule, action, here);
      if (action->deed == MD_DEED_STOP)
        walk->live = way_past (walk->live, here);
      else if (action->deed == MD_DEED_RETURN)
        walk->returned = way_past (walk->returned, here);
    }
}

/* @chain: that none of the branches before was taken. */
static void
walk_rule (Walk *walk, const MdMailRule *rule, Grade path, Grade *chain, guint depth)
{
  Grade test = certain;
  Grade returned = walk->returned;

  if (!rule->enabled || depth > MD_RULE_MAX_DEPTH)
    return;
  if (!rule->chained)
    *chain = certain;
  if (rule->test != NULL)
    test = grade_test (rule->test, walk->facts, 0);
  walk_actions (walk, rule, least (path, least (*chain, test)), depth);
  *chain = way_past (*chain, test);
  /* An included script is a group that always applies: what returned from it goes on behind it. */
  if (rule->test == NULL && depth > 0)
    walk->returned = returned;
}

/* What becomes of the message in the end, as sure as it is. */
typedef struct
{
  MdSure kept;       /* in the inbox, by a rule's own word */
  MdSure filed;      /* in another folder */
  MdSure discarded;
} Fate;

static Fate
fate_of (const GPtrArray *hits)
{
  Fate fate = { MD_SURE_NO, MD_SURE_NO, MD_SURE_NO };

  for (guint i = 0; i < hits->len; i++)
    {
      const MdRuleHit *hit = g_ptr_array_index (hits, i);
      MdDeed deed = hit->action->deed;

      if (deed == MD_DEED_KEEP || (deed == MD_DEED_MOVE && is_inbox (hit->action)))
        fate.kept = MAX (fate.kept, hit->sure);
      else if (deed == MD_DEED_MOVE || deed == MD_DEED_COPY)
        fate.filed = MAX (fate.filed, hit->sure);
      else if (deed == MD_DEED_DISCARD)
        fate.discarded = MAX (fate.discarded, hit->sure);
    }
  return fate;
}

/* What is kept, or filed elsewhere, is not gone; a copy of what is thrown away is all there is. */
static void
settle (GPtrArray *hits)
{
  const Fate fate = fate_of (hits);

  for (guint i = 0; i < hits->len; i++)
    {
      MdRuleHit *hit = g_ptr_array_index (hits, i);
      MdDeed deed = hit->action->deed;
      MdSure most = MD_SURE_CERTAIN - (deed == MD_DEED_DISCARD ? MAX (fate.kept, fate.filed) : fate.kept);

      /* What may keep it, and need not, is no reason to expect it. */
      most = most == MD_SURE_POSSIBLE ? MD_SURE_LIKELY : most;
      if (deed == MD_DEED_COPY && fate.discarded != MD_SURE_NO && !is_inbox (hit->action))
        {
          hit->takes_away = TRUE;
          most = MIN (most, fate.discarded);
        }
      if (!hit->takes_away || most >= hit->sure || deed == MD_DEED_DELETE)
        continue;
      hit->takes_away = most != MD_SURE_NO;
      hit->sure = most != MD_SURE_NO ? most : hit->sure;
      if (hit->doubt == MD_RULE_FIELD_NONE && hit->sure != MD_SURE_CERTAIN)
        hit->doubt = MD_RULE_OTHER;
    }
}

GPtrArray *
md_mail_rules_apply (const MdMailRules *self, const MdRuleFacts *facts)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .facts = facts, .hits = hits, .live = certain, .returned = certain };
  Grade chain = certain;

  for (guint i = 0; i < self->rules->len; i++)
    walk_rule (&walk, g_ptr_array_index (self->rules, i), certain, &chain, 0);
  settle (hits);
  return hits;
}

const MdRuleHit *
md_rule_hits_worst (const GPtrArray *hits)
{
  const MdRuleHit *worst = NULL;

  for (guint i = 0; i < hits->len; i++)
    {
      const MdRuleHit *hit = g_ptr_array_index (hits, i);

      if (hit->takes_away && (worst == NULL || hit->sure > worst->sure))
        worst = hit;
    }
  return worst;
}

/* sender-known.c - has the person blocked the sender?
 *
 * A rule that throws away whatever one sender writes is what mail programs and providers call a blocked sender.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sender-known"

#include "config.h"

#include "checks/rule-report.h"

static gboolean
is_block (const MdRuleHit *hit)
{
  const MdDeed deed = hit->action->deed;

  return hit->by_sender && hit->takes_away && hit->sure >= MD_SURE_LIKELY
         && (deed == MD_DEED_DELETE || deed == MD_DEED_DISCARD || deed == MD_DEED_REJECT || deed == MD_DEED_JUNK
             || deed == MD_DEED_HIDE);
}

/* TRUE when one of the rules blocks the sender. */
static gboolean
look_at (MdContext *context, const char *check)
{
  const GPtrArray *sets = md_context_get_product (context, check);
  const char *sender = md_context_get_case (context)->sender;

  for (guint i = 0; sets != NULL && i < sets->len; i++)
    {
      const MdRuleSet *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->hits->len; j++)
        {
          const MdRuleHit *hit = g_ptr_array_index (set->hits, j);
          g_autofree char *number = g_strdup_printf ("%u", hit->rule->number);
          g_autofree char *title = md_rule_title (hit->rule);

          if (!is_block (hit))
            continue;
          md_context_report (context, MD_FINDING_SENDER_BLOCKED, "program", set->program, "number", number, "rule",
                             title, "sender", sender, NULL);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
run (MdContext *context, GError **error)
{
  gboolean on_server = look_at (context, "sieve-rules");
  gboolean here = look_at (context, "local-rules");

  if (!on_server && !here)
    md_context_report (context, MD_FINDING_SENDER_NOT_BLOCKED, "sender", md_context_get_case (context)->sender, NULL);
  return TRUE;
}

const MdCheck md_check_sender_known = {
  .id = "sender-known",
  .step = MD_STEP_R4,
  .subject = MD_SUBJECT_SENDER,
  .needs = { "sieve-rules", "local-rules" },
  .inputs = MD_INPUT_SENDER,
  .budget_ms = 10000,
  .run = run,
};

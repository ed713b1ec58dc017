/* sender-known.c - has the person blocked the sender, or is the sender among the contacts?
 *
 * A rule that throws away whatever one sender writes is what mail programs and providers call a blocked sender.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sender-known"

#include "config.h"

#include "checks/rule-report.h"
#include "programs/contacts.h"

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

/* Settings that could not be read are the accounts' affair. */
static void
report_notes (MdContext *context, const GPtrArray *notes)
{
  static const char *const reasons[] = {
    [MD_PROGRAM_NOTE_UNREADABLE] = "unreadable",
    [MD_PROGRAM_NOTE_TOO_LARGE] = "too-large",
    [MD_PROGRAM_NOTE_BROKEN] = "damaged",
    [MD_PROGRAM_NOTE_TOO_MANY] = "too-many",
  };

  for (guint i = 0; i < notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (notes, i);
      g_autofree char *file = md_program_below (g_get_home_dir (), note->file);

      if (!g_str_has_suffix (file, ".js") && !g_str_has_suffix (file, ".ini"))
        md_context_report (context, MD_FINDING_CONTACTS_NOT_READ, "program", note->program, "file", file, "reason",
                           reasons[note->kind], NULL);
    }
}

static void
look_among_contacts (MdContext *context)
{
  const char *sender = md_context_get_case (context)->sender;
  g_autoptr (MdContacts) contacts = NULL;

  /* Nobody knows a pretend sender, and a domain is in no address book. */
  if (md_world_is_practice (md_context_get_world (context)) || !md_address_has_form (sender))
    return;
  contacts = md_contacts_search (g_get_home_dir (), sender, md_context_get_wait (context));
  if (contacts->program != NULL)
    {
      md_context_report (context, MD_FINDING_SENDER_IN_CONTACTS, "program", contacts->program, "sender", sender, NULL);
      return;
    }
  if (contacts->n_books > 0)
    md_context_report (context, MD_FINDING_SENDER_NOT_IN_CONTACTS, "sender", sender, NULL);
  report_notes (context, contacts->notes);
}

static gboolean
run (MdContext *context, GError **error)
{
  gboolean on_server = look_at (context, "sieve-rules");
  gboolean here = look_at (context, "local-rules");

  if (!on_server && !here)
    md_context_report (context, MD_FINDING_SENDER_NOT_BLOCKED, "sender", md_context_get_case (context)->sender, NULL);
  look_among_contacts (context);
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

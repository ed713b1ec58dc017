/* other-programs.c - are several mail programs on this computer set up differently for the same address?
 *
 * Read-only; the program whose settings are checked comes first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-other-programs"

#include "config.h"

#include "core/context.h"
#include "programs/compare.h"

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (MdPrograms) programs = NULL;
  g_autoptr (GPtrArray) differences = NULL;

  /* A pretend account is in nobody's programs. */
  if (md_world_is_practice (md_context_get_world (context)))
    return TRUE;
  programs = md_programs_read (g_get_home_dir (), md_context_get_wait (context));
  differences = md_programs_compare (programs, kase->email, kase->program);
  for (guint i = 0; i < differences->len; i++)
    {
      const MdProgramDifference *difference = g_ptr_array_index (differences, i);

      md_context_report_about (context, difference->outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING,
                               MD_FINDING_PROGRAMS_DIFFER, "field", difference->field, "first",
                               difference->first->program, "one", difference->one, "second",
                               difference->second->program, "other", difference->other, NULL);
    }
  return TRUE;
}

const MdCheck md_check_other_programs = {
  .id = "other-programs",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_ACCOUNT,
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 5000,
  .refines = TRUE,
  .run = run,
};

/* local-rules.c - do the filter rules of the mail programs on this computer take the sender's messages away?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-local-rules"

#include "config.h"

#include "checks/rule-report.h"
#include "programs/filters.h"
#include "reading/rules-local.h"

#include <string.h>

static const struct
{
  const char *program;
  MdMailRules *(*read) (const char *text, gsize length, const char *account);
} readers[] = {
  { "thunderbird", md_rules_from_thunderbird },
  { "evolution", md_rules_from_evolution },
  { "claws", md_rules_from_claws },
  { "sylpheed", md_rules_from_sylpheed },
  { "spamassassin", md_rules_from_spamassassin },
};

/* Adds what the file's rules do to @sets. */
static void
look_at (MdContext *context, const MdFilterFile *file, GPtrArray *sets)
{
  g_autoptr (MdMailRules) rules = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (readers) && rules == NULL; i++)
    if (strcmp (readers[i].program, file->program) == 0)
      rules = readers[i].read (file->text, file->length, file->account);
  g_assert (rules != NULL);
  /* Everybody has this file; hardly anybody blocks senders in it. */
  if (rules->n_rules == 0 && strcmp (file->program, "spamassassin") == 0)
    return;
  g_ptr_array_add (sets, md_report_rules (context, file->program, file->file, g_steal_pointer (&rules)));
}

/* A note about another file than one of rules is the accounts' affair. */
static void
report_notes (MdContext *context, const GPtrArray *notes)
{
  static const char *const names[]
    = { "msgFilterRules.dat", "filters.xml", "matcherrc", "filter.xml", "user_prefs", NULL };

  for (guint i = 0; i < notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (notes, i);
      g_autofree char *name = g_path_get_basename (note->file);
      g_autofree char *file = md_program_below (g_get_home_dir (), note->file);

      if (g_strv_contains (names, name))
        md_context_report (context, MD_FINDING_RULES_UNREADABLE, "program", note->program, "file", file, "reason",
                           note->kind == MD_PROGRAM_NOTE_TOO_LARGE ? "too-large" : "unreadable", NULL);
    }
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (MdFilterFiles) files = NULL;
  GPtrArray *sets;

  /* A pretend account is in nobody's mail program. */
  if (md_world_is_practice (md_context_get_world (context)))
    return TRUE;
  files = md_filter_files_read (g_get_home_dir (), kase->email, kase->incoming != NULL ? kase->incoming->host : NULL,
                                md_context_get_wait (context));
  sets = g_ptr_array_new_with_free_func ((GDestroyNotify) md_rule_set_free);
  for (guint i = 0; i < files->files->len; i++)
    look_at (context, g_ptr_array_index (files->files, i), sets);
  report_notes (context, files->notes);
  if (sets->len == 0 && files->notes->len == 0)
    md_context_report (context, MD_FINDING_NO_LOCAL_RULES, NULL);
  md_context_leave (context, sets, (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}

const MdCheck md_check_local_rules = {
  .id = "local-rules",
  .step = MD_STEP_R2,
  .subject = MD_SUBJECT_SENDER,
  .needs = { "discover" },
  .inputs = MD_INPUT_EMAIL | MD_INPUT_SENDER,
  .budget_ms = 15000,
  .run = run,
};

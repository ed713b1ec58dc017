/* words.c - maildoctor-cli words; see words.h
 *
 * Everything here is read from the tables that the command itself is read by, so that nothing is listed twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-words"

#include "config.h"

#include "cli/words.h"

#include "cli/options-private.h"
#include "cli/run.h"
#include "practice/practice.h"

#include <string.h>

/* An option that takes a value is followed by "=". */
static void
add_option (GString *text, const MdOptionRow *row)
{
  g_string_append_printf (text, "--%s%s\n", row->name, row->has_value ? "=" : "");
}

static void
add_options (GString *text)
{
  for (gsize i = 0; md_account_option_at (i) != NULL; i++)
    add_option (text, md_account_option_at (i));
  for (gsize i = 0; md_message_option_at (i) != NULL; i++)
    add_option (text, md_message_option_at (i));
  for (gsize i = 0; md_run_option_at (i) != NULL; i++)
    add_option (text, md_run_option_at (i));
}

static void
add_commands (GString *text)
{
  for (gsize i = 0; md_command_at (i) != NULL; i++)
    g_string_append_printf (text, "%s\n", md_command_at (i));
}

static void
add_guides (GString *text)
{
  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    g_string_append_printf (text, "%s\n", md_guide_name ((MdGuide) guide));
}

static void
add_faults (GString *text)
{
  gsize n;
  const MdPracticeFault *faults = md_practice_faults (&n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s\n", faults[i].id);
}

static void
add_steps (GString *text)
{
  for (guint step = MD_STEP_ACCOUNT + 1; step < MD_N_STEPS; step++)
    g_string_append_printf (text, "%s\n", md_step_id_name ((MdStepId) step));
}

static void
add_questions (GString *text)
{
  for (guint question = 0; question < MD_N_QUESTIONS; question++)
    g_string_append_printf (text, "%s\n", md_question_id ((MdQuestion) question));
}

static void
add_languages (GString *text)
{
  g_string_append_printf (text, "%s\n%s\n", md_lang_code (MD_LANG_EN), md_lang_code (MD_LANG_ES));
}

static void
add_formats (GString *text)
{
  for (gsize i = 0; md_format_at (i) != NULL; i++)
    g_string_append_printf (text, "%s\n", md_format_at (i));
}

int
md_run_words (const MdOptions *options)
{
  static const struct
  {
    const char *kind;
    void (*add) (GString *text);
  } kinds[] = {
    { "commands", add_commands }, { "options", add_options },     { "guides", add_guides },
    { "faults", add_faults },     { "steps", add_steps },         { "questions", add_questions },
    { "languages", add_languages }, { "formats", add_formats },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (options->words[0], kinds[i].kind) == 0)
      {
        kinds[i].add (text);
        return md_write_output (options->lang, text->str) ? MD_EXIT_OK : MD_EXIT_FAILED;
      }
  md_complain (options->lang, "usage-unknown-command", "word", options->words[0]);
  return MD_EXIT_USAGE;
}

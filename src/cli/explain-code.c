/* explain-code.c - maildoctor-cli explain --code; see explain-code.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-explain"

#include "config.h"

#include "cli/explain-code.h"

#include "cli/run.h"
#include "report/code-words.h"

static char *
write_words (const MdCodeWords *words, const MdOptions *options)
{
  switch (options->format)
    {
    case MD_FORMAT_HTML:
      return md_code_words_html (words, options->lang);
    case MD_FORMAT_JSON:
    case MD_FORMAT_JSONL:
      return md_code_words_json (words, options->lang);
    case MD_FORMAT_TEXT:
    default:
      return md_code_words_text (words, options->lang);
    }
}

int
md_run_explain_code (const MdOptions *options)
{
  g_autoptr (MdCodeWords) words = md_code_words_new (options->lang, options->code);
  g_autofree char *text = NULL;

  if (!words->reading.good)
    {
      g_autofree char *notes = g_strjoinv (" ", words->notes);

      g_printerr ("maildoctor-cli: %s\n", notes);
      return MD_EXIT_USAGE;
    }
  text = write_words (words, options);
  if (!md_write_output (options->lang, text))
    return MD_EXIT_FAILED;
  return words->reading.reference.status == MD_VERDICT_PROBLEM ? MD_EXIT_PROBLEM : MD_EXIT_OK;
}

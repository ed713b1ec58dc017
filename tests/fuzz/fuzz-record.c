/* fuzz-record.c - any bytes as a result that was kept: read, diagnosed, told in both languages, written and read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "report/history.h"
#include "report/record-reader.h"

#include <string.h>

static void
tell (const MdRecord *record, const MdVerdict *verdict)
{
  for (guint lang = 0; lang < MD_HISTORY_N_LANGS; lang++)
    {
      const MdReportOptions options
          = { .lang = (MdLang) lang, .evidence = TRUE, .hide_personal = lang == 0, .last_well = record };
      g_autofree char *text = md_report_text (record, verdict, &options);
      g_autofree char *html = md_report_html (record, verdict, &options);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_true (g_str_has_suffix (html, "</html>\n"));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdReportOptions options = { .lang = MD_LANG_EN, .evidence = TRUE };
  g_autofree char *copy = g_strndup ((const char *) data, size);
  g_autoptr (MdRecord) record = md_record_read_json (copy, strlen (copy), NULL);
  g_autoptr (MdRecord) again = NULL;
  g_autoptr (MdVerdict) verdict = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (MdHistoryChanges) changes = NULL;
  g_autofree char *written = NULL;

  if (record == NULL)
    return 0;
  findings = md_record_get_findings (record);
  verdict = md_diagnose (findings);
  tell (record, verdict);
  written = md_report_json (record, verdict, &options);
  again = md_record_read_json (written, strlen (written), NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->steps->len, ==, record->steps->len);
  changes = md_history_compare (record, again);
  g_assert_true (md_history_changes_is_empty (changes));
  return 0;
}

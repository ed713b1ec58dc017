/* fuzz-log-file.c - any bytes as a log file: compressed, exported from the journal, or lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "fuzz-log.h"
#include "reading/log/log-journal.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree MdLogJournal *journal = g_new0 (MdLogJournal, 1);
  g_autofree char *copy = g_memdup2 (data, size);
  MdSlice rest = md_slice (copy, size);
  gsize used, step = size / 3 + 1;
  MdLogLine line;

  /* In pieces of a third each, as reading brings them. */
  for (gsize end = MIN (step, size);; end = MIN (end + step, size))
    {
      gboolean last = end == size;
      MdSlice bytes = md_slice (rest.at, end - (gsize) (rest.at - copy));

      while (md_log_journal_next (journal, bytes, last, &used, &line) == MD_LOG_JOURNAL_ENTRY)
        {
          g_assert_cmpuint (line.text.length, <=, MD_LOG_JOURNAL_TEXT);
          bytes = md_slice_from (bytes, used);
        }
      bytes = md_slice_from (bytes, used);
      if (last)
        break;
      rest.at = bytes.at;
    }
  fuzz_log_file (data, size);
  return 0;
}

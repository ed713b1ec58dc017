/* fuzz-log.h - what every fuzzer of a log does with its bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-reader.h"
#include "reading/log/log-readers.h"

G_BEGIN_DECLS

/* Reads any bytes as the lines of one program: each as it is, as a file, and as the file when a message is asked for. */
static inline void
fuzz_check_slice (const MdLogEvent *event, MdSlice slice, MdSlice line)
{
  g_assert_true (slice.length == 0 || (slice.at >= line.at && slice.at + slice.length <= line.at + line.length));
}

static inline void
fuzz_check_event (const MdLogEvent *event, MdSlice line)
{
  fuzz_check_slice (event, event->queue_id, line);
  fuzz_check_slice (event, event->message_id, line);
  fuzz_check_slice (event, event->sender, line);
  fuzz_check_slice (event, event->recipient, line);
  fuzz_check_slice (event, event->original, line);
  fuzz_check_slice (event, event->dsn, line);
  fuzz_check_slice (event, event->reply, line);
  fuzz_check_slice (event, event->relay, line);
  fuzz_check_slice (event, event->client, line);
  fuzz_check_slice (event, event->other_id, line);
  g_assert_true (event->kind != MD_LOG_ATTEMPT || event->status != MD_LOG_NO_STATUS);
  g_assert_true (event->code == 0 || (event->code >= 200 && event->code < 600));
}

static inline void
fuzz_log_lines (const guint8 *data, gsize size, gboolean (*read) (const MdLogLine *, MdLogEvent *))
{
  /* A copy of each line in a block of its own, so that one byte too far is seen. */
  MdSlice rest = md_slice ((const char *) data, size);

  while (rest.length > 0)
    {
      gsize end = md_slice_index (rest, '\n');
      g_autofree char *copy = g_memdup2 (rest.at, end);
      MdSlice text = md_slice (copy, end);
      MdLogLine line = { .text = text };
      MdLogEvent event;

      if (read (&line, &event))
        fuzz_check_event (&event, text);
      if (md_log_line_parse (text, &line))
        {
          MdLogClock clock = { .reference = 1795310793 };
          MdLogTime time = md_log_clock_read (&clock, line.stamp);
          g_autofree char *told = md_log_time_to_string (&time);

          g_assert_nonnull (told);
          if (read (&line, &event))
            fuzz_check_event (&event, text);
        }
      rest = md_slice_from (rest, MIN (end + 1, rest.length));
    }
}

static inline void
fuzz_log_file (const guint8 *data, gsize size)
{
  const MdLogQuery query = { .message_id = "m@x", .queue_id = "A1B2C3D4" };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (MdLogReport) report = md_log_read_bytes (bytes, NULL, NULL);
  g_autoptr (MdLogReport) story = md_log_read_bytes (bytes, &query, NULL);
  g_autoptr (GPtrArray) groups = md_log_summary_get_groups (report->summary);
  g_autoptr (GPtrArray) domains = md_log_summary_get_domains (report->summary, 5);

  g_assert_cmpuint (domains->len, <=, 5);
  g_assert_cmpuint (story->summary->attempts, <=, report->summary->attempts);
  for (guint i = 0; i < groups->len; i++)
    g_assert_true (g_utf8_validate (((MdLogGroup *) g_ptr_array_index (groups, i))->reply, -1, NULL));
  for (guint i = 0; i < story->story->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (story->story, i), -1, NULL));
}

G_END_DECLS

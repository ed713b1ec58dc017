/* test-log-exim-suite.c - every expectation about the main logs of Exim's own test suite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "corpus.h"

static const struct
{
  const char *event;
  MdLogKind kind;
  MdLogStatus status;
} events[] = {
  { "received", MD_LOG_RECEIVED, MD_LOG_NO_STATUS },   { "delivered", MD_LOG_ATTEMPT, MD_LOG_SENT },
  { "cutthrough", MD_LOG_ATTEMPT, MD_LOG_SENT },       { "suppressed", MD_LOG_SUPPRESSED, MD_LOG_NO_STATUS },
  { "deferred", MD_LOG_ATTEMPT, MD_LOG_DEFERRED },     { "failed", MD_LOG_ATTEMPT, MD_LOG_BOUNCED },
  { "completed", MD_LOG_DONE, MD_LOG_NO_STATUS },
};

/* Where the corpus is not followed, and why. */
static const char *
expected_protocol (JsonObject *row)
{
  const char *protocol = corpus_string (row, "protocol");

  /* P=<address> in a line of a delivery is the return path; a protocol has no brackets. */
  return protocol != NULL && protocol[0] == '<' ? NULL : protocol;
}

/* A line whose address is a command: the corpus takes the first colon in the command for the one before the words. */
static gboolean
has_command (JsonObject *row)
{
  return corpus_string (row, "address") != NULL && corpus_string (row, "address")[0] == '|';
}

/* "550-no mate\\n… 400  123456789": the code is the one that the reply begins with, not a number inside it. */
static gboolean
has_number_inside (JsonObject *row)
{
  const char *message = corpus_string (row, "message");

  return message != NULL && strstr (message, ": 550-") != NULL && g_strcmp0 (corpus_string (row, "reply"), "400") == 0;
}

/* Blanks at the end of a reply say nothing. */
static char *
expected_message (JsonObject *row)
{
  return has_command (row) || !json_object_has_member (row, "message")
           ? NULL : g_strchomp (g_strdup (corpus_string (row, "message")));
}

static void
check_kind (const char *where, JsonObject *row, const MdLogEvent *event)
{
  const char *name = corpus_string (row, "event");

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    if (strcmp (events[i].event, name) == 0)
      {
        /* "retry timeout exceeded" is a failure of its own kind: the server gave up. */
        gboolean given_up = event->status == MD_LOG_GIVEN_UP && events[i].status == MD_LOG_BOUNCED
                            && md_slice_find (event->reply, MD_SLICE ("retry timeout exceeded")) >= 0;

        g_assert_cmpint (event->kind, ==, events[i].kind);
        g_assert_true (event->status == events[i].status || given_up);
        return;
      }
  g_test_message ("%s: an event without a row: %s", where, name);
  g_test_fail ();
}

static void
check_row (const char *where, JsonObject *row, const char *line)
{
  MdLogEvent event;
  MdLogServer server;
  MdLogLine parsed;
  MdLogClock clock = { .reference = G_MAXINT32 };
  g_autofree char *code = NULL;
  g_autofree char *time = NULL;
  g_autofree char *message = expected_message (row);
  g_autofree char *wanted_time = g_strdelimit (g_strdup (corpus_string (row, "time")), " ", 'T');

  if (!corpus_read (line, &event, &server))
    {
      g_test_message ("%s: not read: %s", where, line);
      g_test_fail ();
      return;
    }
  check_kind (where, row, &event);
  code = g_strdup_printf ("%u", event.code);
  g_assert_true (md_log_line_parse (md_slice (line, strlen (line)), &parsed));
  event.time = md_log_clock_read (&clock, parsed.stamp);
  time = md_log_time_to_string (&event.time);
  g_assert_true (g_str_has_prefix (time, wanted_time));
  corpus_expect (where, "id", corpus_string (row, "id"), event.queue_id);
  corpus_expect (where, "sender", corpus_string (row, "sender"), event.sender);
  corpus_expect (where, "envelope_sender", corpus_string (row, "envelope_sender"), event.sender);
  corpus_expect (where, "address", corpus_string (row, "address"), event.recipient);
  corpus_expect (where, "original", corpus_string (row, "original"), event.original);
  corpus_expect (where, "router", corpus_string (row, "router"), event.router);
  corpus_expect (where, "transport", corpus_string (row, "transport"), event.transport);
  corpus_expect (where, "host", corpus_string (row, "host"), event.peer_host);
  corpus_expect (where, "ip", corpus_string (row, "ip"), event.peer_address);
  corpus_expect (where, "tls", corpus_string (row, "tls"), event.tls);
  corpus_expect (where, "auth", corpus_string (row, "auth"), event.auth);
  corpus_expect (where, "size", corpus_string (row, "size"), event.size);
  corpus_expect (where, "local_user", corpus_string (row, "local_user"), event.local_user);
  corpus_expect (where, "protocol", expected_protocol (row), event.protocol);
  corpus_expect (where, "message", message, md_slice_strip (event.reply));
  corpus_expect (where, "reply", has_number_inside (row) ? "550" : corpus_string (row, "reply"),
                 md_slice (code, strlen (code)));
  if (json_object_has_member (row, "errno"))
    g_assert_cmpint (event.errno_code, ==, json_object_get_int_member (row, "errno"));
}

static void
test_expectations (void)
{
  g_autofree char *folder = corpus_path ("exim-suite");
  g_autofree char *expected = folder != NULL ? g_build_filename (folder, "expected.jsonl", NULL) : NULL;
  g_autoptr (GPtrArray) rows = expected != NULL ? corpus_rows (expected) : NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      JsonObject *row = json_node_get_object (g_ptr_array_index (rows, i));
      gint64 number = json_object_get_int_member (row, "line");
      g_autofree char *where = g_strdup_printf ("%s:%d", corpus_string (row, "file"), (int) number);

      if (g_strcmp0 (name, corpus_string (row, "file")) != 0)
        {
          g_autofree char *path = g_build_filename (folder, corpus_string (row, "file"), NULL);
          g_autofree char *text = NULL;

          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          g_clear_pointer (&lines, g_strfreev);
          lines = g_strsplit (text, "\n", -1);
          g_free (name);
          name = g_strdup (corpus_string (row, "file"));
        }
      g_assert_cmpint (number, <=, g_strv_length (lines));
      check_row (where, row, lines[number - 1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/exim-suite", test_expectations);
  return g_test_run ();
}

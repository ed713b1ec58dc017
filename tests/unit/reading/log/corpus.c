/* corpus.c - the public log corpora; see corpus.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "corpus.h"

char *
corpus_path (const char *name)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  char *path = g_build_filename (corpora != NULL ? corpora : ".", "logs", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_test_skip ("the public logs are not at hand");
  g_free (path);
  return NULL;
}

GPtrArray *
corpus_rows (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '{')
      g_ptr_array_add (rows, json_from_string (lines[i], NULL));
  g_assert_cmpuint (rows->len, >, 0);
  return rows;
}

const char *
corpus_string (JsonObject *row, const char *member)
{
  return json_object_get_string_member_with_default (row, member, NULL);
}

gboolean
corpus_read (const char *text, MdLogEvent *event, MdLogServer *server)
{
  static gboolean (*const readers[MD_N_LOG_SERVERS]) (const MdLogLine *, MdLogEvent *) = {
    [MD_LOG_POSTFIX] = md_log_postfix_read,
    [MD_LOG_EXIM] = md_log_exim_read,
    [MD_LOG_SENDMAIL] = md_log_sendmail_read,
    [MD_LOG_OPENSMTPD] = md_log_opensmtpd_read,
  };
  MdLogLine line;

  *server = MD_LOG_UNKNOWN_SERVER;
  if (!md_log_line_parse (md_slice (text, strlen (text)), &line))
    return FALSE;
  *server = md_log_line_server (&line);
  return readers[*server] != NULL && readers[*server](&line, event);
}

void
corpus_expect (const char *where, const char *what, const char *want, MdSlice got)
{
  if (want == NULL || md_slice_equal (md_slice (want, strlen (want)), got))
    return;
  g_test_message ("%s: %s: want \"%s\", got \"%.*s\"", where, what, want, (int) got.length,
                  got.at != NULL ? got.at : "");
  g_test_fail ();
}

/* test-log-files.c - logs as they lie on disk: compressed, in members, cut off, rotated, exported, or no logs at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/log/log-reader.h"

#include <glib/gstdio.h>
#include <unistd.h>
#include <utime.h>
#include <zlib.h>
#include <zstd.h>

#define LINE_1 "2026-11-22T01:00:00Z m postfix/smtp[1]: A1B2C3D4: to=<a@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n"
#define LINE_2 "2026-11-22T01:00:01Z m postfix/smtp[1]: A1B2C3D5: to=<b@x>, relay=r, delay=1, dsn=4.0.0, status=deferred (x)\n"

typedef struct
{
  char *folder;     /* (owned) */
  GPtrArray *paths; /* (owned) */
} Folder;

static void
folder_start (Folder *self)
{
  self->folder = g_dir_make_tmp ("md-logs-XXXXXX", NULL);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  g_assert_nonnull (self->folder);
}

static void
folder_end (Folder *self)
{
  for (guint i = 0; i < self->paths->len; i++)
    if (g_ptr_array_index (self->paths, i) != NULL)
      g_unlink (g_ptr_array_index (self->paths, i));
  g_rmdir (self->folder);
  g_ptr_array_unref (self->paths);
  g_free (self->folder);
}

static void
put (Folder *self, const char *name, const void *bytes, gsize length)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_ptr_array_add (self->paths, path);
}

static void
put_gzip (Folder *self, const char *name, const char *text, gsize cut)
{
  guint8 out[4096];
  z_stream stream = { 0 };

  g_assert_cmpint (deflateInit2 (&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  stream.next_in = (Bytef *) text;
  stream.avail_in = (uInt) strlen (text);
  stream.next_out = out;
  stream.avail_out = sizeof out;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  put (self, name, out, sizeof out - stream.avail_out - cut);
  deflateEnd (&stream);
}

static void
join (Folder *self, const char *name, guint first, guint second)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  gsize n_a, n_b;
  g_autoptr (GByteArray) both = g_byte_array_new ();

  g_assert_true (g_file_get_contents (g_ptr_array_index (self->paths, first), &a, &n_a, NULL));
  g_assert_true (g_file_get_contents (g_ptr_array_index (self->paths, second), &b, &n_b, NULL));
  g_byte_array_append (both, (const guint8 *) a, (guint) n_a);
  g_byte_array_append (both, (const guint8 *) b, (guint) n_b);
  put (self, name, both->data, both->len);
}

static void
put_zstd (Folder *self, const char *name, const char *text, gsize cut)
{
  guint8 out[4096];
  gsize length = ZSTD_compress (out, sizeof out, text, strlen (text), 3);

  g_assert_false (ZSTD_isError (length));
  put (self, name, out, length - cut);
}

static MdLogReport *
read_one (Folder *self, guint index)
{
  const char *paths[] = { g_ptr_array_index (self->paths, index), NULL };
  const MdWait wait = { NULL, G_MAXINT64 };

  return md_log_read (paths, NULL, &wait, NULL);
}

static void
test_forms (void)
{
  static const struct
  {
    const char *story;
    guint64 attempts;
    MdLogFileState state;
  } rows[] = {
    { "plain", 2, MD_LOG_FILE_READ },
    { "gzip", 1, MD_LOG_FILE_READ },
    { "gzip, the other line", 1, MD_LOG_FILE_READ },
    { "two members in one file", 2, MD_LOG_FILE_READ },
    { "Zstandard", 1, MD_LOG_FILE_READ },
    { "Zstandard, the other line", 1, MD_LOG_FILE_READ },
    { "two frames in one file", 2, MD_LOG_FILE_READ },
    { "a gzip file that was cut off in its sum", 2, MD_LOG_FILE_DAMAGED },
    { "a Zstandard file that was cut off", 0, MD_LOG_FILE_DAMAGED },
    { "xz", 0, MD_LOG_FILE_COMPRESSION },
    { "nothing", 0, MD_LOG_FILE_EMPTY },
    { "a letter", 0, MD_LOG_FILE_NOT_A_LOG },
    { "the log of something else", 0, MD_LOG_FILE_NO_MAIL },
  };
  static const char other[] = "Nov 22 01:26:33 mx sshd[1]: Accepted publickey for root from 192.0.2.1 port 22\n";
  Folder folder;

  folder_start (&folder);
  put (&folder, "plain", LINE_1 LINE_2, strlen (LINE_1 LINE_2));
  put_gzip (&folder, "one.gz", LINE_1, 0);
  put_gzip (&folder, "two.gz", LINE_2, 0);
  join (&folder, "both.gz", 1, 2);
  put_zstd (&folder, "one.zst", LINE_1, 0);
  put_zstd (&folder, "two.zst", LINE_2, 0);
  join (&folder, "both.zst", 4, 5);
  put_gzip (&folder, "cut.gz", LINE_1 LINE_2, 6);
  put_zstd (&folder, "cut.zst", LINE_1 LINE_2, 40);
  put (&folder, "x.xz", "\375" "7zXZ\0\0\4", 8);
  put (&folder, "nothing", "", 0);
  put (&folder, "letter", "Dear all,\nsee you tomorrow\n", 27);
  put (&folder, "other", other, strlen (other));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdLogReport) report = read_one (&folder, i);
      const MdLogFile *file = g_ptr_array_index (report->files, 0);

      g_test_message ("%s", rows[i].story);
      g_assert_cmpuint (report->summary->attempts, ==, rows[i].attempts);
      g_assert_cmpstr (md_log_file_state_name (file->state), ==, md_log_file_state_name (rows[i].state));
    }
  folder_end (&folder);
}

static void
test_not_readable (void)
{
  const char *paths[] = { "/nonexistent/mail.log", g_get_tmp_dir (), NULL };
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (MdLogReport) report = md_log_read (paths, NULL, &wait, NULL);

  for (guint i = 0; i < 2; i++)
    {
      const MdLogFile *file = g_ptr_array_index (report->files, i);

      g_assert_cmpint (file->state, ==, MD_LOG_FILE_UNREADABLE);
      g_assert_nonnull (file->reason);
    }
}

static void
note_last (const MdLogEvent *attempt, gpointer user_data)
{
  g_string_append_printf (user_data, "%.*s:%.*s;", (int) attempt->recipient.length, attempt->recipient.at,
                          (int) attempt->sender.length, attempt->sender.at);
}

/* mail.log, mail.log.1, mail.log.2.gz in any order: the sender stands in the oldest part. */
static void
test_rotated (void)
{
  static const char oldest[] = "Nov 20 01:00:00 m postfix/qmgr[1]: A1B2C3D4: from=<s@x>, size=1, nrcpt=1 (queue active)\n";
  static const char middle[]
    = "Nov 21 01:00:00 m postfix/smtp[1]: A1B2C3D4: to=<first@x>, relay=r, delay=1, dsn=4.0.0, status=deferred (x)\n";
  static const char newest[]
    = "Nov 22 01:00:00 m postfix/smtp[1]: A1B2C3D4: to=<last@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)\n";
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (GString) told = g_string_new (NULL);
  const MdLogHooks hooks = { .attempt = note_last, .user_data = told };
  const struct utimbuf times = { 1795310793, 1795310793 };
  g_autoptr (MdLogReport) report = NULL;
  Folder folder;

  folder_start (&folder);
  put (&folder, "mail.log", newest, strlen (newest));
  put (&folder, "mail.log.1", middle, strlen (middle));
  put_gzip (&folder, "mail.log.2.gz", oldest, 0);
  for (guint i = 0; i < folder.paths->len; i++)
    g_assert_cmpint (g_utime (g_ptr_array_index (folder.paths, i), (struct utimbuf *) &times), ==, 0);
  g_ptr_array_add (folder.paths, NULL);
  report = md_log_read ((const char *const *) folder.paths->pdata, NULL, &wait, &hooks);
  g_assert_cmpstr (told->str, ==, "first@x:s@x;last@x:s@x;");
  g_assert_cmpuint (report->summary->first.seconds, ==, 1795222800);
  folder_end (&folder);
}

/* ── the journal ── */

static void
put_entry (GString *journal, const char *message, gboolean binary)
{
  guint64 length = GUINT64_TO_LE (strlen (message));

  g_string_append (journal, "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795310793250000\n_HOSTNAME=m\n"
                            "SYSLOG_IDENTIFIER=postfix/smtp\n_PID=7\n");
  if (binary)
    {
      g_string_append (journal, "MESSAGE\n");
      g_string_append_len (journal, (const char *) &length, sizeof length);
      g_string_append_printf (journal, "%s\n\n", message);
    }
  else
    g_string_append_printf (journal, "MESSAGE=%s\n\n", message);
}

static void
test_journal (void)
{
  g_autoptr (GString) journal = g_string_new (NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  const MdLogHooks hooks = { .attempt = note_last, .user_data = told };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MdLogReport) report = NULL;
  g_autofree char *time = NULL;
  g_autofree char *long_text = g_strnfill (400000, 'x');

  put_entry (journal, "A1B2C3D4: to=<a@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)", FALSE);
  put_entry (journal, "A1B2C3D5: to=<b@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)", TRUE);
  put_entry (journal, long_text, TRUE);
  put_entry (journal, long_text, FALSE);
  put_entry (journal, "A1B2C3D6: to=<c@x>, relay=r, delay=1, dsn=2.0.0, status=sent (250 ok)", TRUE);
  g_string_truncate (journal, journal->len - 1); /* the empty line behind the last entry */
  bytes = g_bytes_new (journal->str, journal->len);
  report = md_log_read_bytes (bytes, NULL, &hooks);
  g_assert_cmpstr (told->str, ==, "a@x:;b@x:;c@x:;");
  time = md_log_time_to_string (&report->summary->last);
  g_assert_cmpstr (time, ==, "2026-11-22T01:26:33.250Z");
}

/* A length that cannot be ends the reading, not the program. */
static void
test_journal_broken (void)
{
  static const char broken[] = "__CURSOR=s=1\nMESSAGE\n\377\377\377\377\377\377\377\377text\n\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (broken, sizeof broken - 1);
  g_autoptr (MdLogReport) report = md_log_read_bytes (bytes, NULL, NULL);

  g_assert_cmpuint (report->summary->attempts, ==, 0);
}

/* ── limits ── */

static void
cancel_soon (guint64 done, guint64 total, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel_and_long_lines (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *long_line = g_strnfill (3000000, 'y');
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const MdWait wait = { cancellable, G_MAXINT64 };
  const MdLogHooks hooks = { .progress = cancel_soon, .user_data = cancellable };
  Folder folder;

  g_string_append_printf (text, "%s%s\n%s", LINE_1, long_line, LINE_2);
  folder_start (&folder);
  put (&folder, "long", text->str, text->len);
  {
    g_autoptr (MdLogReport) whole = read_one (&folder, 0);
    const char *paths[] = { g_ptr_array_index (folder.paths, 0), NULL };
    g_autoptr (MdLogReport) part = md_log_read (paths, NULL, &wait, &hooks);

    g_assert_cmpuint (whole->summary->attempts, ==, 2);
    g_assert_true (part->cancelled);
    g_assert_cmpuint (part->summary->attempts, ==, 1);
  }
  folder_end (&folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/forms", test_forms);
  g_test_add_func ("/log/not-readable", test_not_readable);
  g_test_add_func ("/log/rotated", test_rotated);
  g_test_add_func ("/log/journal", test_journal);
  g_test_add_func ("/log/journal-broken", test_journal_broken);
  g_test_add_func ("/log/cancel-and-long-lines", test_cancel_and_long_lines);
  return g_test_run ();
}

/* test-history-survives.c - what is kept survives a killed writer, a clock that jumps, a folder that is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)
#define KILLS 25
#define MANY 1000

static guint
count (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = md_history_list (folder, 0, G_MAXUINT, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    g_assert_false (((const MdHistoryEntry *) g_ptr_array_index (entries, i))->damaged);
  return entries->len;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) open = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open) != NULL)
    n++;
  return n;
}

/* A writer that is killed at any moment leaves the result as it was before or as it is after. */
static void
test_killed_writer (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  MdStepRecord *step = g_ptr_array_index (record->steps, 0);
  g_autofree char *id = NULL;

  for (int line = 0; line < 20000; line++)
    md_evidence_add_line (g_ptr_array_index (step->evidence, 0), "S: 250 a line among many");
  id = history_save (folder, record);
  for (int kill_number = 0; kill_number < KILLS; kill_number++)
    {
      g_autoptr (MdRecord) read = NULL;
      pid_t writer = fork ();

      g_assert_cmpint (writer, >=, 0);
      if (writer == 0)
        for (;;)
          g_free (history_save (folder, record));
      g_usleep ((gulong) g_test_rand_int_range (500, 30000));
      kill (writer, SIGKILL);
      g_assert_cmpint (waitpid (writer, NULL, 0), ==, writer);
      read = md_history_load (folder, id, NULL);
      g_assert_nonnull (read);
      g_assert_cmpuint (count (folder), ==, 1);
    }
  history_forget (folder);
}

/* What a killed writer left is swept up, but not what somebody may be writing now; what was hidden goes. */
static void
test_tidy (void)
{
  const char *half = "20260101T000000Z000000-0000aaaa.json.XYZ123";
  const char *stranger = "notes.txt";
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  g_autofree char *id = history_save (folder, record);
  g_autofree char *half_path = g_build_filename (folder, half, NULL);
  g_autofree char *stranger_path = g_build_filename (folder, stranger, NULL);
  const struct utimbuf long_ago = { .actime = 1700000000, .modtime = 1700000000 };

  g_assert_true (g_file_set_contents (half_path, "{\"for", -1, NULL));
  g_assert_true (g_file_set_contents (stranger_path, "mine", -1, NULL));
  g_assert_cmpuint (md_history_tidy (folder, 0), ==, 0);
  g_assert_cmpuint (count_files (folder), ==, 3);
  g_assert_cmpint (utime (half_path, &long_ago), ==, 0);
  g_assert_cmpint (utime (stranger_path, &long_ago), ==, 0);
  g_assert_cmpuint (md_history_tidy (folder, 0), ==, 0);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_true (md_history_hide (folder, id, NULL));
  g_assert_cmpuint (count (folder), ==, 0);
  g_assert_true (md_history_unhide (folder, id, NULL));
  g_assert_cmpuint (count (folder), ==, 1);
  g_assert_true (md_history_hide (folder, id, NULL));
  g_assert_cmpuint (md_history_tidy (folder, 0), ==, 0);
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_test (stranger_path, G_FILE_TEST_EXISTS));
  history_forget (folder);
}

/* The same visit writes over its own result; another account of the same moment does not. */
static void
test_same_visit (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) ill = history_make_record (1700000000000000, FALSE, 587);
  g_autoptr (MdRecord) well = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (MdRecord) other = history_make_record (1700000000000000, TRUE, 587);
  g_autofree char *first = history_save (folder, ill);
  g_autofree char *second = history_save (folder, well);
  g_autofree char *third = NULL;

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (count (folder), ==, 1);
  g_free (other->kase->email);
  other->kase->email = g_strdup ("eva@example.org");
  third = history_save (folder, other);
  g_assert_cmpuint (count (folder), ==, 2);
  g_assert_null (md_history_last_well (folder, well)); /* its own is not "before" */
  history_forget (folder);
}

/* A clock that was ahead and jumped back: nothing is lost, nothing of the future is "the last time". */
static void
test_clock (void)
{
  g_autofree char *folder = history_make_folder ();
  gint64 now = g_get_real_time ();
  g_autoptr (MdRecord) future = history_make_record (now + 400 * DAY, TRUE, 587);
  g_autoptr (MdRecord) present = history_make_record (now, FALSE, 587);
  g_autoptr (MdRecord) beyond = history_make_record (G_MAXINT64, TRUE, 587);
  g_autoptr (MdRecord) before_all = history_make_record (-5 * SECOND, TRUE, 587);
  g_autofree char *one = history_save (folder, future);
  g_autofree char *two = history_save (folder, present);
  g_autofree char *three = history_save (folder, beyond);
  g_autoptr (MdRecord) last = md_history_last_well (folder, present);

  g_assert_cmpuint (count (folder), ==, 3);
  g_assert_true (last == NULL || last->started <= 0);
  g_assert_cmpuint (md_history_tidy (folder, 30), ==, 0);
  g_assert_cmpuint (count (folder), ==, 3);
  g_free (history_save (folder, before_all));
  g_assert_cmpuint (count (folder), ==, 4);
  history_forget (folder);
}

static void
test_folder_is_a_file (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  g_autoptr (GError) error = NULL;
  guint total = 7;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "not a folder", -1, NULL));
  g_assert_null (md_history_save (folder, record, verdict, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (md_history_list (folder, 0, 10, &total, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_null (md_history_last_well (folder, record));
  g_assert_cmpuint (md_history_tidy (folder, 3), ==, 0);
  g_assert_cmpuint (md_history_delete_all (folder), ==, 0);
  g_assert_cmpint (g_unlink (folder), ==, 0);
  history_forget (folder);
}

/* A file system of 64 kB, in a mount namespace of a child's own: what was there stays whole, and the error says why. */
static int
fill_a_disk (const char *folder)
{
  g_autoptr (MdRecord) small = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (MdRecord) big = history_make_record (1700000900000000, FALSE, 587);
  MdStepRecord *step = g_ptr_array_index (big->steps, 0);
  g_autoptr (GPtrArray) findings = md_record_get_findings (big);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || unshare (CLONE_NEWNS) != 0
      || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("none", folder, "tmpfs", 0, "size=65536") != 0)
    return 77;
  g_free (history_save (folder, small));
  for (int line = 0; line < 5000; line++)
    md_evidence_add_line (g_ptr_array_index (step->evidence, 0), "S: 250 a line among many");
  if (md_history_save (folder, big, verdict, &error) != NULL)
    return 1;
  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return 2;
  return count (folder) == 1 && count_files (folder) == 1 ? 0 : 3;
}

static void
test_full_disk (void)
{
  g_autofree char *folder = history_make_folder ();
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (fill_a_disk (folder));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("only the administrator may mount a small disk");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  history_forget (folder);
}

/* What the person answered counts for the verdict: it must come back. */
static void
test_answers (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (MdRecord) again = NULL;
  g_autofree char *id = NULL;

  record->kase->answers[MD_QUESTION_WEBMAIL] = MD_ANSWER_NO;
  record->kase->answers[MD_QUESTION_PROVIDER_NOTICE] = MD_ANSWER_YES;
  record->settings = md_settings_new (MD_SOURCE_ISPDB);
  g_ptr_array_add (record->settings->outgoing,
                   md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example.org", 465, MD_SECURITY_TLS));
  id = history_save (folder, record);
  again = md_history_load (folder, id, NULL);
  g_assert_cmpmem (again->kase->answers, sizeof again->kase->answers, record->kase->answers,
                   sizeof record->kase->answers);
  g_assert_nonnull (again->settings);
  g_assert_cmpint (again->settings->source, ==, MD_SOURCE_ISPDB);
  g_assert_true (md_endpoint_equal (g_ptr_array_index (again->settings->outgoing, 0),
                                    g_ptr_array_index (record->settings->outgoing, 0)));
  g_assert_cmpuint (again->settings->incoming->len, ==, 0);
  history_forget (folder);
}

/* A page of the list costs the same however many there are. */
static void
test_many (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) last = NULL;
  gint64 began;
  guint total = 0;

  history_save_many (folder, MANY);
  began = g_get_monotonic_time ();
  page = md_history_list (folder, 0, 25, &total, NULL);
  g_test_message ("25 of %u: %.1f ms", total, (double) (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpuint (page->len, ==, 25);
  g_assert_cmpuint (total, ==, MANY);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 2 * SECOND);
  last = md_history_list (folder, MANY - 5, 25, NULL, NULL);
  g_assert_cmpuint (last->len, ==, 5);
  began = g_get_monotonic_time ();
  g_assert_cmpuint (md_history_delete_all (folder), ==, MANY);
  g_test_message ("deleting all: %.1f ms", (double) (g_get_monotonic_time () - began) / 1000);
  history_forget (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-survives/killed-writer", test_killed_writer);
  g_test_add_func ("/history-survives/tidy", test_tidy);
  g_test_add_func ("/history-survives/same-visit", test_same_visit);
  g_test_add_func ("/history-survives/clock", test_clock);
  g_test_add_func ("/history-survives/folder-is-a-file", test_folder_is_a_file);
  g_test_add_func ("/history-survives/full-disk", test_full_disk);
  g_test_add_func ("/history-survives/answers", test_answers);
  g_test_add_func ("/history-survives/many", test_many);
  return g_test_run ();
}

/* test-history.c - earlier results are kept, found, compared and deleted; damage is kept aside; a full disk is said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static GPtrArray *
list_all (const char *folder)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = md_history_list (folder, 0, G_MAXUINT, NULL, &error);

  g_assert_no_error (error);
  return entries;
}

static void
test_round_trip (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) record = history_make_record (1700000000123456, FALSE, 587);
  g_autofree char *id = history_save (folder, record);
  g_autofree char *path = g_build_filename (folder, id, NULL);
  g_autofree char *raw = NULL;
  g_autoptr (MdRecord) again = NULL;
  const MdReportOptions options = { .lang = MD_LANG_ES, .evidence = TRUE };
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (MdVerdict) verdict = NULL;
  g_autofree char *text = NULL;
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  g_assert_true (g_file_get_contents (path, &raw, NULL, NULL));
  g_assert_null (strstr (raw, "c4nary"));
  again = md_history_load (folder, id, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->guide, ==, "send");
  g_assert_cmpstr (again->kase->email, ==, "ana@example.org");
  g_assert_true (md_endpoint_equal (again->kase->outgoing, record->kase->outgoing));
  g_assert_cmpuint (again->steps->len, ==, 1);
  findings = md_record_get_findings (again);
  verdict = md_diagnose (findings);
  g_assert_cmpint (verdict->status, ==, MD_VERDICT_PROBLEM);
  g_assert_cmpint (((const MdCause *) g_ptr_array_index (verdict->causes, 0))->code, ==, MD_CAUSE_SMTP_ACCESS_DISABLED);
  text = md_report_text (again, verdict, &options);
  g_assert_nonnull (strstr (text, "S: 535 5.7.8 no"));
  history_forget (folder);
}

static void
test_list_and_prune (void)
{
  g_autofree char *folder = history_make_folder ();
  gint64 now = g_get_real_time ();
  g_autoptr (MdRecord) old = history_make_record (now - (gint64) 40 * 24 * 3600 * G_USEC_PER_SEC, TRUE, 587);
  g_autoptr (MdRecord) last = history_make_record (now, FALSE, 25);
  g_autoptr (GPtrArray) none = list_all (folder);
  g_autoptr (GPtrArray) two = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const MdHistoryEntry *newest, *oldest;

  g_assert_cmpuint (none->len, ==, 0);
  first = history_save (folder, old);
  second = history_save (folder, last);
  two = list_all (folder);
  g_assert_cmpuint (two->len, ==, 2);
  newest = g_ptr_array_index (two, 0);
  oldest = g_ptr_array_index (two, 1);
  g_assert_cmpstr (newest->id, ==, second);
  g_assert_cmpint (newest->cause, ==, MD_CAUSE_SMTP_ACCESS_DISABLED);
  g_assert_cmpint (oldest->status, ==, MD_VERDICT_OK);
  g_assert_cmpuint (md_history_tidy (folder, 30), ==, 1);
  one = list_all (folder);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (md_history_delete (folder, second, NULL));
  g_assert_false (md_history_delete (folder, "../out.json", NULL));
  g_assert_cmpuint (md_history_delete_all (folder), ==, 0);
  history_forget (folder);
}

static void
test_what_changed (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) well = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (MdRecord) ill = history_make_record (1700000900000000, FALSE, 25);
  g_autofree char *first = history_save (folder, well);
  g_autoptr (MdRecord) before = md_history_last_well (folder, ill);
  g_autoptr (MdRecord) nothing = md_history_last_well (folder, well);
  g_autoptr (MdHistoryChanges) changes = NULL;

  g_assert_nonnull (before);
  g_assert_null (nothing);
  changes = md_history_compare (before, ill);
  g_assert_cmpuint (changes->come->len, ==, 1);
  g_assert_cmpint (md_finding_get_code (g_ptr_array_index (changes->come, 0)), ==, MD_FINDING_LOGIN_REFUSED);
  g_assert_cmpuint (changes->gone->len, ==, 0);
  g_assert_true (changes->other_outgoing);
  g_assert_false (changes->other_incoming);
  history_forget (folder);
}

static void
test_damage (void)
{
  static const char *const bad[] = { "", "{", "[]", "{\"format\": 2, \"guide\": \"send\"}", "\001\377", "null",
                                     "{\"format\": 1, \"guide\": 5}" };
  g_autofree char *folder = history_make_folder ();

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_build_filename (folder, "20260101T000000Z000000-0000aaaa.json", NULL);
      g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
      g_autoptr (GPtrArray) entries = NULL;

      g_assert_true (g_file_set_contents (path, bad[i], -1, NULL));
      entries = list_all (folder);
      g_assert_cmpuint (entries->len, ==, 1);
      g_assert_true (((const MdHistoryEntry *) g_ptr_array_index (entries, 0))->damaged);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_assert_cmpstr (((const MdHistoryEntry *) g_ptr_array_index (entries, 0))->id, ==,
                       "20260101T000000Z000000-0000aaaa.json.damaged");
      g_ptr_array_unref (g_steal_pointer (&entries));
      entries = list_all (folder); /* it stays in the list, and can be deleted */
      g_assert_cmpuint (entries->len, ==, 1);
      g_assert_true (md_history_delete (folder, ((const MdHistoryEntry *) g_ptr_array_index (entries, 0))->id, NULL));
    }
  history_forget (folder);
}

/* Too little room: nothing half-written stays, and the older result is as it was. */
static void
test_full_disk (void)
{
  g_autofree char *folder = history_make_folder ();
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  g_autoptr (MdRecord) second = history_make_record (1700000900000000, FALSE, 587);
  g_autofree char *first = history_save (folder, record);
  g_autoptr (GPtrArray) findings = md_record_get_findings (second);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (md_history_save (folder, second, verdict, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (error);
  entries = list_all (folder);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_false (((const MdHistoryEntry *) g_ptr_array_index (entries, 0))->damaged);
  history_forget (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/round-trip", test_round_trip);
  g_test_add_func ("/history/list-and-prune", test_list_and_prune);
  g_test_add_func ("/history/what-changed", test_what_changed);
  g_test_add_func ("/history/damage", test_damage);
  g_test_add_func ("/history/full-disk", test_full_disk);
  return g_test_run ();
}

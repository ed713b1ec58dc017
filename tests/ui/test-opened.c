/* test-opened.c - what a file is taken for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/opened.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER(subject) "From: Luis <luis@example.net>\nTo: ana@example.org\nSubject: " subject "\n"
#define REPORT                                                                                                        \
  "From: MAILER-DAEMON@example.net\nSubject: Undelivered\nMIME-Version: 1.0\n"                                        \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo.\n" \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"                              \
  "Final-Recipient: rfc822; luis@example.net\nAction: failed\nStatus: 5.1.1\n\n--b--\n"

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length; /* 0: up to the NUL */
  MdOpenedKind kind;
} Row;

static const Row rows[] = {
  { "report.eml", REPORT, 0, MD_OPENED_BOUNCE },
  { "report", REPORT, 0, MD_OPENED_BOUNCE }, /* its name says nothing */
  { "notice.eml", "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n\n"
                  "<eva@example.net>: 550 5.1.1 user unknown\n",
    0, MD_OPENED_BOUNCE },
  { "away.eml", HEADER ("Away") "Auto-Submitted: auto-replied\n\nI am away.\n", 0, MD_OPENED_REPLY },
  { "complaint.eml",
    HEADER ("Complaint") "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
                         "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\n"
                         "Version: 1\n\n--b--\n",
    0, MD_OPENED_COMPLAINT },
  { "letter.eml", HEADER ("Friday") "\nHello\n", 0, MD_OPENED_MESSAGE },
  { "letter.log", HEADER ("Friday") "\nHello\n", 0, MD_OPENED_MESSAGE },
  { "box.mbox", "From luis@example.net Fri Nov 20 10:00:00 2026\n" HEADER ("Friday") "\nHello\n", 0, MD_OPENED_MESSAGE },
  /* message/delivery-status by itself, as a mail program saves that part. */
  { "details.dsn", "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; luis@example.net\nAction: failed\n"
                   "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n",
    0, MD_OPENED_BOUNCE },
  { "error.txt", "550 5.1.1 <luis@example.net>: user unknown\n",
    0, MD_OPENED_BOUNCE },
  { "mail.log", "Nov 20 10:00:00 mx postfix/smtp[7]: 4F: to=<luis@example.net>, dsn=5.1.1, status=bounced\n", 0,
    MD_OPENED_LOG },
  { "mail.log.gz", "\x1f\x8b\x08\x00\x00\x00\x00\x00", 8, MD_OPENED_LOG },
  { "picture.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 16, MD_OPENED_OTHER },
  { "picture.eml", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 16, MD_OPENED_OTHER },
  { "empty.eml", "", 0, MD_OPENED_EMPTY },
};

static void
test_bytes (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *folder = g_dir_make_tmp ("md-opened-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, row->name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MdOpened) opened = NULL;

  g_assert_true (g_file_set_contents (path, row->bytes, row->length > 0 ? (gssize) row->length : -1, NULL));
  opened = md_opened_look (file, NULL);
  g_assert_cmpint (opened->kind, ==, row->kind);
  g_assert_cmpstr (opened->name, ==, row->name);
  g_assert_cmpstr (opened->path, ==, path);
  if (row->kind == MD_OPENED_MESSAGE)
    {
      g_assert_cmpstr (opened->sender, ==, "luis@example.net");
      g_assert_cmpstr (opened->recipient, ==, "ana@example.org");
      g_assert_cmpstr (opened->subject, ==, "Friday");
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
assert_kind (GFile *file, MdOpenedKind kind)
{
  g_autoptr (MdOpened) opened = md_opened_look (file, NULL);

  g_assert_cmpint (opened->kind, ==, kind);
  g_assert_nonnull (opened->name);
}

/* Each is told apart, and none keeps the reader waiting. */
static void
test_unreadable (void)
{
  g_autofree char *folder = g_dir_make_tmp ("md-opened-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe.eml", NULL);
  g_autofree char *closed = g_build_filename (folder, "closed.eml", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  g_autoptr (GFile) missing = g_file_get_child (directory, "gone.eml");
  g_autoptr (GFile) fifo = g_file_new_for_path (pipe);
  g_autoptr (GFile) forbidden = g_file_new_for_path (closed);
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("https://example.org/letter.eml");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (closed, REPORT, -1, NULL));
  g_assert_cmpint (g_chmod (closed, 0), ==, 0);
  assert_kind (directory, MD_OPENED_FOLDER);
  assert_kind (missing, MD_OPENED_MISSING);
  assert_kind (fifo, MD_OPENED_OTHER);
  assert_kind (elsewhere, MD_OPENED_ELSEWHERE);
  if (access (closed, R_OK) != 0) /* root may read it all the same */
    assert_kind (forbidden, MD_OPENED_FORBIDDEN);
  g_unlink (pipe);
  g_unlink (closed);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/opened/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_bytes);
    }
  g_test_add_func ("/opened/unreadable", test_unreadable);
  return g_test_run ();
}

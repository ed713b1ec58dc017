/* history-fixture.c - results to keep, for tests; see history-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

char *
history_make_folder (void)
{
  g_autofree char *top = g_dir_make_tmp ("md-history-XXXXXX", NULL);

  return g_build_filename (top, "maildoctor", "history", NULL);
}

/* A run of guide S that failed with an old password, or went well. */
MdRecord *
history_make_record (gint64 started, gboolean well, guint16 port)
{
  g_autoptr (MdCase) kase = md_case_new ();
  MdRecord *record;
  MdStepRecord *step = md_step_record_new (MD_STEP_S3);
  MdEvidence *evidence = md_evidence_new (MD_STEP_S3, "smtp-login", "smtp.example.org:587", "refused", 400000);

  kase->email = g_strdup ("ana@example.org");
  kase->password = md_secret_new (HISTORY_CANARY, -1);
  kase->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.example.org", port, MD_SECURITY_STARTTLS);
  record = md_record_new ("send", kase);
  record->started = started;
  record->seconds = 1.5;
  step->status = well ? MD_STATUS_OK : MD_STATUS_PROBLEM;
  g_ptr_array_add (step->findings,
                   md_finding_new (MD_STEP_S3, MD_SUBJECT_INCOMING, MD_FINDING_LOGIN_ACCEPTED, "host",
                                   "imap.example.org", "port", "993", "user", "ana@example.org", "mechanism", "PLAIN",
                                   NULL));
  if (well)
    g_ptr_array_add (step->findings,
                     md_finding_new (MD_STEP_S3, MD_SUBJECT_OUTGOING, MD_FINDING_LOGIN_ACCEPTED, "host",
                                     "smtp.example.org", "port", "587", "user", "ana@example.org", "mechanism",
                                     "PLAIN", NULL));
  else
    g_ptr_array_add (step->findings,
                     md_finding_new (MD_STEP_S3, MD_SUBJECT_OUTGOING, MD_FINDING_LOGIN_REFUSED, "host",
                                     "smtp.example.org", "port", "587", "user", "ana@example.org", "reply",
                                     "535 5.7.8 no " HISTORY_CANARY, NULL));
  md_evidence_add_line (evidence, "S: 535 5.7.8 no");
  g_ptr_array_add (step->evidence, evidence);
  g_ptr_array_add (record->steps, step);
  return record;
}

char *
history_save (const char *folder, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  g_autoptr (GError) error = NULL;
  char *id = md_history_save (folder, record, verdict, &error);

  g_assert_no_error (error);
  return id;
}

void
history_save_many (const char *folder, guint n)
{
  g_autoptr (MdRecord) record = history_make_record (1700000000000000, TRUE, 587);
  g_autofree char *first = history_save (folder, record);
  g_autofree char *from = g_build_filename (folder, first, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  for (guint i = 1; i < n; i++)
    {
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (1700000000 + (gint64) i * 86400);
      g_autofree char *stamp = g_date_time_format (when, "%Y%m%dT%H%M%SZ000000");
      g_autofree char *id = g_strconcat (stamp, strchr (first, '-'), NULL);
      g_autofree char *path = g_build_filename (folder, id, NULL);

      g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

void
history_forget (const char *folder)
{
  g_autoptr (GDir) open = g_dir_open (folder, 0, NULL);
  g_autofree char *middle = g_path_get_dirname (folder);
  g_autofree char *top = g_path_get_dirname (middle);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_rmdir (middle);
  g_rmdir (top);
}

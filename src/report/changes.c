/* changes.c - what is another between two results; see history.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-history"

#include "config.h"

#include "report/history.h"

#include "advice/changes.h"
#include "report/report-private.h"

#define MAX_SINCE 6 /* what matters comes first; the rest is in the comparison */

static gboolean
is_worth_telling (const MdFinding *finding)
{
  MdFindingCode code = md_finding_get_code (finding);

  return md_finding_get_severity (finding) >= MD_SEVERITY_WARNING && code != MD_FINDING_CHECK_BROKEN;
}

/* The same thing about the same subject, whatever was measured on the way. */
static gboolean
has_alike (GPtrArray *findings, const MdFinding *finding)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *other = g_ptr_array_index (findings, i);

      if (md_finding_get_code (other) == md_finding_get_code (finding)
          && md_finding_get_subject (other) == md_finding_get_subject (finding)
          && g_strcmp0 (md_finding_get (other, "host"), md_finding_get (finding, "host")) == 0
          && g_strcmp0 (md_finding_get (other, "cause"), md_finding_get (finding, "cause")) == 0)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
only_in (GPtrArray *findings, GPtrArray *others)
{
  GPtrArray *only = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);

  for (guint i = 0; i < findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (findings, i);

      if (is_worth_telling (finding) && !has_alike (others, finding) && !has_alike (only, finding))
        g_ptr_array_add (only, md_finding_ref (finding));
    }
  return only;
}

MdHistoryChanges *
md_history_compare (const MdRecord *older, const MdRecord *newer)
{
  MdHistoryChanges *self = g_new0 (MdHistoryChanges, 1);
  g_autoptr (GPtrArray) before = md_record_get_findings (older);
  g_autoptr (GPtrArray) now = md_record_get_findings (newer);

  self->gone = only_in (before, now);
  self->come = only_in (now, before);
  self->other_outgoing = !md_endpoint_equal (older->kase->outgoing, newer->kase->outgoing);
  self->other_incoming = !md_endpoint_equal (older->kase->incoming, newer->kase->incoming);
  self->other_user = g_strcmp0 (md_case_get_user (older->kase, MD_SUBJECT_OUTGOING),
                                md_case_get_user (newer->kase, MD_SUBJECT_OUTGOING))
                     != 0;
  return self;
}

void
md_history_changes_free (MdHistoryChanges *self)
{
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->come);
  g_free (self);
}

gboolean
md_history_changes_is_empty (const MdHistoryChanges *self)
{
  return self->gone->len == 0 && self->come->len == 0 && !self->other_outgoing && !self->other_incoming
         && !self->other_user;
}

static void
add_server (GStrvBuilder *lines, MdLang lang, MdSubject side, const MdEndpoint *before, const MdEndpoint *now)
{
  g_autofree char *old = md_report_endpoint (before);
  g_autofree char *new = md_report_endpoint (now);
  g_autofree char *line = NULL;

  if (md_endpoint_equal (before, now))
    return;
  line = md_change_server (lang, side, old, new);
  g_strv_builder_add (lines, line);
}

char **
md_history_settings_lines (MdLang lang, const MdRecord *older, const MdRecord *newer)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  const char *before = md_case_get_user (older->kase, MD_SUBJECT_OUTGOING);
  const char *now = md_case_get_user (newer->kase, MD_SUBJECT_OUTGOING);

  add_server (lines, lang, MD_SUBJECT_OUTGOING, older->kase->outgoing, newer->kase->outgoing);
  add_server (lines, lang, MD_SUBJECT_INCOMING, older->kase->incoming, newer->kase->incoming);
  if (g_strcmp0 (before, now) != 0)
    {
      g_autofree char *line = md_change_user (lang, before, now);

      g_strv_builder_add (lines, line);
    }
  return g_strv_builder_end (lines);
}

char **
md_history_since_lines (MdLang lang, const MdRecord *well, const MdRecord *record, gint64 now)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr (MdHistoryChanges) changes = md_history_compare (well, record);
  g_auto (GStrv) settings = md_history_settings_lines (lang, well, record);
  g_autofree char *date = md_change_last_well (lang, well->started, now);

  g_strv_builder_add (lines, date);
  for (guint i = 0; i < MIN (changes->come->len, MAX_SINCE); i++)
    {
      g_autofree char *line = md_change_new_since (lang, g_ptr_array_index (changes->come, i));

      g_strv_builder_add (lines, line);
    }
  if (settings[0] == NULL)
    g_strv_builder_add (lines, md_change_same_settings (lang));
  for (gsize i = 0; settings[i] != NULL; i++)
    g_strv_builder_add (lines, settings[i]);
  return g_strv_builder_end (lines);
}

/* change-box.c - what is another between two results, as lines under headings; see change-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-change-box"

#include "config.h"

#include "ui/change-box.h"

#include "ui/keeper.h"
#include "ui/looks.h"

void
md_change_box_show_lines (GtkWidget *box, const char *heading, char **lines)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_widget_set_visible (box, lines[0] != NULL);
  if (lines[0] == NULL)
    return;
  gtk_box_append (GTK_BOX (box), md_label_new (heading, "title-4"));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("• %s", lines[i]);

      gtk_box_append (GTK_BOX (box), md_label_new (line, NULL));
    }
}

void
md_change_box_show_findings (GtkWidget *box, MdLang lang, const char *heading, GPtrArray *findings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *line = md_finding_line (lang, finding);
      g_autofree char *whole = g_strdup_printf ("%s (%s)", line, md_step_id_name (md_finding_get_step (finding)));

      g_strv_builder_add (builder, whole);
    }
  lines = g_strv_builder_end (builder);
  md_change_box_show_lines (box, heading, lines);
}

const MdRecord *
md_last_well_of (MdSession *session)
{
  MdKeeper *keeper = md_session_get_keeper (session);
  const MdVerdict *verdict = md_session_get_verdict (session);

  if (keeper == NULL || verdict == NULL || verdict->status == MD_VERDICT_OK || !md_session_is_settled (session))
    return NULL;
  return md_keeper_get_last_well (keeper);
}

void
md_change_box_show_since (GtkWidget *box, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  const MdRecord *well = md_last_well_of (session);
  char *none[] = { NULL };
  g_auto (GStrv) lines = NULL;

  if (well != NULL)
    lines = md_history_since_lines (lang, well, md_session_get_record (session), g_get_real_time ());
  md_change_box_show_lines (box, md_text (lang, N_ ("What changed since it last worked")),
                            lines != NULL ? lines : none);
}

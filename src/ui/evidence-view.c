/* evidence-view.c - the Details: what was measured; see evidence-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence-view"

#include "config.h"

#include "ui/evidence-view.h"

#include "ui/frame.h"
#include "ui/looks.h"
#include "ui/stage-bar.h"

#include <string.h>

/* The stages of a connection by their stable ids. */
static const char *
stage_word (MdLang lang, const char *id)
{
  static const struct
  {
    const char *id;
    const char *msgid;
  } words[] = {
    { "lookup", N_ ("name lookup") }, { "connect", N_ ("connection") }, { "greeting", N_ ("greeting") },
    { "ehlo", N_ ("introduction") },  { "starttls", N_ ("STARTTLS") },  { "tls", N_ ("encryption") },
    { "login", N_ ("sign-in") },      { "envelope", N_ ("envelope") },  { "capability", N_ ("capabilities") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].id, id) == 0)
      return md_text (lang, words[i].msgid);
  return id;
}

static char *
headline (const MdEvidence *evidence, MdLang lang)
{
  g_autofree char *seconds = md_seconds_text (md_evidence_get_seconds (evidence), lang == MD_LANG_ES);

  return g_strdup_printf ("%s  %s → %s%s%s", md_evidence_get_probe (evidence), md_evidence_get_target (evidence),
                          md_evidence_get_result (evidence), seconds[0] != '\0' ? "  " : "", seconds);
}

char *
md_evidence_to_text (GPtrArray *evidence, MdLang lang)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < evidence->len; i++)
    {
      const MdEvidence *one = g_ptr_array_index (evidence, i);
      const char *const *lines = md_evidence_get_lines (one);
      g_autofree char *head = headline (one, lang);

      g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", head);
      for (gsize line = 0; lines[line] != NULL; line++)
        g_string_append_printf (text, "  %s\n", lines[line]);
    }
  return g_string_free (text, FALSE);
}

static void
on_copy (GtkButton *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  md_toast (GTK_WIDGET (button), N_ ("Details copied"));
}

static void
forget (gpointer text, GClosure *closure)
{
  g_free (text);
}

static GtkWidget *
copy_button (char *text, MdLang lang)
{
  GtkWidget *button = gtk_button_new_with_label (md_text (lang, N_ ("Copy details")));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_copy), text, forget, 0);
  return button;
}

static GtkWidget *
stages_of (const MdEvidence *evidence, MdLang lang)
{
  gsize n = 0;
  const MdStage *stages = md_evidence_get_stages (evidence, &n);
  GtkWidget *grid = n > 0 ? gtk_grid_new () : NULL;
  double end = 0;

  for (gsize i = 0; i < n; i++)
    end = MAX (end, stages[i].until);
  for (gsize i = 0; i < n; i++)
    {
      double length = stages[i].until - stages[i].from;
      g_autofree char *seconds = md_seconds_text (MAX (length, 0.001), lang == MD_LANG_ES);
      GtkWidget *bar = md_stage_bar_new (end > 0 ? stages[i].from / end : 0, end > 0 ? stages[i].until / end : 0);

      gtk_grid_attach (GTK_GRID (grid), md_label_new (stage_word (lang, stages[i].word), "caption"), 0, (int) i, 1, 1);
      gtk_widget_set_hexpand (bar, TRUE);
      gtk_grid_attach (GTK_GRID (grid), bar, 1, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), md_label_new (seconds, "caption"), 2, (int) i, 1, 1);
    }
  if (grid != NULL)
    {
      gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
      gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
    }
  return grid;
}

static GtkWidget *
words_of (const MdEvidence *evidence)
{
  const char *const *lines = md_evidence_get_lines (evidence);
  g_autofree char *text = g_strjoinv ("\n", (char **) lines);
  GtkWidget *label;

  if (lines[0] == NULL)
    return NULL;
  label = md_label_new (text, "monospace");
  gtk_widget_add_css_class (label, "md-evidence");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

GtkWidget *
md_evidence_view_new (GPtrArray *evidence, MdLang lang)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  for (guint i = 0; i < evidence->len; i++)
    {
      const MdEvidence *one = g_ptr_array_index (evidence, i);
      g_autofree char *head = headline (one, lang);
      GtkWidget *title = md_label_new (head, "caption-heading");
      GtkWidget *stages = stages_of (one, lang);
      GtkWidget *words = words_of (one);

      gtk_label_set_selectable (GTK_LABEL (title), TRUE);
      gtk_box_append (GTK_BOX (box), title);
      if (stages != NULL)
        gtk_box_append (GTK_BOX (box), stages);
      if (words != NULL)
        gtk_box_append (GTK_BOX (box), words);
    }
  if (evidence->len > 0)
    gtk_box_append (GTK_BOX (box), copy_button (md_evidence_to_text (evidence, lang), lang));
  return box;
}

/* time-line.c - the stages of a connection as bars on one axis; see time-line.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-time-line"

#include "config.h"

#include "ui/pictures/time-line.h"

#include "ui/looks.h"
#include "ui/pictures/bar.h"
#include "ui/pictures/picture.h"

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
    { "lookup", N_ ("name lookup") },
    { "connect", N_ ("connection") },
    { "greeting", N_ ("greeting") },
    { "ehlo", N_ ("introduction") },
    { "ehlo-tls", N_ ("introduction, encrypted") },
    { "starttls", N_ ("asking for encryption") },
    { "tls", N_ ("encryption") },
    { "login", N_ ("sign-in") },
    { "answer", N_ ("answer") },
    { "message", N_ ("envelope and message") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].id, id) == 0)
      return md_text (lang, words[i].msgid);
  return id;
}

static char *
length_of (MdLang lang, const MdStage *stage)
{
  return md_seconds_text (MAX (stage->until - stage->from, 0.001), lang == MD_LANG_ES);
}

/* The stage to mark: where it ended, else the one that took longest. */
static gsize
marked_of (const MdStage *stages, gsize n)
{
  gsize marked = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (stages[i].failed)
        return i;
      if (stages[i].until - stages[i].from > stages[marked].until - stages[marked].from)
        marked = i;
    }
  return marked;
}

static const char *
mark_word (MdLang lang, const MdStage *stage)
{
  return stage->failed ? md_text (lang, N_ ("it ended here")) : md_text (lang, N_ ("took longest"));
}

static char *
sentence_of (MdLang lang, const MdStage *stages, gsize n, double end)
{
  g_autofree char *whole = md_seconds_text (MAX (end, 0.001), lang == MD_LANG_ES);
  g_autoptr (GString) list = g_string_new (NULL);
  gsize marked = marked_of (stages, n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *length = length_of (lang, &stages[i]);

      g_string_append_printf (list, "%s%s %s", i > 0 ? ", " : "", stage_word (lang, stages[i].word), length);
      if (i == marked && n > 1)
        g_string_append_printf (list, " (%s)", mark_word (lang, &stages[i]));
    }
  return md_fill_with (md_text (lang, N_ ("Time line of the connection, {whole} in all: {stages}.")), "whole", whole,
                       "stages", list->str, NULL);
}

static int
attach_stage (GtkGrid *grid, int row, MdLang lang, const MdStage *stage, gboolean marked, double end)
{
  g_autofree char *length = length_of (lang, stage);
  MdStatus status = stage->failed ? MD_STATUS_PROBLEM : MD_STATUS_OK;
  GtkWidget *word = md_label_new (stage_word (lang, stage->word), "caption");
  GtkWidget *bar = md_bar_new (stage->from / end, stage->until / end, status);
  GtkWidget *number = gtk_label_new (length);

  md_bar_set_step (MD_BAR (bar), md_axis_step (end) / end);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (word), 18);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "numeric");
  gtk_grid_attach (grid, word, 0, row, 1, 1);
  gtk_grid_attach (grid, bar, 1, row, 1, 1);
  gtk_grid_attach (grid, number, 2, row, 1, 1);
  if (!marked)
    return row + 1;
  gtk_widget_add_css_class (word, "md-marked");
  gtk_widget_add_css_class (number, "md-marked");
  gtk_grid_attach (grid, md_mark_new (stage->failed ? MD_STATUS_PROBLEM : MD_STATUS_INFO, mark_word (lang, stage)), 1,
                   row + 1, 2, 1);
  return row + 2;
}

GtkWidget *
md_time_line_new (const MdEvidence *evidence, MdLang lang)
{
  gsize n = 0;
  const MdStage *stages = md_evidence_get_stages (evidence, &n);
  g_autofree char *sentence = NULL;
  double end = 0.001;
  GtkWidget *picture, *grid;
  int row = 0;

  if (n == 0)
    return NULL;
  for (gsize i = 0; i < n; i++)
    end = MAX (end, stages[i].until);
  sentence = sentence_of (lang, stages, n, end);
  picture = md_picture_new (md_text (lang, N_ ("Time line")), sentence);
  grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (gsize i = 0; i < n; i++)
    row = attach_stage (GTK_GRID (grid), row, lang, &stages[i], n > 1 && i == marked_of (stages, n), end);
  gtk_grid_attach (GTK_GRID (grid), md_axis_new (end, md_axis_step (end), lang == MD_LANG_ES), 1, row, 1, 1);
  gtk_box_append (GTK_BOX (picture), grid);
  return picture;
}

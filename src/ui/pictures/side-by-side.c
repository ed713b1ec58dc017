/* side-by-side.c - two messages compared; see side-by-side.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-side-by-side"

#include "config.h"

#include "ui/pictures/side-by-side.h"

#include "ui/looks.h"
#include "ui/pictures/picture.h"

#include <string.h>

static const char *
word_of (MdLang lang, const char *what)
{
  if (strcmp (what, "folder") == 0)
    return md_text (lang, N_ ("Folder"));
  if (strcmp (what, "seconds") == 0)
    return md_text (lang, N_ ("On the way"));
  if (strcmp (what, "spf") == 0)
    return "SPF";
  if (strcmp (what, "dkim") == 0)
    return "DKIM";
  if (strcmp (what, "dmarc") == 0)
    return "DMARC";
  return strcmp (what, "arc") == 0 ? "ARC" : what;
}

/* (transfer full) */
static char *
value_of (MdLang lang, const char *what, const char *value)
{
  if (value[0] == '\0')
    return g_strdup (md_text (lang, N_ ("not noted")));
  if (strcmp (what, "seconds") == 0)
    return md_seconds_text (g_ascii_strtod (value, NULL), lang == MD_LANG_ES);
  if (strcmp (what, "folder") == 0 && g_ascii_strcasecmp (value, "INBOX") == 0)
    return g_strdup (md_text (lang, N_ ("inbox")));
  return g_strdup (value);
}

static GtkWidget *
cell_new (const char *words, const char *style, gboolean differs, MdLang lang)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = md_label_new (words, style);

  if (differs)
    gtk_widget_add_css_class (label, "md-marked");
  gtk_widget_set_hexpand (cell, TRUE);
  gtk_box_append (GTK_BOX (cell), label);
  if (differs)
    gtk_box_append (GTK_BOX (cell), md_mark_new (MD_STATUS_WARNING, md_text (lang, N_ ("different"))));
  return cell;
}

static void
add_pair (GtkGrid *grid, int row, MdLang lang, const MdShownPair *pair, GString *sentence)
{
  g_autofree char *first = value_of (lang, pair->what, pair->first);
  g_autofree char *second = value_of (lang, pair->what, pair->second);
  GtkWidget *word = md_label_new (word_of (lang, pair->what), "caption");

  gtk_widget_add_css_class (word, "dim-label");
  gtk_widget_set_margin_top (word, 6);
  gtk_grid_attach (grid, word, 0, row, 2, 1);
  gtk_grid_attach (grid, cell_new (first, NULL, FALSE, lang), 0, row + 1, 1, 1);
  gtk_grid_attach (grid, cell_new (second, NULL, pair->differs, lang), 1, row + 1, 1, 1);
  g_string_append_printf (sentence, " %s: %s, %s%s%s%s.", word_of (lang, pair->what), first, second,
                          pair->differs ? " (" : "", pair->differs ? md_text (lang, N_ ("different")) : "",
                          pair->differs ? ")" : "");
}

GtkWidget *
md_side_by_side_new (const MdEvidence *evidence, MdLang lang)
{
  const GPtrArray *pairs = md_evidence_get_pairs (evidence);
  const char *title = md_text (lang, N_ ("The plain message and yours, side by side"));
  g_autoptr (GString) sentence = g_string_new (title);
  GtkWidget *picture, *card;
  GtkGrid *grid;

  if (pairs->len == 0)
    return NULL;
  g_string_append_c (sentence, '.');
  grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_column_homogeneous (grid, TRUE);
  gtk_grid_attach (grid, cell_new (md_text (lang, N_ ("Plain message")), "heading", FALSE, lang), 0, 0, 1, 1);
  gtk_grid_attach (grid, cell_new (md_text (lang, N_ ("Your message")), "heading", FALSE, lang), 1, 0, 1, 1);
  for (guint i = 0; i < pairs->len; i++)
    add_pair (grid, 2 * (int) i + 1, lang, g_ptr_array_index (pairs, i), sentence);
  picture = md_picture_new (title, sentence->str);
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "md-card");
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (grid));
  gtk_box_append (GTK_BOX (picture), card);
  return picture;
}

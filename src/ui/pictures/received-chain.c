/* received-chain.c - the servers that a message came through; see received-chain.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received-chain"

#include "config.h"

#include "ui/pictures/received-chain.h"

#include "ui/looks.h"
#include "ui/pictures/bar.h"
#include "ui/pictures/branch.h"
#include "ui/pictures/picture.h"

#include <string.h>

#define MAX_HOPS 30

typedef struct
{
  MdLang lang;
  GtkGrid *grid;
  int row;
  gint64 longest;     /* seconds */
  GString *sentence;
} Way;

static void
add_cell (Way *self, GtkWidget *rail, GtkWidget *cell)
{
  gtk_widget_set_hexpand (cell, TRUE);
  gtk_grid_attach (self->grid, rail, 0, self->row, 1, 1);
  gtk_grid_attach (self->grid, cell, 1, self->row, 1, 1);
  self->row++;
}

/* A server, or whoever began it. */
static void
add_place (Way *self, const char *name, const char *below, gboolean is_first, gboolean is_last)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (cell), md_name_new (name, "heading"));
  if (below != NULL)
    {
      GtkWidget *label = md_name_new (below, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (cell), label);
    }
  add_cell (self, md_rail_new (TRUE, !is_first, !is_last), cell);
}

/* What is to be noticed about a step; NULL: nothing. */
static const char *
remark_of (MdLang lang, const MdShownHop *hop, MdStatus *status)
{
  *status = MD_STATUS_WARNING;
  if (strcmp (hop->fault, "slow") == 0)
    return md_text (lang, N_ ("held up here"));
  if (strcmp (hop->fault, "backwards") == 0)
    return md_text (lang, N_ ("a clock is wrong: earlier than the server before"));
  if (strcmp (hop->fault, "future") == 0)
    return md_text (lang, N_ ("a clock is wrong: this time is still to come"));
  *status = MD_STATUS_INFO;
  return strcmp (hop->fault, "greylist") == 0 ? md_text (lang, N_ ("made to wait on purpose (greylisting)")) : NULL;
}

/* The way between two servers: how long it took, as a bar of the longest. */
static void
add_delay (Way *self, const MdShownHop *hop)
{
  MdStatus status;
  const char *remark = remark_of (self->lang, hop, &status);
  g_autofree char *length = md_length_text (self->lang, hop->delay);
  g_autofree char *words = g_strdup_printf ("%s%s", hop->delay < 0 ? "−" : "", length);
  double part = self->longest > 0 && hop->delay > 0 ? (double) hop->delay / (double) self->longest : 0;
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *number = gtk_label_new (words);
  GtkWidget *bar = part > 0 ? md_bar_new (0, part, remark != NULL ? status : MD_STATUS_OK) : NULL;

  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (number), 7);
  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_box_append (GTK_BOX (line), number);
  if (bar != NULL)
    {
      gtk_widget_set_hexpand (bar, TRUE);
      gtk_box_append (GTK_BOX (line), bar);
    }
  gtk_box_append (GTK_BOX (cell), line);
  if (remark != NULL)
    gtk_box_append (GTK_BOX (cell), md_mark_new (status, remark));
  gtk_widget_set_margin_bottom (cell, 6);
  add_cell (self, md_rail_new (FALSE, TRUE, TRUE), cell);
  g_string_append_printf (self->sentence, " %s → %s: %s%s%s%s.", hop->from, hop->by, words,
                          remark != NULL ? " (" : "", remark != NULL ? remark : "", remark != NULL ? ")" : "");
}

/* Who wrote the line of a hop is whom the next one names as its sender, as a rule under another name: that one stands
 * below. */
static void
add_hop (Way *self, const GPtrArray *hops, guint index, guint n)
{
  const MdShownHop *hop = g_ptr_array_index (hops, index);
  const MdShownHop *next = index + 1 < hops->len ? g_ptr_array_index (hops, index + 1) : NULL;
  g_autofree char *below = NULL;

  if (index > 0 || strcmp (hop->fault, "none") != 0)
    add_delay (self, hop);
  else /* the oldest line tells no time before its own */
    g_string_append_printf (self->sentence, " %s → %s.", hop->from, hop->by);
  if (next != NULL && g_ascii_strcasecmp (next->from, hop->by) != 0 && strcmp (next->from, "-") != 0)
    below = md_fill_with (md_text (self->lang, N_ ("known to the next one as {name}")), "name", next->from, NULL);
  add_place (self, hop->by, below, FALSE, index + 1 == n);
}

GtkWidget *
md_received_chain_new (const MdEvidence *evidence, MdLang lang)
{
  const GPtrArray *hops = md_evidence_get_hops (evidence);
  const char *title = md_text (lang, N_ ("The way of the message"));
  g_autoptr (GString) sentence = g_string_new (title);
  Way self = { lang, NULL, 0, 0, sentence };
  guint n = MIN (hops->len, MAX_HOPS);
  const MdShownHop *first;
  GtkWidget *picture;

  if (n == 0)
    return NULL;
  g_string_append_c (sentence, ':');
  for (guint i = 0; i < n; i++)
    self.longest = MAX (self.longest, ((MdShownHop *) g_ptr_array_index (hops, i))->delay);
  self.grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self.grid, 8);
  first = g_ptr_array_index (hops, 0);
  add_place (&self, first->from, g_strcmp0 (first->from, first->address) != 0 ? first->address : NULL, TRUE, FALSE);
  for (guint i = 0; i < n; i++)
    add_hop (&self, hops, i, n);
  picture = md_picture_new (title, sentence->str);
  gtk_box_append (GTK_BOX (picture), GTK_WIDGET (self.grid));
  if (hops->len > n)
    {
      g_autofree char *more = md_count_text (lang, hops->len - n, N_ ("One more server is in the text below."),
                                             N_ ("{count} more servers are in the text below."));

      gtk_box_append (GTK_BOX (picture), md_label_new (more, "caption"));
    }
  return picture;
}

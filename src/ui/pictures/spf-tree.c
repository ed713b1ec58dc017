/* spf-tree.c - what an SPF record includes, as a tree; see spf-tree.h
 *
 * The domain stands at the top, its terms below it, what an include leads to one step to the right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf-tree"

#include "config.h"

#include "ui/pictures/spf-tree.h"

#include "ui/looks.h"
#include "ui/pictures/branch.h"
#include "ui/pictures/picture.h"

#include <string.h>

#define MAX_ROWS 40
#define MAX_DEPTH 6
#define MAX_BOXES 20

typedef struct
{
  const MdShownTree *tree;
  MdLang lang;
  GtkGrid *grid;
  int row;
  GString *sentence;
} Tree;

static gboolean
is_over (const MdShownTree *tree, const MdShownTerm *term)
{
  return term->last_lookup > tree->max_lookups;
}

static gboolean
leads_on (const MdShownTerm *term)
{
  return strcmp (term->outcome, "match") == 0 || g_ascii_strncasecmp (term->text, "redirect=", 9) == 0;
}

/* It matched, and so did every include above it: what matches in an include that does not decides nothing. */
static gboolean
decides (const MdShownTree *tree, guint index)
{
  const MdShownTerm *term = g_ptr_array_index (tree->terms, index);
  guint depth = term->depth;

  if (tree->address == NULL || strcmp (term->outcome, "match") != 0)
    return FALSE;
  for (guint i = index; depth > 0 && i > 0; i--)
    {
      const MdShownTerm *above = g_ptr_array_index (tree->terms, i - 1);

      if (above->is_record || above->depth + 1 != depth)
        continue;
      if (!leads_on (above))
        return FALSE;
      depth--;
    }
  return TRUE;
}

static gboolean
is_all (const MdShownTerm *term)
{
  return g_ascii_strcasecmp (term->text + strspn (term->text, "+-~?"), "all") == 0;
}

/* What there is to say of a term; NULL: nothing. */
static const char *
remark_of (const Tree *self, guint index, MdStatus *status)
{
  const MdShownTerm *term = g_ptr_array_index (self->tree->terms, index);

  *status = MD_STATUS_PROBLEM;
  if (is_over (self->tree, term))
    return md_text (self->lang, N_ ("over the limit of lookups"));
  if (strcmp (term->outcome, "permerror") == 0)
    return md_text (self->lang, N_ ("cannot be evaluated"));
  *status = MD_STATUS_WARNING;
  if (strcmp (term->outcome, "temperror") == 0)
    return md_text (self->lang, N_ ("no answer to this lookup"));
  if (!decides (self->tree, index))
    return NULL;
  *status = is_all (term) ? MD_STATUS_INFO : MD_STATUS_OK;
  return is_all (term) ? md_text (self->lang, N_ ("applies: nothing before it matched"))
                       : md_text (self->lang, N_ ("matches the address"));
}

/* Below an include only what asks, decides or fails is drawn: addresses that did not match are counted. */
static gboolean
is_shown (const Tree *self, guint index)
{
  const MdShownTerm *term = g_ptr_array_index (self->tree->terms, index);
  MdStatus status;

  return !term->is_record
         && (term->depth == 0 || term->last_lookup > 0 || remark_of (self, index, &status) != NULL);
}

/* How many terms of the record that @index includes are not drawn. */
static guint
count_quiet (const Tree *self, guint index)
{
  const MdShownTerm *term = g_ptr_array_index (self->tree->terms, index);
  guint n = 0;

  for (guint i = index + 1; i < self->tree->terms->len; i++)
    {
      const MdShownTerm *below = g_ptr_array_index (self->tree->terms, i);

      if (below->depth <= term->depth)
        break;
      n += below->depth == term->depth + 1 && !below->is_record && !is_shown (self, i);
    }
  return n;
}

/* Bit d: another term follows below @index at depth d, before a shallower one ends that branch. */
static guint
what_goes_on (const Tree *self, guint index)
{
  const MdShownTree *tree = self->tree;
  const MdShownTerm *term = g_ptr_array_index (tree->terms, index);
  guint shallowest = term->depth + 1, bits = 0;

  for (guint i = index + 1; i < tree->terms->len && shallowest > 0; i++)
    {
      const MdShownTerm *later = g_ptr_array_index (tree->terms, i);

      if (later->depth >= shallowest || !is_shown (self, i))
        continue;
      bits |= 1u << MIN (later->depth, 31);
      shallowest = later->depth;
    }
  return bits;
}

/* "3" or "2–4": the numbers of its lookups. */
static char *
cost_text (const MdShownTerm *term)
{
  if (term->last_lookup == 0)
    return g_strdup ("");
  if (term->first_lookup == term->last_lookup)
    return g_strdup_printf ("%u", term->last_lookup);
  return g_strdup_printf ("%u–%u", term->first_lookup, term->last_lookup);
}

static void
add_count (GtkWidget *cell, MdLang lang, guint count, const char *one, const char *many)
{
  g_autofree char *words = md_count_text (lang, count, one, many);
  GtkWidget *label = md_label_new (words, "caption");

  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (cell), label);
}

static GtkWidget *
words_of (const Tree *self, guint index, const char *remark, MdStatus status)
{
  const MdShownTerm *term = g_ptr_array_index (self->tree->terms, index);
  guint quiet = count_quiet (self, index);
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = md_name_new (term->text, "monospace");

  gtk_widget_add_css_class (label, "md-term");
  if (remark != NULL)
    gtk_widget_add_css_class (label, "md-marked");
  gtk_widget_set_hexpand (cell, TRUE);
  gtk_box_append (GTK_BOX (cell), label);
  if (remark != NULL)
    gtk_box_append (GTK_BOX (cell), md_mark_new (status, remark));
  if (term->last_lookup > term->first_lookup)
    add_count (cell, self->lang, term->last_lookup - term->first_lookup + 1, N_ ("one lookup"), N_ ("{count} lookups"));
  if (quiet > 0)
    add_count (cell, self->lang, quiet, N_ ("one term without a lookup"), N_ ("{count} terms without a lookup"));
  return cell;
}

static void
add_term (Tree *self, guint index)
{
  const MdShownTerm *term = g_ptr_array_index (self->tree->terms, index);
  g_autofree char *cost = cost_text (term);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *number = gtk_label_new (cost);
  MdStatus status;
  const char *remark = remark_of (self, index, &status);

  gtk_box_append (GTK_BOX (line), md_branch_new (term->depth + 1, what_goes_on (self, index)));
  gtk_box_append (GTK_BOX (line), words_of (self, index, remark, status));
  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "numeric");
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_set_valign (number, GTK_ALIGN_START);
  gtk_grid_attach (self->grid, line, 0, self->row, 1, 1);
  gtk_grid_attach (self->grid, number, 1, self->row, 1, 1);
  self->row++;
  if (remark != NULL)
    g_string_append_printf (self->sentence, " %s: %s.", term->text, remark);
}

/* The domain, and what the numbers at the side are. */
static void
add_root (Tree *self, const MdShownTerm *record)
{
  GtkWidget *name = md_name_new (record->text, "heading");
  GtkWidget *head = md_label_new (md_text (self->lang, N_ ("Lookup")), "caption");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (head, "dim-label");
  gtk_widget_set_halign (head, GTK_ALIGN_END);
  gtk_grid_attach (self->grid, name, 0, self->row, 1, 1);
  gtk_grid_attach (self->grid, head, 1, self->row, 1, 1);
  self->row++;
}

/* Returns how many were left out. */
static guint
add_terms (Tree *self)
{
  guint left_out = 0, shown = 0;

  for (guint i = 0; i < self->tree->terms->len; i++)
    {
      const MdShownTerm *term = g_ptr_array_index (self->tree->terms, i);

      if (term->is_record && term->depth == 0)
        add_root (self, term);
      else if (is_shown (self, i) && shown < MAX_ROWS && term->depth < MAX_DEPTH)
        {
          add_term (self, i);
          shown++;
        }
      else if (is_shown (self, i))
        left_out++;
    }
  return left_out;
}

/* One box a lookup, ten of them allowed. */
static GtkWidget *
meter_new (const MdShownTree *tree)
{
  GtkWidget *meter = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  guint n = MIN (MAX (tree->lookups, tree->max_lookups), MAX_BOXES);

  gtk_box_set_homogeneous (GTK_BOX (meter), TRUE);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (box, "md-bar");
      if (i >= tree->lookups)
        gtk_widget_add_css_class (box, "md-empty");
      else if (i >= tree->max_lookups)
        gtk_widget_add_css_class (box, "error");
      gtk_widget_set_size_request (box, 6, 10);
      gtk_widget_set_hexpand (box, TRUE);
      gtk_box_append (GTK_BOX (meter), box);
    }
  return meter;
}

static char *
total_text (const Tree *self, MdStatus *status)
{
  g_autofree char *lookups = g_strdup_printf ("%u", self->tree->lookups);
  g_autofree char *most = g_strdup_printf ("%u", self->tree->max_lookups);

  *status = self->tree->lookups > self->tree->max_lookups ? MD_STATUS_PROBLEM : MD_STATUS_OK;
  return md_fill_with (*status == MD_STATUS_PROBLEM
                           ? md_text (self->lang, N_ ("{lookups} lookups in all; only {most} are allowed"))
                           : md_text (self->lang, N_ ("{lookups} lookups in all, of {most} allowed")),
                       "lookups", lookups, "most", most, NULL);
}

GtkWidget *
md_spf_tree_new (const MdShownTree *tree, MdLang lang)
{
  g_autoptr (GString) sentence = g_string_new (NULL);
  Tree self = { tree, lang, NULL, 0, sentence };
  g_autofree char *total = NULL;
  GtkWidget *picture;
  MdStatus status;
  guint left_out;

  if (tree->terms->len == 0)
    return NULL;
  self.grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self.grid, 8);
  total = total_text (&self, &status);
  g_string_append_printf (sentence, "%s: %s, %s.", md_text (lang, N_ ("What the SPF record includes")),
                          ((MdShownTerm *) g_ptr_array_index (tree->terms, 0))->text, total);
  left_out = add_terms (&self);
  picture = md_picture_new (md_text (lang, N_ ("What the SPF record includes")), sentence->str);
  gtk_box_append (GTK_BOX (picture), GTK_WIDGET (self.grid));
  if (left_out > 0)
    {
      g_autofree char *more = md_count_text (lang, left_out, N_ ("One more term is in the text below."),
                                             N_ ("{count} more terms are in the text below."));

      gtk_box_append (GTK_BOX (picture), md_label_new (more, "caption"));
    }
  gtk_box_append (GTK_BOX (picture), meter_new (tree));
  gtk_box_append (GTK_BOX (picture), md_mark_new (status, total));
  return picture;
}

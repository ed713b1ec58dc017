/* evidence-view.c - the Details: what was measured; see evidence-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence-view"

#include "config.h"

#include "ui/evidence-view.h"

#include "ui/frame.h"
#include "ui/gradual.h"
#include "ui/looks.h"
#include "ui/pictures/certificate-card.h"
#include "ui/pictures/picture.h"
#include "ui/pictures/received-chain.h"
#include "ui/pictures/side-by-side.h"
#include "ui/pictures/spf-tree.h"
#include "ui/pictures/time-line.h"

static char *
headline (const MdEvidence *evidence, MdLang lang)
{
  g_autofree char *seconds = md_seconds_text (md_evidence_get_seconds (evidence), lang == MD_LANG_ES);

  const char *target = md_evidence_get_target (evidence);

  return g_strdup_printf ("%s%s%s → %s%s%s", md_evidence_get_probe (evidence), target[0] != '\0' ? "  " : "", target,
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

/* What can be drawn of it; NULL when nothing can. */
static GtkWidget *
pictures_of (const MdEvidence *evidence, MdLang lang)
{
  const MdShownChain *chain = md_evidence_get_chain (evidence);
  const MdShownTree *tree = md_evidence_get_tree (evidence);
  GtkWidget *pictures[] = {
    md_time_line_new (evidence, lang),
    chain != NULL && chain->chain->len > 0 ? md_certificate_card_new (chain, lang) : NULL,
    tree != NULL ? md_spf_tree_new (tree, lang) : NULL,
    md_received_chain_new (evidence, lang),
    md_side_by_side_new (evidence, lang),
  };
  GtkWidget *box = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      if (pictures[i] == NULL)
        continue;
      if (box == NULL)
        box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
      gtk_box_append (GTK_BOX (box), pictures[i]);
    }
  return box;
}

/* Word for word; folded away where a picture tells the same. */
static GtkWidget *
words_of (const MdEvidence *evidence, gboolean has_picture, MdLang lang)
{
  const char *const *lines = md_evidence_get_lines (evidence);
  g_autofree char *text = g_strjoinv ("\n", (char **) lines);
  GtkWidget *label, *expander;

  if (lines[0] == NULL)
    return NULL;
  label = md_verbatim_new (text);
  if (!has_picture)
    return label;
  expander = md_expander_new (md_text (lang, N_ ("Word for word")));
  gtk_expander_set_child (GTK_EXPANDER (expander), label);
  return expander;
}

typedef struct
{
  GPtrArray *evidence; /* (owned) of MdEvidence */
  MdLang lang;
  guint next;
} View;

static void
view_free (gpointer data)
{
  View *self = data;

  g_ptr_array_unref (self->evidence);
  g_free (self);
}

static void
append_evidence (GtkWidget *box, const MdEvidence *evidence, MdLang lang)
{
  g_autofree char *head = headline (evidence, lang);
  GtkWidget *title = md_label_new (head, "caption-heading");
  GtkWidget *pictures = pictures_of (evidence, lang);
  GtkWidget *words = words_of (evidence, pictures != NULL, lang);

  gtk_label_set_selectable (GTK_LABEL (title), TRUE);
  gtk_box_append (GTK_BOX (box), title);
  if (pictures != NULL)
    gtk_box_append (GTK_BOX (box), pictures);
  if (words != NULL)
    gtk_box_append (GTK_BOX (box), words);
}

/* One piece of evidence, or at last the button. */
static gboolean
append_piece (GtkWidget *box, gpointer data)
{
  View *self = data;

  if (self->next < self->evidence->len)
    {
      append_evidence (box, g_ptr_array_index (self->evidence, self->next++), self->lang);
      return TRUE;
    }
  if (self->evidence->len > 0)
    gtk_box_append (GTK_BOX (box), copy_button (md_evidence_to_text (self->evidence, self->lang), self->lang));
  return FALSE;
}

GtkWidget *
md_evidence_view_new (GPtrArray *evidence, MdLang lang)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  View *self = g_new0 (View, 1);

  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
  for (guint i = 0; i < evidence->len; i++)
    g_ptr_array_add (self->evidence, md_evidence_ref (g_ptr_array_index (evidence, i)));
  self->lang = lang;
  g_object_set_data_full (G_OBJECT (box), "view", self, view_free);
  md_gradually (box, append_piece, self);
  return box;
}

/* leaves.c - what leaves this computer, and to whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-leaves-page"

#include "config.h"

#include "ui/pages/leaves.h"

#include "ui/fit.h"
#include "ui/gradual.h"
#include "ui/looks.h"

#include <string.h>

struct _MdLeavesPage
{
  MdPage parent_instance;

  GtkWidget *steps;
  GtkWidget *asked_heading;
  GtkWidget *asked_frame;
  GtkWidget *asked;
  guint next;       /* step */
  GString *shown;   /* (owned) what stands in the list of hosts */
};

G_DEFINE_FINAL_TYPE (MdLeavesPage, md_leaves_page, MD_TYPE_PAGE)

/* The row of the guide's next step; FALSE when there is none left. */
static gboolean
add_next_row (GtkWidget *widget, gpointer data)
{
  MdLeavesPage *self = MD_LEAVES_PAGE (widget);
  MdSession *session = md_page_get_session (MD_PAGE (widget));
  g_autofree char *title = NULL;
  GtkWidget *row, *box;
  MdStepId step;
  MdLang lang;

  while (session != NULL && self->next < MD_N_STEPS
         && !md_guide_has_step (md_session_get_guide (session), (MdStepId) self->next))
    self->next++;
  if (session == NULL || self->next >= MD_N_STEPS)
    return FALSE;
  lang = md_session_get_lang (session);
  step = (MdStepId) self->next++;
  title = step == MD_STEP_ACCOUNT
              ? g_strdup (md_text (lang, N_ ("Your account")))
              : g_strdup_printf ("%s  %s", md_step_id_name (step), md_step_short_title (lang, step));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (box, "md-inside");
  gtk_box_append (GTK_BOX (box), md_label_new (title, NULL));
  gtk_box_append (GTK_BOX (box), md_label_new (md_step_leaves (lang, step), "caption"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "dim-label");
  row = adw_preferences_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  md_set_accessible_name (row, title);
  md_fit_words (row);
  gtk_list_box_append (GTK_LIST_BOX (self->steps), row);
  return TRUE;
}

static void
md_leaves_page_setup (MdPage *page)
{
  md_gradually (GTK_WIDGET (page), add_next_row, NULL);
}

/* Every host that the evidence names, once. */
static void
md_leaves_page_refresh (MdPage *page)
{
  MdLeavesPage *self = MD_LEAVES_PAGE (page);
  const MdRecord *record = md_session_get_record (md_page_get_session (page));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; record != NULL && i < record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (record->steps, i);

      for (guint j = 0; j < step->evidence->len; j++)
        {
          const char *target = md_evidence_get_target (g_ptr_array_index (step->evidence, j));

          if (target[0] != '\0' && g_hash_table_add (seen, (gpointer) target))
            g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", target);
        }
    }
  gtk_widget_set_visible (self->asked_heading, text->len > 0);
  gtk_widget_set_visible (self->asked_frame, text->len > 0);
  if (strcmp (text->str, self->shown->str) == 0)
    return;
  g_string_assign (self->shown, text->str);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->asked)), text->str, -1);
}

static void
md_leaves_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_LEAVES_PAGE);
  G_OBJECT_CLASS (md_leaves_page_parent_class)->dispose (object);
}

static void
md_leaves_page_finalize (GObject *object)
{
  g_string_free (MD_LEAVES_PAGE (object)->shown, TRUE);
  G_OBJECT_CLASS (md_leaves_page_parent_class)->finalize (object);
}

static void
md_leaves_page_class_init (MdLeavesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_leaves_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_leaves_page_finalize;
  MD_PAGE_CLASS (klass)->setup = md_leaves_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_leaves_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/leaves.ui");
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, steps);
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, asked_heading);
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, asked_frame);
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, asked);
}

static void
md_leaves_page_init (MdLeavesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = g_string_new (NULL);
}

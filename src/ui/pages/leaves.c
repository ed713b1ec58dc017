/* leaves.c - what leaves this computer, and to whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-leaves-page"

#include "config.h"

#include "ui/pages/leaves.h"

#include "ui/looks.h"

struct _MdLeavesPage
{
  MdPage parent_instance;

  GtkWidget *steps;
  GtkWidget *asked_heading;
  GtkWidget *asked;
};

G_DEFINE_FINAL_TYPE (MdLeavesPage, md_leaves_page, MD_TYPE_PAGE)

static void
md_leaves_page_setup (MdPage *page)
{
  MdLeavesPage *self = MD_LEAVES_PAGE (page);
  MdLang lang = md_session_get_lang (md_page_get_session (page));

  MdGuide guide = md_session_get_guide (md_page_get_session (page));

  for (guint step = 0; step < MD_N_STEPS; step++)
    {
      if (!md_guide_has_step (guide, (MdStepId) step))
        continue;

      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title
          = step == MD_STEP_ACCOUNT
                ? g_strdup (md_text (lang, N_ ("Your account")))
                : g_strdup_printf ("%s  %s", md_step_id_name (step), md_step_short_title (lang, (MdStepId) step));

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), md_step_leaves (lang, (MdStepId) step));
      gtk_list_box_append (GTK_LIST_BOX (self->steps), row);
    }
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
  gtk_widget_set_visible (self->asked, text->len > 0);
  gtk_label_set_text (GTK_LABEL (self->asked), text->str);
}

static void
md_leaves_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_LEAVES_PAGE);
  G_OBJECT_CLASS (md_leaves_page_parent_class)->dispose (object);
}

static void
md_leaves_page_class_init (MdLeavesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_leaves_page_dispose;
  MD_PAGE_CLASS (klass)->setup = md_leaves_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_leaves_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/leaves.ui");
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, steps);
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, asked_heading);
  gtk_widget_class_bind_template_child (widget_class, MdLeavesPage, asked);
}

static void
md_leaves_page_init (MdLeavesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

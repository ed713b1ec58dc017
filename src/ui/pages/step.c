/* step.c - S1 … S8: the question, why, live rows, advice, the person's answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-step-page"

#include "config.h"

#include "ui/pages/step.h"

#include "ui/advice-box.h"
#include "ui/looks.h"
#include "ui/probe-row.h"
#include "ui/question-box.h"
#include "ui/step-extra.h"

struct _MdStepPage
{
  MdPage parent_instance;

  GtkWidget *heading;
  GtkWidget *why;
  AdwBin *advice;
  GtkWidget *extras;
  GtkWidget *probes;
  GtkWidget *questions;
  GHashTable *rows;        /* (owned) check id → MdProbeRow */
  char *advised;           /* (owned) (nullable) what the advice box says now */
};

G_DEFINE_FINAL_TYPE (MdStepPage, md_step_page, MD_TYPE_PAGE)

static void
md_step_page_setup (MdPage *page)
{
  MdStepPage *self = MD_STEP_PAGE (page);
  MdSession *session = md_page_get_session (page);
  MdLang lang = md_session_get_lang (session);
  MdStepId step = md_page_get_row (page)->step;

  gtk_label_set_text (GTK_LABEL (self->heading), md_step_heading (lang, step));
  md_set_accessible_name (GTK_WIDGET (self), md_step_heading (lang, step));
  gtk_label_set_text (GTK_LABEL (self->why), md_step_why (lang, step));
  for (guint i = 0; md_step_extra_get (i) != NULL; i++)
    if (md_step_extra_get (i)->step == step)
      {
        GtkWidget *extra = md_step_extra_build (md_step_extra_get (i), session);

        g_object_set_data (G_OBJECT (extra), "extra", (gpointer) md_step_extra_get (i));
        gtk_box_append (GTK_BOX (self->extras), extra);
      }
  for (guint question = 0; question < MD_N_QUESTIONS; question++)
    if (md_question_step ((MdQuestion) question) == step)
      gtk_box_append (GTK_BOX (self->questions), md_question_box_new (session, (MdQuestion) question));
  gtk_widget_set_visible (self->questions, gtk_widget_get_first_child (self->questions) != NULL);
}

static void
show_probes (MdStepPage *self, MdSession *session, MdStepId step)
{
  MdRunner *runner = md_session_get_runner (session);
  GPtrArray *findings = runner != NULL ? md_runner_get_findings (runner, step) : NULL;
  GPtrArray *evidence = runner != NULL ? md_runner_get_evidence (runner, step) : NULL;
  MdCheckState state;

  for (guint i = 0; runner != NULL && md_runner_get_check (runner, i, &state); i++)
    {
      GtkWidget *row;

      if (state.check->step != step)
        continue;
      row = g_hash_table_lookup (self->rows, state.check->id);
      if (row == NULL)
        {
          row = md_probe_row_new ();
          gtk_list_box_append (GTK_LIST_BOX (self->probes), row);
          g_hash_table_insert (self->rows, (gpointer) state.check->id, row);
        }
      md_probe_row_show (MD_PROBE_ROW (row), md_session_get_lang (session), &state, md_session_get_case (session),
                         findings, evidence);
    }
  gtk_widget_set_visible (self->probes, g_hash_table_size (self->rows) > 0);
}

static void
show_advice (MdStepPage *self, MdSession *session, MdStepId step)
{
  const MdCause *cause = md_session_get_cause_for_step (session, step);
  g_autofree char *title = cause != NULL ? md_advice_title (md_session_get_lang (session), cause) : NULL;

  if (g_strcmp0 (title, self->advised) == 0)
    return;
  g_free (self->advised);
  self->advised = g_steal_pointer (&title);
  adw_bin_set_child (self->advice, cause != NULL ? md_advice_box_new (session, cause) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->advice), cause != NULL);
}

static void
show_extras (MdStepPage *self, MdSession *session)
{
  gboolean any = FALSE;

  for (GtkWidget *extra = gtk_widget_get_first_child (self->extras); extra != NULL;
       extra = gtk_widget_get_next_sibling (extra))
    {
      const MdStepExtra *kind = g_object_get_data (G_OBJECT (extra), "extra");
      gboolean wanted = kind->refresh (extra, session);

      gtk_widget_set_visible (extra, wanted);
      any |= wanted;
    }
  gtk_widget_set_visible (self->extras, any);
}

static void
md_step_page_refresh (MdPage *page)
{
  MdStepPage *self = MD_STEP_PAGE (page);
  MdSession *session = md_page_get_session (page);
  MdStepId step = md_page_get_row (page)->step;

  show_probes (self, session, step);
  show_advice (self, session, step);
  show_extras (self, session);
}

static const char *
md_step_page_primary_label (MdPage *page)
{
  MdStepId step = md_page_get_row (page)->step;

  if (step == md_guide_last_step (md_step_guide (step)))
    return md_page_text (page, N_ ("See the _result"));
  return md_page_text (page, N_ ("_Next"));
}

static void
md_step_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_STEP_PAGE);
  G_OBJECT_CLASS (md_step_page_parent_class)->dispose (object);
}

static void
md_step_page_finalize (GObject *object)
{
  MdStepPage *self = MD_STEP_PAGE (object);

  g_hash_table_unref (self->rows);
  g_free (self->advised);
  G_OBJECT_CLASS (md_step_page_parent_class)->finalize (object);
}

static void
md_step_page_class_init (MdStepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_step_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_step_page_finalize;
  MD_PAGE_CLASS (klass)->setup = md_step_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_step_page_refresh;
  MD_PAGE_CLASS (klass)->primary_label = md_step_page_primary_label;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/step.ui");
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, why);
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, advice);
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, extras);
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, probes);
  gtk_widget_class_bind_template_child (widget_class, MdStepPage, questions);
}

static void
md_step_page_init (MdStepPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
}

/* step.c - S1 … S8: the question, why, live rows, advice, the person's answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-step-page"

#include "config.h"

#include "ui/pages/step.h"

#include "ui/advice-box.h"
#include "ui/fit.h"
#include "ui/gradual.h"
#include "ui/looks.h"
#include "ui/password-box.h"
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
  guint next_extra;
  guint next_question;
  gboolean is_adding;      /* some of them, or rows, are still to come */
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
  gtk_widget_set_visible (self->questions, FALSE);
}

static void
show_row (MdStepPage *self, MdSession *session, GtkWidget *row, const MdCheckState *state)
{
  MdRunner *runner = md_session_get_runner (session);

  md_probe_row_set_token_only (MD_PROBE_ROW (row), md_password_box_token_only (session) != NULL);
  md_probe_row_set_alone (MD_PROBE_ROW (row), !md_session_may_ask_others (session));
  md_probe_row_show (MD_PROBE_ROW (row), md_session_get_lang (session), state, md_session_get_case (session),
                     md_runner_get_findings (runner, state->check->step),
                     md_runner_get_evidence (runner, state->check->step));
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

/* The next of what the step has beyond rows; FALSE when there is no more. */
static gboolean
add_next_extra (MdStepPage *self, MdSession *session, MdStepId step)
{
  const MdStepExtra *kind;

  while ((kind = md_step_extra_get (self->next_extra)) != NULL)
    {
      self->next_extra++;
      if (kind->step == step)
        {
          GtkWidget *extra = md_step_extra_build (kind, session);

          g_object_set_data (G_OBJECT (extra), "extra", (gpointer) kind);
          gtk_box_append (GTK_BOX (self->extras), extra);
          md_fit_words (extra);
          show_extras (self, session);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
add_next_question (MdStepPage *self, MdSession *session, MdStepId step)
{
  while (self->next_question < MD_N_QUESTIONS)
    {
      MdQuestion question = (MdQuestion) self->next_question++;

      if (md_question_step (question) == step)
        {
          gtk_box_append (GTK_BOX (self->questions), md_question_box_new (session, question));
          md_fit_words (self->questions);
          gtk_widget_set_visible (self->questions, TRUE);
          return TRUE;
        }
    }
  return FALSE;
}

/* The row of the step's next check that has none; FALSE when all have one. */
static gboolean
add_next_row (MdStepPage *self, MdSession *session, MdStepId step)
{
  MdRunner *runner = md_session_get_runner (session);
  MdCheckState state;

  for (guint i = 0; runner != NULL && md_runner_get_check (runner, i, &state); i++)
    if (state.check->step == step && !g_hash_table_contains (self->rows, state.check->id))
      {
        GtkWidget *row = md_probe_row_new ();

        gtk_list_box_append (GTK_LIST_BOX (self->probes), row);
        g_hash_table_insert (self->rows, (gpointer) state.check->id, row);
        show_row (self, session, row, &state);
        md_fit_words (row);
        gtk_widget_set_visible (self->probes, TRUE);
        return TRUE;
      }
  return FALSE;
}

/* In reading order, but for the questions: these are below the rows, of which there can be more at any time. */
static gboolean
add_next (GtkWidget *page, gpointer data)
{
  MdStepPage *self = MD_STEP_PAGE (page);
  MdSession *session = md_page_get_session (MD_PAGE (page));
  MdStepId step = md_page_get_row (MD_PAGE (page))->step;

  self->is_adding = session != NULL
                    && (add_next_extra (self, session, step) || add_next_question (self, session, step)
                        || add_next_row (self, session, step));
  return self->is_adding;
}

static void
show_probes (MdStepPage *self, MdSession *session, MdStepId step)
{
  MdRunner *runner = md_session_get_runner (session);
  gboolean missing = FALSE;
  MdCheckState state;

  for (guint i = 0; runner != NULL && md_runner_get_check (runner, i, &state); i++)
    if (state.check->step == step)
      {
        GtkWidget *row = g_hash_table_lookup (self->rows, state.check->id);

        if (row != NULL)
          show_row (self, session, row, &state);
        else
          missing = TRUE;
      }
  gtk_widget_set_visible (self->probes, g_hash_table_size (self->rows) > 0);
  if (self->is_adding || (self->next_extra > 0 && !missing))
    return;
  self->is_adding = TRUE;
  md_gradually (GTK_WIDGET (self), add_next, NULL);
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

/* practice-page.c - the choice of a pretend account's fault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice-page"

#include "config.h"

#include "ui/pages/practice-page.h"

#include "ui/fit.h"
#include "ui/gradual.h"
#include "ui/looks.h"

struct _MdPracticePage
{
  MdPage parent_instance;

  GtkWidget *faults;
  GtkWidget *spinner;
  gsize n_rows;         /* of the faults, in their order */
};

G_DEFINE_FINAL_TYPE (MdPracticePage, md_practice_page, MD_TYPE_PAGE)

static char *
capitalized (const char *words)
{
  char first[7] = "";

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (words)), first);
  return g_strconcat (first, g_utf8_next_char (words), NULL);
}

static char *
title_of (MdPage *page, const MdPracticeFault *fault)
{
  MdLang lang = md_session_get_lang (md_page_get_session (page));
  MdCauseCode cause;

  if (fault->cause == NULL || !md_cause_from_id (fault->cause, &cause))
    return g_strdup (md_text (lang, N_ ("Nothing is wrong: a healthy account")));
  return capitalized (md_advice_short_name (lang, cause));
}

static char *
subtitle_of (MdPage *page, const MdPracticeFault *fault)
{
  if (fault->cause == NULL)
    return g_strdup (fault->id);
  if (fault->slow)
    return md_fill_with (md_page_text (page, N_ ("{id} · shows in {step}, after a time limit")), "id", fault->id,
                         "step", fault->step, NULL);
  return md_fill_with (md_page_text (page, N_ ("{id} · shows in {step}")), "id", fault->id, "step", fault->step, NULL);
}

/* The row of the next fault; FALSE when there is none left. */
static gboolean
add_next_row (GtkWidget *widget, gpointer data)
{
  MdPage *page = MD_PAGE (widget);
  MdPracticePage *self = MD_PRACTICE_PAGE (page);
  gsize n;
  const MdPracticeFault *fault = md_practice_faults (&n) + self->n_rows;
  GtkWidget *row;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (self->n_rows >= n || md_page_get_session (page) == NULL)
    return FALSE;
  row = adw_action_row_new ();
  title = title_of (page, fault);
  subtitle = subtitle_of (page, fault);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  md_fit_words (row);
  gtk_list_box_append (GTK_LIST_BOX (self->faults), row);
  self->n_rows++;
  return TRUE;
}

static void
md_practice_page_setup (MdPage *page)
{
  md_gradually (GTK_WIDGET (page), add_next_row, NULL);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, MdPracticePage *self)
{
  gsize n;
  const MdPracticeFault *faults = md_practice_faults (&n);
  int index = gtk_list_box_row_get_index (row);

  if (index >= 0 && (gsize) index < n)
    md_session_start_practice (md_page_get_session (MD_PAGE (self)), faults[index].id);
}

static void
md_practice_page_refresh (MdPage *page)
{
  MdPracticePage *self = MD_PRACTICE_PAGE (page);
  gboolean starting = md_session_practice_is_starting (md_page_get_session (page));

  gtk_widget_set_visible (self->spinner, starting);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), starting);
  gtk_widget_set_sensitive (self->faults, !starting);
}

static void
md_practice_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_PRACTICE_PAGE);
  G_OBJECT_CLASS (md_practice_page_parent_class)->dispose (object);
}

static void
md_practice_page_class_init (MdPracticePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_practice_page_dispose;
  MD_PAGE_CLASS (klass)->setup = md_practice_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_practice_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/maildoctor/MailDoctor/ui/pages/practice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MdPracticePage, faults);
  gtk_widget_class_bind_template_child (widget_class, MdPracticePage, spinner);
}

static void
md_practice_page_init (MdPracticePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->faults, "row-activated", G_CALLBACK (on_row_activated), self);
}

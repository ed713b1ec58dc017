/* start.c - "What is wrong?": the symptoms, and practice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-start-page"

#include "config.h"

#include "ui/pages/start.h"

#include "ui/journey.h"

struct _MdStartPage
{
  MdPage parent_instance;

  GtkWidget *symptoms;
  GtkWidget *others;
  GtkWidget *send_row;
  GtkWidget *delivery_row;
  GtkWidget *receive_row;
  GtkWidget *error_row;
  GtkWidget *domain_row;
  GtkWidget *continue_row;
  GtkWidget *practice_row;
  GtkWidget *history_row;
  GtkWidget *code_row;
  MdJourney *journey;
};

G_DEFINE_FINAL_TYPE (MdStartPage, md_start_page, MD_TYPE_PAGE)

static void
begin (MdSession *session, MdGuide guide, const char *page)
{
  md_session_set_guide (session, guide);
  md_session_begin (session);
  md_session_go (session, page);
}

static void
on_row_activated (GtkListBox *list, GtkWidget *row, MdStartPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));

  if (row == self->practice_row)
    md_session_go (session, "practice");
  else if (row == self->history_row)
    md_session_go (session, "history");
  else if (row == self->code_row)
    md_session_go (session, "code");
  else if (row == self->continue_row)
    md_session_go (session, "verdict");
  else if (row == self->error_row)
    begin (session, MD_GUIDE_DELIVERY, "D1");
  else if (row == self->domain_row)
    begin (session, MD_GUIDE_DELIVERY, "D4");
  else if (row == self->delivery_row)
    begin (session, MD_GUIDE_DELIVERY, "account");
  else if (row == self->receive_row)
    begin (session, MD_GUIDE_RECEIVE, "account");
  else
    begin (session, MD_GUIDE_SEND, "account");
}

static void
md_start_page_refresh (MdPage *page)
{
  MdStartPage *self = MD_START_PAGE (page);
  MdSession *session = md_page_get_session (page);

  gtk_widget_set_visible (self->continue_row, md_session_has_something (session));
  if (md_session_has_account (session))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->continue_row), md_session_get_case (session)->email);
  md_journey_show (self->journey, session);
}

static void
md_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_START_PAGE);
  G_OBJECT_CLASS (md_start_page_parent_class)->dispose (object);
}

static void
md_start_page_class_init (MdStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_start_page_dispose;
  MD_PAGE_CLASS (klass)->refresh = md_start_page_refresh;
  g_type_ensure (MD_TYPE_JOURNEY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/start.ui");
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, symptoms);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, others);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, send_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, delivery_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, receive_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, error_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, domain_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, continue_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, practice_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, history_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, code_row);
  gtk_widget_class_bind_template_child (widget_class, MdStartPage, journey);
}

static void
md_start_page_init (MdStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->symptoms, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect (self->others, "row-activated", G_CALLBACK (on_row_activated), self);
}

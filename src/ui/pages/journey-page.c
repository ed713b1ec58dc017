/* journey-page.c - how mail travels, in a picture and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-journey-page"

#include "config.h"

#include "ui/pages/journey-page.h"

#include "ui/journey.h"

struct _MdJourneyPage
{
  MdPage parent_instance;

  MdJourney *journey;
};

G_DEFINE_FINAL_TYPE (MdJourneyPage, md_journey_page, MD_TYPE_PAGE)

static void
md_journey_page_refresh (MdPage *page)
{
  md_journey_show (MD_JOURNEY_PAGE (page)->journey, md_page_get_session (page));
}

static void
md_journey_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_JOURNEY_PAGE);
  G_OBJECT_CLASS (md_journey_page_parent_class)->dispose (object);
}

static void
md_journey_page_class_init (MdJourneyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_journey_page_dispose;
  MD_PAGE_CLASS (klass)->refresh = md_journey_page_refresh;
  g_type_ensure (MD_TYPE_JOURNEY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/maildoctor/MailDoctor/ui/pages/journey-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MdJourneyPage, journey);
}

static void
md_journey_page_init (MdJourneyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

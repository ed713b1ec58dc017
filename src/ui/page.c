/* page.c - the contract of a page; see page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-page"

#include "config.h"

#include "ui/page.h"

#include "ui/fit.h"
#include "ui/looks.h"

typedef struct
{
  MdSession *session;    /* (owned) */
  const MdPageRow *row;  /* (not owned) const */
} MdPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MdPage, md_page, ADW_TYPE_BIN)

static const char *
no_primary_label (MdPage *self)
{
  return NULL;
}

static gboolean
just_proceed (MdPage *self)
{
  return TRUE;
}

static void
do_nothing (MdPage *self)
{
}

static void
md_page_dispose (GObject *object)
{
  MdPagePrivate *private = md_page_get_instance_private (MD_PAGE (object));

  g_clear_object (&private->session);
  G_OBJECT_CLASS (md_page_parent_class)->dispose (object);
}

static void
md_page_class_init (MdPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = md_page_dispose;
  klass->setup = do_nothing;
  klass->refresh = do_nothing;
  klass->primary_label = no_primary_label;
  klass->proceed = just_proceed;
}

static void
md_page_init (MdPage *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

MdPage *
md_page_new (const MdPageRow *row, MdSession *session)
{
  MdPage *self = g_object_new (row->get_type (), NULL);
  MdPagePrivate *private = md_page_get_instance_private (self);

  private->row = row;
  private->session = g_object_ref (session);
  MD_PAGE_GET_CLASS (self)->setup (self);
  return self;
}

MdSession *
md_page_get_session (MdPage *self)
{
  MdPagePrivate *private = md_page_get_instance_private (self);

  return private->session;
}

const MdPageRow *
md_page_get_row (MdPage *self)
{
  MdPagePrivate *private = md_page_get_instance_private (self);

  return private->row;
}

const char *
md_page_text (MdPage *self, const char *msgid)
{
  return md_text (md_session_get_lang (md_page_get_session (self)), msgid);
}

/* The first heading on the page, in reading order; (nullable). */
static GtkWidget *
find_heading (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_HEADING
      && gtk_widget_get_visible (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_heading (child);
  return found;
}

/* Who comes to the page hears its question. */
static void
name_page (MdPage *self)
{
  GtkWidget *heading = find_heading (GTK_WIDGET (self));

  if (GTK_IS_LABEL (heading))
    md_set_accessible_name (GTK_WIDGET (self), gtk_label_get_text (GTK_LABEL (heading)));
}

void
md_page_refresh (MdPage *self)
{
  MD_PAGE_GET_CLASS (self)->refresh (self);
  name_page (self);
  md_fit_words (GTK_WIDGET (self));
}

const char *
md_page_get_primary_label (MdPage *self)
{
  return MD_PAGE_GET_CLASS (self)->primary_label (self);
}

gboolean
md_page_proceed (MdPage *self)
{
  return MD_PAGE_GET_CLASS (self)->proceed (self);
}

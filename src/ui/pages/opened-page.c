/* opened-page.c - the files that were opened, what each is, and what can be done with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-opened-page"

#include "config.h"

#include "ui/pages/opened-page.h"

#include "ui/looks.h"

struct _MdOpenedPage
{
  MdPage parent_instance;

  GtkWidget *heading;
  GtkWidget *files;
  const GPtrArray *shown;  /* (not owned) compared only */
};

G_DEFINE_FINAL_TYPE (MdOpenedPage, md_opened_page, MD_TYPE_PAGE)

/* What a file is, in a sentence; and what can be done with it, none where nothing can. */
typedef struct
{
  const char *words;
  MdOpenedUse uses[3]; /* ends with MD_USE_NONE */
} Kind;

static const Kind kinds[] = {
  [MD_OPENED_BOUNCE] = { N_ ("An error message: a mail server says why something was not delivered."),
                         { MD_USE_EXPLAIN } },
  [MD_OPENED_REPLY] = { N_ ("An automatic reply from {sender}: “{subject}”."), { MD_USE_EXPLAIN } },
  [MD_OPENED_COMPLAINT] = { N_ ("A complaint: a mail service tells that a message was called spam or failed a check."),
                            { MD_USE_EXPLAIN } },
  [MD_OPENED_MESSAGE] = { N_ ("An ordinary message from {sender}: “{subject}”. It is not an error message."),
                          { MD_USE_OWN, MD_USE_AWAIT } },
  [MD_OPENED_LOG] = { N_ ("Text that is no message; perhaps the log of a mail server."), { MD_USE_LOG } },
  [MD_OPENED_OTHER] = { N_ ("This is neither a message nor a log, so there is nothing here that Mail Doctor can read."),
                        { MD_USE_NONE } },
  [MD_OPENED_EMPTY] = { N_ ("This file is empty."), { MD_USE_NONE } },
  [MD_OPENED_FOLDER] = { N_ ("This is a folder. Open the messages in it instead."), { MD_USE_NONE } },
  [MD_OPENED_MISSING] = { N_ ("This file is not there any more. Save the message again and open the new file."),
                          { MD_USE_NONE } },
  [MD_OPENED_FORBIDDEN] = { N_ ("You are not allowed to read this file. Save a copy of it in a folder of your own and "
                                "open that."),
                            { MD_USE_NONE } },
  [MD_OPENED_ELSEWHERE] = { N_ ("This file is not on this computer. Save a copy of it here and open that."),
                            { MD_USE_NONE } },
  [MD_OPENED_UNREADABLE] = { N_ ("This file could not be read; the disk it is on may be gone or damaged. Save the "
                                 "message again in another place and open that."),
                             { MD_USE_NONE } },
};

static const struct
{
  const char *title;
  const char *subtitle;
} uses[] = {
  [MD_USE_EXPLAIN] = { N_ ("Explain it"), N_ ("Who refused what, why, and what to do now.") },
  [MD_USE_OWN] = { N_ ("I sent it, and such messages don’t always arrive"),
                   N_ ("Looks at what filters and servers could mind in it.") },
  [MD_USE_AWAIT] = { N_ ("I’m waiting for another one from this sender"),
                     N_ ("Looks for it in your mailbox and on the way.") },
  [MD_USE_LOG] = { N_ ("Read it as a log"), N_ ("Follows the messages in it and says what became of them.") },
};

static void
on_used (GtkListBox *list, GtkListBoxRow *row, MdOpenedPage *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (list), "index"));
  guint use = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "use"));

  md_session_use_opened (md_page_get_session (MD_PAGE (self)), index, (MdOpenedUse) use);
}

static GtkWidget *
use_row (MdOpenedPage *self, MdOpenedUse use)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = md_silent_icon_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), md_page_text (MD_PAGE (self), uses[use].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), md_page_text (MD_PAGE (self), uses[use].subtitle));
  gtk_image_set_from_icon_name (GTK_IMAGE (arrow), "go-next-symbolic");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "use", GUINT_TO_POINTER ((guint) use));
  return row;
}

/* What cannot be used is told with a mark, so that it is seen among the others. */
static GtkWidget *
words_box (const char *words, gboolean is_usable)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = md_silent_icon_new ();

  md_image_set_status (GTK_IMAGE (icon), MD_STATUS_WARNING);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_visible (icon, !is_usable);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), md_label_new (words, NULL));
  return box;
}

static GtkWidget *
file_box (MdOpenedPage *self, const MdOpened *opened, guint index)
{
  const Kind *kind = &kinds[opened->kind];
  const char *nothing = md_page_text (MD_PAGE (self), N_ ("not told"));
  gboolean has_subject = opened->subject != NULL && opened->subject[0] != '\0';
  g_autofree char *words
      = md_fill_with (md_page_text (MD_PAGE (self), kind->words), "sender",
                      opened->sender != NULL ? opened->sender : nothing, "subject",
                      has_subject ? opened->subject : nothing, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *list = gtk_list_box_new ();

  gtk_box_append (GTK_BOX (box), md_label_new (opened->name, "heading"));
  gtk_box_append (GTK_BOX (box), words_box (words, kind->uses[0] != MD_USE_NONE));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  md_set_accessible_name (list, opened->name);
  g_object_set_data (G_OBJECT (list), "index", GUINT_TO_POINTER (index));
  for (gsize i = 0; i < G_N_ELEMENTS (kind->uses) && kind->uses[i] != MD_USE_NONE; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), use_row (self, kind->uses[i]));
  g_signal_connect (list, "row-activated", G_CALLBACK (on_used), self);
  gtk_widget_set_visible (list, kind->uses[0] != MD_USE_NONE);
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

static const char *
heading_for (const GPtrArray *opened)
{
  if (opened == NULL || opened->len == 0)
    return N_ ("No file is open");
  if (opened->len > 1)
    return N_ ("Which of these files is it about?");
  return kinds[((const MdOpened *) g_ptr_array_index (opened, 0))->kind].uses[0] != MD_USE_NONE
             ? N_ ("What do you want to know about it?") : N_ ("This file cannot be used");
}

static void
md_opened_page_refresh (MdPage *page)
{
  MdOpenedPage *self = MD_OPENED_PAGE (page);
  const GPtrArray *opened = md_session_get_opened (md_page_get_session (page));
  GtkWidget *child;

  if (opened == self->shown && opened != NULL)
    return;
  self->shown = opened;
  while ((child = gtk_widget_get_first_child (self->files)) != NULL)
    gtk_box_remove (GTK_BOX (self->files), child);
  for (guint i = 0; opened != NULL && i < opened->len; i++)
    gtk_box_append (GTK_BOX (self->files), file_box (self, g_ptr_array_index (opened, i), i));
  gtk_label_set_text (GTK_LABEL (self->heading), md_page_text (page, heading_for (opened)));
}

static void
md_opened_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_OPENED_PAGE);
  G_OBJECT_CLASS (md_opened_page_parent_class)->dispose (object);
}

static void
md_opened_page_class_init (MdOpenedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_opened_page_dispose;
  MD_PAGE_CLASS (klass)->refresh = md_opened_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/maildoctor/MailDoctor/ui/pages/opened-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MdOpenedPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdOpenedPage, files);
}

static void
md_opened_page_init (MdOpenedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* step-list.c - the steps with the state of each; see step-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-step-list"

#include "config.h"

#include "ui/step-list.h"

#include "ui/looks.h"
#include "ui/page-table.h"

#define MAX_ROWS 12

typedef struct
{
  const char *page;   /* (interned) */
  MdStepId step;
  GtkWidget *row;
  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *title;
  GtkWidget *word;
  MdStatus status;    /* what it shows, and its words; to leave an unchanged row alone */
  char *name;         /* (owned) (nullable) */
} Row;

struct _MdStepList
{
  GtkWidget parent_instance;

  MdSession *session;   /* (not owned) outlives the window */
  GtkWidget *scroller;
  GtkWidget *list;
  Row rows[MAX_ROWS];
  guint n_rows;
  MdGuide guide;        /* whose steps they are */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MdStepList, md_step_list, GTK_TYPE_WIDGET)

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, MdStepList *self)
{
  int index = gtk_list_box_row_get_index (row);

  if (index >= 0 && (guint) index < self->n_rows)
    g_signal_emit (self, signals[CHOSEN], 0, self->rows[index].page);
}

static void
forget_rows (MdStepList *self)
{
  for (; self->n_rows > 0; self->n_rows--)
    g_clear_pointer (&self->rows[self->n_rows - 1].name, g_free);
}

static void
add_row (MdStepList *self, const char *page, MdStepId step)
{
  Row *row = &self->rows[self->n_rows++];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *state = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  row->page = g_intern_string (page);
  row->step = step;
  row->icon = md_silent_icon_new ();
  row->spinner = gtk_spinner_new ();
  row->title = md_label_new ("", NULL);
  row->word = md_label_new ("", "caption");
  gtk_box_append (GTK_BOX (state), row->icon);
  gtk_box_append (GTK_BOX (state), row->spinner);
  gtk_widget_set_size_request (state, 16, -1);
  gtk_box_append (GTK_BOX (words), row->title);
  gtk_box_append (GTK_BOX (words), row->word);
  gtk_box_append (GTK_BOX (box), state);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), words);
  row->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), box);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row->row);
}

static void
md_step_list_dispose (GObject *object)
{
  MdStepList *self = MD_STEP_LIST (object);

  forget_rows (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (md_step_list_parent_class)->dispose (object);
}

static void
md_step_list_class_init (MdStepListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = md_step_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
md_step_list_init (MdStepList *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

/* Made when the list is shown for the first time, to keep them out of the window's first frame. */
static void
add_rows (MdStepList *self)
{
  for (guint i = 0; i < self->n_rows; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), self->rows[i].row);
  forget_rows (self);
  self->guide = md_session_get_guide (self->session);
  add_row (self, "account", MD_STEP_ACCOUNT);
  for (guint i = 0; md_page_table_get (i) != NULL; i++)
    if (md_page_row_is_step (md_page_table_get (i)) && md_guide_has_step (self->guide, md_page_table_get (i)->step))
      add_row (self, md_page_table_get (i)->id, md_page_table_get (i)->step);
  add_row (self, "verdict", MD_STEP_ACCOUNT);
  add_row (self, "journey", MD_STEP_ACCOUNT);
}

void
md_step_list_set_session (MdStepList *self, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);

  self->session = session;
  md_set_accessible_name (self->list, md_text (lang, N_ ("Steps")));
}

static void
show_row (Row *row, const char *title, MdStatus status, const char *word)
{
  g_autofree char *name = word[0] != '\0' ? g_strdup_printf ("%s, %s", title, word) : g_strdup (title);
  gboolean running = status == MD_STATUS_RUNNING;

  if (status == row->status && g_strcmp0 (row->name, name) == 0)
    return;
  row->status = status;
  g_free (row->name);
  row->name = g_steal_pointer (&name);
  gtk_label_set_text (GTK_LABEL (row->title), title);
  gtk_label_set_text (GTK_LABEL (row->word), word);
  gtk_widget_set_visible (row->word, word[0] != '\0');
  gtk_widget_set_visible (row->icon, !running);
  gtk_widget_set_visible (row->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (row->spinner), running);
  md_image_set_status (GTK_IMAGE (row->icon), status);
  gtk_widget_remove_css_class (row->word, "error");
  gtk_widget_remove_css_class (row->word, "dim-label");
  gtk_widget_add_css_class (row->word, status == MD_STATUS_PROBLEM ? "error" : "dim-label");
  if (status == MD_STATUS_PROBLEM)
    gtk_widget_add_css_class (row->title, "heading");
  else
    gtk_widget_remove_css_class (row->title, "heading");
  md_set_accessible_name (row->row, row->name);
}

static void
show_verdict_row (MdStepList *self, Row *row, MdLang lang)
{
  const MdVerdict *verdict = md_session_get_verdict (self->session);
  const char *title = md_text (lang, N_ ("Result"));

  if (!md_session_has_something (self->session) || verdict == NULL)
    show_row (row, title, MD_STATUS_WAITING, md_text (lang, N_ ("not yet")));
  else if (verdict->status == MD_VERDICT_PROBLEM)
    show_row (row, title, MD_STATUS_PROBLEM, md_text (lang, N_ ("cause found")));
  else if (!md_session_is_settled (self->session))
    show_row (row, title, MD_STATUS_RUNNING, md_text (lang, N_ ("still looking")));
  else if (verdict->status == MD_VERDICT_OK)
    show_row (row, title, MD_STATUS_OK, md_text (lang, N_ ("nothing wrong found")));
  else
    show_row (row, title, MD_STATUS_INFO, md_text (lang, N_ ("not clear yet")));
}

static void
show_step_row (MdStepList *self, Row *row, MdLang lang)
{
  MdStatus status = md_session_get_status (self->session, row->step);
  g_autofree char *title = g_strdup_printf ("%s  %s", md_step_id_name (row->step),
                                            md_step_short_title (lang, row->step));

  show_row (row, title, status, md_status_word (lang, status));
}

void
md_step_list_refresh (MdStepList *self)
{
  MdLang lang = md_session_get_lang (self->session);
  const char *page = md_session_get_page (self->session);

  if (self->n_rows == 0 || self->guide != md_session_get_guide (self->session))
    add_rows (self);
  for (guint i = 0; i < self->n_rows; i++)
    {
      Row *row = &self->rows[i];

      if (row->step != MD_STEP_ACCOUNT)
        show_step_row (self, row, lang);
      else if (g_str_equal (row->page, "account"))
        show_row (row, md_text (lang, N_ ("Your account")),
                  md_session_has_account (self->session) ? MD_STATUS_OK : MD_STATUS_WAITING,
                  md_session_has_account (self->session) ? md_session_get_case (self->session)->email : "");
      else if (g_str_equal (row->page, "verdict"))
        show_verdict_row (self, row, lang);
      else
        {
          show_row (row, md_text (lang, N_ ("How mail travels")), MD_STATUS_INFO, "");
          gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), "mail-unread-symbolic");
        }
      if (g_str_equal (row->page, page))
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row->row));
    }
}

/* program-list.c - the accounts found in the mail programs of this computer; see program-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-program-list"

#include "config.h"

#include "ui/program-list.h"

#include "ui/looks.h"
#include "ui/program-words.h"

#include <adwaita.h>
#include <string.h>

/* What is more than this is a matter of typing, or of scrolling. */
#define MOST_ROWS 5
#define MOST_HEIGHT 330

struct _MdProgramList
{
  GtkBox parent_instance;

  MdSession *session;       /* (not owned) that of the page around us */
  const MdPrograms *shown;  /* (not owned) (nullable) what the rows were made of */
  char *typed;              /* (owned) case-folded */
  GtkWidget *heading;
  GtkWidget *scrolled;
  GtkWidget *list;
  GtkWidget *lines;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MdProgramList, md_program_list, GTK_TYPE_BOX)

/* ── rows ── */

static void
add_row (MdProgramList *self, MdLang lang, const MdProgramAccount *account)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = md_program_title (lang, self->shown, account);
  g_autofree char *servers = md_program_servers (lang, account);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, servers);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), servers);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  md_set_accessible_name (row, spoken);
  g_object_set_data (G_OBJECT (row), "account", (gpointer) account);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (spoken, -1), g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static gboolean
row_fits (GtkListBoxRow *row, gpointer data)
{
  MdProgramList *self = MD_PROGRAM_LIST (data);

  return self->typed[0] == '\0' || strstr (g_object_get_data (G_OBJECT (row), "words"), self->typed) != NULL;
}

static guint
count_fitting (MdProgramList *self)
{
  guint n = 0;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    n += row_fits (row, self) ? 1 : 0;
  return n;
}

/* A few rows take the room they need; a page that scrolls itself would give a list that scrolls next to none. */
static void
limit_height (MdProgramList *self, gboolean many)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (self->scrolled);

  gtk_scrolled_window_set_policy (scrolled, GTK_POLICY_NEVER, many ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
  gtk_scrolled_window_set_min_content_height (scrolled, -1);
  gtk_scrolled_window_set_max_content_height (scrolled, many ? MOST_HEIGHT : -1);
  gtk_scrolled_window_set_min_content_height (scrolled, many ? MOST_HEIGHT : -1);
}

static void
on_row_activated (MdProgramList *self, GtkListBoxRow *row)
{
  md_session_choose_program (self->session, g_object_get_data (G_OBJECT (row), "account"));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* ── lines below ── */

/* @lines: (transfer full) */
static void
add_lines (MdProgramList *self, GPtrArray *lines, const char *style_class)
{
  for (guint i = 0; i < lines->len; i++)
    gtk_box_append (GTK_BOX (self->lines), md_label_new (g_ptr_array_index (lines, i), style_class));
  g_ptr_array_unref (lines);
}

static void
fill (MdProgramList *self, MdLang lang)
{
  GtkWidget *old;

  while ((old = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0))) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), old);
  while ((old = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), old);
  if (self->shown == NULL)
    return;
  for (guint i = 0; i < self->shown->accounts->len; i++)
    add_row (self, lang, g_ptr_array_index (self->shown->accounts, i));
  if (self->shown->accounts->len == 0)
    gtk_box_append (GTK_BOX (self->lines),
                    md_label_new (md_text (lang, N_ ("No mail program with an account was found on this computer.")),
                                  "dim-label"));
  add_lines (self, md_program_differences (lang, self->shown), NULL);
  add_lines (self, md_program_notes (lang, self->shown), "dim-label");
}

void
md_program_list_refresh (MdProgramList *self, MdSession *session, const char *typed)
{
  const MdPrograms *programs = md_session_get_programs (session);
  MdLang lang = md_session_get_lang (session);
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  const char *heading = md_text (lang, N_ ("Found in your mail programs"));
  guint fitting;

  self->session = session;
  g_free (self->typed);
  self->typed = g_utf8_casefold (stripped, -1);
  if (programs != self->shown)
    {
      self->shown = programs;
      fill (self, lang);
    }
  fitting = count_fitting (self);
  limit_height (self, fitting > MOST_ROWS);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  md_set_accessible_name (self->list, heading);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_widget_set_visible (self->heading, fitting > 0);
  gtk_widget_set_visible (self->scrolled, fitting > 0);
  gtk_widget_set_visible (self->lines, gtk_widget_get_first_child (self->lines) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), fitting > 0 || gtk_widget_get_visible (self->lines));
}

/* ── life ── */

static void
md_program_list_finalize (GObject *object)
{
  g_free (MD_PROGRAM_LIST (object)->typed);
  G_OBJECT_CLASS (md_program_list_parent_class)->finalize (object);
}

static void
md_program_list_class_init (MdProgramListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = md_program_list_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", MD_TYPE_PROGRAM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
md_program_list_init (MdProgramList *self)
{
  self->typed = g_strdup ("");
  self->heading = md_label_new (NULL, "heading");
  self->list = gtk_list_box_new ();
  self->scrolled = gtk_scrolled_window_new ();
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), row_fits, self, NULL);
  gtk_list_box_set_show_separators (GTK_LIST_BOX (self->list), TRUE);
  gtk_widget_add_css_class (self->scrolled, "card");
  gtk_widget_add_css_class (self->scrolled, "md-programs");
  gtk_widget_set_overflow (self->scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), self->scrolled);
  gtk_box_append (GTK_BOX (self), self->lines);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

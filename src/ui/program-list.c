/* program-list.c - the accounts found in the mail programs of this computer; see program-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-program-list"

#include "config.h"

#include "ui/program-list.h"

#include "ui/bounded.h"
#include "ui/looks.h"
#include "ui/program-words.h"

#include <adwaita.h>
#include <string.h>

/* What is more than this is a matter of typing, or of scrolling. */
#define MOST_HEIGHT 360

struct _MdProgramList
{
  GtkBox parent_instance;

  MdSession *session;       /* (not owned) that of the page around us */
  const MdPrograms *shown;  /* (not owned) (nullable) what the rows were made of */
  char *typed;              /* (owned) case-folded */
  GtkWidget *heading;
  GtkWidget *bounded;
  GtkWidget *list;
  GtkWidget *lines;         /* (nullable) there is nothing to say */
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

static gboolean
any_fits (MdProgramList *self)
{
  for (int i = 0; gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i) != NULL; i++)
    if (row_fits (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i), self))
      return TRUE;
  return FALSE;
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
add_lines (GtkWidget *box, GPtrArray *lines, const char *style_class)
{
  for (guint i = 0; i < lines->len; i++)
    gtk_box_append (GTK_BOX (box), md_label_new (g_ptr_array_index (lines, i), style_class));
  g_ptr_array_unref (lines);
}

/* A box of its own each time: one that was empty and hidden would go on asking for the height of no words. */
static GtkWidget *
make_lines (MdProgramList *self, MdLang lang)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (self->shown->accounts->len == 0)
    gtk_box_append (GTK_BOX (box),
                    md_label_new (md_text (lang, N_ ("No mail program with an account was found on this computer.")),
                                  "dim-label"));
  add_lines (box, md_program_differences (lang, self->shown), NULL);
  add_lines (box, md_program_notes (lang, self->shown), "dim-label");
  if (gtk_widget_get_first_child (box) != NULL)
    return box;
  g_object_unref (g_object_ref_sink (box));
  return NULL;
}

static void
fill (MdProgramList *self, MdLang lang)
{
  GtkWidget *old;

  while ((old = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0))) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), old);
  if (self->lines != NULL)
    gtk_box_remove (GTK_BOX (self), g_steal_pointer (&self->lines));
  if (self->shown == NULL)
    return;
  for (guint i = 0; i < self->shown->accounts->len; i++)
    add_row (self, lang, g_ptr_array_index (self->shown->accounts, i));
  self->lines = make_lines (self, lang);
  if (self->lines != NULL)
    gtk_box_append (GTK_BOX (self), self->lines);
}

void
md_program_list_refresh (MdProgramList *self, MdSession *session, const char *typed)
{
  const MdPrograms *programs = md_session_get_programs (session);
  MdLang lang = md_session_get_lang (session);
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  const char *heading = md_text (lang, N_ ("Found in your mail programs"));
  gboolean fits;

  self->session = session;
  g_free (self->typed);
  self->typed = g_utf8_casefold (stripped, -1);
  if (programs != self->shown)
    {
      self->shown = programs;
      fill (self, lang);
    }
  fits = any_fits (self);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  md_set_accessible_name (self->list, heading);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_widget_set_visible (self->heading, fits);
  gtk_widget_set_visible (self->bounded, fits);
  gtk_widget_set_visible (GTK_WIDGET (self), fits || self->lines != NULL);
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
  self->bounded = md_bounded_new (self->list, MOST_HEIGHT);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), row_fits, self, NULL);
  gtk_list_box_set_show_separators (GTK_LIST_BOX (self->list), TRUE);
  gtk_widget_add_css_class (self->bounded, "card");
  gtk_widget_add_css_class (self->bounded, "md-programs");
  gtk_widget_set_overflow (self->bounded, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), self->bounded);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

/* history.c - the earlier results: open one, compare two, delete one or all
 *
 * Reads as many as it shows, in a thread, and makes a few rows with every frame, so that a thousand of them cost no
 * more than ten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-history-page"

#include "config.h"

#include "ui/pages/history.h"

#include "ui/gradual.h"
#include "ui/keeper.h"
#include "ui/looks.h"
#include "ui/result-words.h"

#include <string.h>

#define AT_ONCE 25     /* results, until "Show older results" */

struct _MdHistoryPage
{
  MdPage parent_instance;

  GtkWidget *heading;
  GtkWidget *lead;
  GtkWidget *trouble;
  GtkWidget *waiting;
  GtkWidget *nothing;
  GtkWidget *buttons;
  GtkWidget *compare;
  GtkWidget *delete_all;
  GtkWidget *hint;
  GtkWidget *results;
  GtkWidget *older;

  GCancellable *reading;  /* (owned) (nullable) */
  MdKeptList *list;       /* (owned) (nullable) what was read last */
  guint next;             /* the first of them that has no row yet */
  gboolean building;      /* rows are being made */
  guint wanted;           /* how many are to be shown */
  int focus;              /* the row to take the focus when it is there; -1: none */
};

G_DEFINE_FINAL_TYPE (MdHistoryPage, md_history_page, MD_TYPE_PAGE)

static MdKeeper *
get_keeper (MdHistoryPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));

  return session != NULL ? md_session_get_keeper (session) : NULL;
}

static MdLang
get_lang (MdHistoryPage *self)
{
  return md_session_get_lang (md_page_get_session (MD_PAGE (self)));
}

/* ── rows ── */

static const char *
row_key (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "key");
}

static const char *
row_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "id");
}

/* A result that was written over has another key than before. */
static char *
entry_key (const MdHistoryEntry *entry)
{
  return g_strdup_printf ("%s %s", entry->id, entry->code != NULL ? entry->code : "");
}

static void
on_delete (GtkWidget *row)
{
  MdHistoryPage *self = MD_HISTORY_PAGE (gtk_widget_get_ancestor (row, MD_TYPE_HISTORY_PAGE));

  self->focus = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  md_keeper_delete (get_keeper (self), row_id (row));
}

static void
add_delete_button (MdHistoryPage *self, GtkWidget *row, const MdHistoryEntry *entry)
{
  MdLang lang = get_lang (self);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *line = md_result_line (lang, entry->started, NULL, NULL, NULL);
  g_autofree char *name = md_fill_with (md_text (lang, N_ ("Delete the result: {date}")), "date", line, NULL);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, md_text (lang, N_ ("Delete this result")));
  md_set_accessible_name (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_delete), row, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void on_marked (GtkCheckButton *mark, MdHistoryPage *self);

static void
add_mark (MdHistoryPage *self, GtkWidget *row, const char *name)
{
  GtkWidget *mark = gtk_check_button_new ();

  gtk_widget_set_visible (mark, FALSE);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  md_set_accessible_name (mark, name);
  g_object_set_data (G_OBJECT (row), "mark", mark);
  g_signal_connect_object (mark, "toggled", G_CALLBACK (on_marked), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
}

/* In a row that can be opened, the row opens; where two are chosen, it is marked. */
static void
set_choosing (GtkWidget *row, gboolean choosing)
{
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), "mark");

  if (mark == NULL)
    {
      gtk_widget_set_visible (row, !choosing); /* one that could not be read */
      return;
    }
  gtk_widget_set_visible (mark, choosing);
  if (!choosing)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), FALSE);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), choosing ? mark : NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
}

static char *
entry_line (MdLang lang, const MdHistoryEntry *entry)
{
  g_autofree char *date = NULL;

  if (!entry->damaged)
    return md_result_line (lang, entry->started, entry->guide, entry->email, entry->code);
  date = md_result_line (lang, entry->started, NULL, NULL, NULL);
  return md_fill_with (md_text (lang, N_ ("{date} · kept aside as {name}")), "date", date, "name", entry->id, NULL);
}

static GtkWidget *
make_row (MdHistoryPage *self, const MdHistoryEntry *entry)
{
  MdLang lang = get_lang (self);
  const char *title = entry->damaged ? md_text (lang, N_ ("This result could not be read")) : entry->titles[lang];
  g_autofree char *line = entry_line (lang, entry);
  g_autofree char *name = g_strdup_printf ("%s. %s", title, line);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = md_silent_icon_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  md_set_accessible_name (row, name);
  md_image_set_status (GTK_IMAGE (icon), entry->damaged ? MD_STATUS_WARNING : md_verdict_icon (entry->status));
  g_object_set_data_full (G_OBJECT (row), "key", entry_key (entry), g_free);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (entry->id), g_free);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (!entry->damaged)
    add_mark (self, row, name);
  add_delete_button (self, row, entry);
  set_choosing (row, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->compare)));
  return row;
}

/* Rows of what is not in the list any more go. */
static void
drop_old_rows (MdHistoryPage *self)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkListBoxRow *row;

  for (guint i = 0; i < self->list->entries->len; i++)
    g_hash_table_add (keys, entry_key (g_ptr_array_index (self->list->entries, i)));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->results), i)) != NULL;)
    if (g_hash_table_contains (keys, row_key (row)))
      i++;
    else
      gtk_list_box_remove (GTK_LIST_BOX (self->results), GTK_WIDGET (row));
}

/* The focus was on a button of a row that is gone. */
static void
restore_focus (MdHistoryPage *self)
{
  GtkListBox *results = GTK_LIST_BOX (self->results);
  int wanted = self->focus;
  GtkListBoxRow *row;

  self->focus = -1;
  if (wanted < 0)
    return;
  row = gtk_list_box_get_row_at_index (results, wanted);
  if (row == NULL && wanted > 0)
    row = gtk_list_box_get_row_at_index (results, wanted - 1);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* One row more; those that are there already stay as they are. */
static gboolean
build_row (GtkWidget *results, gpointer data)
{
  MdHistoryPage *self = MD_HISTORY_PAGE (data);
  guint n = self->list != NULL ? self->list->entries->len : 0;
  gboolean made = FALSE;

  for (; !made && self->next < n; self->next++)
    {
      const MdHistoryEntry *entry = g_ptr_array_index (self->list->entries, self->next);
      GtkListBoxRow *there = gtk_list_box_get_row_at_index (GTK_LIST_BOX (results), (int) self->next);
      g_autofree char *key = entry_key (entry);

      made = there == NULL || strcmp (row_key (there), key) != 0;
      if (made)
        gtk_list_box_insert (GTK_LIST_BOX (results), make_row (self, entry), (int) self->next);
    }
  self->building = self->next < n;
  if (!self->building)
    restore_focus (self);
  return self->building;
}

/* ── the list ── */

static void
show_state (MdHistoryPage *self, const char *trouble)
{
  guint total = self->list != NULL ? self->list->total : 0;
  gboolean any = trouble == NULL && total > 0;

  gtk_widget_set_visible (self->waiting, FALSE);
  gtk_widget_set_visible (self->trouble, trouble != NULL);
  gtk_label_set_text (GTK_LABEL (self->trouble), trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->nothing, trouble == NULL && total == 0);
  gtk_widget_set_visible (self->results, any);
  gtk_widget_set_visible (self->buttons, any);
  gtk_widget_set_sensitive (self->compare, total > 1);
  gtk_widget_set_visible (self->older, any && self->list->entries->len < total);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MdHistoryPage) self = data;
  g_autoptr (GError) error = NULL;
  MdKeptList *list = md_keeper_list_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* a newer reading is on its way, or we are gone */
    return;
  g_clear_pointer (&self->list, md_kept_list_free);
  self->list = list;
  self->next = 0;
  if (list == NULL)
    {
      g_autofree char *words
          = md_fill_with (md_page_text (MD_PAGE (self), N_ ("The earlier results cannot be read. Look whether {folder} "
                                                            "is a folder that you may open.")),
                          "folder", md_keeper_get_folder (MD_KEEPER (source)), NULL);

      show_state (self, words);
      return;
    }
  drop_old_rows (self);
  show_state (self, NULL);
  if (!self->building)
    md_gradually (self->results, build_row, self);
}

static void
read_list (MdHistoryPage *self)
{
  MdKeeper *keeper = get_keeper (self);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (keeper == NULL)
    {
      show_state (self, NULL);
      return;
    }
  self->reading = g_cancellable_new ();
  md_keeper_list_async (keeper, 0, self->wanted, self->reading, on_listed, g_object_ref (self));
}

static void
on_older (MdHistoryPage *self)
{
  self->focus = (int) self->wanted;
  self->wanted += AT_ONCE;
  read_list (self);
}

/* ── open, compare, delete ── */

static void
on_activated (GtkListBox *results, GtkListBoxRow *row, MdHistoryPage *self)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->compare))
      && g_object_get_data (G_OBJECT (row), "mark") != NULL)
    md_keeper_open (get_keeper (self), row_id (GTK_WIDGET (row)));
}

static void
on_compare_toggled (GtkToggleButton *compare, MdHistoryPage *self)
{
  gboolean choosing = gtk_toggle_button_get_active (compare);
  GtkListBoxRow *row;

  gtk_widget_set_visible (self->hint, choosing);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->results), i)) != NULL; i++)
    set_choosing (GTK_WIDGET (row), choosing);
}

/* The second mark is the answer: no button more. */
static void
on_marked (GtkCheckButton *mark, MdHistoryPage *self)
{
  char *ids[2] = { NULL, NULL };
  guint n = 0;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->results), i)) != NULL && n < 2; i++)
    {
      GtkCheckButton *other = g_object_get_data (G_OBJECT (row), "mark");

      if (other != NULL && gtk_check_button_get_active (other))
        ids[n++] = g_strdup (row_id (GTK_WIDGET (row)));
    }
  if (n == 2)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->compare), FALSE);
      md_keeper_compare (get_keeper (self), ids[0], ids[1]);
    }
  g_free (ids[0]);
  g_free (ids[1]);
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, MdHistoryPage *self)
{
  if (strcmp (response, "delete") == 0 && get_keeper (self) != NULL)
    md_keeper_delete_all (get_keeper (self));
}

static void
on_delete_all (MdHistoryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (root), md_page_text (MD_PAGE (self), N_ ("Delete all earlier results?")),
                                md_page_text (MD_PAGE (self), N_ ("They cannot be brought back.")));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep",
                                    md_page_text (MD_PAGE (self), N_ ("_Keep them")), "delete",
                                    md_page_text (MD_PAGE (self), N_ ("_Delete all")), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ── life ── */

static void
md_history_page_refresh (MdPage *page)
{
  MdHistoryPage *self = MD_HISTORY_PAGE (page);
  MdKeeper *keeper = get_keeper (self);
  gboolean keeping = keeper != NULL && md_keeper_is_keeping (keeper);
  const char *words = keeping ? N_ ("They are on this computer only, without passwords, until you delete them.")
                              : N_ ("New results are not kept: the preferences say so.");

  if (keeping && md_session_get_preferences (md_page_get_session (page)) != NULL
      && md_preferences_get_history_days (md_session_get_preferences (md_page_get_session (page))) > 0)
    words = N_ ("They are on this computer only, without passwords, for as long as the preferences say.");
  gtk_label_set_text (GTK_LABEL (self->lead), md_page_text (page, words));
}

static void
md_history_page_setup (MdPage *page)
{
  MdHistoryPage *self = MD_HISTORY_PAGE (page);

  if (get_keeper (self) != NULL)
    g_signal_connect_object (get_keeper (self), "changed", G_CALLBACK (read_list), self, G_CONNECT_SWAPPED);
  read_list (self);
}

static void
md_history_page_dispose (GObject *object)
{
  MdHistoryPage *self = MD_HISTORY_PAGE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->list, md_kept_list_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_HISTORY_PAGE);
  G_OBJECT_CLASS (md_history_page_parent_class)->dispose (object);
}

static void
md_history_page_class_init (MdHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_history_page_dispose;
  MD_PAGE_CLASS (klass)->setup = md_history_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_history_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/history.ui");
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, lead);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, compare);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, delete_all);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, hint);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, results);
  gtk_widget_class_bind_template_child (widget_class, MdHistoryPage, older);
}

static void
md_history_page_init (MdHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wanted = AT_ONCE;
  self->focus = -1;
  g_signal_connect_swapped (self->older, "clicked", G_CALLBACK (on_older), self);
  g_signal_connect_swapped (self->delete_all, "clicked", G_CALLBACK (on_delete_all), self);
  g_signal_connect (self->compare, "toggled", G_CALLBACK (on_compare_toggled), self);
  g_signal_connect (self->results, "row-activated", G_CALLBACK (on_activated), self);
}

/* comparison.c - what is another between two earlier results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-comparison-page"

#include "config.h"

#include "ui/pages/comparison.h"

#include "ui/change-box.h"
#include "ui/keeper.h"
#include "ui/looks.h"
#include "ui/result-words.h"

struct _MdComparisonPage
{
  MdPage parent_instance;

  GtkWidget *heading;
  GtkWidget *trouble;
  GtkWidget *pair;
  GtkWidget *same;
  GtkWidget *come;
  GtkWidget *gone;
  GtkWidget *settings;

  GCancellable *reading;  /* (owned) (nullable) */
  char *shown;            /* (owned) (nullable) the ids that were asked for */
};

G_DEFINE_FINAL_TYPE (MdComparisonPage, md_comparison_page, MD_TYPE_PAGE)

static void
add_row (MdComparisonPage *self, MdLang lang, const MdKept *kept)
{
  g_autofree char *title = md_result_title (lang, kept->record, kept->verdict);
  g_autofree char *code = md_reference_code (kept->record, kept->verdict);
  g_autofree char *line
      = md_result_line (lang, kept->record->started, kept->record->guide, kept->record->kase->email, code);
  g_autofree char *name = g_strdup_printf ("%s. %s", title, line);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = md_silent_icon_new ();

  md_image_set_status (GTK_IMAGE (icon), md_verdict_icon (kept->verdict->status));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), title);
  md_set_accessible_name (row, name);
  gtk_list_box_append (GTK_LIST_BOX (self->pair), row);
}

/* Results of two guides or of two people have nothing in common that could be compared. */
static gboolean
are_alike (const MdRecord *older, const MdRecord *newer)
{
  return g_strcmp0 (older->guide, newer->guide) == 0 && g_strcmp0 (older->kase->email, newer->kase->email) == 0;
}

static void
show_changes (MdComparisonPage *self, const MdKept *older, const MdKept *newer)
{
  MdLang lang = md_session_get_lang (md_page_get_session (MD_PAGE (self)));
  g_autoptr (MdHistoryChanges) changes = md_history_compare (older->record, newer->record);
  g_auto (GStrv) settings = md_history_settings_lines (lang, older->record, newer->record);

  add_row (self, lang, older);
  add_row (self, lang, newer);
  gtk_widget_set_visible (self->pair, TRUE);
  gtk_widget_set_visible (self->trouble, !are_alike (older->record, newer->record));
  gtk_label_set_text (GTK_LABEL (self->trouble),
                      md_text (lang, N_ ("The two are of different guides or accounts: not everything in them can "
                                         "be compared.")));
  md_change_box_show_findings (self->come, lang, md_text (lang, N_ ("What has come")), changes->come);
  md_change_box_show_findings (self->gone, lang, md_text (lang, N_ ("What is gone")), changes->gone);
  md_change_box_show_lines (self->settings, md_text (lang, N_ ("Settings that changed")), settings);
  gtk_widget_set_visible (self->same,
                          md_history_changes_is_empty (changes) && are_alike (older->record, newer->record));
}

static void
show_trouble (MdComparisonPage *self)
{
  gtk_label_set_text (GTK_LABEL (self->trouble),
                      md_page_text (MD_PAGE (self),
                                    N_ ("One of the two is not there any more, or cannot be read. Choose two in the "
                                        "list of earlier results.")));
  gtk_widget_set_visible (self->trouble, TRUE);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MdComparisonPage) self = data;
  g_autoptr (GPtrArray) all = md_keeper_load_finish (result);
  const MdKept *older, *newer;

  if (all == NULL) /* cancelled: others are asked for, or we are gone */
    return;
  older = g_ptr_array_index (all, 0);
  newer = g_ptr_array_index (all, 1);
  if (older->verdict != NULL && newer->verdict != NULL)
    show_changes (self, older, newer);
  else
    show_trouble (self);
}

static void
clear (MdComparisonPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->pair), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->pair), GTK_WIDGET (row));
  gtk_widget_set_visible (self->pair, FALSE);
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_widget_set_visible (self->same, FALSE);
  gtk_widget_set_visible (self->come, FALSE);
  gtk_widget_set_visible (self->gone, FALSE);
  gtk_widget_set_visible (self->settings, FALSE);
}

static void
md_comparison_page_refresh (MdPage *page)
{
  MdComparisonPage *self = MD_COMPARISON_PAGE (page);
  MdKeeper *keeper = md_session_get_keeper (md_page_get_session (page));
  const char *const *ids = keeper != NULL ? md_keeper_get_compared (keeper) : NULL;
  g_autofree char *now = ids != NULL ? g_strjoinv (" ", (char **) ids) : NULL;

  if (now == NULL && self->shown == NULL)
    show_trouble (self);
  if (g_strcmp0 (now, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  clear (self);
  md_keeper_load_async (keeper, ids, self->reading, on_loaded, g_object_ref (self));
}

/* ── life ── */

static void
md_comparison_page_dispose (GObject *object)
{
  MdComparisonPage *self = MD_COMPARISON_PAGE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_COMPARISON_PAGE);
  G_OBJECT_CLASS (md_comparison_page_parent_class)->dispose (object);
}

static void
md_comparison_page_class_init (MdComparisonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_comparison_page_dispose;
  MD_PAGE_CLASS (klass)->refresh = md_comparison_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/maildoctor/MailDoctor/ui/pages/comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, pair);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, same);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, come);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, gone);
  gtk_widget_class_bind_template_child (widget_class, MdComparisonPage, settings);
}

static void
md_comparison_page_init (MdComparisonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

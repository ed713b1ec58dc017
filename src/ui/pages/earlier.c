/* earlier.c - one earlier result, as it was on its day
 *
 * Shows nothing of the run of now: all comes from what was kept, said in the language of now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-earlier-page"

#include "config.h"

#include "ui/pages/earlier.h"

#include "advice/changes.h"
#include "report/report.h"
#include "ui/advice-box.h"
#include "ui/frame.h"
#include "ui/keeper.h"
#include "ui/looks.h"
#include "ui/open.h"
#include "ui/result-words.h"

struct _MdEarlierPage
{
  MdPage parent_instance;

  GtkWidget *day;
  GtkWidget *day_words;
  GtkWidget *icon;
  GtkWidget *heading;
  GtkWidget *about;
  GtkWidget *who;
  AdwBin *steps;
  GtkWidget *because;
  GtkWidget *others;
  GtkWidget *ruled_out;
  GtkWidget *buttons;
  GtkWidget *copy;
  GtkWidget *save;
  GtkWidget *compare;
  GtkWidget *compare_child;
  GtkWidget *outcome;
  GtkWidget *details;
  GtkWidget *report;

  GCancellable *reading;  /* (owned) (nullable) */
  char *shown;            /* (owned) (nullable) the id that was asked for */
  char *text;             /* (owned) (nullable) the report; there when its buttons are */
  char *before;           /* (owned) (nullable) the id of the result before it */
};

G_DEFINE_FINAL_TYPE (MdEarlierPage, md_earlier_page, MD_TYPE_PAGE)

static void
empty (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
add_line (GtkWidget *box, const char *words)
{
  g_autofree char *line = g_strdup_printf ("• %s", words);

  gtk_box_append (GTK_BOX (box), md_label_new (line, NULL));
}

/* ── what it says ── */

static void
show_head (MdEarlierPage *self, MdLang lang, const MdKept *kept)
{
  g_autofree char *date = md_date_within (lang, kept->record->started, g_get_real_time ());
  g_autofree char *day = md_fill_with (
      md_text (lang, N_ ("This is the result of {date}. Since then, things may have changed.")), "date", date, NULL);
  g_autofree char *title = md_result_title (lang, kept->record, kept->verdict);
  g_autofree char *code = md_reference_code (kept->record, kept->verdict);
  g_autofree char *about
      = md_result_line (lang, kept->record->started, kept->record->guide, kept->record->kase->email, code);

  gtk_widget_set_visible (self->day, TRUE);
  gtk_label_set_text (GTK_LABEL (self->day_words), day);
  md_image_set_status (GTK_IMAGE (self->icon), md_verdict_icon (kept->verdict->status));
  gtk_widget_set_visible (self->icon, TRUE);
  gtk_label_set_text (GTK_LABEL (self->heading), title);
  gtk_label_set_text (GTK_LABEL (self->about), about);
  gtk_widget_set_visible (self->about, TRUE);
  md_set_accessible_name (GTK_WIDGET (self), title);
}

/* What could be done next in a run that was unsure depends on what the person had at hand then: left out. */
static void
show_cause (MdEarlierPage *self, MdLang lang, const MdCause *cause)
{
  g_autofree char *who = cause != NULL ? md_advice_who_text (lang, cause) : NULL;
  g_auto (GStrv) steps = cause != NULL ? md_advice_steps (lang, cause) : NULL;

  gtk_widget_set_visible (self->who, who != NULL);
  gtk_label_set_text (GTK_LABEL (self->who), who != NULL ? who : "");
  adw_bin_set_child (self->steps, steps != NULL && steps[0] != NULL ? md_numbered_steps_new (steps) : NULL);
  empty (self->because);
  gtk_widget_set_visible (self->because, cause != NULL && cause->because->len > 0);
  if (cause == NULL || cause->because->len == 0)
    return;
  gtk_box_append (GTK_BOX (self->because), md_label_new (md_text (lang, N_ ("Why we said so")), "title-4"));
  for (guint i = 0; i < cause->because->len; i++)
    {
      g_autofree char *line = md_finding_line (lang, g_ptr_array_index (cause->because, i));

      add_line (self->because, line);
    }
}

static void
show_rest (MdEarlierPage *self, MdLang lang, const MdVerdict *verdict)
{
  g_autoptr (GString) names = g_string_new (NULL);

  empty (self->others);
  gtk_widget_set_visible (self->others, verdict->causes->len > 1);
  if (verdict->causes->len > 1)
    gtk_box_append (GTK_BOX (self->others), md_label_new (md_text (lang, N_ ("We also saw")), "title-4"));
  for (guint i = 1; i < verdict->causes->len; i++)
    {
      g_autofree char *title = md_advice_title (lang, g_ptr_array_index (verdict->causes, i));

      add_line (self->others, title);
    }
  empty (self->ruled_out);
  for (guint i = 0; i < verdict->ruled_out->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " · " : "",
                            md_advice_short_name (lang, g_array_index (verdict->ruled_out, MdCauseCode, i)));
  gtk_widget_set_visible (self->ruled_out, names->len > 0);
  if (names->len == 0)
    return;
  gtk_box_append (GTK_BOX (self->ruled_out), md_label_new (md_text (lang, N_ ("Ruled out")), "title-4"));
  gtk_box_append (GTK_BOX (self->ruled_out), md_label_new (names->str, NULL));
}

static void
show_result (MdEarlierPage *self, const MdKept *kept)
{
  MdLang lang = md_session_get_lang (md_page_get_session (MD_PAGE (self)));
  const MdCause *cause = kept->verdict->causes->len > 0 ? g_ptr_array_index (kept->verdict->causes, 0) : NULL;
  const MdReportOptions options = { .lang = lang, .evidence = TRUE };
  g_autofree char *report = md_report_text (kept->record, kept->verdict, &options);

  show_head (self, lang, kept);
  show_cause (self, lang, cause);
  show_rest (self, lang, kept->verdict);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->report)), report, -1);
  g_free (self->text);
  self->text = g_steal_pointer (&report);
  gtk_widget_set_visible (self->details, TRUE);
  gtk_widget_set_visible (self->buttons, TRUE);
}

static void
show_trouble (MdEarlierPage *self)
{
  gtk_widget_set_visible (self->day, FALSE);
  gtk_widget_set_visible (self->about, FALSE);
  md_image_set_status (GTK_IMAGE (self->icon), MD_STATUS_WARNING);
  gtk_widget_set_visible (self->icon, TRUE);
  gtk_label_set_text (GTK_LABEL (self->heading),
                      md_page_text (MD_PAGE (self), N_ ("This result is not there any more, or cannot be read")));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MdEarlierPage) self = data;
  g_autoptr (GPtrArray) all = md_keeper_load_finish (result);
  const MdKept *kept = all != NULL ? g_ptr_array_index (all, 0) : NULL;

  if (kept == NULL) /* cancelled: another one is asked for, or we are gone */
    return;
  if (kept->verdict != NULL)
    show_result (self, kept);
  else
    show_trouble (self);
}

/* The one that stands below it in the list, of the same guide and account. */
static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MdEarlierPage) self = data;
  g_autoptr (MdKeptList) list = md_keeper_list_finish (result, NULL);
  const MdHistoryEntry *own = NULL;

  for (guint i = 0; list != NULL && i < list->entries->len && self->before == NULL; i++)
    {
      const MdHistoryEntry *entry = g_ptr_array_index (list->entries, i);

      if (own == NULL && g_strcmp0 (entry->id, self->shown) == 0)
        own = entry;
      else if (own != NULL && !entry->damaged && g_strcmp0 (entry->guide, own->guide) == 0
               && g_strcmp0 (entry->email, own->email) == 0)
        self->before = g_strdup (entry->id);
    }
  if (list != NULL)
    gtk_widget_set_visible (self->compare_child, self->before != NULL);
}

static void
md_earlier_page_refresh (MdPage *page)
{
  MdEarlierPage *self = MD_EARLIER_PAGE (page);
  MdKeeper *keeper = md_session_get_keeper (md_page_get_session (page));
  const char *id = keeper != NULL ? md_keeper_get_opened (keeper) : NULL;
  const char *const ids[] = { id, NULL };

  if (id == NULL && self->shown == NULL)
    show_trouble (self);
  if (g_strcmp0 (id, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (id);
  g_clear_pointer (&self->before, g_free);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_widget_set_visible (self->details, FALSE);
  gtk_widget_set_visible (self->compare_child, FALSE);
  gtk_widget_set_visible (self->outcome, FALSE);
  gtk_label_set_text (GTK_LABEL (self->heading), md_page_text (page, N_ ("Reading…")));
  md_keeper_load_async (keeper, ids, self->reading, on_loaded, g_object_ref (self));
  md_keeper_list_async (keeper, 0, 100, self->reading, on_listed, g_object_ref (self));
}

/* ── what the person does ── */

static void
on_copy (MdEarlierPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  md_toast (GTK_WIDGET (self), N_ ("Report copied"));
}

static void
on_saved (gboolean saved, gpointer data)
{
  MdEarlierPage *self = data;

  if (md_page_get_session (MD_PAGE (self)) == NULL) /* the page has been closed meanwhile */
    return;
  gtk_widget_set_visible (self->outcome, !saved);
  if (saved)
    md_toast (GTK_WIDGET (self), N_ ("Report saved"));
}

static void
on_save (MdEarlierPage *self)
{
  md_save_text (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                md_page_text (MD_PAGE (self), N_ ("Save the report")), "maildoctor.txt",
                self->text, on_saved, self);
}

static void
on_compare (MdEarlierPage *self)
{
  MdKeeper *keeper = md_session_get_keeper (md_page_get_session (MD_PAGE (self)));

  if (keeper != NULL && self->before != NULL)
    md_keeper_compare (keeper, self->before, self->shown);
}

/* ── life ── */

static void
md_earlier_page_dispose (GObject *object)
{
  MdEarlierPage *self = MD_EARLIER_PAGE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_EARLIER_PAGE);
  G_OBJECT_CLASS (md_earlier_page_parent_class)->dispose (object);
}

static void
md_earlier_page_finalize (GObject *object)
{
  MdEarlierPage *self = MD_EARLIER_PAGE (object);

  g_free (self->shown);
  g_free (self->before);
  g_free (self->text);
  G_OBJECT_CLASS (md_earlier_page_parent_class)->finalize (object);
}

static void
md_earlier_page_class_init (MdEarlierPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_earlier_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_earlier_page_finalize;
  MD_PAGE_CLASS (klass)->refresh = md_earlier_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/earlier.ui");
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, day);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, day_words);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, icon);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, about);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, who);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, steps);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, because);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, others);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, ruled_out);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, copy);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, save);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, compare);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, compare_child);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, details);
  gtk_widget_class_bind_template_child (widget_class, MdEarlierPage, report);
}

static void
md_earlier_page_init (MdEarlierPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  g_signal_connect_swapped (self->compare, "clicked", G_CALLBACK (on_compare), self);
}

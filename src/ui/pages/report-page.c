/* report-page.c - the report for whoever helps: language, contents, copy, save
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report-page"

#include "config.h"

#include "ui/pages/report-page.h"

#include "report/report.h"
#include "ui/change-box.h"
#include "ui/frame.h"
#include "ui/open.h"

struct _MdReportPage
{
  MdPage parent_instance;

  GtkWidget *in_spanish;
  GtkWidget *in_english;
  GtkWidget *in_both;
  GtkWidget *evidence;
  GtkWidget *hide;
  GtkWidget *copy;
  GtkWidget *save_text;
  GtkWidget *save_html;
  GtkWidget *save_json;
  GtkWidget *outcome;
  GtkWidget *preview;
  guint tick;    /* the frame that writes the preview */
  char *shown;   /* (owned) (nullable) what stands in the preview */
};

G_DEFINE_FINAL_TYPE (MdReportPage, md_report_page, MD_TYPE_PAGE)

typedef char *(*Writer) (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options);

static gboolean
is_chosen (GtkWidget *button)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (button));
}

/* In both languages, that of the window stands first. */
static MdLang
chosen_language (MdReportPage *self)
{
  if (is_chosen (self->in_both))
    return md_session_get_lang (md_page_get_session (MD_PAGE (self)));
  return is_chosen (self->in_english) ? MD_LANG_EN : MD_LANG_ES;
}

/* (transfer full) "" when there is nothing to report yet. */
static char *
write_report (MdReportPage *self, Writer writer)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));
  const MdReportOptions options = {
    .lang = chosen_language (self),
    .both = is_chosen (self->in_both),
    .evidence = gtk_switch_get_active (GTK_SWITCH (self->evidence)),
    .hide_personal = gtk_switch_get_active (GTK_SWITCH (self->hide)),
    .last_well = md_last_well_of (session),
  };

  if (md_session_get_verdict (session) == NULL)
    return g_strdup ("");
  return writer (md_session_get_record (session), md_session_get_verdict (session), &options);
}

/* In a frame of its own, after the page has come up. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MdReportPage *self = MD_REPORT_PAGE (widget);
  char *text;

  if (!gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  text = write_report (self, md_report_text);
  if (g_strcmp0 (text, self->shown) == 0)
    {
      g_free (text);
      return G_SOURCE_REMOVE;
    }
  /* A view lays out what is seen first and the rest when there is time; a label all at once. */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->preview)), text, -1);
  g_free (self->shown);
  self->shown = text;
  return G_SOURCE_REMOVE;
}

static void
md_report_page_refresh (MdPage *page)
{
  MdReportPage *self = MD_REPORT_PAGE (page);

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

static void
on_option (MdReportPage *self)
{
  if (md_page_get_session (MD_PAGE (self)) != NULL)
    md_page_refresh (MD_PAGE (self));
}

static void
on_copy (MdReportPage *self)
{
  g_autofree char *text = write_report (self, md_report_text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  md_toast (GTK_WIDGET (self), N_ ("Report copied"));
}

static void
on_saved (gboolean saved, gpointer data)
{
  MdReportPage *self = data;

  if (md_page_get_session (MD_PAGE (self)) == NULL) /* the page has been closed meanwhile */
    return;
  gtk_widget_set_visible (self->outcome, !saved);
  if (saved)
    md_toast (GTK_WIDGET (self), N_ ("Report saved"));
}

static void
on_save (GtkWidget *button, MdReportPage *self)
{
  const char *lang = is_chosen (self->in_both) ? "es-en" : md_lang_code (chosen_language (self));
  Writer writer = md_report_text;
  const char *ending = "txt";
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (button == self->save_html)
    {
      writer = md_report_html;
      ending = "html";
    }
  else if (button == self->save_json)
    {
      writer = md_report_json;
      ending = "json";
    }
  text = write_report (self, writer);
  name = g_strdup_printf ("maildoctor-%s.%s", lang, ending);
  md_save_text (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                md_page_text (MD_PAGE (self), N_ ("Save the report")), name, text, on_saved, self);
}

static void
md_report_page_setup (MdPage *page)
{
  MdReportPage *self = MD_REPORT_PAGE (page);
  gboolean english = md_session_get_lang (md_page_get_session (page)) == MD_LANG_EN;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (english ? self->in_english : self->in_spanish), TRUE);
}

static void
md_report_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_REPORT_PAGE);
  G_OBJECT_CLASS (md_report_page_parent_class)->dispose (object);
}

static void
md_report_page_finalize (GObject *object)
{
  g_free (MD_REPORT_PAGE (object)->shown);
  G_OBJECT_CLASS (md_report_page_parent_class)->finalize (object);
}

static void
md_report_page_class_init (MdReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_report_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_report_page_finalize;
  MD_PAGE_CLASS (klass)->setup = md_report_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_report_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/maildoctor/MailDoctor/ui/pages/report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, in_spanish);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, in_english);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, in_both);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, evidence);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, hide);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, copy);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, save_text);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, save_html);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, save_json);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, MdReportPage, preview);
}

static void
md_report_page_init (MdReportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->in_english, "notify::active", G_CALLBACK (on_option), self);
  g_signal_connect_swapped (self->in_both, "notify::active", G_CALLBACK (on_option), self);
  g_signal_connect_swapped (self->evidence, "notify::active", G_CALLBACK (on_option), self);
  g_signal_connect_swapped (self->hide, "notify::active", G_CALLBACK (on_option), self);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
  g_signal_connect (self->save_text, "clicked", G_CALLBACK (on_save), self);
  g_signal_connect (self->save_html, "clicked", G_CALLBACK (on_save), self);
  g_signal_connect (self->save_json, "clicked", G_CALLBACK (on_save), self);
}

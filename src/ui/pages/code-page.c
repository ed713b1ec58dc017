/* code-page.c - for whoever helps: what a code that was read aloud says
 *
 * The answer comes as soon as eight letters stand there; a code that is still being typed is not complained about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-code-page"

#include "config.h"

#include "ui/pages/code-page.h"

#include "report/code-words.h"
#include "ui/advice-box.h"
#include "ui/looks.h"

struct _MdCodePage
{
  MdPage parent_instance;

  GtkWidget *entry;
  GtkWidget *notes;
  GtkWidget *suggestion;
  GtkWidget *answer;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *who;
  AdwBin *steps;
  GtkWidget *steps_heading;
  GtkWidget *asks;
  GtkWidget *asks_heading;
  GtkWidget *second_heading;
  GtkWidget *second;
  char *suggested; /* (owned) (nullable) the code that the button takes */
};

G_DEFINE_FINAL_TYPE (MdCodePage, md_code_page, MD_TYPE_PAGE)

static void
set_words (GtkWidget *label, const char *words)
{
  gtk_widget_set_visible (label, words != NULL && words[0] != '\0');
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), words != NULL ? words : "") != 0)
    gtk_label_set_text (GTK_LABEL (label), words != NULL ? words : "");
}

static void
show_asks (MdCodePage *self, char **asks)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->asks)) != NULL)
    gtk_box_remove (GTK_BOX (self->asks), child);
  for (guint i = 0; asks[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("• %s", asks[i]);

      gtk_box_append (GTK_BOX (self->asks), md_label_new (line, NULL));
    }
  gtk_widget_set_visible (self->asks, asks[0] != NULL);
  gtk_widget_set_visible (self->asks_heading, asks[0] != NULL);
}

static void
show_answer (MdCodePage *self, MdLang lang, const MdCodeWords *words)
{
  static const MdStatus statuses[] = {
    [MD_VERDICT_OK] = MD_STATUS_OK,
    [MD_VERDICT_PROBLEM] = MD_STATUS_PROBLEM,
    [MD_VERDICT_UNSURE] = MD_STATUS_BROKEN,
  };
  g_autofree char *who
      = words->who != NULL ? md_fill_with (md_text (lang, N_ ("Who must act: {who}.")), "who", words->who, NULL) : NULL;

  md_image_set_status (GTK_IMAGE (self->icon), statuses[words->reading.reference.status]);
  set_words (self->title, words->title);
  set_words (self->who, who);
  adw_bin_set_child (self->steps, words->steps[0] != NULL ? md_numbered_steps_new (words->steps) : NULL);
  gtk_widget_set_visible (self->steps_heading, words->steps[0] != NULL);
  show_asks (self, words->asks);
  set_words (self->second, words->second);
  gtk_widget_set_visible (self->second_heading, words->second != NULL);
}

static void
show_suggestion (MdCodePage *self, MdLang lang, const char *code)
{
  g_autofree char *label
      = code[0] != '\0' ? md_fill_with (md_text (lang, N_ ("_Take {code}")), "code", code, NULL) : NULL;

  g_free (self->suggested);
  self->suggested = g_strdup (code);
  gtk_widget_set_visible (self->suggestion, label != NULL);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->suggestion), label);
}

static void
md_code_page_refresh (MdPage *page)
{
  MdCodePage *self = MD_CODE_PAGE (page);
  MdSession *session = md_page_get_session (page);
  MdLang lang = md_session_get_lang (session);
  const char *typed = md_session_get_code (session);
  g_autoptr (MdCodeWords) words = md_code_words_new (lang, typed);
  g_autofree char *notes = g_strjoinv (" ", words->notes);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), typed) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), typed);
  set_words (self->notes, words->reading.length || md_session_get_code_is_whole (session) ? notes : NULL);
  show_suggestion (self, lang, words->reading.suggestion);
  gtk_widget_set_visible (self->answer, words->reading.good);
  if (words->reading.good)
    show_answer (self, lang, words);
}

static void
on_typed (MdCodePage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));

  if (session != NULL)
    md_session_set_code (session, gtk_editable_get_text (GTK_EDITABLE (self->entry)), FALSE);
}

/* Enter: it is whole, whatever its length. */
static void
on_entered (MdCodePage *self)
{
  md_session_set_code (md_page_get_session (MD_PAGE (self)), gtk_editable_get_text (GTK_EDITABLE (self->entry)), TRUE);
}

static void
on_suggestion (MdCodePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->suggested);
  gtk_widget_grab_focus (self->entry);
}

static void
md_code_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_CODE_PAGE);
  G_OBJECT_CLASS (md_code_page_parent_class)->dispose (object);
}

static void
md_code_page_finalize (GObject *object)
{
  g_free (MD_CODE_PAGE (object)->suggested);
  G_OBJECT_CLASS (md_code_page_parent_class)->finalize (object);
}

static void
md_code_page_class_init (MdCodePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_code_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_code_page_finalize;
  MD_PAGE_CLASS (klass)->refresh = md_code_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/code-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, entry);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, notes);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, suggestion);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, answer);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, icon);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, title);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, who);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, steps);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, steps_heading);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, asks);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, asks_heading);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, second_heading);
  gtk_widget_class_bind_template_child (widget_class, MdCodePage, second);
}

static void
md_code_page_init (MdCodePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->entry, "entry-activated", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->suggestion, "clicked", G_CALLBACK (on_suggestion), self);
}

/* card.c - the card for two people on the phone, in both languages side by side
 *
 * It is about the page that it was opened from: a step or the result.  The person's language stands first, for the eye
 * and for a screen reader; where there is no room for both, the other one stands below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-card-page"

#include "config.h"

#include "ui/pages/card.h"

#include "report/helper-card.h"
#include "ui/card-print.h"
#include "ui/frame.h"
#include "ui/looks.h"

#include <string.h>

#define TEXT_CHARS 22 /* of a line, at least; two cards stand side by side where there is room for that */

struct _MdCardPage
{
  MdPage parent_instance;

  GtkFlowBox *cards;
  GtkWidget *copy;
  GtkWidget *print;
  char *text;     /* (owned) (nullable) both cards as text; what is shown, too */
};

G_DEFINE_FINAL_TYPE (MdCardPage, md_card_page, MD_TYPE_PAGE)

/* NULL when there is nothing to make it of yet. */
static MdHelperCard *
make_card (MdSession *session, MdLang lang, gboolean is_helpers)
{
  const char *page = md_session_get_subject_page (session);
  const MdPageRow *row = page != NULL ? md_page_table_find (page) : NULL;
  MdRunner *runner = md_session_get_runner (session);

  if (row != NULL && md_page_row_is_step (row))
    return md_helper_card_new_step (lang, row->step, md_session_get_status (session, row->step),
                                    runner != NULL ? md_runner_get_findings (runner, row->step) : NULL,
                                    md_session_get_cause_for_step (session, row->step));
  if (md_session_get_verdict (session) == NULL)
    return NULL;
  return md_helper_card_new_verdict (lang, md_session_get_record (session), md_session_get_verdict (session),
                                     is_helpers);
}

static void
add_label (GtkWidget *box, const char *text, const char *style_class)
{
  GtkWidget *label = md_label_new (text, style_class);

  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_CHARS);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
card_widget (const MdHelperCard *card)
{
  static const char *const names[] = { [MD_LANG_EN] = "English", [MD_LANG_ES] = "Español" };
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_add_css_class (box, "md-helper-card");
  add_label (box, names[card->lang], "caption-heading");
  add_label (box, card->title, "md-card-title");
  add_label (box, card->code, "md-card-code");
  for (guint i = 0; card->spelling[i] != NULL; i++)
    add_label (box, card->spelling[i], "md-card-spelling");
  for (guint i = 0; card->sentences[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u. %s", i + 1, card->sentences[i]);

      add_label (box, line, "md-card-sentence");
    }
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  md_set_accessible_name (child, names[card->lang]);
  return child;
}

static void
show_cards (MdCardPage *self, const MdHelperCard *first, const MdHelperCard *second)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_flow_box_remove (self->cards, child);
  if (first == NULL)
    return;
  child = card_widget (second);
  gtk_widget_add_css_class (child, "md-other-language");
  gtk_flow_box_append (self->cards, card_widget (first));
  gtk_flow_box_append (self->cards, child);
}

static void
md_card_page_refresh (MdPage *page)
{
  MdCardPage *self = MD_CARD_PAGE (page);
  MdSession *session = md_page_get_session (page);
  MdLang lang = md_session_get_lang (session);
  g_autoptr (MdHelperCard) first = make_card (session, lang, FALSE);
  g_autoptr (MdHelperCard) second = make_card (session, lang == MD_LANG_ES ? MD_LANG_EN : MD_LANG_ES, TRUE);
  g_autofree char *text = first != NULL ? md_helper_cards_text (first, second)
                                        : g_strdup (md_page_text (page, N_ ("There is nothing to put on a card yet: "
                                                                            "choose what is wrong first.")));

  gtk_widget_set_sensitive (self->copy, first != NULL);
  gtk_widget_set_sensitive (self->print, first != NULL);
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  show_cards (self, first, second);
  if (first == NULL)
    gtk_flow_box_append (self->cards, md_label_new (self->text, NULL));
}

static void
on_copy (MdCardPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  md_toast (GTK_WIDGET (self), N_ ("Card copied"));
}

static void
on_print (MdCardPage *self)
{
  md_print_text (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->text);
}

static void
md_card_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_CARD_PAGE);
  G_OBJECT_CLASS (md_card_page_parent_class)->dispose (object);
}

static void
md_card_page_finalize (GObject *object)
{
  g_free (MD_CARD_PAGE (object)->text);
  G_OBJECT_CLASS (md_card_page_parent_class)->finalize (object);
}

static void
md_card_page_class_init (MdCardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_card_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_card_page_finalize;
  MD_PAGE_CLASS (klass)->refresh = md_card_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/card.ui");
  gtk_widget_class_bind_template_child (widget_class, MdCardPage, cards);
  gtk_widget_class_bind_template_child (widget_class, MdCardPage, copy);
  gtk_widget_class_bind_template_child (widget_class, MdCardPage, print);
}

static void
md_card_page_init (MdCardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
  g_signal_connect_swapped (self->print, "clicked", G_CALLBACK (on_print), self);
}

/* frame.c - everything inside the window; see frame.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-frame"

#include "config.h"

#include "ui/frame.h"

#include "ui/fit.h"
#include "ui/looks.h"
#include "ui/page.h"
#include "ui/split.h"
#include "ui/step-list.h"
#include "ui/whole.h"

#define TOAST_CHARS 28 /* a line of a toast fits the narrowest window */

struct _MdFrame
{
  AdwBin parent_instance;

  MdSession *session;   /* (owned) */
  AdwToastOverlay *toasts;
  AdwToast *toast;      /* (owned) (nullable) "the result is ready" */
  AdwToast *said;       /* (owned) (nullable) what the session says */
  AdwWindowTitle *title;
  GtkWidget *spanish;
  GtkWidget *english;
  GtkWidget *practice_bar;
  GtkWidget *reminder_bar;
  GtkWidget *reminder_words;
  GtkWidget *reminder_done;
  MdSplit *split;
  MdStepList *steps;
  GtkWidget *handle;
  GtkWidget *handle_words;
  GtkStack *pages;
  GtkWidget *buttons;
  GtkWidget *repeat;
  GtkWidget *primary;
};

G_DEFINE_FINAL_TYPE (MdFrame, md_frame, ADW_TYPE_BIN)

static const char *
text (MdFrame *self, const char *msgid)
{
  return md_text (md_session_get_lang (self->session), msgid);
}

static MdPage *
current_page (MdFrame *self)
{
  return MD_PAGE (gtk_stack_get_visible_child (self->pages));
}

/* ── what the frame says ── */

static char *
position_text (MdFrame *self, const MdPageRow *row)
{
  if (md_page_row_is_step (row))
    return md_fill_with (text (self, N_ ("{step} of {last}")), "step", md_step_id_name (row->step), "last",
                         md_step_id_name (md_guide_last_step (md_step_guide (row->step))), NULL);
  if (g_str_equal (row->id, "account"))
    return g_strdup (text (self, N_ ("Your account")));
  if (g_str_equal (row->id, "verdict") || g_str_equal (row->id, "report"))
    return g_strdup (text (self, N_ ("Result")));
  return g_strdup ("");
}

static guint
count_problems (MdFrame *self)
{
  guint n = 0;
  MdGuide guide = md_session_get_guide (self->session);

  for (guint step = md_guide_first_step (guide); step <= md_guide_last_step (guide); step++)
    n += md_session_get_status (self->session, (MdStepId) step) == MD_STATUS_PROBLEM;
  return n;
}

/* A warning can be the cause, too. */
static gboolean
has_cause (MdFrame *self)
{
  const MdVerdict *verdict = md_session_get_verdict (self->session);

  return verdict != NULL && verdict->status == MD_VERDICT_PROBLEM;
}

static void
show_position (MdFrame *self, const MdPageRow *row)
{
  g_autofree char *position = position_text (self, row);
  g_autofree char *number = g_strdup_printf ("%u", count_problems (self));
  g_autofree char *problems = NULL;
  g_autofree char *whole = NULL;

  if (g_str_equal (number, "0") && has_cause (self))
    problems = g_strdup (text (self, N_ ("cause found")));
  else if (g_str_equal (number, "0"))
    problems = g_strdup (text (self, N_ ("no problem so far")));
  else if (g_str_equal (number, "1"))
    problems = g_strdup (text (self, N_ ("1 step with a problem")));
  else
    problems = md_fill_with (text (self, N_ ("{number} steps with a problem")), "number", number, NULL);
  whole = g_strdup_printf ("%s%s%s", position, position[0] != '\0' ? " · " : "", problems);
  adw_window_title_set_subtitle (self->title, position);
  gtk_label_set_text (GTK_LABEL (self->handle_words), whole);
  md_set_accessible_name (self->handle, whole);
}

static void
show_bars (MdFrame *self)
{
  int left = md_session_get_protection_left (self->session);

  gtk_widget_set_visible (self->practice_bar, md_session_get_practice (self->session) != NULL);
  gtk_widget_set_visible (self->reminder_bar, left >= 0);
  if (left == 0)
    gtk_label_set_text (GTK_LABEL (self->reminder_words),
                        text (self, N_ ("The two minutes are over: switch your protection on again now.")));
  else if (left > 0)
    gtk_label_set_text (GTK_LABEL (self->reminder_words),
                        text (self,
                              N_ ("Your protection is off for this test. Switch it on again within two minutes.")));
}

static void
show_buttons (MdFrame *self, MdPage *page)
{
  const MdPageRow *row = md_page_get_row (page);
  const char *label = md_page_get_primary_label (page);

  gtk_widget_set_visible (self->primary, label != NULL);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->primary), label);
  gtk_widget_set_visible (self->repeat, md_page_row_is_step (row));
  gtk_widget_set_visible (self->buttons, label != NULL || md_page_row_is_step (row));
  md_fit_words (self->buttons);
  md_fit_words (self->practice_bar);
  md_fit_words (self->reminder_bar);
}

static void
refresh (MdFrame *self)
{
  MdPage *page = current_page (self);

  if (page == NULL)
    return;
  show_position (self, md_page_get_row (page));
  show_bars (self);
  md_page_refresh (page);
  show_buttons (self, page);
  if (md_page_get_row (page)->has_list)
    md_step_list_refresh (self->steps);
}

/* ── pages ── */

static MdPage *
find_or_build (MdFrame *self, const MdPageRow *row)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, row->id);

  if (page == NULL)
    {
      page = GTK_WIDGET (md_page_new (row, self->session));
      gtk_stack_add_named (self->pages, page, row->id);
    }
  return MD_PAGE (page);
}

static void
drop_toast (MdFrame *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

/* A page to be read takes the focus itself, so that it is read from its top; one to be filled in gives it to its
 * field. */
static void
focus_page (MdPage *page)
{
  const MdPageRow *row = md_page_get_row (page);

  if (!row->has_list || g_str_equal (row->id, "account"))
    gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (page));
}

void
md_frame_show (MdFrame *self)
{
  const MdPageRow *row = md_page_table_find (md_session_get_page (self->session));
  MdPage *page = find_or_build (self, row);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (g_str_equal (row->id, "verdict"))
    drop_toast (self);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (page));
  md_split_set_has_side (self->split, row->has_list);
  md_split_set_side_open (self->split, FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->handle), FALSE);
  refresh (self);
  if (root != NULL)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (root), "win.back", md_session_can_go_back (self->session));
      focus_page (page);
    }
}

static void
on_page_changed (MdSession *session, MdFrame *self)
{
  md_frame_show (self);
}

static void
on_changed (MdSession *session, MdFrame *self)
{
  refresh (self);
}

/* A toast's own title is cut off where it is long: this one wraps, and is an alert to a screen reader. */
static GtkWidget *
toast_words (const char *words)
{
  return g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "label", words, "wrap", TRUE,
                       "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "max-width-chars", TOAST_CHARS, NULL);
}

/* Its cross has no words of its own; its button would be named twice. */
static void
name_buttons (GtkWidget *widget, const char *cross)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child) && gtk_widget_has_css_class (child, "circular"))
      md_set_accessible_name (child, cross);
    else if (GTK_IS_BUTTON (child) && gtk_button_get_label (GTK_BUTTON (child)) != NULL)
      md_set_accessible_name (child, gtk_button_get_label (GTK_BUTTON (child)));
    else if (!GTK_IS_STACK (child))
      name_buttons (child, cross);
}

static void
present_toast (MdFrame *self, AdwToast *toast)
{
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
  md_fit_words (gtk_widget_get_last_child (GTK_WIDGET (self->toasts)));
  name_buttons (GTK_WIDGET (self->toasts), text (self, N_ ("Dismiss")));
}

static void
on_settled (MdSession *session, MdFrame *self)
{
  if (g_str_equal (md_session_get_page (session), "verdict"))
    {
      focus_page (current_page (self));
      return;
    }
  drop_toast (self);
  self->toast = adw_toast_new ("");
  adw_toast_set_custom_title (self->toast, toast_words (text (self, N_ ("The result is ready."))));
  adw_toast_set_button_label (self->toast, text (self, N_ ("Show it")));
  adw_toast_set_action_name (self->toast, "win.show-verdict");
  adw_toast_set_timeout (self->toast, 8);
  present_toast (self, self->toast);
}

/* ── short words that pass ── */

static void
on_toast_dismissed (AdwToast *toast, MdFrame *self)
{
  md_session_said_enough (self->session);
}

static void
drop_said (MdFrame *self)
{
  if (self->said == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->said, self);
  adw_toast_dismiss (self->said);
  g_clear_object (&self->said);
}

static void
show_said (MdFrame *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *msgid = md_session_get_said (self->session);
  gboolean undo = md_session_can_undo (self->session);

  drop_said (self);
  if (root != NULL)
    gtk_widget_action_set_enabled (GTK_WIDGET (root), "win.undo", undo);
  if (msgid == NULL)
    return;
  self->said = adw_toast_new ("");
  adw_toast_set_custom_title (self->said, toast_words (text (self, msgid)));
  adw_toast_set_priority (self->said, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (self->said, undo ? 10 : 4 + (guint) g_utf8_strlen (msgid, -1) / 15); /* time to read it */
  if (undo)
    {
      adw_toast_set_button_label (self->said, text (self, N_ ("_Undo")));
      adw_toast_set_action_name (self->said, "win.undo");
    }
  g_signal_connect (self->said, "dismissed", G_CALLBACK (on_toast_dismissed), self);
  present_toast (self, self->said);
}

static void
on_said (MdSession *session, MdFrame *self)
{
  show_said (self);
}

void
md_toast (GtkWidget *widget, const char *msgid)
{
  GtkWidget *frame = gtk_widget_get_ancestor (widget, MD_TYPE_FRAME);

  if (frame != NULL && MD_FRAME (frame)->session != NULL)
    md_session_say (MD_FRAME (frame)->session, msgid);
}

/* ── what the person does ── */

static void
on_chosen (MdStepList *list, const char *page, MdFrame *self)
{
  md_split_set_side_open (self->split, FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->handle), FALSE);
  md_session_go (self->session, page);
}

static void
on_handle_toggled (GtkToggleButton *handle, MdFrame *self)
{
  md_split_set_side_open (self->split, gtk_toggle_button_get_active (handle));
}

static void
on_reminder_done (GtkButton *button, MdFrame *self)
{
  md_session_protection_on (self->session);
}

static void
on_primary_clicked (GtkButton *button, MdFrame *self)
{
  md_frame_proceed (self);
}

void
md_frame_proceed (MdFrame *self)
{
  MdPage *page = current_page (self);
  const char *next;

  if (page == NULL || md_page_get_primary_label (page) == NULL)
    return;
  next = md_page_row_next (md_page_get_row (page), md_session_get_guide (self->session));
  if (md_page_proceed (page) && next != NULL)
    md_session_go (self->session, next);
}

void
md_frame_repeat (MdFrame *self)
{
  MdPage *page = current_page (self);

  if (page != NULL && md_page_row_is_step (md_page_get_row (page)))
    md_session_repeat (self->session, md_page_get_row (page)->step);
}

void
md_frame_back (MdFrame *self)
{
  if (md_split_get_side_open (self->split))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->handle), FALSE);
  else
    md_session_back (self->session);
}

/* ── life ── */

static void
md_frame_dispose (GObject *object)
{
  MdFrame *self = MD_FRAME (object);

  g_clear_object (&self->toast);
  if (self->said != NULL)
    g_signal_handlers_disconnect_by_data (self->said, self);
  g_clear_object (&self->said);
  gtk_widget_dispose_template (GTK_WIDGET (self), MD_TYPE_FRAME);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (md_frame_parent_class)->dispose (object);
}

static void
md_frame_class_init (MdFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_frame_dispose;
  g_type_ensure (MD_TYPE_SPLIT);
  g_type_ensure (MD_TYPE_STEP_LIST);
  g_type_ensure (MD_TYPE_WHOLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/frame.ui");
  gtk_widget_class_bind_template_child (widget_class, MdFrame, toasts);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, title);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, spanish);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, english);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, practice_bar);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, reminder_bar);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, reminder_words);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, reminder_done);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, split);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, steps);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, handle);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, handle_words);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, pages);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, buttons);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, repeat);
  gtk_widget_class_bind_template_child (widget_class, MdFrame, primary);
}

static void
md_frame_init (MdFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MdFrame *
md_frame_new (MdSession *session)
{
  MdFrame *self = g_object_new (MD_TYPE_FRAME, NULL);

  self->session = g_object_ref (session);
  md_step_list_set_session (self->steps, session);
  g_signal_connect (self->steps, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect (self->handle, "toggled", G_CALLBACK (on_handle_toggled), self);
  g_signal_connect (self->reminder_done, "clicked", G_CALLBACK (on_reminder_done), self);
  g_signal_connect (self->primary, "clicked", G_CALLBACK (on_primary_clicked), self);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (session, "page-changed", G_CALLBACK (on_page_changed), self, 0);
  g_signal_connect_object (session, "settled", G_CALLBACK (on_settled), self, 0);
  g_signal_connect_object (session, "said", G_CALLBACK (on_said), self, 0);
  show_said (self);
  return self;
}

/* window.c - the window; see window.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-window"

#include "config.h"

#include "ui/window.h"

#include "ui/choose.h"
#include "ui/frame.h"
#include "ui/keys.h"
#include "ui/language.h"

struct _MdWindow
{
  AdwApplicationWindow parent_instance;

  MdSession *session;   /* (owned) */
  MdFrame *frame;       /* (not owned) the window's content */
  gulong first_frame;   /* handler; 0 once the first frame was drawn */
};

G_DEFINE_FINAL_TYPE (MdWindow, md_window, ADW_TYPE_APPLICATION_WINDOW)

/* The templates take their words when they are made, so the whole content is made anew; the results are the
 * session's. */
static void
build (MdWindow *self)
{
  MdLang lang = md_session_get_lang (self->session);

  md_language_use (lang);
  self->frame = md_frame_new (self->session);
  gtk_window_set_title (GTK_WINDOW (self), md_text (lang, N_ ("Mail Doctor")));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->frame));
}

static void
on_lang_changed (MdSession *session, MdWindow *self)
{
  build (self);
  if (self->first_frame == 0)
    md_frame_show (self->frame);
}

static gboolean
on_idle (gpointer data)
{
  MdWindow *self = MD_WINDOW (data);

  if (self->frame != NULL)
    md_frame_show (self->frame);
  return G_SOURCE_REMOVE;
}

/* The window comes up at once with its header; the page, which costs more, is in the next frame. */
static void
on_first_frame (GdkFrameClock *clock, MdWindow *self)
{
  g_clear_signal_handler (&self->first_frame, clock);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle, g_object_ref (self), g_object_unref);
}

static void
md_window_realize (GtkWidget *widget)
{
  MdWindow *self = MD_WINDOW (widget);

  GTK_WIDGET_CLASS (md_window_parent_class)->realize (widget);
  self->first_frame = g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                                               G_CALLBACK (on_first_frame), self, 0);
}

static void
action_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_frame_back (MD_WINDOW (widget)->frame);
}

static void
action_repeat (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_frame_repeat (MD_WINDOW (widget)->frame);
}

static void
action_proceed (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_frame_proceed (MD_WINDOW (widget)->frame);
}

static void
action_start_over (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_session_start_over (MD_WINDOW (widget)->session);
}

/* "win.show-PAGE" */
static void
action_show (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_session_go (MD_WINDOW (widget)->session, name + strlen ("win.show-"));
}

static void
action_undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  md_session_undo (MD_WINDOW (widget)->session);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, MdWindow *self)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (G_VALUE_HOLDS_STRING (value))
    {
      md_session_take_text (self->session, g_value_get_string (value));
      return TRUE;
    }
  for (GSList *link = g_value_get_boxed (value); link != NULL; link = link->next)
    if (g_file_peek_path (link->data) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (link->data));
  list = g_strv_builder_end (paths);
  return md_session_take_files (self->session, list);
}

static void
accept_drops (MdWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MdWindow) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->session != NULL)
    md_session_take_text (self->session, text);
}

/* Where the focus is in a field, the field takes it. */
static void
action_paste (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_pasted, g_object_ref (widget));
}

static void
md_window_dispose (GObject *object)
{
  MdWindow *self = MD_WINDOW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  self->frame = NULL;
  G_OBJECT_CLASS (md_window_parent_class)->dispose (object);
}

static void
md_window_class_init (MdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const shown[] = { "win.show-practice", "win.show-leaves", "win.show-verdict", "win.show-account",
                                       "win.show-report", "win.show-card",
                                       "win.show-help", "win.show-code", "win.show-history" };

  G_OBJECT_CLASS (klass)->dispose = md_window_dispose;
  widget_class->realize = md_window_realize;
  gtk_widget_class_install_action (widget_class, "win.back", NULL, action_back);
  gtk_widget_class_install_action (widget_class, "win.repeat", NULL, action_repeat);
  gtk_widget_class_install_action (widget_class, "win.proceed", NULL, action_proceed);
  gtk_widget_class_install_action (widget_class, "win.start-over", NULL, action_start_over);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, action_paste);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, action_undo);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    gtk_widget_class_install_action (widget_class, shown[i], NULL, action_show);
  md_keys_install_window (widget_class);
}

static void
md_window_init (MdWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 980, 700);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 360);
  accept_drops (self);
}

MdWindow *
md_window_new (GtkApplication *application, MdSession *session)
{
  MdWindow *self = g_object_new (MD_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  g_signal_connect (session, "lang-changed", G_CALLBACK (on_lang_changed), self);
  build (self);
  return self;
}

/* notifier.c - tells the desktop that something long has ended; see notifier.h
 *
 * A window that is being looked at says it itself.  Only the call to switch the protection on again is always sent: it
 * must not be missed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-notifier"

#include "config.h"

#include "ui/notifier.h"

#define RESULT "result"
#define PROTECTION "protection"

/* Who may show notifications, the last one from a sandbox only; GLib complains aloud when it finds none of them. */
static const char *const receivers[] = {
  "org.freedesktop.Notifications",
  "org.gtk.Notifications",
  "org.freedesktop.portal.Desktop",
};

struct _MdNotifier
{
  GtkApplication *application;  /* (not owned) */
  MdSession *session;           /* (not owned) */
  gboolean round_trip;          /* one has been on its way since the last result */
  MdStepId step;                /* the page it belongs to */
  gboolean protection_sent;
  guint watches[G_N_ELEMENTS (receivers)]; /* of the names on the bus */
  GHashTable *present;          /* (owned) names of receivers that are there, interned */
};

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  g_hash_table_add (((MdNotifier *) data)->present, (gpointer) g_intern_string (name));
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  g_hash_table_remove (((MdNotifier *) data)->present, g_intern_string (name));
}

static gboolean
is_looked_at (MdNotifier *self)
{
  for (GList *link = gtk_application_get_windows (self->application); link != NULL; link = link->next)
    if (gtk_widget_get_visible (GTK_WIDGET (link->data)) && gtk_window_is_active (GTK_WINDOW (link->data)))
      return TRUE;
  return FALSE;
}

static void
tell (MdNotifier *self, const char *id, const char *title, const char *body, const char *page)
{
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (g_hash_table_size (self->present) == 0)
    return;
  g_notification_set_body (notification, body);
  if (g_str_equal (id, PROTECTION))
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show", "s", page);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

/* ── a guide, or a round trip ── */

static void
look_for_round_trip (MdNotifier *self)
{
  MdRunner *runner = md_session_get_runner (self->session);
  MdCheckState state;

  for (guint i = 0; runner != NULL && md_runner_get_check (runner, i, &state); i++)
    if ((g_str_equal (state.check->id, "test-message") || g_str_equal (state.check->id, "draft-message"))
        && state.status == MD_STATUS_RUNNING)
      {
        self->round_trip = TRUE;
        self->step = state.check->step;
      }
}

static void
on_settled (MdSession *session, MdNotifier *self)
{
  MdLang lang = md_session_get_lang (session);
  gboolean round_trip = self->round_trip;
  g_autofree char *verdict = NULL;

  self->round_trip = FALSE;
  if (is_looked_at (self) || md_session_get_verdict (session) == NULL)
    return;
  verdict = md_advice_verdict_title (lang, md_session_get_verdict (session), md_session_get_record (session));
  if (round_trip)
    tell (self, RESULT, md_text (lang, N_ ("The test message has been followed to its end.")), verdict,
          md_step_id_name (self->step));
  else
    tell (self, RESULT, md_text (lang, N_ ("The result is ready.")), verdict, "verdict");
}

/* ── two minutes without protection ── */

static void
on_reminder (MdSession *session, MdNotifier *self)
{
  MdLang lang = md_session_get_lang (session);

  self->protection_sent = TRUE;
  tell (self, PROTECTION, md_text (lang, N_ ("Mail Doctor")),
        md_text (lang, N_ ("The two minutes are over: switch your protection on again now.")), "S4");
}

static void
on_changed (MdSession *session, MdNotifier *self)
{
  look_for_round_trip (self);
  if (self->protection_sent && md_session_get_protection_left (session) < 0)
    {
      self->protection_sent = FALSE;
      g_application_withdraw_notification (G_APPLICATION (self->application), PROTECTION);
    }
}

/* Whoever came back need not be told any more. */
static void
on_is_active (GtkWindow *window, GParamSpec *property, GApplication *application)
{
  if (gtk_window_is_active (window))
    g_application_withdraw_notification (application, RESULT);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, MdNotifier *self)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_is_active), application, 0);
}

MdNotifier *
md_notifier_new (GtkApplication *application, MdSession *session)
{
  MdNotifier *self = g_new0 (MdNotifier, 1);
  gboolean is_sandbox = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  self->application = application;
  self->session = session;
  self->present = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (receivers) - (is_sandbox ? 0 : 1); i++)
    self->watches[i] = g_bus_watch_name (G_BUS_TYPE_SESSION, receivers[i],
                                         i == 0 ? G_BUS_NAME_WATCHER_FLAGS_AUTO_START : G_BUS_NAME_WATCHER_FLAGS_NONE,
                                         on_appeared, on_vanished, self, NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), self);
  g_signal_connect (session, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (session, "settled", G_CALLBACK (on_settled), self);
  g_signal_connect (session, "reminder", G_CALLBACK (on_reminder), self);
  return self;
}

void
md_notifier_free (MdNotifier *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (receivers); i++)
    if (self->watches[i] != 0)
      g_bus_unwatch_name (self->watches[i]);
  g_hash_table_unref (self->present);
  g_signal_handlers_disconnect_by_data (self->application, self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_free (self);
}

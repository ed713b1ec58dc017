/* test-notices.c - what the desktop is told when something long ends and nobody looks, and what a click on it does
 *
 * The desktop is played here: a service of its name on the session bus that remembers what it was told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char description[]
    = "<node><interface name='" NAME "'>"
      "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
      "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
      "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
      "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
      "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>"
      "</interface></node>";

typedef struct
{
  Stage stage;
  GDBusConnection *bus;  /* (owned) the desktop's own */
  guint last;            /* id of the last one told */
  guint n_told;
  guint closed;          /* id of the last one taken back */
  char *summary;         /* (owned) (nullable) of the last one */
  char *body;            /* (owned) (nullable) */
} Desk;

static void
on_call (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  Desk *desk = data;
  const char *const none[] = { "body", "actions", NULL };

  if (g_str_equal (method, "Notify"))
    {
      g_free (desk->summary);
      g_free (desk->body);
      g_variant_get_child (parameters, 3, "s", &desk->summary);
      g_variant_get_child (parameters, 4, "s", &desk->body);
      desk->n_told++;
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++desk->last));
    }
  else if (g_str_equal (method, "CloseNotification"))
    {
      g_variant_get (parameters, "(u)", &desk->closed);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", none));
}

static void
open_desk (Desk *desk)
{
  static const GDBusInterfaceVTable table = { on_call, NULL, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  desk->bus = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL,
      &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (desk->bus, PATH, node->interfaces[0], &table, desk, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (desk->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", NAME, 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* The person clicks on the last one. */
static void
click (Desk *desk)
{
  g_assert_true (g_dbus_connection_emit_signal (desk->bus, NULL, PATH, NAME, "ActionInvoked",
                                                g_variant_new ("(us)", desk->last, "default"), NULL));
  stage_settle (0.4);
}

static gboolean
was_told (Stage *stage)
{
  return ((Desk *) stage)->n_told > 0;
}

/* Nobody looks from now on. */
static void
look_away (Desk *desk)
{
  desk->n_told = 0;
  gtk_widget_set_visible (GTK_WIDGET (desk->stage.window), FALSE);
  stage_settle (0.2);
}

/* A guide ends: what it came to is told, and a click brings the window back to it. */
static void
test_guide (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  MdSession *session = desk->stage.session;
  g_autofree char *title = NULL;

  stage_reset (&desk->stage, MD_LANG_ES);
  stage_practise (&desk->stage, "old-sending-password");
  look_away (desk);
  g_assert_true (md_session_confirm_account (session));
  g_assert_true (stage_wait (&desk->stage, was_told, 60));
  title = md_advice_verdict_title (MD_LANG_ES, md_session_get_verdict (session), md_session_get_record (session));
  g_assert_cmpstr (desk->summary, ==, "El resultado está listo.");
  g_assert_cmpstr (desk->body, ==, title);
  g_assert_cmpstr (md_session_get_page (session), !=, "verdict");
  click (desk);
  g_assert_cmpstr (md_session_get_page (session), ==, "verdict");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (desk->stage.window)));
}

/* A round trip ends: a click leads to the page that shows it. */
static void
test_round_trip (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  MdSession *session = desk->stage.session;

  stage_reset (&desk->stage, MD_LANG_ES);
  stage_practise (&desk->stage, "healthy");
  g_assert_true (md_session_confirm_account (session));
  g_assert_true (stage_wait (&desk->stage, stage_is_settled, 60));
  stage_settle (0.3);
  look_away (desk);
  md_session_agree (session, MD_CONSENT_SEND_TEST, TRUE);
  g_assert_true (stage_wait (&desk->stage, was_told, 60));
  g_assert_cmpstr (desk->summary, ==, "Se ha seguido el mensaje de prueba hasta el final.");
  click (desk);
  g_assert_cmpstr (md_session_get_page (session), ==, "S8");
}

/* The protection must be on again: told even to whoever looks, and taken back when it is. */
static void
test_protection (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  MdSession *session = desk->stage.session;

  stage_reset (&desk->stage, MD_LANG_EN);
  stage_practise (&desk->stage, "healthy");
  g_assert_true (md_session_confirm_account (session));
  g_assert_true (stage_wait (&desk->stage, stage_is_settled, 60));
  md_session_protection_off (session);
  stage_settle (0.3);
  g_assert_true (stage_wait (&desk->stage, stage_is_settled, 60));
  desk->n_told = 0;
  g_signal_emit_by_name (session, "reminder");
  g_assert_true (stage_wait (&desk->stage, was_told, 10));
  g_assert_cmpstr (desk->body, ==, "The two minutes are over: switch your protection on again now.");
  g_assert_cmpuint (desk->closed, !=, desk->last);
  click (desk);
  g_assert_cmpstr (md_session_get_page (session), ==, "S4");
  g_signal_emit_by_name (session, "reminder");
  stage_settle (0.3);
  md_session_protection_on (session);
  stage_settle (0.3);
  g_assert_cmpuint (desk->closed, ==, desk->last);
}

/* Whoever looks at the window is told by the window. */
static void
test_looking (gconstpointer data)
{
  Desk *desk = (Desk *) data;

  stage_reset (&desk->stage, MD_LANG_ES);
  gtk_window_present (desk->stage.window);
  stage_practise (&desk->stage, "healthy");
  if (!gtk_window_is_active (desk->stage.window))
    {
      g_test_skip ("this display gives no window the focus");
      return;
    }
  desk->n_told = 0;
  g_assert_true (md_session_confirm_account (desk->stage.session));
  g_assert_true (stage_wait (&desk->stage, stage_is_settled, 60));
  stage_settle (0.5);
  g_assert_cmpuint (desk->n_told, ==, 0);
}

int
main (int argc, char **argv)
{
  Desk desk = { .last = 40 };
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare () || g_getenv ("DBUS_SESSION_BUS_ADDRESS") == NULL)
    {
      g_print ("1..0 # SKIP no display, or no session bus\n");
      return 0;
    }
  open_desk (&desk);
  stage_open (&desk.stage, MD_LANG_ES);
  g_test_add_data_func ("/notices/guide", &desk, test_guide);
  g_test_add_data_func ("/notices/round-trip", &desk, test_round_trip);
  g_test_add_data_func ("/notices/protection", &desk, test_protection);
  g_test_add_data_func ("/notices/looking", &desk, test_looking);
  status = g_test_run ();
  stage_close (&desk.stage);
  g_object_unref (desk.bus);
  g_free (desk.summary);
  g_free (desk.body);
  return status;
}

/* portal.c - notices when what the desktop should show for us never comes; see portal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-portal"

#include "config.h"

#include "ui/portal.h"

#include "ui/application.h"
#include "ui/looks.h"

#include <string.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define FILE_CHOOSER "org.freedesktop.portal.FileChooser"
/* It may have to be started first. */
#define ANSWER_MS 10000

/* Whether the toolkit asks the portal, rather than showing a dialog of its own. */
static gboolean
asks_portal (void)
{
  const char *debug = g_getenv ("GDK_DEBUG");

  if (debug != NULL && strstr (debug, "no-portals") != NULL)
    return FALSE;
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static MdLang
lang_of (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);
  MdSession *session = MD_IS_APPLICATION (application) ? md_application_get_session (MD_APPLICATION (application))
                                                       : NULL;

  return session != NULL ? md_session_get_lang (session) : md_lang_from_environment ();
}

static AdwMessageDialog *
say (GtkWindow *parent, const char *heading, const char *body)
{
  MdLang lang = lang_of (parent);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "close", md_text (lang, N_ ("_Close")));
  adw_message_dialog_set_close_response (dialog, "close");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
say_no_files (GtkWindow *parent)
{
  MdLang lang = lang_of (parent);

  say (parent, md_text (lang, N_ ("The dialog for choosing a file did not open")),
       md_text (lang, N_ ("Mail Doctor runs in a sandbox and sees only the files that the desktop hands over. The "
                          "service that does so, xdg-desktop-portal, does not answer: install it, or sign in anew. "
                          "Until then, text can be copied and pasted.")));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkNativeDialog) dialog = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  GtkWindow *parent = gtk_native_dialog_get_transient_for (dialog);

  if (reply != NULL)
    {
      gtk_native_dialog_show (dialog);
      return;
    }
  g_info ("no portal for files: %s", error->message);
  if (parent != NULL && gtk_widget_get_realized (GTK_WIDGET (parent)))
    say_no_files (parent);
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_DELETE_EVENT);
}

void
md_portal_show (GtkNativeDialog *dialog)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;

  if (bus == NULL || !asks_portal ())
    gtk_native_dialog_show (dialog);
  else
    g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                            g_variant_new ("(ss)", FILE_CHOOSER, "version"), G_VARIANT_TYPE ("(v)"),
                            G_DBUS_CALL_FLAGS_NONE, ANSWER_MS, NULL, on_answer, g_object_ref (dialog));
}

static void
on_url_response (AdwMessageDialog *dialog, const char *response, const char *url)
{
  if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), url);
}

static void
forget (gpointer url, GClosure *closure)
{
  g_free (url);
}

void
md_portal_notice_url (const char *url)
{
  GApplication *application = g_application_get_default ();
  GtkWindow *parent = GTK_IS_APPLICATION (application)
                          ? gtk_application_get_active_window (GTK_APPLICATION (application)) : NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  MdLang lang;

  if (parent == NULL)
    return;
  lang = lang_of (parent);
  body = md_fill_with (md_text (lang, N_ ("Open this address in a browser yourself: {url}")), "url", url, NULL);
  dialog = say (parent, md_text (lang, N_ ("No browser could be opened")), body);
  adw_message_dialog_add_response (dialog, "copy", md_text (lang, N_ ("C_opy the address")));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_url_response), g_strdup (url), forget, 0);
}

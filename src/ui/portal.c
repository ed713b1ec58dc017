/* portal.c - notices when what the desktop should show for us never comes; see portal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-portal"

#include "config.h"

#include "ui/portal.h"

#include "ui/application.h"
#include "ui/looks.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define FILE_CHOOSER "org.freedesktop.portal.FileChooser"
#define ANSWER_MS 5000

/* Whether the toolkit asks the portal, rather than showing a dialog of its own. */
static gboolean
asks_portal (void)
{
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
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) parent = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  MdLang lang = lang_of (parent);

  if (reply != NULL || !gtk_widget_get_realized (GTK_WIDGET (parent)))
    return;
  g_info ("no portal for files: %s", error->message);
  say (parent, md_text (lang, N_ ("The dialog for choosing a file did not open")),
       md_text (lang, N_ ("Mail Doctor runs in a sandbox and sees only the files that the desktop hands over. The service "
                          "that does so, xdg-desktop-portal, does not answer: install it, or sign in anew. Until then, "
                          "text can be copied and pasted.")));
}

void
md_portal_notice_files (GtkWindow *parent, int response)
{
  GDBusConnection *bus = parent != NULL ? g_application_get_dbus_connection (g_application_get_default ()) : NULL;

  /* The toolkit's word for a dialog that was not shown, but also for one that was closed. */
  if (response != GTK_RESPONSE_DELETE_EVENT || bus == NULL || !asks_portal ())
    return;
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", FILE_CHOOSER, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, ANSWER_MS, NULL, on_answer, g_object_ref (parent));
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

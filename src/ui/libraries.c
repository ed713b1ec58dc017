/* libraries.c - what the program runs on; see libraries.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-libraries"

#include "config.h"

#include "ui/libraries.h"

#include <adwaita.h>
#include <ares.h>
#include <curl/curl.h>
#include <gmime/gmime.h>
#include <json-glib/json-glib.h>
#include <libpsl.h>
#include <libsecret/secret.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <sys/utsname.h>

static void
add (GString *text, const char *name, const char *version)
{
  g_string_append_printf (text, "- %s: %s\n", name, version != NULL ? version : "?");
}

static void
add_number (GString *text, const char *name, guint major, guint minor, guint micro)
{
  g_autofree char *version = g_strdup_printf ("%u.%u.%u", major, minor, micro);

  add (text, name, version);
}

static void
add_system (GString *text)
{
  g_autofree char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  gboolean in_flatpak = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  GdkDisplay *display = gdk_display_get_default ();
  struct utsname system;

  g_string_append (text, "\nSystem:\n");
  add (text, "Name", name);
  if (uname (&system) == 0)
    {
      add (text, "Kernel", system.release);
      add (text, "Machine", system.machine);
    }
  add (text, "Desktop", desktop != NULL ? desktop : "-");
  add (text, "Display", display != NULL ? G_OBJECT_TYPE_NAME (display) : "-");
  add (text, "Package", in_flatpak ? "Flatpak" : "-");
}

char *
md_libraries_text (void)
{
  GString *text = g_string_new ("Mail Doctor " MD_VERSION "\n\nLibraries:\n");

  add_number (text, "GTK", gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ());
  add_number (text, "libadwaita", adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ());
  add_number (text, "GLib", glib_major_version, glib_minor_version, glib_micro_version);
  add (text, "libcurl", curl_version_info (CURLVERSION_NOW)->version);
  add (text, "OpenSSL", OpenSSL_version (OPENSSL_VERSION_STRING));
  add (text, "c-ares", ares_version (NULL));
  add_number (text, "GMime", gmime_major_version, gmime_minor_version, gmime_micro_version);
  add (text, "SQLite", sqlite3_libversion ());
  add (text, "libpsl", psl_get_version ());
  /* These two tell only what they were built with. */
  add_number (text, "libsecret", SECRET_MAJOR_VERSION, SECRET_MINOR_VERSION, SECRET_MICRO_VERSION);
  add (text, "json-glib", JSON_VERSION_S);
  add_system (text);
  return g_string_free (text, FALSE);
}

/* language.c - the language of the .ui files and of the toolkit; see language.h
 *
 * glibc translates by LANGUAGE only when LC_MESSAGES is a real locale (since 2.39 "C.UTF-8" is none), and a computer
 * may have no such locale at all.  A folder that is merely named like one is enough, so one is lent to setlocale() for
 * a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-language"

#include "config.h"

#include "ui/language.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own: a new value makes gettext() forget what it has looked up. */
extern int _nl_msg_cat_cntr;

static gboolean
messages_are_translated (void)
{
  const char *name = setlocale (LC_MESSAGES, NULL);

  return name != NULL && strcmp (name, "C") != 0 && strcmp (name, "POSIX") != 0 && !g_str_has_prefix (name, "C.");
}

static gboolean
try_usual_locales (void)
{
  static const char *const names[] = { "en_US.UTF-8", "es_ES.UTF-8", "en_GB.UTF-8", "es_MX.UTF-8" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (setlocale (LC_MESSAGES, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
lend_a_locale (void)
{
  static const char *const sources[] = { "/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8" };
  g_autofree char *folder = g_dir_make_tmp ("maildoctor-XXXXXX", NULL);
  g_autofree char *link = folder != NULL ? g_build_filename (folder, "en_US.UTF-8", NULL) : NULL;

  for (gsize i = 0; link != NULL && i < G_N_ELEMENTS (sources); i++)
    if (g_file_test (sources[i], G_FILE_TEST_IS_DIR) && symlink (sources[i], link) == 0)
      {
        g_setenv ("LOCPATH", folder, TRUE);
        if (setlocale (LC_MESSAGES, "en_US.UTF-8") == NULL)
          g_info ("no locale for messages: the toolkit's own words stay English");
        g_unsetenv ("LOCPATH");
        g_unlink (link);
        break;
      }
  if (folder != NULL)
    g_rmdir (folder);
}

/* Where the catalogues are: as told (tests), as installed, or, for a program run where it was built, beside it. */
static char *
find_catalogues (void)
{
  const char *told = g_getenv ("MAILDOCTOR_LOCALE_DIR");
  g_autofree char *installed = g_build_filename (MD_LOCALE_DIR, "es", "LC_MESSAGES", MD_GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *built = folder != NULL ? g_build_filename (folder, "..", "..", "po", NULL) : NULL;

  if (told != NULL)
    return g_strdup (told);
  if (!g_file_test (installed, G_FILE_TEST_EXISTS) && built != NULL && g_file_test (built, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&built);
  return g_strdup (MD_LOCALE_DIR);
}

void
md_language_prepare (void)
{
  g_autofree char *folder = find_catalogues ();

  if (setlocale (LC_ALL, "") == NULL || strcmp (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  if (!messages_are_translated () && !try_usual_locales ())
    lend_a_locale ();
  gtk_disable_setlocale (); /* or GTK's start would undo it */
  bindtextdomain (MD_GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (MD_GETTEXT_PACKAGE, "UTF-8");
  textdomain (MD_GETTEXT_PACKAGE);
}

void
md_language_use (MdLang lang)
{
  /* The first call is made before there are threads; later ones only exchange one pointer in the environment and leave
   * the old value where it is, so that a worker's getenv() is safe. */
  g_setenv ("LANGUAGE", md_lang_code (lang), TRUE);
  _nl_msg_cat_cntr++;
}

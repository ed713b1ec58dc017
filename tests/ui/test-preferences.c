/* test-preferences.c - what the person chose is kept, and its absence does no harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/preferences.h"

static GSettingsSchemaSource *
compiled (void)
{
  GError *error = NULL;
  GSettingsSchemaSource *source
      = g_settings_schema_source_new_from_directory (g_getenv ("MD_COMPILED_SCHEMAS"), NULL, TRUE, &error);

  g_assert_no_error (error);
  return source;
}

static void
on_changed (MdPreferences *preferences, guint *count)
{
  (*count)++;
}

static void
assert_defaults (MdPreferences *preferences)
{
  g_assert_cmpstr (md_preferences_get_language (preferences), ==, "");
  g_assert_cmpint (md_preferences_get_third_parties (preferences), ==, MD_THIRD_PARTIES_ASK);
  g_assert_cmpuint (g_strv_length ((char **) md_preferences_get_resolvers (preferences)), ==, 0);
  g_assert_true (md_preferences_get_keep_history (preferences));
  g_assert_cmpuint (md_preferences_get_history_days (preferences), ==, 0);
  g_assert_false (md_preferences_get_slow_line (preferences));
}

static void
change_all (MdPreferences *preferences)
{
  static const char *const servers[] = { "192.0.2.1", "[2001:db8::1]:5353", NULL };
  guint count = 0;

  g_signal_connect (preferences, "changed", G_CALLBACK (on_changed), &count);
  md_preferences_set_language (preferences, "es");
  g_assert_cmpuint (count, ==, 1);
  md_preferences_set_language (preferences, "es");
  g_assert_cmpuint (count, ==, 1); /* nothing new */
  md_preferences_set_third_parties (preferences, MD_THIRD_PARTIES_NO);
  md_preferences_set_resolvers (preferences, servers);
  md_preferences_set_keep_history (preferences, FALSE);
  md_preferences_set_history_days (preferences, 90);
  md_preferences_set_slow_line (preferences, TRUE);
  g_assert_cmpuint (count, ==, 6);
  g_signal_handlers_disconnect_by_data (preferences, &count);
}

static void
assert_changed (MdPreferences *preferences)
{
  g_assert_cmpstr (md_preferences_get_language (preferences), ==, "es");
  g_assert_cmpint (md_preferences_get_lang (preferences), ==, MD_LANG_ES);
  g_assert_cmpint (md_preferences_get_third_parties (preferences), ==, MD_THIRD_PARTIES_NO);
  g_assert_cmpstr (md_preferences_get_resolvers (preferences)[1], ==, "[2001:db8::1]:5353");
  g_assert_false (md_preferences_get_keep_history (preferences));
  g_assert_cmpuint (md_preferences_get_history_days (preferences), ==, 90);
  g_assert_true (md_preferences_get_slow_line (preferences));
}

/* A second object, as after the next start or in another program, sees what the first one wrote. */
static void
test_kept (void)
{
  g_autoptr (GSettingsSchemaSource) source = compiled ();
  g_autoptr (MdPreferences) first = md_preferences_new_from (source);
  g_autoptr (MdPreferences) second = md_preferences_new_from (source);

  assert_defaults (first);
  change_all (first);
  assert_changed (first);
  assert_changed (second);
  md_preferences_set_language (second, "");
  g_assert_cmpstr (md_preferences_get_language (first), ==, "");
}

static void
test_no_schema (void)
{
  g_autoptr (MdPreferences) preferences = md_preferences_new_from (NULL);

  g_assert_false (md_preferences_are_kept (preferences));
  assert_defaults (preferences);
  change_all (preferences);
  assert_changed (preferences);
}

/* Whatever is installed or not: never an abort. */
static void
test_as_installed (void)
{
  g_autoptr (MdPreferences) preferences = md_preferences_new ();

  assert_defaults (preferences);
}

/* A value that somebody wrote by hand. */
static void
test_strange (void)
{
  g_autoptr (MdPreferences) preferences = md_preferences_new_from (NULL);

  md_preferences_set_language (preferences, "fr");
  g_assert_cmpstr (md_preferences_get_language (preferences), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/as-installed", test_as_installed);
  g_test_add_func ("/preferences/no-schema", test_no_schema);
  g_test_add_func ("/preferences/strange", test_strange);
  g_test_add_func ("/preferences/kept", test_kept);
  return g_test_run ();
}

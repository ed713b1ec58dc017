/* preferences.c - what the person chose once and for all; see preferences.h
 *
 * The values stand in this object; GSettings, where there is one, is read at the start and whenever it changes, and
 * written by the setters.  So there is one way to read, with the schema and without.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-preferences"
#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include "ui/preferences.h"

#include <gio/gsettingsbackend.h>

#define SCHEMA MD_APP_ID

static const char *const third_parties[] = {
  [MD_THIRD_PARTIES_ASK] = "ask",
  [MD_THIRD_PARTIES_YES] = "yes",
  [MD_THIRD_PARTIES_NO] = "no",
};

struct _MdPreferences
{
  GObject parent_instance;

  GSettings *settings;   /* (owned) (nullable) */
  gboolean kept;
  MdLang system_lang;
  char *language;        /* (owned) */
  MdThirdParties third_parties;
  char **resolvers;      /* (owned) */
  gboolean keep_history;
  guint history_days;
  gboolean slow_line;
};

G_DEFINE_FINAL_TYPE (MdPreferences, md_preferences, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ── reading ── */

static void
read_all (MdPreferences *self)
{
  g_autofree char *third = g_settings_get_string (self->settings, "third-parties");

  g_free (self->language);
  self->language = g_settings_get_string (self->settings, "language");
  self->third_parties = MD_THIRD_PARTIES_ASK;
  for (guint i = 0; i < G_N_ELEMENTS (third_parties); i++)
    if (g_str_equal (third_parties[i], third))
      self->third_parties = (MdThirdParties) i;
  g_strfreev (self->resolvers);
  self->resolvers = g_settings_get_strv (self->settings, "resolvers");
  self->keep_history = g_settings_get_boolean (self->settings, "keep-history");
  self->history_days = (guint) MAX (g_settings_get_int (self->settings, "history-days"), 0);
  self->slow_line = g_settings_get_boolean (self->settings, "slow-line");
}

static void
on_settings_changed (GSettings *settings, const char *key, MdPreferences *self)
{
  read_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
md_preferences_are_kept (MdPreferences *self)
{
  return self->kept;
}

const char *
md_preferences_get_language (MdPreferences *self)
{
  return self->language;
}

MdLang
md_preferences_get_lang (MdPreferences *self)
{
  MdLang lang;

  return md_lang_from_code (self->language, &lang) ? lang : self->system_lang;
}

MdThirdParties
md_preferences_get_third_parties (MdPreferences *self)
{
  return self->third_parties;
}

const char *const *
md_preferences_get_resolvers (MdPreferences *self)
{
  return (const char *const *) self->resolvers;
}

gboolean
md_preferences_get_keep_history (MdPreferences *self)
{
  return self->keep_history;
}

guint
md_preferences_get_history_days (MdPreferences *self)
{
  return self->history_days;
}

gboolean
md_preferences_get_slow_line (MdPreferences *self)
{
  return self->slow_line;
}

/* ── writing: GSettings tells back what it took ── */

static void
store (MdPreferences *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (self->settings != NULL && g_settings_set_value (self->settings, key, owned))
    return;
  g_info ("%s holds until the program ends", key);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
md_preferences_set_language (MdPreferences *self, const char *code)
{
  MdLang lang;
  const char *taken = md_lang_from_code (code, &lang) ? md_lang_code (lang) : "";

  if (g_str_equal (self->language, taken))
    return;
  g_free (self->language);
  self->language = g_strdup (taken);
  store (self, "language", g_variant_new_string (taken));
}

void
md_preferences_set_third_parties (MdPreferences *self, MdThirdParties answer)
{
  if (self->third_parties == answer)
    return;
  self->third_parties = answer;
  store (self, "third-parties", g_variant_new_string (third_parties[answer]));
}

void
md_preferences_set_resolvers (MdPreferences *self, const char *const *resolvers)
{
  if (g_strv_equal ((const char *const *) self->resolvers, resolvers))
    return;
  g_strfreev (self->resolvers);
  self->resolvers = g_strdupv ((char **) resolvers);
  store (self, "resolvers", g_variant_new_strv ((const char *const *) self->resolvers, -1));
}

void
md_preferences_set_keep_history (MdPreferences *self, gboolean keep)
{
  if (self->keep_history == keep)
    return;
  self->keep_history = keep;
  store (self, "keep-history", g_variant_new_boolean (keep));
}

void
md_preferences_set_history_days (MdPreferences *self, guint days)
{
  if (self->history_days == days)
    return;
  self->history_days = days;
  store (self, "history-days", g_variant_new_int32 ((gint32) days));
}

void
md_preferences_set_slow_line (MdPreferences *self, gboolean slow)
{
  if (self->slow_line == slow)
    return;
  self->slow_line = slow;
  store (self, "slow-line", g_variant_new_boolean (slow));
}

/* ── life ── */

static void
md_preferences_finalize (GObject *object)
{
  MdPreferences *self = MD_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_free (self->language);
  g_strfreev (self->resolvers);
  G_OBJECT_CLASS (md_preferences_parent_class)->finalize (object);
}

static void
md_preferences_class_init (MdPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = md_preferences_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
md_preferences_init (MdPreferences *self)
{
  self->system_lang = md_lang_from_environment ();
  self->language = g_strdup ("");
  self->resolvers = g_new0 (char *, 1);
  self->keep_history = TRUE;
}

/* A schema of another version of this program would be as good as none. */
static gboolean
has_all_keys (GSettingsSchema *schema)
{
  static const char *const keys[] = { "language",     "third-parties", "resolvers",
                                      "keep-history", "history-days",  "slow-line" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return FALSE;
  return TRUE;
}

/* GLib keeps settings in a file where no desktop does; in memory only where that was asked for. */
static gboolean
are_kept (void)
{
  g_autoptr (GSettingsBackend) backend = g_settings_backend_get_default ();

  return !g_str_equal (G_OBJECT_TYPE_NAME (backend), "GMemorySettingsBackend");
}

MdPreferences *
md_preferences_new_from (GSettingsSchemaSource *source)
{
  MdPreferences *self = g_object_new (MD_TYPE_PREFERENCES, NULL);
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  if (schema == NULL || !has_all_keys (schema))
    {
      g_info ("no schema %s: choices last until the program ends", SCHEMA);
      return self;
    }
  self->kept = are_kept ();
  self->settings = g_settings_new_full (schema, NULL, NULL);
  read_all (self);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_settings_changed), self, 0);
  return self;
}

MdPreferences *
md_preferences_new (void)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) known = usual != NULL ? g_settings_schema_source_lookup (usual, SCHEMA, TRUE) : NULL;
  g_autoptr (GSettingsSchemaSource) installed = NULL;

  if (known != NULL)
    return md_preferences_new_from (usual);
  /* Installed where the desktop does not look. */
  installed = g_settings_schema_source_new_from_directory (MD_SCHEMA_DIR, usual, TRUE, NULL);
  return md_preferences_new_from (installed);
}

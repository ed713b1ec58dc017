/* preferences.h - what the person chose once and for all, kept by the desktop
 *
 * A layer over GSettings: where its schema is not installed the defaults hold and a choice lasts as long as the
 * program.  Main thread only.
 *
 * Signals
 *   "changed"   some value is another one now, by this object or from outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MD_THIRD_PARTIES_ASK, /* each time */
  MD_THIRD_PARTIES_YES,
  MD_THIRD_PARTIES_NO,
} MdThirdParties;

#define MD_TYPE_PREFERENCES (md_preferences_get_type ())
G_DECLARE_FINAL_TYPE (MdPreferences, md_preferences, MD, PREFERENCES, GObject)

/* What this desktop keeps, or the defaults. */
MdPreferences     *md_preferences_new (void);
/* The same with the schemas of @source; NULL: none, so the defaults in memory. */
MdPreferences     *md_preferences_new_from (GSettingsSchemaSource *source);
/* TRUE when a choice will still hold the next time the program starts. */
gboolean           md_preferences_are_kept (MdPreferences *self);

/* "" (the system's), "es" or "en"; anything else counts as "". (transfer none) until the next change. */
const char        *md_preferences_get_language (MdPreferences *self);
void               md_preferences_set_language (MdPreferences *self, const char *code);
/* The language that this makes: where it is the system's, the one the program was started in. */
MdLang             md_preferences_get_lang (MdPreferences *self);

MdThirdParties     md_preferences_get_third_parties (MdPreferences *self);
void               md_preferences_set_third_parties (MdPreferences *self, MdThirdParties answer);

/* NULL-terminated, as md_world_set_resolvers() takes them; empty: the system's. (transfer none) until the next
 * change. */
const char *const *md_preferences_get_resolvers (MdPreferences *self);
void               md_preferences_set_resolvers (MdPreferences *self, const char *const *resolvers);

gboolean           md_preferences_get_keep_history (MdPreferences *self);
void               md_preferences_set_keep_history (MdPreferences *self, gboolean keep);
/* 0: until deleted. */
guint              md_preferences_get_history_days (MdPreferences *self);
void               md_preferences_set_history_days (MdPreferences *self, guint days);

/* TRUE: every time limit of a test is longer. */
gboolean           md_preferences_get_slow_line (MdPreferences *self);
void               md_preferences_set_slow_line (MdPreferences *self, gboolean slow);

G_END_DECLS

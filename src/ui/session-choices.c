/* session-choices.c - what the person chose once and for all, and what it makes of a visit; see session.h
 *
 * Practice is left alone: everybody asked there is on this computer, and its Internet is its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#define SLOW_LINE_PATIENCE 3

static MdThirdParties
third_parties (MdSession *self)
{
  return self->preferences != NULL ? md_preferences_get_third_parties (self->preferences) : MD_THIRD_PARTIES_ASK;
}

gboolean
md_session_may_ask_others (MdSession *self)
{
  return self->practice != NULL || third_parties (self) != MD_THIRD_PARTIES_NO;
}

MdConsent
md_session_get_standing_consents (MdSession *self)
{
  return third_parties (self) == MD_THIRD_PARTIES_YES ? MD_CONSENT_THIRD_PARTY : MD_CONSENT_NONE;
}

MdWorld *
md_session_make_world (MdSession *self)
{
  MdWorld *world = md_world_new ();
  const char *const *resolvers = self->preferences != NULL ? md_preferences_get_resolvers (self->preferences) : NULL;

  if (resolvers != NULL && resolvers[0] != NULL)
    md_world_set_resolvers (world, resolvers);
  if (self->preferences != NULL && md_preferences_get_slow_line (self->preferences))
    md_world_set_patience (world, SLOW_LINE_PATIENCE);
  return world;
}

/* What runs goes on as it is; what starts from now on is in the new world. */
static void
change_world (MdSession *self)
{
  if (self->practice != NULL)
    return;
  md_world_unref (self->world);
  self->world = md_session_make_world (self);
  if (self->runner != NULL)
    md_runner_set_world (self->runner, self->world);
  if (self->lookup != NULL)
    md_runner_set_world (self->lookup, self->world);
}

/* "Ask each time" leaves what was answered in this visit; the other two answer for it. */
static void
change_consent (MdSession *self)
{
  MdThirdParties now = third_parties (self);

  if (now == self->third_parties)
    return;
  self->third_parties = now;
  if (self->practice == NULL && now != MD_THIRD_PARTIES_ASK)
    md_session_agree (self, MD_CONSENT_THIRD_PARTY, now == MD_THIRD_PARTIES_YES);
}

/* Only when the language itself was chosen: a window may have been opened in another one on purpose. */
static void
change_lang (MdSession *self)
{
  const char *language = md_preferences_get_language (self->preferences);

  if (g_strcmp0 (self->language, language) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  md_session_set_lang (self, md_preferences_get_lang (self->preferences));
}

static void
on_changed (MdPreferences *preferences, MdSession *self)
{
  change_world (self);
  change_consent (self);
  change_lang (self);
  md_session_mark_changed (self);
}

void
md_session_set_preferences (MdSession *self, MdPreferences *preferences)
{
  if (self->preferences != NULL)
    g_signal_handlers_disconnect_by_data (self->preferences, self);
  g_set_object (&self->preferences, preferences);
  change_world (self);
  change_consent (self);
  if (preferences == NULL)
    return;
  g_free (self->language);
  self->language = g_strdup (md_preferences_get_language (preferences));
  g_signal_connect_object (preferences, "changed", G_CALLBACK (on_changed), self, 0);
}

MdPreferences *
md_session_get_preferences (MdSession *self)
{
  return self->preferences;
}

/* preferences-window.h - where the person chooses once and for all; every choice holds at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_PREFERENCES_WINDOW (md_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (MdPreferencesWindow, md_preferences_window, MD, PREFERENCES_WINDOW, AdwWindow)

/* Over @parent; where it is open already it comes to the front.  The session must have preferences. */
void md_show_preferences (GtkWindow *parent, MdSession *session);

/* The servers that were typed, separated by spaces, commas or semicolons; NULL, and the word that cannot be one in
 * @wrong (transfer full), where there is such a word. */
char **md_preferences_split_servers (const char *text, char **wrong);

G_END_DECLS

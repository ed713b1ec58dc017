/* consent-box.h - asks before the one test message, the public block lists, the passwords saved in the keyring,
 * and signing in with what is saved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_consent_box_new_test (MdSession *session);
GtkWidget *md_consent_box_new_lists (MdSession *session);
GtkWidget *md_consent_box_new_keyring (MdSession *session);
GtkWidget *md_consent_box_new_token (MdSession *session);
GtkWidget *md_consent_box_new_saved (MdSession *session);
GtkWidget *md_consent_box_new_server_lists (MdSession *session);
GtkWidget *md_consent_box_new_draft (MdSession *session);
GtkWidget *md_consent_box_new_move (MdSession *session);
gboolean   md_consent_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS

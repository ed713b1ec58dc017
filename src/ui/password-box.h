/* password-box.h - asks for the password, only where a step needs it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_password_box_new (MdSession *session);
gboolean   md_password_box_refresh (GtkWidget *box, MdSession *session);

/* Who takes tokens and nothing else: the provider as far as it is known, or the server that was asked; NULL when a
 * password may be of use. */
const char *md_password_box_token_only (MdSession *session);

G_END_DECLS

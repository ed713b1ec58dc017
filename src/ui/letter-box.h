/* letter-box.h - a ready text for somebody else, to read and to copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The recipient's (D2). */
GtkWidget *md_letter_box_new_recipient (MdSession *session);
gboolean   md_letter_box_refresh_recipient (GtkWidget *box, MdSession *session);
/* The one that suits the verdict, folded; NULL when nobody else has to act. */
GtkWidget *md_letter_box_new_for_verdict (MdSession *session);

G_END_DECLS

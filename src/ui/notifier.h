/* notifier.h - tells the desktop that something long has ended while nobody looks at the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _MdNotifier MdNotifier;

/* Tells the end of a guide, of a round trip and of the two minutes without protection, and takes back what is no
 * longer so.  What it sends leads to the action "app.show" with a page's id.  Neither is owned; both must outlive
 * it. */
MdNotifier *md_notifier_new (GtkApplication *application, MdSession *session);
void        md_notifier_free (MdNotifier *self);

G_END_DECLS

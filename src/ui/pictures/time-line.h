/* time-line.h - the stages of a connection as bars on one axis of seconds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* NULL without stages. */
GtkWidget *md_time_line_new (const MdEvidence *evidence, MdLang lang);

G_END_DECLS

/* side-by-side.h - what became of the plain message, and of the person's own, in two columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* NULL without pairs. */
GtkWidget *md_side_by_side_new (const MdEvidence *evidence, MdLang lang);

G_END_DECLS

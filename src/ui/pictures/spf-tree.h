/* spf-tree.h - what an SPF record includes, as a tree, with the count of its lookups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence-parts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* NULL for a tree without terms.  At most 40 terms in six depths are drawn; how many are left out is said. */
GtkWidget *md_spf_tree_new (const MdShownTree *tree, MdLang lang);

G_END_DECLS

/* branch.h - the lines before one row of a tree; only for the eye
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_BRANCH (md_branch_get_type ())
G_DECLARE_FINAL_TYPE (MdBranch, md_branch, MD, BRANCH, GtkWidget)

/* @depth: how deep below the root, from 1; @goes_on: bit d is set when, after this row, another one follows at depth
 * d + 1. */
GtkWidget *md_branch_new (guint depth, guint goes_on);

/* The line of a way from top to bottom, with or without a stop. */
#define MD_TYPE_RAIL (md_rail_get_type ())
G_DECLARE_FINAL_TYPE (MdRail, md_rail, MD, RAIL, GtkWidget)

GtkWidget *md_rail_new (gboolean stops, gboolean comes_from_above, gboolean goes_on);

G_END_DECLS

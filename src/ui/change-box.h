/* change-box.h - what is another between two results, as lines under headings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/history.h"
#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills @box anew with a heading and a line for each of @findings, or hides it. */
void md_change_box_show_findings (GtkWidget *box, MdLang lang, const char *heading, GPtrArray *findings);
/* The same with whole sentences. */
void md_change_box_show_lines (GtkWidget *box, const char *heading, char **lines);
/* What changed since it last worked; hidden when there is no such result, or nothing is wrong. */
void md_change_box_show_since (GtkWidget *box, MdSession *session);
/* For reports of the run of now: the last good result; (nullable). */
const MdRecord *md_last_well_of (MdSession *session);

G_END_DECLS

/* looks.h - icon and colour of a status or severity; the word comes from advice/
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/finding.h"
#include "core/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *md_status_icon (MdStatus status);
/* A style class of the toolkit: "success", "warning", "error", "dim-label". */
const char *md_status_class (MdStatus status);
MdStatus    md_severity_status (MdSeverity severity);
/* Shows @status in @image: icon and colour. */
void        md_image_set_status (GtkImage *image, MdStatus status);
/* "0,4 s" in the person's way of writing numbers; "" when there is nothing to tell. */
char       *md_seconds_text (double seconds, gboolean comma);
/* An icon beside words that say the same: a screen reader passes it by. */
GtkWidget  *md_silent_icon_new (void);
/* A label for reading: wraps anywhere, starts at the line's start. */
GtkWidget  *md_label_new (const char *text, const char *style_class);
/* An expander whose title is its name, too. */
GtkWidget  *md_expander_new (const char *title);
/* Replaces the words of {name} places in @pattern: name, value pairs closed by NULL. */
char       *md_fill_with (const char *pattern, ...) G_GNUC_NULL_TERMINATED;
/* The accessible name of @widget, instead of its visible words. */
void        md_set_accessible_name (GtkWidget *widget, const char *name);

G_END_DECLS

/* picture.h - what all pictures share: the group with its sentence, marks, lengths of time in words
 *
 * A picture is a group of ordinary widgets.  Its accessible name is a whole sentence that says what the picture says;
 * nothing is told by colour or position alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A column with @title (nullable) above and @sentence for a screen reader. */
GtkWidget *md_picture_new (const char *title, const char *sentence);
/* Icon and word of @status; the word may wrap. */
GtkWidget *md_mark_new (MdStatus status, const char *word);
/* "40 s", "5 min", "3 h 20 min", "2 days"; whole, without a sign. */
char      *md_length_text (MdLang lang, gint64 seconds);
/* The pattern for one, else the one with {count} filled in. */
char      *md_count_text (MdLang lang, gint64 count, const char *one, const char *many);
/* A name of a server or a person: as md_label_new(), but no hyphen is put where it wraps. */
GtkWidget *md_name_new (const char *name, const char *style_class);
/* A text to read letter by letter: monospace, selectable, wrapping anywhere. */
GtkWidget *md_verbatim_new (const char *text);

G_END_DECLS

/* json-text.h - writes JSON as it goes along
 *
 * Why not json-glib's builder: it makes a tree of objects first, which took more than a third of the time that a bounce
 * may take when ten thousand are explained in one run.
 *
 * The caller keeps the order: a member's name before its value, and an end for every start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *text;  /* (owned) */
  gboolean comma; /* a value stands in front of the next one */
} MdJsonText;

void  md_json_text_init (MdJsonText *self);
/* The document; (transfer full). */
char *md_json_text_end (MdJsonText *self);

/* @mark: '{' or '[', and '}' or ']'. */
void  md_json_text_open (MdJsonText *self, char mark);
void  md_json_text_close (MdJsonText *self, char mark);
/* @name: one of ours, with nothing in it that would have to be escaped. */
void  md_json_text_name (MdJsonText *self, const char *name);
/* @value (nullable): UTF-8. */
void  md_json_text_string (MdJsonText *self, const char *value);
void  md_json_text_number (MdJsonText *self, gint64 value);
/* To the third decimal. */
void  md_json_text_decimal (MdJsonText *self, double value);
void  md_json_text_truth (MdJsonText *self, gboolean value);

G_END_DECLS

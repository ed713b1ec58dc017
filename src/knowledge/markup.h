/* markup.h - XML from somebody else's server, read within limits; for the readers of this room
 *
 * At most 256 KiB; no DOCTYPE (the door to entity tricks), no NUL byte, no entities but the five of XML, UTF-8 only.
 * Depth is the readers' own affair: they count it in their start element, and refuse it by md_markup_too_deep().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "knowledge/knowledge.h"

G_BEGIN_DECLS

#define MD_MARKUP_MAX_BYTES (256 * 1024)
#define MD_MARKUP_MAX_DEPTH 16
#define MD_MARKUP_MAX_TEXT_BYTES 1024

/* For GMarkupParser.passthrough. */
void     md_markup_pass_through (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                                 GError **error);
/* TRUE, with @error set, when @depth is more than any of these formats has. */
gboolean md_markup_too_deep (guint depth, GError **error);
/* The whole of it; @error says which limit or rule it broke. */
gboolean md_markup_read (const GMarkupParser *parser, gpointer data, const char *xml, gsize length, GError **error);
/* @url (nullable) when it is one to open in a browser: https, or http where @may_be_open; (transfer full). */
char    *md_markup_url (const char *url, gboolean may_be_open);

G_END_DECLS

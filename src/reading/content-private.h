/* content-private.h - between content.c, content-parts.c and content-html.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/content.h"

G_BEGIN_DECLS

#define MD_CONTENT_MAX_TEXT (1024 * 1024)

/* The kinds of notes, in the order of their words. */
typedef enum
{
  MD_NOTE_SUBJECT_CAPITALS,
  MD_NOTE_SUBJECT_EXCLAMATION,
  MD_NOTE_SUBJECT_MISSING,
  MD_NOTE_LINK_MISMATCH,
  MD_NOTE_LINK_SHORTENED,
  MD_NOTE_LINK_NUMERIC,
  MD_NOTE_IMAGES_ONLY,
  MD_NOTE_ACTIVE_HTML,
  MD_NOTE_ATTACHMENT_RISKY,
  MD_NOTE_ATTACHMENT_DISGUISED,
  MD_NOTE_ATTACHMENT_MACROS,
  MD_NOTE_TOO_LARGE,
  MD_NOTE_DATE_MISSING,
  MD_NOTE_DATE_WRONG,
  MD_NOTE_MESSAGE_ID_MISSING,
  MD_NOTE_FROM_MISSING,
  MD_NOTE_FROM_OTHER_DOMAIN,
  MD_NOTE_FIELD_REPEATED,
  MD_NOTE_HEADER_BROKEN,
  MD_NOTE_ADDRESS_BROKEN,
  MD_NOTE_MANY_RECIPIENTS,
  MD_NOTE_UNSUBSCRIBE_MISSING,
  MD_NOTE_RAW_BYTES,
  MD_NOTE_CHARSET_WRONG,
  MD_NOTE_LINE_TOO_LONG,
  MD_N_NOTES,
} MdNote;

/* What was gathered while the parts were walked through. */
typedef struct
{
  MdContent *content;
  guint letters;          /* of the visible text, the longest of its forms */
  guint images;           /* shown or attached */
  gboolean speaks_of_leaving; /* "unsubscribe" stands in the text */
} MdContentWalk;

/* Once for every kind and place. */
void        md_content_note (MdContent *self, MdNote note, const char *where);

/* content-parts.c */
void        md_content_walk (MdContentWalk *walk, const char *message, gsize length);

/* content-html.c: @text is valid UTF-8 */
void        md_content_read_html (MdContentWalk *walk, const char *text);
void        md_content_read_plain (MdContentWalk *walk, const char *text);

G_END_DECLS

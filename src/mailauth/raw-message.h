/* raw-message.h - a message byte by byte: its header fields and its body, as signatures need them
 *
 * Nothing is decoded or unfolded.  Files keep lines with LF alone; every such line is given the CRLF it travelled with
 * (RFC 5322 section 2.3), so that signatures can be checked.  Immutable once made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MD_MESSAGE_MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define MD_HEADER_MAX_BYTES ((gsize) 256 * 1024)
#define MD_FIELD_MAX_BYTES ((gsize) 64 * 1024)
#define MD_HEADER_MAX_FIELDS 1000

typedef struct
{
  const char *start;  /* the name; not terminated */
  gsize name_length;  /* without blanks before the colon */
  const char *value;  /* after the colon */
  gsize length;       /* of the whole field, from start, without the line end that closes it */
} MdRawField;

typedef struct
{
  char *bytes;        /* (owned) with CRLF everywhere */
  gsize length;
  GArray *fields;     /* (owned) of MdRawField, from the top */
  const char *body;   /* after the empty line */
  gsize body_length;
  gboolean cut;       /* over a limit: the rest was left out, and no signature can be judged */
} MdRawMessage;

/* Never NULL, whatever the bytes; an mbox "From " line at the top is left out. */
MdRawMessage     *md_raw_message_new (const char *bytes, gsize length);
void              md_raw_message_free (MdRawMessage *self);
/* Names compare without regard to case. */
gboolean          md_raw_field_is (const MdRawField *field, const char *name);
/* The field's value, line ends removed and blanks around it (transfer full); a NUL reads U+FFFD. */
char             *md_raw_field_dup_value (const MdRawField *field);
/* The @n-th field of that name from the top, counted from 0; NULL. */
const MdRawField *md_raw_message_get (const MdRawMessage *self, const char *name, guint n);
guint             md_raw_message_count (const MdRawMessage *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdRawMessage, md_raw_message_free)

G_END_DECLS

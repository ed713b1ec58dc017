/* headers.h - the header of a message as fields: unfolded, decoded, whatever stands in it
 *
 * RFC 5322 section 2.2, RFC 2047 (encoded words), RFC 6532 (UTF-8).  Line ends may be CRLF or LF.  Limits: 1 MiB of
 * header, 2000 fields; what lies beyond is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;   /* as written */
  const char *value;  /* unfolded, without blanks at its ends; any bytes but NUL */
} MdHeader;

typedef struct
{
  char *text;         /* (owned) what the fields point into */
  GArray *fields;     /* (owned) of MdHeader, in their order */
  gsize length;       /* bytes up to the body, the empty line included; all of them when there is none */
  guint n_broken;     /* lines that are no field */
  gboolean cut;       /* a limit was reached */
} MdHeaders;

/* Reads up to the first empty line; an mbox "From " line in front is passed over.  Text that does not begin with a
 * field has none, and length 0. */
MdHeaders  *md_headers_parse (const char *text, gsize length);
void        md_headers_free (MdHeaders *self);
/* The value of the first field of that name, in any letter case; NULL when there is none. */
const char *md_headers_get (const MdHeaders *self, const char *name);
/* The same for the field number @nth of that name, from 0: repeated names, top to bottom. */
const char *md_headers_get_nth (const MdHeaders *self, const char *name, guint nth);
guint       md_headers_count (const MdHeaders *self, const char *name);
/* The first field of that name with its encoded words decoded; NULL when there is none. */
char       *md_headers_dup_text (const MdHeaders *self, const char *name);
/* Encoded words decoded, as valid UTF-8 without control characters; bytes that are no UTF-8 are taken for
 * Windows-1252. */
char       *md_header_decode (const char *value);
/* The first address of a From, To … value: what stands in the first <> or the first word with an @; NULL without. */
char       *md_header_dup_address (const char *value);
/* RFC 5322 section 3.3 and the older forms (named zones, two-digit years, ctime); FALSE when it is no date.
 * @seconds: Unix time. */
gboolean    md_header_read_date (const char *text, gint64 *seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHeaders, md_headers_free)

G_END_DECLS

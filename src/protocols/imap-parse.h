/* imap-parse.h - reads IMAP responses: RFC 9051 9, RFC 3501 5.1.3 (modified UTF-7)
 *
 * Pure functions over one logical line in which every literal was replaced by a quoted string (whose bytes may be any).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/imap-mailbox.h"

G_BEGIN_DECLS

typedef enum
{
  MD_IMAP_TOKEN_END,
  MD_IMAP_TOKEN_ATOM,   /* with a section in brackets, "BODY[HEADER]", as one */
  MD_IMAP_TOKEN_STRING,
  MD_IMAP_TOKEN_OPEN,
  MD_IMAP_TOKEN_CLOSE,
  MD_IMAP_TOKEN_BAD,
} MdImapToken;

typedef struct
{
  const char *at;
  const char *end;
} MdImapCursor;

/* The next token; @value gets an atom's or string's content. */
MdImapToken  md_imap_next (MdImapCursor *cursor, GString *value);
/* Skips what is left of one value, a whole list if it is one; FALSE at the end or when it is broken or too deep. */
gboolean     md_imap_skip (MdImapCursor *cursor);
/* The size of the literal that @line announces at its end ("{12}", "{12+}"); FALSE when it announces none. */
gboolean     md_imap_literal_size (const char *line, gsize length, guint64 *size);
/* Appends @bytes as a quoted string. */
void         md_imap_append_quoted (GString *out, const char *bytes, gsize length);

/* "OK [CODE] text"; NULL when it is no condition. */
MdImapReply *md_imap_reply_parse (const char *text);
void         md_imap_features_clear (MdImapFeatures *self);
void         md_imap_features_parse (MdImapFeatures *self, const char *capabilities);
/* UTF-8 of a mailbox name; the name itself when it is no modified UTF-7. */
char        *md_imap_name_decode (const char *raw_name);
/* What follows "LIST": NULL when it is broken. */
MdImapFolder *md_imap_folder_parse (MdImapCursor *cursor);
/* What follows "QUOTA"; adds one MdImapQuota a resource. */
void         md_imap_quota_parse (MdImapCursor *cursor, GPtrArray *quotas);
/* What follows "SEARCH"; at most 10 000 numbers. */
void         md_imap_search_parse (MdImapCursor *cursor, GArray *uids);
/* What follows "SEARCH" or "ESEARCH": hands on at most @limit numbers, the highest ones that come last, as ranges are
 * unfolded; how many there are in all. */
guint        md_imap_found_parse (MdImapCursor *cursor, gboolean extended, guint limit, GArray *uids);
/* The tag that what follows "ESEARCH" belongs to, (TAG "A282"), or NULL; @cursor stays. */
char        *md_imap_found_tag (const MdImapCursor *cursor);
/* What follows "STATUS": the folder's raw name and its numbers into @counts (its raw_name is set; transfer full); FALSE
 * when it is broken. */
gboolean     md_imap_status_parse (MdImapCursor *cursor, MdImapFolder *counts);
/* What follows "n FETCH". */
MdImapMail  *md_imap_mail_parse (MdImapCursor *cursor);
/* " 7-Nov-2026 08:15:00 +0100" as Unix seconds; 0 when it is none (RFC 9051 9, date-time). */
gint64       md_imap_date_parse (const char *text);
/* What follows "n FETCH": the header block of message @uid, or NULL. */
GBytes      *md_imap_fetch_parse (MdImapCursor *cursor, guint32 uid);
/* What follows "ID": the value of "name", or NULL. */
char        *md_imap_id_parse (MdImapCursor *cursor);

G_END_DECLS

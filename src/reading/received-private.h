/* received-private.h - between received.c, received-items.c and received-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/received.h"

G_BEGIN_DECLS

#define MD_RECEIVED_BLANKS " \t\r\n"

/* A word or a comment of the line. */
typedef struct
{
  const char *text;      /* without the parentheses of a comment */
  gsize length;
  gboolean is_comment;
  gboolean touches;      /* nothing between it and the item before */
  gboolean begins_part;  /* first behind a ";" */
} MdReceivedItem;

/* Cuts @text; *date is what stands behind the last ";" outside comments. */
GArray     *md_received_cut (const char *text, const char **date);
gboolean    md_received_item_is (const MdReceivedItem *item, const char *word);
/* A copy without blanks and commas at its ends, NULL when nothing is left; the second also without angle brackets. */
char       *md_received_dup (const char *text, gsize length);
char       *md_received_dup_path (const char *text, gsize length);
/* What follows @word in the comment, up to a blank; NULL when it is not in it. */
char       *md_received_value_after (const char *comment, const char *word);
/* Frees what *@into held; takes @text. */
void        md_received_take (char **into, char *text);

/* Fills in address, name, helo, ident and from. */
void        md_received_read_source (MdReceived *self, const MdReceivedItem *items, gsize n_items);

G_END_DECLS

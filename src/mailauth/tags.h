/* tags.h - "name=value; name=value" as DKIM keys and DMARC records are written
 *
 * RFC 6376 section 3.2.  At most 64 tags.  Not for other rooms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;           /* (owned) */
  char *value;          /* (owned) without the blanks around it */
  guint position;       /* of the name, counted from 1 */
  guint value_position;
} MdTag;

typedef struct
{
  GArray *tags;         /* (owned) of MdTag */
  guint fault;          /* position, counted from 1; 0: none */
} MdTagList;

/* Reads up to the first fault: no "=", an empty or malformed name, a name said twice, too many. */
MdTagList   *md_tag_list_parse (const char *text);
void         md_tag_list_free (MdTagList *self);
/* Names compare with regard to case; NULL when it is not there. */
const MdTag *md_tag_list_get (const MdTagList *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTagList, md_tag_list_free)

G_END_DECLS

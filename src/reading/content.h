/* content.h - what in a message makes filters and servers look twice
 *
 * Header by headers.h, parts by GMime.  Careful on purpose: a normal letter gets no note.  Limits: 64 MiB a message,
 * 200 parts, 10 levels, 1 MiB of text a part, 500 links; what lies beyond is not looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/headers.h"

G_BEGIN_DECLS

#define MD_CONTENT_MAX_BYTES (64u * 1024 * 1024)

typedef enum
{
  MD_CONTENT_LOOKS,       /* wording, links, pictures: what spam looks like */
  MD_CONTENT_ATTACHMENT,  /* of a kind that servers refuse */
  MD_CONTENT_FORM,        /* badly built: dates, names, letters, line lengths */
  MD_CONTENT_ABSENT,      /* what most programs or their servers add when they send */
  MD_CONTENT_SIZE,
  MD_N_CONTENT_GROUPS,
} MdContentGroup;

typedef struct
{
  const char *what;       /* (static) "subject-capitals" … */
  MdContentGroup group;
  char *where;            /* (owned) the subject, the link, the file name …; never empty */
} MdContentNote;

typedef struct
{
  const char *sender;     /* (nullable) the account's address, which From should be in line with */
  guint64 size_limit;     /* of the server (SIZE); 0: unknown */
  gint64 now;             /* Unix seconds; 0: the date is not held against it */
} MdContentAbout;

typedef struct
{
  GPtrArray *notes;       /* (owned) of MdContentNote, at most 40 */
  guint counts[MD_N_CONTENT_GROUPS]; /* of different kinds of notes */
  guint n_parts;          /* 0: this is no message */
  guint n_attachments;
  gboolean is_bulk;       /* says of itself that it goes to many */
} MdContent;

/* Never NULL.  In a thread of its own as well as any: what GMime makes lives within the call. */
MdContent  *md_content_check (const char *message, gsize length, const MdContentAbout *about);
void        md_content_free (MdContent *self);
/* Every word that a note's what can be, NULL-terminated. */
const char *const *md_content_words (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdContent, md_content_free)

G_END_DECLS

/* opened.h - what a file is that the person opened, dropped or chose: an error message, a message, a log …
 *
 * Told by what stands in it, and by its name only where that leaves it open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MD_OPENED_BOUNCE,      /* a message, or a text, that tells of a delivery that failed */
  MD_OPENED_REPLY,       /* an automatic reply of a mailbox */
  MD_OPENED_COMPLAINT,   /* somebody called a message spam, or it failed authentication */
  MD_OPENED_MESSAGE,     /* any other message */
  MD_OPENED_LOG,         /* text without a header, or packed text: what it is says the reader of logs */
  MD_OPENED_OTHER,       /* neither text nor a message: a picture, a program … */
  MD_OPENED_EMPTY,
  MD_OPENED_FOLDER,
  MD_OPENED_MISSING,
  MD_OPENED_FORBIDDEN,
  MD_OPENED_ELSEWHERE,   /* not on this computer */
  MD_OPENED_UNREADABLE,
} MdOpenedKind;

typedef struct
{
  char *path;      /* (owned) (nullable) where it is not on this computer */
  char *name;      /* (owned) as people call it */
  MdOpenedKind kind;
  char *sender;    /* (owned) (nullable) address, of a message */
  char *recipient; /* (owned) (nullable) address, of a message */
  char *subject;   /* (owned) (nullable) */
} MdOpened;

/* Reads at most 32 MiB of @file; blocks.  Never NULL. */
MdOpened *md_opened_look (GFile *file, GCancellable *cancellable);
void      md_opened_free (MdOpened *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdOpened, md_opened_free)

G_END_DECLS

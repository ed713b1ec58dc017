/* mail-files.h - messages in files, mboxes, maildirs and folders, one after another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One message, or a whole text; valid during the call.  FALSE ends the walk. */
typedef gboolean (*MdMailFileEach) (const char *name, const char *bytes, gsize length, gpointer user_data);

typedef struct
{
  MdMailFileEach each;
  void (*unreadable) (const char *path, gpointer user_data);
  /* Asked between messages: TRUE ends the walk. */
  gboolean (*is_stopped) (gpointer user_data);
  /* Returns when @descriptor has something to read: TRUE, or when the walk is to end: FALSE. */
  gboolean (*wait_for) (int descriptor, gpointer user_data);
  gpointer user_data;
} MdMailFiles;

/* @path: a message, an mbox (told by its "From " lines), a maildir, a folder with any of these, or "-" for standard
 * input.  Folders are read in the order of their names, hidden files and a maildir's tmp left out.  Limits: 1 GiB a
 * file, 64 MiB of standard input, 8 folders deep.  FALSE when @each or @is_stopped ended it. */
gboolean md_mail_files_walk (const MdMailFiles *self, const char *path);

G_END_DECLS

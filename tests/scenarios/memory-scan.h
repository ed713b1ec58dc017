/* memory-scan.h - whether a text is anywhere in this process's memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text to look for, kept in disguise so that the search does not find itself. */
typedef struct _MdNeedle MdNeedle;

MdNeedle *md_needle_new (const char *text, gsize length);
void      md_needle_free (MdNeedle *self);
gboolean  md_needle_is_in (const MdNeedle *self, const char *text, gsize length);
/* Where it is in memory that can be written to; NULL when it is nowhere; (transfer full). */
char     *md_needle_find_in_memory (const MdNeedle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdNeedle, md_needle_free)

G_END_DECLS

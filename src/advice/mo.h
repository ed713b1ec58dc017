/* mo.h - reads a compiled message catalogue (GNU .mo) out of memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* msgid → msgstr, both pointing into @bytes, which must outlive the table; of a plural entry the first form.  A context
 * stands before its msgid, parted by "\004".  NULL when @bytes is not a whole catalogue: every length and place in it
 * is checked. */
GHashTable *md_mo_read (GBytes *bytes);

G_END_DECLS

/* prefs-js.h - settings as Mozilla's programs keep them: user_pref("name", value);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GHashTable *values;  /* (owned) name → value as text: "993", "true"; names that begin with "mail." alone */
  guint first_bad;     /* number of the first line that makes no sense; 0: none */
  gboolean too_many;   /* more than we keep */
} MdPrefs;

MdPrefs    *md_prefs_new (void);
void        md_prefs_free (MdPrefs *self);
/* Reads any bytes; what is set already is replaced.  Lines that make no sense are left out. */
void        md_prefs_read (MdPrefs *self, const char *text, gsize length);
/* (nullable) of PREFIX.KEY.NAME */
const char *md_prefs_get (const MdPrefs *self, const char *prefix, const char *key, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPrefs, md_prefs_free)

G_END_DECLS

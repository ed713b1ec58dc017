/* keys.h - the keyboard shortcuts: one table, by which they are installed and listed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_KEY_MAX_ACCELS 2

typedef struct
{
  const char *action;                         /* (nullable) NULL: the toolkit's own */
  const char *accels[MD_KEY_MAX_ACCELS + 1];  /* as gtk_accelerator_parse() reads them */
  const char *what;                           /* English msgid */
} MdKey;

/* NULL past the last. */
const MdKey *md_key_get (guint index);
/* "Alt+Left, Back" in the language of the process; (transfer full). */
char        *md_key_label (const MdKey *key);
/* Those of "win." actions. */
void         md_keys_install_window (GtkWidgetClass *klass);
/* All others. */
void         md_keys_install_application (GtkApplication *application);

G_END_DECLS

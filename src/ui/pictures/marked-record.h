/* marked-record.h - a published record with the wrong place marked, and the corrected one to copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* NULL when @finding tells neither a place in a record nor a corrected one. */
GtkWidget *md_marked_record_new (const MdFinding *finding, MdLang lang);
/* Copies @corrected and says so; it is what @code is about. */
GtkWidget *md_copy_record_button_new (MdFindingCode code, const char *corrected, MdLang lang);

G_END_DECLS

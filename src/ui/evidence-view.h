/* evidence-view.h - the Details: what was measured, in the servers' own words; selectable, copyable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @evidence: (element-type MdEvidence). */
GtkWidget *md_evidence_view_new (GPtrArray *evidence, MdLang lang);
/* The same as one text; (transfer full). */
char      *md_evidence_to_text (GPtrArray *evidence, MdLang lang);

G_END_DECLS

/* probe-row.h - one check on a page: icon, what came out, word, time; opens to its Details
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"
#include "engine/runner.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_PROBE_ROW (md_probe_row_get_type ())
G_DECLARE_FINAL_TYPE (MdProbeRow, md_probe_row, MD, PROBE_ROW, AdwExpanderRow)

GtkWidget *md_probe_row_new (void);
/* A password would be of no use: that is what it waits in vain for. */
void       md_probe_row_set_token_only (MdProbeRow *self, gboolean token_only);
/* Third parties are never asked, by the person's own choice. */
void       md_probe_row_set_alone (MdProbeRow *self, gboolean alone);
/* @findings, @evidence: of the whole step; the row takes its own.  @kase: to tell what it waits for. */
void       md_probe_row_show (MdProbeRow *self, MdLang lang, const MdCheckState *state, const MdCase *kase,
                              GPtrArray *findings, GPtrArray *evidence);

G_END_DECLS

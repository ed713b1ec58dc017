/* received-chain.h - the servers that a message came through, from its sender down, and how long each step took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* NULL without hops.  At most 30 are drawn; how many are left out is said. */
GtkWidget *md_received_chain_new (const MdEvidence *evidence, MdLang lang);

G_END_DECLS

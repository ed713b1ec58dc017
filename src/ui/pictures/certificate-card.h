/* certificate-card.h - the certificate of a server: for, issued by, valid until, chain; what is wrong marked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "core/evidence-parts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_certificate_card_new (const MdShownChain *chain, MdLang lang);

G_END_DECLS

/* journey.h - the picture "how mail travels": two ways, coloured and labelled by the results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_JOURNEY (md_journey_get_type ())
G_DECLARE_FINAL_TYPE (MdJourney, md_journey, MD, JOURNEY, GtkWidget)

/* Shows what the session knows now. */
void md_journey_show (MdJourney *self, MdSession *session);

G_END_DECLS

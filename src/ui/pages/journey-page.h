/* journey-page.h - how mail travels, in a picture and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_JOURNEY_PAGE (md_journey_page_get_type ())
G_DECLARE_FINAL_TYPE (MdJourneyPage, md_journey_page, MD, JOURNEY_PAGE, MdPage)

G_END_DECLS

/* card.h - the card for two people on the phone, in both languages side by side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_CARD_PAGE (md_card_page_get_type ())
G_DECLARE_FINAL_TYPE (MdCardPage, md_card_page, MD, CARD_PAGE, MdPage)

G_END_DECLS

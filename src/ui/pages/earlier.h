/* earlier.h - one earlier result, as it was on its day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_EARLIER_PAGE (md_earlier_page_get_type ())
G_DECLARE_FINAL_TYPE (MdEarlierPage, md_earlier_page, MD, EARLIER_PAGE, MdPage)

G_END_DECLS

/* opened-page.h - the files that were opened, where it is not plain what to do with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_OPENED_PAGE (md_opened_page_get_type ())
G_DECLARE_FINAL_TYPE (MdOpenedPage, md_opened_page, MD, OPENED_PAGE, MdPage)

G_END_DECLS

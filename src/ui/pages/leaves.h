/* leaves.h - what leaves this computer, and to whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_LEAVES_PAGE (md_leaves_page_get_type ())
G_DECLARE_FINAL_TYPE (MdLeavesPage, md_leaves_page, MD, LEAVES_PAGE, MdPage)

G_END_DECLS

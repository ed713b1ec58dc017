/* history.h - the earlier results: open one, compare two, delete one or all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_HISTORY_PAGE (md_history_page_get_type ())
G_DECLARE_FINAL_TYPE (MdHistoryPage, md_history_page, MD, HISTORY_PAGE, MdPage)

G_END_DECLS

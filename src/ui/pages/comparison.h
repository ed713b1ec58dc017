/* comparison.h - what is another between two earlier results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_COMPARISON_PAGE (md_comparison_page_get_type ())
G_DECLARE_FINAL_TYPE (MdComparisonPage, md_comparison_page, MD, COMPARISON_PAGE, MdPage)

G_END_DECLS

/* start.h - "What is wrong?": the symptoms, and practice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_START_PAGE (md_start_page_get_type ())
G_DECLARE_FINAL_TYPE (MdStartPage, md_start_page, MD, START_PAGE, MdPage)

G_END_DECLS

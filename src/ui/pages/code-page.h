/* code-page.h - for whoever helps: what a code that was read aloud says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_CODE_PAGE (md_code_page_get_type ())
G_DECLARE_FINAL_TYPE (MdCodePage, md_code_page, MD, CODE_PAGE, MdPage)

G_END_DECLS

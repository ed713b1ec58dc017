/* practice-page.h - the choice of a pretend account's fault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_PRACTICE_PAGE (md_practice_page_get_type ())
G_DECLARE_FINAL_TYPE (MdPracticePage, md_practice_page, MD, PRACTICE_PAGE, MdPage)

G_END_DECLS

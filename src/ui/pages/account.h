/* account.h - the address, what was found for it, and what the person's program shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_ACCOUNT_PAGE (md_account_page_get_type ())
G_DECLARE_FINAL_TYPE (MdAccountPage, md_account_page, MD, ACCOUNT_PAGE, MdPage)

G_END_DECLS
